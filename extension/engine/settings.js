// SPDX-License-Identifier: MIT
// The settings of the person, kept in the vault: what can be chosen, what holds where nobody has chosen, and for which part.
import { Failure } from '../platform/messages.js';

/**
 * @typedef {{
 *   'lock.minutes': number,
 *   'lock.screen': boolean,
 *   'lock.window': boolean,
 *   'list.order': 'use' | 'name' | 'hand',
 *   'code.next': boolean,
 *   'code.hidden': boolean,
 *   'look.large': boolean,
 *   'scan.offer': boolean,
 *   'clipboard.seconds': number,
 *   'scans.keep': boolean,
 *   'scans.days': number,
 * }} Settings
 */
/**
 * @typedef {{ minutes: number, screen: boolean, window: boolean }} Plan  when the vault locks by itself. Ending the browser
 *   always locks: the key is only in its memory
 */

/**
 * lock.minutes: without use until the vault locks, 0 for never; lock.screen: when the screen locks; lock.window: when the last
 * window closes. list.order: of the accounts in the popup, after the pinned ones. code.next: show the one that follows in the
 * last seconds; code.hidden: until it is touched. look.large: larger type in the popup. scan.offer: the
 * popup looks at the page that it opens over, and offers the account of its one QR code. clipboard.seconds: until a
 * code that was copied is taken off the clipboard, 0 for never, since it takes two permissions. scans.keep: links and texts that
 * were scanned; scans.days: after how many days they are deleted.
 * @type {{ [N in keyof Settings]: { standard: Settings[N], values: Settings[N][], where: 'lock' | 'popup' | 'engine' | 'scans' } }}
 */
export const table = {
  'lock.minutes': { standard: 15, values: [1, 5, 15, 60, 240, 0], where: 'lock' },
  'lock.screen': { standard: true, values: [true, false], where: 'lock' },
  'lock.window': { standard: true, values: [true, false], where: 'lock' },
  'list.order': { standard: 'use', values: ['use', 'name', 'hand'], where: 'popup' },
  'code.next': { standard: true, values: [true, false], where: 'popup' },
  'code.hidden': { standard: false, values: [true, false], where: 'popup' },
  'look.large': { standard: false, values: [true, false], where: 'popup' },
  'scan.offer': { standard: true, values: [true, false], where: 'popup' },
  'clipboard.seconds': { standard: 0, values: [0, 15, 30, 60, 120], where: 'engine' },
  'scans.keep': { standard: true, values: [true, false], where: 'scans' },
  'scans.days': { standard: 7, values: [1, 7, 30, 90], where: 'scans' },
};

/**
 * What holds. A value that this version cannot have written counts as none and is left as it is: another one may know better.
 * @param {import('./vault.d.ts').Setting[]} stored
 * @returns {Settings}
 */
export function settingsOf(stored) {
  const chosen = new Map(stored.map(({ name, value }) => [name, JSON.parse(value)]));
  return /** @type {any} */ (Object.fromEntries(Object.entries(table).map(([name, { standard, values }]) => {
    const value = chosen.get(name);
    return [name, /** @type {unknown[]} */ (values).includes(value) ? value : standard];
  })));
}

/**
 * Refuses what is none of the settings, or no value of it.
 * @param {{ name: string, value: string }} params  value: JSON text
 * @returns {(typeof table)[keyof Settings]['where']} for which part it holds
 */
export function checkSetting({ name, value }) {
  const entry = Object.hasOwn(table, name) ? table[/** @type {keyof Settings} */ (name)] : undefined;
  if (!entry?.values.some((one) => JSON.stringify(one) === value)) throw new Failure({ code: 'refused' });
  return entry.where;
}

/** @param {Settings} settings @returns {Plan} */
export const planOf = (settings) => ({ minutes: settings['lock.minutes'], screen: settings['lock.screen'], window: settings['lock.window'] });
