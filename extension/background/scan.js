// SPDX-License-Identifier: MIT
// From a picture to what the person is told about it.
import { ask } from '../platform/messages.js';
import * as offscreen from '../platform/offscreen.js';
import { capture } from './capture.js';

/**
 * @typedef {import('../engine/sights.js').Seen} Reading
 * @typedef {import('../engine/scanner.js').Box} Box
 * @typedef {import('./notice.js').Notice} Notice
 * @typedef {{ readings: Reading[], site: string, cut: boolean, times: Record<string, number> }} Outcome  cut: see the engine's Sight
 */

/**
 * Captures a tab and reads every code in it. Nothing is stored: the popup shows what was found and asks.
 * @param {number} tabId
 * @returns {Promise<Outcome>}
 */
export async function tab(tabId) {
  const start = performance.now();
  // The Worker warms up while the browser makes the picture.
  const warm = warmEngine();
  const { picture, site } = await capture(tabId);
  const captured = performance.now();
  await warm;
  const sight = await ask('engine', 'scan', { picture, site });
  return { readings: sight.readings, site, cut: sight.cut, times: { ...sight.times, capture: captured - start, engine: performance.now() - captured } };
}

/** Starts the engine and its scan Worker; what goes wrong shows again, with its reason, when they are used. */
export async function warmEngine() {
  await offscreen.start();
  ask('engine', 'warm').catch(() => {});
}

/**
 * What a box drawn by hand comes to. One new account is stored at once: drawing the box was the decision, the popup says
 * what was added and takes it back on request. Anything else is for the person to decide.
 * @param {import('../engine/sights.js').Sight} sight @param {string} site
 * @returns {Promise<Notice>}
 */
export async function settle({ readings, cut }, site) {
  const [only, ...others] = readings;
  if (only?.kind === 'account' && only.ref && !only.present && !only.conflict && others.length === 0) {
    const { added, present, waiting } = await ask('engine', 'add', { refs: [only.ref] });
    if (waiting > 0) return { kind: 'waiting', site };
    if (added.length > 0) return { kind: 'added', ids: added, site };
    return { kind: 'found', readings: [{ ...only, present: present[0] }], site, area: true }; // it came by another way meanwhile
  }
  return { kind: 'found', readings, site, area: true, cut };
}
