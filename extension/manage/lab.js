// SPDX-License-Identifier: MIT
// Pictures of QR codes, taken apart in a Worker of their own: a file in, and out of it what can be shown of it.
import * as workers from '../engine/workers.js';
import { Failure } from '../platform/messages.js';
import { headLength, sizeOf, typeOf } from '../platform/picture.js';

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

/** Larger pictures are refused before they are decoded: pixels. */
const most = 100e6;

/** The longer side that an SVG is drawn with, and how much of one is read: pixels, bytes. */
const drawn = 1600;
const mostSVG = 8 << 20;

const { run, cancel } = workers.single('lab-worker.js', 'picture-slow', patience);
export { cancel };

/** @param {Blob} file @returns {Promise<Picture>} */
export async function inspect(file) {
  if (file.size === 0) throw new Failure({ code: 'picture-empty' });
  const head = new Uint8Array(await file.slice(0, headLength).arrayBuffer());
  const type = typeOf(head);
  if (!type) throw new Failure({ code: 'picture' });
  const size = sizeOf(head);
  if (size && size.width * size.height === 0) throw new Failure({ code: 'picture-empty' });
  if (size && size.width * size.height > most) throw new Failure({ code: 'picture-pixels', value: String(Math.round(size.width * size.height / 1e6)) });
  const picture = type === 'image/svg+xml' ? await raster(file) : new Blob([file], { type });
  const { ok, bytes, image, width, height } = await run({ picture }, picture instanceof ImageBitmap ? [picture] : []);
  return { image, width, height, parts: ok.parts, symbols: symbolsOf(ok.symbols, bytes) };
}

/**
 * Only a document can draw an SVG. As an image it runs no script and fetches nothing.
 * @param {Blob} file
 */
async function raster(file) {
  if (file.size > mostSVG) throw new Failure({ code: 'picture-cut' });
  const url = URL.createObjectURL(new Blob([file], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode().catch(() => { throw new Failure({ code: 'picture-cut' }); });
    const { naturalWidth: width, naturalHeight: height } = image;
    if (width * height === 0) throw new Failure({ code: 'picture-empty' });
    const scale = drawn / Math.max(width, height);
    const canvas = new OffscreenCanvas(Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale)));
    const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext('2d'));
    context.fillStyle = '#fff';
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    try {
      context.getImageData(0, 0, 1, 1);
    } catch {
      throw new Failure({ code: 'picture' }); // it has a piece of a page in it, whose pixels the browser keeps to itself
    }
    return canvas.transferToImageBitmap();
  } finally {
    URL.revokeObjectURL(url);
  }
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
