// SPDX-License-Identifier: MIT
// A look at the page that a popup has opened over: whether there is one account on it to be added, and nothing else.
import { isKey } from '../platform/schemes.js';
import * as scanner from './scanner.js';

/** @typedef {import('./engine.js').Engine} Engine */
/** @typedef {import('./vault.d.ts').Reading} Reading */

/**
 * @param {Engine} engine @param {string} picture  a data: URL @param {string} site  host the picture shows
 * @returns {Promise<Reading | null>} the one account that the picture shows and the vault has not; null for none, and for several
 */
export async function peek(engine, picture, site) {
  if (engine.state !== 'open') return null; // what is there already is not known
  const { symbols } = await scanner.look(picture);
  const keys = symbols.filter(({ text }) => isKey(text));
  const [only] = keys;
  if (!only || keys.length > 1) {
    for (const { text } of symbols) text.fill(0);
    return null;
  }
  const reading = engine.call('read', { now: Date.now(), site, part: only.part }, only.text);
  for (const { text } of symbols) text.fill(0);
  if (reading.kind === 'account' && !reading.present) return reading;
  if (reading.ref) engine.call('forget', { refs: [reading.ref] });
  return null;
}
