// SPDX-License-Identifier: MIT
// Colours by the luminance they have, which is what a decoder sees.

/** @typedef {import('./random.js').Chance} Chance */

/** ITU-R BT.601, as JPEG has it. @param {number[]} rgb  0 to 255 each */
const luma = ([r = 0, g = 0, b = 0]) => 0.299 * r + 0.587 * g + 0.114 * b;

/**
 * A colour of any hue with a luminance, 0 to 255, met within half a step.
 * @param {Chance} c @param {number} target
 */
export function withLuma(c, target) {
  const hue = [c.real() * 255, c.real() * 255, c.real() * 255];
  const share = c.chance(0.4) ? 0 : c.between(0.1, 0.9); // of the hue; 0 is grey
  const mixed = hue.map((v) => share * v + (1 - share) * target);
  for (let i = 0; i < 60; i++) {
    const off = target - luma(mixed);
    for (let k = 0; k < 3; k++) mixed[k] = Math.min(255, Math.max(0, mixed[k] + off));
  }
  return `rgb(${mixed.map(Math.round).join(' ')})`;
}

/**
 * Two colours so far apart.
 * @param {Chance} c @param {number} least @param {number} most @param {boolean} [inverted]
 */
export function pair(c, least, most, inverted = false) {
  const apart = c.between(least, most);
  const low = c.between(0, 255 - apart);
  const [dark, light] = [withLuma(c, low), withLuma(c, low + apart)];
  return inverted ? { dark: light, light: dark } : { dark, light };
}
