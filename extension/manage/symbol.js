// SPDX-License-Identifier: MIT
// QR codes that a page of ours shows.
import encodeQR from '../vendor/qr.js';

/** @typedef {'L' | 'M' | 'Q' | 'H'} Level  of error correction */

const levels = /** @type {const} */ ({ L: 'low', M: 'medium', Q: 'quartile', H: 'high' });

/**
 * The modules of a symbol, row by row, dark ones true; throws when there is no symbol that holds so much.
 * @param {string | Uint8Array} content  text, in UTF-8, or bytes @param {{ level: Level, version?: number, quiet: number }} o
 *   version: the smallest that fits, unless one is given; quiet: how many modules of quiet zone
 */
export function modulesOf(content, { level, version, quiet }) {
  const options = { ecc: levels[level], border: quiet, ...(version !== undefined && { version }) };
  // Of bytes the text is not looked at, but for being there.
  if (typeof content !== 'string') return encodeQR('\0', 'raw', { ...options, encoding: 'byte', textEncoder: () => content });
  return encodeQR(content, 'raw', options);
}

/** The dark modules as the path of an SVG, a unit each. @param {boolean[][]} modules */
export const outlineOf = (modules) => modules.flatMap((row, y) => row.map((on, x) => (on ? `M${x} ${y}h1v1h-1z` : ''))).join('');

/** Dark on light in every theme. @param {string} text @param {string} label */
export function draw(text, label) {
  const modules = modulesOf(text, { level: 'M', quiet: 4 });
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', `0 0 ${modules.length} ${modules.length}`);
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', label);
  svg.setAttribute('shape-rendering', 'crispEdges');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', outlineOf(modules));
  path.setAttribute('fill', '#000');
  svg.append(path);
  return svg;
}
