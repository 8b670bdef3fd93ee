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
 * @typedef {{ image: ImageBitmap | HTMLCanvasElement, shown: HTMLCanvasElement, file: Blob | null, width: number, height: number,
 *   parts: string[], symbols: Symbol[] }} Picture  image may be smaller than width × height, in which all positions are; of a file
 *   that is not looked into it is what is shown
 */

/** What takes longer is given up. Milliseconds. */
const patience = 30_000;

/** Twelve pictures of a camera with all their pixels would take 1.5 GB: of one that is not looked into no more are kept. Pixels. */
const mostKept = drawn * drawn;

const { run, cancel } = workers.single('lab-worker.js', 'picture-slow', patience);
export { cancel };
const { run: runAgain } = workers.single('lab-worker.js', 'picture-slow', patience);

/** @param {Blob | ImageBitmap} picture  a bitmap is handed over @returns {Promise<Picture>} */
export async function inspect(picture) {
  const order = { picture: picture instanceof Blob ? await admitted(picture) : picture };
  const { ok, bytes, image, width, height } = await run(order, order.picture instanceof ImageBitmap ? [order.picture] : []);
  return { image, shown: reduced(image), file: picture instanceof Blob ? picture : null, width, height, parts: ok.parts, symbols: symbolsOf(ok.symbols, bytes) };
}

/** @param {ImageBitmap} image */
function reduced(image) {
  const scale = Math.min(1, Math.sqrt(mostKept / (image.width * image.height)));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(image.width * scale));
  canvas.height = Math.max(1, Math.round(image.height * scale));
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  context.imageSmoothingQuality = 'high';
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas;
}

/** The picture that is looked into. @type {Picture | null} */
let near = null;

/**
 * Has all pixels of a picture to look into, and no more those of the one before.
 * @param {Picture} picture @returns {Promise<boolean>} whether there are more now
 */
export async function sharpen(picture) {
  if (near && near !== picture) blur(near);
  near = picture;
  const { file, shown, width, height } = picture;
  if (!file || picture.image !== shown || shown.width * shown.height >= width * height) return false;
  const order = { picture: await admitted(file), again: true };
  const { image } = await runAgain(order, order.picture instanceof ImageBitmap ? [order.picture] : []);
  // It was let go of meanwhile, or asked for twice.
  if (near !== picture || picture.image !== shown) image.close();
  else picture.image = image;
  return near === picture;
}

/** Keeps no more of a picture than what is shown, if it can be had again. @param {Picture} picture */
export function blur(picture) {
  if (picture.file) close(picture);
}

/** @param {Picture} picture */
function close(picture) {
  if (picture.image instanceof ImageBitmap) picture.image.close();
  picture.image = picture.shown;
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
export function wipe(picture) {
  if (near === picture) near = null;
  close(picture);
  picture.shown.width = 0;
  for (const { text, content, texts, modules, read, right } of picture.symbols) {
    for (const secret of [text, content, ...texts, modules, read, right]) secret.fill(0);
  }
}
