// SPDX-License-Identifier: MIT
// Where several QR codes are in one picture, which is which is told by a small picture of each. They come on one sheet: squares
// of equal size, one below the other.
import { isKey } from './schemes.js';

/** The side of a square: 52 CSS pixels, on screens of twice as many. Pixels. */
const side = 104;

/** How much of what is around a code is seen on each side, of the code's own size: its quiet zone, and nothing of its neighbours. */
const around = 0.12;

/** So many squares at most; a page of more codes is none that somebody compares with its pictures. */
const most = 64;

/** @typedef {{ x: number, y: number }[]} Corners  of a symbol, in pixels of the picture it is in */
/** @typedef {Uint8Array<ArrayBuffer>} Sheet  PNG; it shows what the codes hold: a secret as they are */

/**
 * Cuts symbols out of their picture.
 * @param {Blob | VideoFrame} picture  stays the caller's @param {Corners[]} symbols
 * @returns {Promise<Sheet | null>} a square for each of the first ones; null where they cannot be drawn: they are read all the same
 */
export async function sheetOf(picture, symbols) {
  try {
    return await draw(picture, symbols.slice(0, most));
  } catch (error) {
    console.warn('the codes were not cut out', error);
    return null;
  }
}

/** @param {Blob | VideoFrame} picture @param {Corners[]} all @returns {Promise<Sheet>} */
async function draw(picture, all) {
  const image = await createImageBitmap(picture);
  try {
    const canvas = new OffscreenCanvas(side, side * all.length);
    const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext('2d'));
    context.imageSmoothingQuality = 'high';
    // What would be beyond the picture's edge is as paper.
    context.fillStyle = '#fff';
    context.fillRect(0, 0, canvas.width, canvas.height);
    for (const [at, corners] of all.entries()) {
      const { x, y, size } = squareAround(corners);
      context.drawImage(image, x, y, size, size, 0, at * side, side, side);
    }
    const png = await canvas.convertToBlob({ type: 'image/png' });
    return new Uint8Array(await png.arrayBuffer());
  } finally {
    image.close();
  }
}

/** @param {Corners} corners */
function squareAround(corners) {
  const [left, right] = reach(corners.map(({ x }) => x));
  const [top, bottom] = reach(corners.map(({ y }) => y));
  const size = Math.max(right - left, bottom - top) * (1 + 2 * around);
  return { x: (left + right - size) / 2, y: (top + bottom - size) / 2, size };
}

/** @param {number[]} all @returns {[number, number]} */
const reach = (all) => [Math.min(...all), Math.max(...all)];

/**
 * Whether a text is the link of one account, and nothing else. A transfer code may be of several, and those of one export come
 * together wherever their codes are.
 * @param {Uint8Array} text  UTF-8
 */
export const isLink = (text) => isKey(text) && !text.includes(0x0a) && !text.includes(0x0d);

/**
 * Says of which square each reading is, where that is known: where every key has a code of its own.
 * @param {readonly unknown[]} readings @param {readonly { entry: number }[]} problems  entry: of the link that could not be read, from 1
 * @param {number[]} links  the squares of links, in the order in which they were read
 * @returns {number[]} of each reading; none when it is not known
 */
export function squaresOf(readings, problems, links) {
  const bad = new Set(problems.map(({ entry }) => entry - 1));
  const good = links.filter((_, i) => !bad.has(i));
  return good.length === readings.length && readings.length + problems.length === links.length ? good : [];
}

/**
 * The sheet as it can be drawn from; close() it.
 * @param {Sheet} sheet  wiped
 */
export async function unrolled(sheet) {
  const blob = new Blob([sheet], { type: 'image/png' });
  sheet.fill(0);
  return createImageBitmap(blob);
}

/** A place for one square. The names beside it say what it is: it has none of its own. */
export function placeOf() {
  const canvas = document.createElement('canvas');
  canvas.className = 'crop';
  canvas.width = canvas.height = side;
  canvas.setAttribute('aria-hidden', 'true');
  return canvas;
}

/** Draws a square. @param {HTMLCanvasElement} place @param {ImageBitmap} sheet @param {number} at */
export function hang(place, sheet, at) {
  place.getContext('2d')?.drawImage(sheet, 0, at * side, side, side, 0, 0, side, side);
}
