// SPDX-License-Identifier: MIT
// PNG files and regions of them as RGBA and as luminance.
import { readFileSync } from 'node:fs';
import { Chance } from './pages/random.js';
import { decode } from './png.js';

/** @typedef {import('./decoders.js').Pixels} Pixels */

/** Weights in 1/256 as extension/engine/luminance.js has them. @param {Uint8ClampedArray} rgba */
function luminance(rgba) {
  const y = new Uint8Array(rgba.length / 4);
  for (let i = 0, p = 0; i < y.length; i++, p += 4) {
    y[i] = (77 * /** @type {number} */ (rgba[p]) + 150 * /** @type {number} */ (rgba[p + 1]) + 29 * /** @type {number} */ (rgba[p + 2])) >> 8;
  }
  return y;
}

/** @param {string} file @returns {Pixels} */
export function load(file) {
  const { width, height, rgba } = decode(readFileSync(file));
  for (let p = 3; p < rgba.length; p += 4) {
    // On white, as a page is, whatever a photograph's file says of transparency.
    const a = /** @type {number} */ (rgba[p]);
    if (a === 255) continue;
    for (let k = p - 3; k < p; k++) rgba[k] = Math.round((/** @type {number} */ (rgba[k]) * a + 255 * (255 - a)) / 255);
    rgba[p] = 255;
  }
  return { width, height, rgba, luminance: luminance(rgba) };
}

/** @param {Pixels} from @param {{ x: number, y: number, width: number, height: number }} part  whole pixels, within the picture @returns {Pixels} */
export function cut(from, part) {
  const rgba = new Uint8ClampedArray(part.width * part.height * 4);
  for (let y = 0; y < part.height; y++) {
    const at = ((part.y + y) * from.width + part.x) * 4;
    rgba.set(from.rgba.subarray(at, at + part.width * 4), y * part.width * 4);
  }
  return { width: part.width, height: part.height, rgba, luminance: luminance(rgba) };
}

/**
 * Where a person would draw the box: tight has two to five modules around the symbol; sloppy has anything from half a
 * module, which cuts the quiet zone, to the symbol's own side, differently on each side.
 * @param {Pixels} from @param {{ box: number[], module: number }} code @param {'tight' | 'sloppy'} kind @param {number} seed
 */
export function region(from, code, kind, seed) {
  const c = new Chance(seed);
  const [x = 0, y = 0, w = 0, h = 0] = code.box;
  const margin = () => code.module * (kind === 'tight' ? c.between(2, 5) : c.scale(0.5, w / code.module));
  const left = Math.max(0, Math.round(x - margin()));
  const top = Math.max(0, Math.round(y - margin()));
  const right = Math.min(from.width, Math.round(x + w + margin()));
  const bottom = Math.min(from.height, Math.round(y + h + margin()));
  return { x: left, y: top, width: right - left, height: bottom - top };
}
