// SPDX-License-Identifier: MIT
// What the manage page shows of accounts, in words and marks.
import { say } from '../platform/words.js';

/** @typedef {import('../engine/vault.d.ts').Account} Account */

const types = { totp: 'TOTP', hotp: 'HOTP', steam: 'Steam', motp: 'mOTP', yandex: 'Yandex' };

/** How codes come about, in one word. @param {Account} account */
export const typeOf = ({ type }) => types[type] ?? type;

/** The letter on the tile of an account, as in the popup. @param {Account} account */
export const letterOf = ({ issuer, account }) => [...issuer || account || say('nameless')][0]?.toUpperCase() ?? '';

const pin = 'M8 3h8l-1 8 4 4v1H5v-1l4-4zM12 16v6';

/** The mark of a pinned account. */
export const pinOf = () => mark(pin, say('pinned'));

/** A small picture that says something. @param {string} path @param {string} label */
export function mark(path, label) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  for (const [name, value] of Object.entries({ class: 'icon', viewBox: '0 0 24 24', role: 'img', 'aria-label': label })) svg.setAttribute(name, value);
  const words = document.createElementNS('http://www.w3.org/2000/svg', 'title');
  words.textContent = label;
  const drawn = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  drawn.setAttribute('d', path);
  svg.append(words, drawn);
  return svg;
}

/**
 * A text as a search takes it: case, full width, and which kana make no difference.
 * @param {string} text
 */
export function folded(text) {
  return text.normalize('NFKC').toLowerCase().replace(/[ァ-ヶ]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) - 0x60));
}
