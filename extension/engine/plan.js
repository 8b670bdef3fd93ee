// SPDX-License-Identifier: MIT
// When the vault locks by itself: settings of the person, kept in the vault.

/**
 * @typedef {{ minutes: number, screen: boolean, window: boolean }} Plan  minutes without use, 0 is never; screen: when the
 *   screen locks; window: when the last window closes. Ending the browser always locks: the key is only in its memory
 */

/** Names of the settings, and what holds where nobody has chosen. */
const standard = { 'lock.minutes': 15, 'lock.screen': true, 'lock.window': true };

/** Minutes that can be chosen, 0 for never. */
export const choices = [1, 5, 15, 60, 240, 0];

/**
 * @param {import('./vault.d.ts').Setting[]} settings
 * @returns {Plan}
 */
export function planOf(settings) {
  const chosen = Object.fromEntries(settings.map(({ name, value }) => [name, JSON.parse(value)]));
  const all = { ...standard, ...chosen };
  // A value that this version cannot have written is as none: another one may know better.
  const minutes = choices.includes(all['lock.minutes']) ? all['lock.minutes'] : standard['lock.minutes'];
  return { minutes, screen: all['lock.screen'] !== false, window: all['lock.window'] !== false };
}
