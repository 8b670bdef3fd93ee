// SPDX-License-Identifier: MIT
// Files of other authenticators: each is read in a Worker of its own, where nothing of the vault is, and its accounts come
// to the vault as one buffer of bytes.
import { Failure } from '../platform/messages.js';
import * as vault from './keeper.js';
import * as scanner from './scanner.js';
import * as files from './files.js';

/**
 * @typedef {import('./transfer.d.ts').Imported} Imported
 * @typedef {import('./vault.d.ts').Reading} Reading
 * @typedef {Pick<Imported, 'format' | 'left' | 'problems' | 'part' | 'parts' | 'trashed'> & { readings: Reading[] }} Preview
 */

/**
 * Reads a file, or the QR codes of a picture. Its accounts wait in Go as pending readings, until they are added or another
 * import begins.
 * @param {{ name: string, first: boolean }} params  first: another import begins, what was read before is forgotten
 * @param {Uint8Array<ArrayBuffer>} file @param {Uint8Array<ArrayBuffer>} [password]
 * @returns {Promise<Preview>}
 */
export async function read({ name, first }, file, password) {
  const type = pictureType(file);
  const text = type ? await textsIn([file]) : file;
  const { imported, parcels, pictures } = await parse(name, text, password);
  // An export as a page may hold its accounts as pictures only.
  const found = imported.accounts === 0 && pictures.length > 0 ? await parse('', await textsIn(pictures)) : { imported, parcels };
  const { readings, left } = await take(found.parcels, first);
  const { problems, part, parts, trashed } = found.imported;
  return { format: imported.format, left: [...new Set([...found.imported.left, ...left])], problems, part, parts, trashed, readings };
}

/**
 * Hands parcels to the vault. Between them whatever else waits for this thread has its turn: popups share it.
 * @param {Uint8Array<ArrayBuffer>[]} parcels @param {boolean} first
 */
async function take(parcels, first) {
  /** @type {Reading[]} */
  const readings = [];
  /** @type {Set<string>} */
  const left = new Set();
  const now = Date.now();
  for (const parcel of parcels) {
    const taken = vault.call('take', { now, first: first && readings.length === 0 }, parcel).result;
    readings.push(...taken.readings);
    for (const field of taken.left) left.add(field);
    await new Promise((resolve) => { setTimeout(resolve); });
  }
  return { readings, left };
}

/**
 * The texts of all QR codes in pictures, one a line, as a file.
 * @param {Uint8Array<ArrayBuffer>[]} pictures
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
async function textsIn(pictures) {
  const texts = [];
  for (const picture of pictures) {
    const { symbols } = await scanner.look(`data:${pictureType(picture)};base64,${picture.toBase64()}`);
    texts.push(...symbols.map(({ text }) => text));
  }
  if (texts.length === 0) throw new Failure({ code: 'no-symbol' });
  const all = new Uint8Array(texts.reduce((length, text) => length + text.length + 1, 0));
  let at = 0;
  for (const text of texts) {
    all.set(text, at);
    at += text.length + 1;
    all[at - 1] = 0x0a;
    text.fill(0);
  }
  return all;
}

/** The first bytes of pictures that a browser draws. @type {[type: string, offset: number, bytes: string][]} */
const signatures = [
  ['image/png', 0, '89504e470d0a1a0a'], ['image/jpeg', 0, 'ffd8ff'], ['image/gif', 0, '47494638'], ['image/webp', 8, '57454250'],
  ['image/avif', 4, '6674797061766966'], ['image/bmp', 0, '424d'],
];

/** @param {Uint8Array} file @returns {string | undefined} undefined for what is no picture */
function pictureType(file) {
  return signatures.find(([, offset, bytes]) => file.subarray(offset, offset + bytes.length / 2).toHex() === bytes)?.[0];
}

/**
 * @param {string} name @param {Uint8Array<ArrayBuffer>} file @param {Uint8Array<ArrayBuffer>} [password]
 * @returns {Promise<{ imported: Imported, parcels: Uint8Array<ArrayBuffer>[], pictures: Uint8Array<ArrayBuffer>[] }>}
 */
async function parse(name, file, password) {
  const { ok, bytes } = await files.call('import', { name }, files.framed(file, password));
  let at = 0;
  const parts = (/** @type {number[]} */ lengths) => lengths.map((length) => bytes.slice(at, at += length));
  return { imported: ok, parcels: parts(ok.parcels), pictures: parts(ok.pictures) };
}
