// SPDX-License-Identifier: MIT
// What was pasted into the popup, or let go of over it: pictures of QR codes, or a link that is a key.
import { pixels } from '../platform/drawing.js';
import { Failure, problemOf } from '../platform/messages.js';
import * as engine from '../platform/engine.js';
import * as cards from './cards.js';

/** @typedef {import('../engine/sights.js').Seen} Seen */

/**
 * Reads pictures one after the other, as one scan. Of several each tells what is wrong with it beside what the others show.
 * @param {HTMLElement} news @param {File[]} files
 */
export async function pictures(news, files) {
  /** @type {Seen[]} */
  const all = [];
  for (const file of files) {
    try {
      const { readings } = await engine.act('scan.file', {}, [await pixels(file)]);
      if (readings.length === 0) throw new Failure({ code: 'no-symbol' });
      all.push(...readings);
    } catch (error) {
      if (files.length === 1) throw error;
      all.push({ kind: 'problem', problem: /** @type {import('../engine/vault.d.ts').DoorError} */ (problemOf(error)) });
    }
  }
  await show(news, all);
}

/** Reads links, one a line as programs export them, as one scan. @param {HTMLElement} news @param {string} text */
export async function links(news, text) {
  /** @type {Seen[]} */
  const all = [];
  for (const link of text.trim().split(/\s*[\r\n]\s*(?=otpauth(?:-migration)?:)/i)) {
    const { readings } = await engine.act('scan.link', {}, [new TextEncoder().encode(link)]);
    all.push(...readings);
  }
  await show(news, all);
}

/**
 * Shows what was read. The engine holds a few hundred scanned keys, and of more than that no longer the first.
 * @param {HTMLElement} news @param {Seen[]} readings
 */
async function show(news, readings) {
  const refs = readings.flatMap(({ ref }) => ref ?? []);
  const held = await engine.call('codes', { now: Date.now(), ids: refs });
  if (held.length < refs.length) {
    await engine.call('forget', { refs });
    throw new Failure({ code: 'scan-many' });
  }
  cards.show(news, { kind: 'found', readings, site: '', area: false, handed: true });
}
