// SPDX-License-Identifier: MIT
// What is scanned: from a picture, or a link, to what each QR code in it is to the accounts. Keys stay in Go, under a ref.
import { Failure, problemOf } from '../platform/messages.js';
import { pixelType } from '../platform/picture.js';
import { isTransfer } from '../platform/schemes.js';
import { mayBeSecret } from '../platform/secrecy.js';
import * as crops from './crops.js';
import * as importer from './importer.js';
import { news } from './news.js';
import * as scanner from './scanner.js';
import * as scans from './scans.js';

/**
 * @typedef {import('./engine.js').Engine} Engine
 * @typedef {import('./scanner.js').Box} Box
 * @typedef {import('./scanner.js').Symbol} Symbol
 * @typedef {import('./vault.d.ts').Reading} Reading
 * @typedef {Reading & { crop?: crops.Crop }} Seen  crop: where several QR codes were seen together
 * @typedef {{ readings: Seen[], times: Record<string, number>, cut: boolean }} Sight  cut: nothing was read, but the edge of the picture
 *   cuts a QR code
 */

/**
 * Reads the QR codes in a picture and says what each one is.
 * @param {Engine} engine @param {string} picture  a data: URL
 * @param {Box | undefined} box @param {string} site  host the picture shows, or ""
 * @returns {Promise<Sight>}
 */
export async function scan(engine, picture, box, site) {
  await engine.ready;
  engine.mustRead();
  const { symbols, times, cut, sheet } = await look(picture, box);
  return { readings: await read(engine, symbols, { site }, sheet), times, cut };
}

/** As scan, of a picture that the person has handed over. @param {Engine} engine @param {Uint8Array} file  made of pixels */
export function scanFile(engine, file) {
  const type = pixelType(file);
  if (!type) throw new Failure({ code: 'picture' });
  return scan(engine, `data:${type};base64,${file.toBase64()}`, undefined, '');
}

/**
 * Says what a link is, as if it had been scanned.
 * @param {Engine} engine @param {Uint8Array<ArrayBuffer>} link  UTF-8; wiped @param {string} site  of the page it is on, or ""
 */
export async function readLink(engine, link, site) {
  await engine.ready;
  engine.mustRead();
  return read(engine, [{ text: link, part: false, at: 0 }], { site, text: true });
}

/** Keeps in the history of scans what was looked at elsewhere. @param {Engine} engine @param {Uint8Array<ArrayBuffer>} text  UTF-8; wiped */
export async function noteText(engine, text) {
  const reading = engine.call('read', { now: Date.now(), site: '' }, text.slice());
  if (reading.ref) engine.call('forget', { refs: [reading.ref] });
  await note(engine, [{ text, part: false }], [reading]);
}

/**
 * @param {Engine} engine @param {Pick<Symbol, 'text' | 'part' | 'at'>[]} symbols  wiped
 * @param {{ site: string, text?: boolean }} from  text: no symbol has said it, and words may follow
 * @param {import('../platform/crops.js').Sheet | null} [sheet]  with their pictures
 * @returns {Promise<Seen[]>}
 */
async function read(engine, symbols, from, sheet) {
  const own = symbols.map(({ text, part }) => ({ text: text.slice(), part }));
  const transfers = symbols.filter(({ text, part }) => !part && isTransfer(text)).map(({ text }) => text.slice());
  /** @type {Seen[]} */
  const readings = symbols.map(({ text, part }) => engine.call('read', { now: Date.now(), ...from, part }, text));
  if (sheet && readings.length > 1) {
    const id = crops.keep(sheet, readings.flatMap(({ ref }) => ref ?? []));
    readings.forEach((reading, i) => { reading.crop = { sheet: id, at: symbols[i]?.at ?? 0 }; });
  } else {
    sheet?.fill(0); // of those that the box does not touch
  }
  note(engine, own, readings).catch(problemOf); // nobody waits for that
  const accounts = transfers.length > 0 && engine.state === 'open' ? await importer.scan(transfers) : [];
  if (accounts.length === 0) return readings;
  return [...readings.filter(({ kind }) => kind !== 'migration'), ...accounts];
}

/**
 * Keeps what was scanned and is a link or a text, if the person wants that and the vault is open to seal it.
 * @param {Engine} engine @param {Pick<Symbol, 'text' | 'part'>[]} symbols  wiped @param {Reading[]} readings
 */
async function note(engine, symbols, readings) {
  // What may be a secret becomes no string, which nobody could wipe.
  const harmless = symbols.map(({ text, part }, i) => !part && !mayBeSecret(/** @type {Reading} */ (readings[i]), {}) && !scans.opensSomething(text));
  const found = symbols.flatMap(({ text }, i) => (!harmless[i] || text.length === 0 ? [] : [{
    text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(text), link: readings[i]?.kind === 'link',
  }]));
  for (const { text } of symbols) text.fill(0);
  if (found.length === 0 || engine.state !== 'open' || !engine.settings['scans.keep']) return;
  await scans.note(found, engine.settings);
  news.postMessage('scans');
}

/**
 * A box drawn by hand may cut the quiet zone or the code itself: a little more than the box is read, and when that holds
 * no code the whole picture is; what the box touches is taken.
 * @param {string} picture @param {Box | undefined} box
 */
async function look(picture, box) {
  if (!box) return scanner.look(picture, { crops: true });
  const wide = widened(box);
  const near = within(await scanner.look(picture, { box: wide, crops: true }), box);
  if (near.symbols.length > 0) return near;
  const all = within(await scanner.look(picture, { crops: true }), box);
  // The edge may cut another code than the one that is meant.
  return { ...all, cut: all.cut && atEdge(wide) };
}

/** Whether a box goes as far as the picture. @param {Box} box */
const atEdge = ({ x, y, width, height }) => x <= 0 || y <= 0 || x + width >= 1 || y + height >= 1;

/** A box with a tenth of its size more on every side. @param {Box} box */
function widened({ x, y, width, height }) {
  return { x: Math.max(0, x - width / 10), y: Math.max(0, y - height / 10), width: width * 1.2, height: height * 1.2 };
}

/**
 * The symbols of a sight that a box touches.
 * @param {import('./scanner.js').Sight} sight @param {Box} box
 * @returns {import('./scanner.js').Sight}
 */
function within(sight, box) {
  const touches = (/** @type {{ corners: { x: number, y: number }[] }} */ { corners }) => {
    const xs = corners.map(({ x }) => x / sight.width);
    const ys = corners.map(({ y }) => y / sight.height);
    return Math.min(...xs) < box.x + box.width && Math.max(...xs) > box.x
      && Math.min(...ys) < box.y + box.height && Math.max(...ys) > box.y;
  };
  return { ...sight, symbols: sight.symbols.filter(touches) };
}
