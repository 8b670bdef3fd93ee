// SPDX-License-Identifier: MIT
// Files of other authenticators: each is read in a Worker of its own, where nothing of the vault is, and its accounts come
// to the vault as one buffer of bytes.
import { isLink, squaresOf } from '../platform/crops.js';
import { admit, thumbnail } from '../platform/drawing.js';
import { Failure, problemOf } from '../platform/messages.js';
import { isPDF, pixelType } from '../platform/picture.js';
import * as crops from './crops.js';
import * as vault from './keeper.js';
import * as scanner from './scanner.js';
import * as files from './files.js';
import * as icons from './icons.js';

/**
 * @typedef {import('./transfer.d.ts').Imported} Imported
 * @typedef {import('./vault.d.ts').Reading} Reading
 * @typedef {import('./sights.js').Seen} Seen
 * @typedef {Pick<Imported, 'format' | 'left' | 'problems' | 'part' | 'parts' | 'trashed'> & { readings: Seen[] }} Preview
 */

/**
 * What was read for each page that lives: the refs of its pending readings in Go, and of those that were added since.
 * @type {Map<string, string[]>}
 */
const read = new Map();

/**
 * Reads a file, or the QR codes of a picture. Its accounts wait in Go as pending readings, until they are added, or the page
 * begins another import or closes.
 * @param {string} page  that asks
 * @param {{ name: string, first: boolean }} params  first: another import begins, what the page had read before is forgotten
 * @param {Uint8Array<ArrayBuffer>} file @param {Uint8Array<ArrayBuffer>} [password]
 * @returns {Promise<Preview>}
 */
export async function open(page, { name, first }, file, password) {
  const type = pixelType(file);
  // A list of links may have these letters somewhere, but not at its beginning.
  if (!type && isPDF(file.subarray(0, 16))) throw new Failure({ code: 'picture-pdf' });
  const seen = type ? await textsIn([file]) : null;
  const { imported, pictures, ...rest } = await parse(page, name, seen?.text ?? file, password).catch((error) => {
    // It is the picture of something else, and no file that nobody knows.
    throw seen && problemOf(error).code === 'format' ? new Failure({ code: 'symbol-other' }) : error;
  });
  // An export as a page may hold its accounts as pictures only.
  const found = imported.accounts === 0 && pictures.length > 0 ? await parse(page, '', (await textsIn(pictures)).text) : { imported, ...rest };
  watch(page);
  if (first) forget(read.get(page)?.splice(0) ?? []);
  /** @type {string[]} */
  const refs = [];
  try {
    const { readings, left } = await take(found.parcels, refs);
    const whole = await illustrate(readings, found.imported.icons, found.icons);
    if (!whole) left.add('icon');
    const all = read.get(page);
    if (!all) throw new Failure({ code: 'cancelled' }); // it has closed meanwhile
    for (const ref of refs) all.push(ref);
    const { problems, part, parts, trashed } = found.imported;
    if (seen) picture(readings, problems, seen, refs);
    return { format: imported.format, left: [...new Set([...found.imported.left, ...left])], problems, part, parts, trashed, readings };
  } catch (error) {
    forget(refs);
    throw error;
  }
}

/** So many scans of transfer codes are remembered: several pictures may be read as one, and two windows scan. */
const most = 20;

/** Refs of what was found in the transfer codes that were scanned last, by scan. @type {string[][]} */
const scanned = [];

/**
 * The accounts in transfer codes that were scanned. They wait in Go until many others were scanned.
 * @param {Uint8Array<ArrayBuffer>[]} texts  wiped
 * @returns {Promise<Reading[]>} none when the codes are damaged
 */
export async function scan(texts) {
  const file = lines(texts);
  const page = `scan ${crypto.randomUUID()}`;
  try {
    // Held for as long as the work takes, as a page holds its own for as long as it lives.
    const { parcels } = await navigator.locks.request(page, () => parse(page, '', file));
    /** @type {string[]} */
    const refs = [];
    scanned.push(refs);
    forget(scanned.splice(0, scanned.length - most).flat());
    return (await take(parcels, refs)).readings;
  } catch (error) {
    problemOf(error); // an unforeseen one is in the console
    return [];
  }
}

/** When a page closes, what was read for it is forgotten. @param {string} page */
function watch(page) {
  if (read.has(page)) return;
  read.set(page, []);
  files.closed(page).then(vault.settled).then(() => { // what it has asked to be added is
    const refs = read.get(page) ?? [];
    read.delete(page);
    forget(refs);
  }).catch(problemOf);
}

/**
 * Says of which QR code of a picture each reading is.
 * @param {Seen[]} readings @param {Imported['problems']} problems @param {Texts} seen @param {string[]} refs
 */
function picture(readings, problems, { sheet, links }, refs) {
  const squares = squaresOf(readings, problems, links);
  if (!sheet || squares.length === 0) {
    sheet?.fill(0);
    return;
  }
  const id = crops.keep(sheet, refs);
  squares.forEach((at, i) => { /** @type {Seen} */ (readings[i]).crop = { sheet: id, at }; });
}

/** @param {string[]} refs */
function forget(refs) {
  icons.drop(refs);
  crops.drop(refs);
  if (refs.length > 0) vault.call('forget', { refs });
}

/** A picture that is meant for an icon has no more; a few kilobytes can be a hundred times as much, and a file have a thousand of them. Pixels. */
const largest = 4e6;

/**
 * Gives readings the pictures that their file has of them, each made small. What is no picture, or too much, is left: no
 * account is lost by it.
 * @param {Reading[]} readings @param {Imported['icons']} places @param {Uint8Array<ArrayBuffer>[]} files
 * @returns {Promise<boolean>} whether all pictures have found their place
 */
async function illustrate(readings, places, files) {
  let whole = true;
  for (const [i, { accounts }] of places.entries()) {
    const own = accounts.flatMap((at) => readings[at]?.account ?? []);
    if (own.length === 0) continue;
    try {
      const small = await thumbnail(new Blob([/** @type {BlobPart} */ (files[i])]), largest);
      const { mark } = vault.call('setReadingIcon', { refs: own.map(({ id }) => id) }, small).result;
      for (const account of own) account.mark = mark;
    } catch (error) {
      problemOf(error); // an unforeseen one is in the console
      whole = false;
    }
    await vault.pause();
  }
  icons.dress(readings.flatMap(({ account }) => account ?? []));
  return whole;
}

/**
 * Hands parcels to the vault. Between them whatever else waits for this thread has its turn: popups share it.
 * @param {Uint8Array<ArrayBuffer>[]} parcels @param {string[]} refs  to which those of the readings are added
 */
async function take(parcels, refs) {
  /** @type {Reading[]} */
  const readings = [];
  /** @type {Set<string>} */
  const left = new Set();
  const now = Date.now();
  for (const parcel of parcels) {
    const taken = vault.call('take', { now }, parcel).result;
    readings.push(...taken.readings);
    for (const { ref } of taken.readings) if (ref) refs.push(ref);
    for (const field of taken.left) left.add(field);
    await vault.pause();
  }
  return { readings, left };
}

/**
 * What QR codes say, one a line, as a file. A part of a longer message is none: it may look like all of a key. links: which of one
 * picture's codes are links with one key each; sheet: the codes.
 * @typedef {{ text: Uint8Array<ArrayBuffer>, links: number[], sheet: import('../platform/crops.js').Sheet | null | undefined }} Texts
 */

/** @param {Uint8Array<ArrayBuffer>[]} pictures @returns {Promise<Texts>} */
async function textsIn(pictures) {
  const sights = [];
  for (const picture of pictures) {
    // Before it is decoded, which takes four bytes a pixel: of a few kilobytes there can be gigabytes.
    const type = await admit(new Blob([picture]));
    sights.push(await scanner.look(`data:${type};base64,${picture.toBase64()}`, { crops: pictures.length === 1 }));
  }
  const symbols = sights.flatMap((sight) => sight.symbols);
  const whole = symbols.filter(({ part }) => !part);
  for (const { text, part } of symbols) if (part) text.fill(0);
  if (whole.length === 0) throw new Failure({ code: symbols.length > 0 ? 'symbol-part' : 'no-symbol' });
  const links = whole.flatMap(({ text, at }) => (isLink(text) ? [at] : []));
  return { text: lines(whole.map(({ text }) => text)), links, sheet: sights[0]?.sheet };
}

/**
 * A file of texts, one a line, with an empty one after each: a transfer code goes on in the next where that could be of it.
 * @param {Uint8Array[]} texts  wiped
 */
function lines(texts) {
  const all = new Uint8Array(texts.reduce((length, text) => length + text.length + 2, 0)).fill(0x0a);
  let at = 0;
  for (const text of texts) {
    all.set(text, at);
    at += text.length + 2;
    text.fill(0);
  }
  return all;
}

/**
 * @param {string} page @param {string} name @param {Uint8Array<ArrayBuffer>} file @param {Uint8Array<ArrayBuffer>} [password]
 * @returns {Promise<{ imported: Imported } & Record<'parcels' | 'pictures' | 'icons', Uint8Array<ArrayBuffer>[]>>}
 */
async function parse(page, name, file, password) {
  const { ok, bytes } = await files.call(page, 'import', { name }, files.framed(file, password));
  let at = 0;
  const parts = (/** @type {number[]} */ lengths) => lengths.map((length) => bytes.slice(at, at += length));
  return { imported: ok, parcels: parts(ok.parcels), pictures: parts(ok.pictures), icons: parts(ok.icons.map(({ length }) => length)) };
}
