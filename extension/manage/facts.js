// SPDX-License-Identifier: MIT
// What the manage page shows of accounts, in words and marks.
import { make } from '../look/form.js';
import { say } from '../platform/words.js';

/** @typedef {import('../engine/icons.js').Account} Account */

const types = { totp: 'TOTP', hotp: 'HOTP', steam: 'Steam', motp: 'mOTP', yandex: 'Yandex' };

/** How codes come about, in one word. @param {Account} account */
export const typeOf = ({ type }) => types[type] ?? type;

/** Draws the icon of an account, or the first letter of its name, as in the popup. @param {HTMLElement} tile @param {Account} account */
export function drawTile(tile, { issuer, account, icon }) {
  if (!icon) {
    tile.textContent = [...issuer || account || say('nameless')][0]?.toUpperCase() ?? '';
    return;
  }
  tile.replaceChildren('picture' in icon ? make('img', { src: icon.picture, alt: '' }) : drawnOf(icon));
}

/** The icon of a service. @param {import('../engine/icons.js').Drawing} icon */
export function drawnOf({ path, light, dark }) {
  const drawn = draw('svg', { class: 'mark', viewBox: '0 0 24 24' }, draw('path', { d: path }));
  drawn.style.setProperty('--light', light);
  drawn.style.setProperty('--dark', dark);
  return drawn;
}

/**
 * @template {'svg' | 'path' | 'title'} T
 * @param {T} name @param {Record<string, string>} attributes @param {...Node} children
 */
function draw(name, attributes, ...children) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value);
  element.append(...children);
  return element;
}

const pin = 'M8 3h8l-1 8 4 4v1H5v-1l4-4zM12 16v6';

/** The mark of a pinned account. */
export const pinOf = () => mark(pin, say('pinned'));

/** A small picture that says something. @param {string} path @param {string} label */
export function mark(path, label) {
  const words = draw('title', {});
  words.textContent = label;
  return draw('svg', { class: 'icon', viewBox: '0 0 24 24', role: 'img', 'aria-label': label }, words, draw('path', { d: path }));
}
