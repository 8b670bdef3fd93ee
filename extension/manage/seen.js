// SPDX-License-Identifier: MIT
// QR codes that a camera sees, or that are on a window or the screen: what they are to the import, and what is told of those that
// are no account.
import { button } from '../look/form.js';
import * as engine from '../platform/engine.js';
import { problemOf } from '../platform/messages.js';
import { explain, say } from '../platform/words.js';
import { Gathering } from './gathering.js';
import { attempt } from './manage.js';

/**
 * @typedef {import('../engine/vault.d.ts').Reading} Reading
 * @typedef {(name: string, file: Uint8Array<ArrayBuffer>, crops?: import('./import.js').Crops | null) => unknown} Take  is given what was read,
 *   a link a line, and the pictures of its QR codes
 */

/** @param {boolean} [mixed]  all there is to see is seen at once */
export const gathering = (mixed) => new Gathering(async (text, part) => {
  const own = text.slice();
  const reading = await engine.call('read', { now: Date.now(), site: '', part }, text);
  if (reading.ref) await engine.call('forget', { refs: [reading.ref] });
  // What is no account is found again in the history of scans; what may not be kept there the engine knows.
  if (!part && ['link', 'text'].includes(reading.kind)) engine.act('scans.note', {}, [own]).catch(problemOf);
  else own.fill(0);
  return reading;
}, mixed);

/**
 * Adds the codes of one look, which are wiped.
 * @param {Gathering} all @param {import('../engine/scanner.js').Symbol[]} symbols
 * @returns {Promise<(import('./gathering.js').Found | 'empty')[]>} what each is
 */
export async function gather(all, symbols) {
  /** @type {(import('./gathering.js').Found | 'empty')[]} */
  const found = [];
  for (const { text, part } of symbols) {
    found.push(text.length > 0 ? await all.add(text, part) : 'empty');
    text.fill(0);
  }
  return found;
}

/** What a code is that is no account. @param {Reading} reading */
export function told({ kind, problem }) {
  if (kind === 'migration') return explain({ code: 'migration-damaged' });
  if (problem) return explain(problem);
  return say(kind === 'link' ? 'seenLink' : 'seenText');
}

/** A button that shows a picture to the laboratory. */
export class Inside {
  /** @type {ImageBitmap | null} */
  #picture = null;
  button;

  /** @param {string} name  of the picture @param {() => unknown} leave  before the section of QR codes is gone to */
  constructor(name, leave) {
    this.button = button(say('seenInside'), () => attempt(async () => {
      const picture = this.#picture;
      this.#picture = null;
      leave();
      if (!picture) return;
      const { look } = await import('./qr.js');
      location.hash = '#qr';
      await look([{ name, picture }]);
    }));
    this.button.hidden = true;
  }

  /** @param {VideoFrame} frame  stays the caller's */
  async offer(frame) {
    const picture = await createImageBitmap(frame);
    this.end();
    this.#picture = picture;
    this.button.hidden = false;
  }

  /** Forgets the picture. */
  end() {
    this.#picture?.close();
    this.#picture = null;
    this.button.hidden = true;
  }
}
