// SPDX-License-Identifier: MIT
// The history of what was scanned and is no account: links and texts, the latest first. It is one record, sealed under a key of
// the vault's, in a database of its own: earlier versions of the vault would keep what is deleted here.
import { Failure, problemOf } from '../platform/messages.js';
import { turns } from '../platform/turns.js';
import * as vault from './keeper.js';

const database = 'inkan-scans';
const records = 'record';
const purpose = { purpose: 'scans' };

/** As many entries are kept, and as many characters of each. */
const most = 200;
const longest = 2000;

const day = 24 * 60 * 60_000;

/**
 * @typedef {{ id: string, time: number, text: string, link: boolean }} Scan  time: when it was scanned last; link: whether it is
 *   an address, whole
 * @typedef {Pick<import('./settings.js').Settings, 'scans.keep' | 'scans.days'>} Settings
 */

const inTurn = turns();

/** Resolves when what was asked for until now is stored, or was not. */
export const settled = () => inTurn(() => {});

/**
 * What a text begins with that opens something by itself: a wireless network, an eSIM (GSMA SGP.22 §4.1), a 1Password account, a
 * proxy. Their readers pass over a mark of byte order and white space.
 */
const openers = ['wifi:', 'lpa:1$', 'onepassword:', 'ss:', 'ssr:', 'vmess:', 'vless:', 'trojan:', 'tuic:', 'hysteria2:', 'hy2:'].map(bytesOf);

/** What private keys have in them: PEM (RFC 7468), OpenSSH's and PGP's, age's, and those of WireGuard's configuration. */
const keys = ['private key-----', 'private key block-----', 'age-secret-key-', 'privatekey'].map(bytesOf);

/** @param {string} text */
function bytesOf(text) {
  return new TextEncoder().encode(text);
}

/**
 * Whether a text opens something, so that it is as good as a password, by what is plainly to be seen.
 * @param {Uint8Array} text  UTF-8
 */
export function opensSomething(text) {
  const mark = [0xef, 0xbb, 0xbf];
  const lower = text.map((byte) => (byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte));
  const from = lower.findIndex((byte) => byte > 0x20 && !mark.includes(byte));
  const has = (/** @type {Uint8Array} */ part, /** @type {number} */ at) => part.every((byte, i) => lower[at + i] === byte);
  const found = openers.some((opener) => has(opener, from)) || keys.some((key) => lower.some((_, at) => has(key, at)));
  lower.fill(0);
  return found;
}

/**
 * The entries with one more; one of the same text only moves up.
 * @param {Scan[]} scans @param {{ text: string, link: boolean }} found @param {number} now
 */
export function withText(scans, found, now) {
  const characters = Array.from(found.text);
  const cut = characters.length > longest;
  const text = cut ? `${characters.slice(0, longest).join('')}…` : found.text;
  const same = scans.find((scan) => scan.text === text);
  const others = scans.filter((scan) => scan !== same);
  return [{ id: same?.id ?? crypto.randomUUID(), time: now, text, link: found.link && !cut }, ...others].slice(0, most);
}

/**
 * Those whose time is not over. What a clock that was fast has noted counts from now on.
 * @param {Scan[]} scans @param {number} days @param {number} now
 */
export function withinDays(scans, days, now) {
  return scans.map((scan) => (scan.time > now ? { ...scan, time: now } : scan)).filter(({ time }) => now - time < days * day);
}

/**
 * Keeps what was scanned.
 * @param {{ text: string, link: boolean }[]} found @param {Settings} settings
 */
export const note = (found, settings) => inTurn(async () => {
  const now = Date.now();
  const before = withinDays(await load(), settings['scans.days'], now);
  // In the order of the picture, when they are read from the top.
  await save(found.reduceRight((scans, one) => withText(scans, one, now), before));
});

/** The entries. @param {Settings} settings @returns {Promise<Scan[]>} */
export const list = (settings) => inTurn(async () => (await tidied(settings, false)).scans);

/**
 * Deletes what the settings do not let stay, and what cannot be opened any more.
 * @param {Settings} settings @param {boolean} [anew]  seals the rest anew: the vault may have another key
 * @returns {Promise<boolean>} whether anything is another now
 */
export const tidy = (settings, anew = false) => inTurn(async () => (await tidied(settings, anew)).changed);

/** @param {string[] | null} ids  null for all */
export const remove = (ids) => inTurn(async () => {
  if (ids === null) await erase();
  else await save((await load()).filter(({ id }) => !ids.includes(id)));
});

/** @param {Settings} settings @param {boolean} anew */
async function tidied(settings, anew) {
  const before = await load();
  const after = settings['scans.keep'] ? withinDays(before, settings['scans.days'], Date.now()) : [];
  const changed = JSON.stringify(after) !== JSON.stringify(before);
  if (changed || (anew && after.length > 0)) await save(after);
  return { scans: after, changed };
}

/** @returns {Promise<Scan[]>} */
async function load() {
  /** @type {Uint8Array<ArrayBuffer> | undefined} */
  const sealed = await stored('readonly', (record) => record.get(purpose.purpose));
  if (!sealed) return [];
  try {
    const { bytes } = vault.call('openAside', purpose, sealed);
    const text = new TextDecoder().decode(bytes ?? new Uint8Array());
    bytes?.fill(0);
    return JSON.parse(text);
  } catch (error) {
    if (problemOf(error).code !== 'key-wrong') throw error;
    await erase(); // of another vault, or of this one before its keys were made new
    return [];
  }
}

/** @param {Scan[]} scans */
async function save(scans) {
  if (scans.length === 0) return erase();
  const { bytes } = vault.call('sealAside', purpose, new TextEncoder().encode(JSON.stringify(scans)));
  await stored('readwrite', (record) => record.put(bytes, purpose.purpose));
}

/** @returns {Promise<void>} */
async function erase() {
  await stored('readwrite', (record) => record.clear());
}

/**
 * Asks the database for something; what it resolves to is on the disk.
 * @param {IDBTransactionMode} mode @param {(record: IDBObjectStore) => IDBRequest} ask
 * @returns {Promise<any>}
 */
async function stored(mode, ask) {
  const db = await open();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = db.transaction(records, mode, { durability: 'strict' });
      const request = ask(transaction.objectStore(records));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(new Failure({ code: transaction.error?.name === 'QuotaExceededError' ? 'store-full' : 'store-failed' }));
    });
  } finally {
    db.close();
  }
}

/** @returns {Promise<IDBDatabase>} */
async function open() {
  try {
    return await new Promise((resolve, reject) => {
      const request = indexedDB.open(database, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(records);
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  } catch (error) {
    console.warn('the history of scans cannot be used', error);
    throw new Failure({ code: 'store-failed' });
  }
}
