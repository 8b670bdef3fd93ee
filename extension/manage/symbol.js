// SPDX-License-Identifier: MIT
// QR codes that a page of ours shows.
import encodeQR from '../vendor/qr.js';

/** Dark on light in every theme. @param {string} text @param {string} label */
export function draw(text, label) {
  const modules = encodeQR(text, 'raw', { ecc: 'medium', border: 4 });
  const dark = modules.flatMap((row, y) => row.map((on, x) => (on ? `M${x} ${y}h1v1h-1z` : ''))).join('');
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', `0 0 ${modules.length} ${modules.length}`);
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', label);
  svg.setAttribute('shape-rendering', 'crispEdges');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', dark);
  path.setAttribute('fill', '#000');
  svg.append(path);
  return svg;
}
