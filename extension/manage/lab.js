// SPDX-License-Identifier: MIT
// Pictures of QR codes, taken apart in a Worker of their own: a file or a bitmap in, and out of it what can be shown of it.
import * as workers from '../engine/workers.js';
import { admit, drawn, raster } from '../platform/drawing.js';

/**
 * @typedef {import('../engine/lab.d.ts').Symbol} Figures
 * @typedef {Figures & {
 *   text: Uint8Array<ArrayBuffer>, content: Uint8Array<ArrayBuffer>, texts: Uint8Array<ArrayBuffer>[], modules: Uint8Array<ArrayBuffer>,
 *   owners: Uint16Array, read: Uint8Array<ArrayBuffer>, right: Uint8Array<ArrayBuffer>, blockOf: Uint8Array<ArrayBuffer>, mesh: Float32Array | null,
 * }} Symbol  what it says may be a secret, and its modules and codewords say it too; wipe() when it is done with
 * @typedef {{ image: ImageBitmap, width: number, height: number, parts: string[], symbols: Symbol[] }} Picture  image may be
 *   smaller than width × height, in which all positions are
 */

/** What takes longer is given up. Milliseconds. */
const patience = 30_000;

const { run, cancel } = workers.single('lab-worker.js', 'picture-slow', patience);
export { cancel };

/** @param {Blob | ImageBitmap} picture  a bitmap is handed over @returns {Promise<Picture>} */
export async function inspect(picture) {
  const order = { picture: picture instanceof Blob ? await admitted(picture) : picture };
  const { ok, bytes, image, width, height } = await run(order, order.picture instanceof ImageBitmap ? [order.picture] : []);
  return { image, width, height, parts: ok.parts, symbols: symbolsOf(ok.symbols, bytes) };
}

/** What the Worker takes for a file. @param {Blob} file @returns {Promise<Blob | ImageBitmap>} */
async function admitted(file) {
  const type = await admit(file);
  return type === 'image/svg+xml' ? raster(file, drawn, '#fff') : new Blob([file], { type });
}

/**
 * Cuts the bytes as the package lab lists them; they are wiped.
 * @param {Figures[]} all @param {Uint8Array<ArrayBuffer>} bytes @returns {Symbol[]}
 */
export function symbolsOf(all, bytes) {
  let at = 0;
  const take = (/** @type {number} */ length) => bytes.slice(at, at += length);
  const symbols = all.map((figures) => {
    const { size, total } = figures;
    return {
      ...figures,
      text: take(figures.textLength), content: take(figures.byteLength), texts: figures.segments.map(({ textLength }) => take(textLength)),
      modules: take(size * size), owners: new Uint16Array(take(2 * size * size).buffer),
      read: take(total), right: take(total), blockOf: take(total),
      mesh: figures.meshed ? new Float32Array(take(8 * (size + 1) * (size + 1)).buffer) : null,
    };
  });
  bytes.fill(0);
  return symbols;
}

/** Forgets a picture and what its symbols say. @param {Picture} picture */
export function wipe({ image, symbols }) {
  image.close();
  for (const { text, content, texts, modules, read, right } of symbols) {
    for (const secret of [text, content, ...texts, modules, read, right]) secret.fill(0);
  }
}
