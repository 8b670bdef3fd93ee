// SPDX-License-Identifier: MIT
// Where the vault file is kept: IndexedDB with strict durability, the current generation and the one before it, older
// versions, and a mirror that the service worker keeps in storage.local, which this document cannot reach. Beside them the
// inbox: what was scanned while the vault was locked.
import { Failure, ask, insist } from '../platform/messages.js';

const database = 'inkan';
const records = 'vault';
const older = 'versions';
const entries = 'inbox';
const marks = 'marks';

/**
 * @typedef {{ generation: number, file: Uint8Array<ArrayBuffer>, time?: number }} Copy  time: when it was written
 * @typedef {{ where: 'current' | 'previous' | 'mirror', file: Uint8Array<ArrayBuffer>, time?: number | undefined }} Found
 */

/** @returns {Promise<IDBDatabase>} */
function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(database, 2);
    request.onupgradeneeded = ({ oldVersion }) => {
      if (oldVersion < 1) request.result.createObjectStore(records);
      request.result.createObjectStore(older);
      request.result.createObjectStore(entries, { autoIncrement: true });
      request.result.createObjectStore(marks);
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** @type {Promise<IDBDatabase> | null} */
let opened = null;

/** @returns {Promise<IDBDatabase>} */
function connection() {
  opened ??= open().then((db) => {
    // Chrome closes the connection when the user clears site data: the next call opens a new one.
    db.onclose = () => { opened = null; };
    return db;
  }, (error) => {
    opened = null;
    throw error;
  });
  return opened;
}

/**
 * A transaction; a database that cannot be used is a failure with a code, and is opened anew the next time.
 * @param {IDBTransactionMode} mode
 */
async function begin(mode) {
  try {
    const db = await connection();
    return db.transaction([records, older, entries, marks], mode, { durability: 'strict' });
  } catch (error) {
    console.warn('IndexedDB cannot be used', error);
    opened = null;
    throw new Failure({ code: 'store-failed' });
  }
}

/**
 * The copies there are; unread and unchecked. A store that cannot be read is a failure, never an absence: only when both say
 * that they hold nothing may a new vault be made.
 * @returns {Promise<Found[]>}
 */
export async function copies() {
  const [own, mirror] = await Promise.allSettled([ownCopies(), mirrorCopy()]);
  const found = own.status === 'fulfilled' ? own.value : [];
  if (mirror.status === 'fulfilled' && mirror.value) found.push({ where: 'mirror', file: mirror.value });
  const failed = own.status === 'rejected' || mirror.status === 'rejected';
  if (failed && found.length === 0) throw new Failure({ code: 'store-unreadable' });
  return found;
}

/** @returns {Promise<Found[]>} */
async function ownCopies() {
  const store = (await begin('readonly')).objectStore(records);
  const places = /** @type {const} */ (['current', 'previous']);
  const read = await Promise.all(places.map((where) => got(store.get(where))));
  return read.flatMap((copy, i) => (copy ? [{ where: /** @type {typeof places[number]} */ (places[i]), file: copy.file, time: copy.time }] : []));
}

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
function got(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** @returns {Promise<Uint8Array<ArrayBuffer> | null>} */
async function mirrorCopy() {
  const text = await ask('background', 'mirror.read');
  return text ? Uint8Array.fromBase64(text) : null;
}

/**
 * Stores a generation durably; the one before it is kept. Refuses ("store-conflict") when what is stored is newer than what
 * this one was made from, so that two writers cannot overwrite each other.
 * @param {Copy} next
 * @param {number} from  the generation that next replaces; 0 for the first
 * @param {{ written?: number, outdates?: boolean, passing?: boolean, drop?: number[] }} [also]  written: when what is replaced was;
 *   outdates: no older file may stay as it is; passing: what is replaced becomes no version; drop: versions to remove
 * @returns {Promise<void>}
 */
export async function put(next, from, { written = 0, outdates = false, passing = false, drop = [] } = {}) {
  const transaction = await begin('readwrite');
  const store = transaction.objectStore(records);
  let conflict = false;
  const current = store.get('current');
  current.onsuccess = () => {
    const stored = /** @type {Copy | undefined} */ (current.result);
    if ((stored?.generation ?? 0) > from) {
      conflict = true;
      transaction.abort();
      return;
    }
    if (stored) store.put(stored, 'previous');
    store.put(next, 'current');
    const versions = transaction.objectStore(older);
    if (stored?.generation === from && !passing) versions.put(stored.file, [from, written]);
    for (const generation of drop) versions.delete(ofVersion(generation));
    if (outdates) transaction.objectStore(marks).put(true, 'outdated');
  };
  await settled(transaction, () => conflict);
  void mirror(next.file).catch(() => {});
}

/** Whether older files are still to be taken away or sealed anew. @returns {Promise<boolean>} */
export async function hasOutdated() {
  return (await got((await begin('readonly')).objectStore(marks).count('outdated'))) > 0;
}

/** Ends what put began with outdates: the copies beside the current one go, and the mirror becomes as it. The versions are done. */
export async function forgetOutdated() {
  const current = await got((await begin('readonly')).objectStore(records).get('current'));
  if (current) await mirror(current.file);
  const transaction = await begin('readwrite');
  for (const place of ['previous', 'damaged']) transaction.objectStore(records).delete(place);
  transaction.objectStore(marks).delete('outdated');
  await settled(transaction);
}

/** The copy that was put aside because it was not whole. @returns {Promise<Uint8Array<ArrayBuffer> | null>} */
export async function aside() {
  return (await got((await begin('readonly')).objectStore(records).get('damaged'))) ?? null;
}

export async function dropAside() {
  const transaction = await begin('readwrite');
  transaction.objectStore(records).delete('damaged');
  await settled(transaction);
}

/** When the trash was last swept; 0 for never. @returns {Promise<number>} */
export async function swept() {
  return (await got((await begin('readonly')).objectStore(marks).get('swept'))) ?? 0;
}

/** @param {number} time */
export async function setSwept(time) {
  const transaction = await begin('readwrite');
  transaction.objectStore(marks).put(time, 'swept');
  await settled(transaction);
}

/** The keys of the versions tell generation and time, so that listing them reads no file. @param {number} generation */
const ofVersion = (generation) => IDBKeyRange.bound([generation], [generation + 1], false, true);

/** When each older version was written, by generation. @returns {Promise<Map<number, number>>} */
export async function versionTimes() {
  const keys = await got((await begin('readonly')).objectStore(older).getAllKeys());
  return new Map(/** @type {[number, number][]} */ (keys));
}

/** @param {number} generation @returns {Promise<Uint8Array<ArrayBuffer> | null>} */
export async function version(generation) {
  return (await got((await begin('readonly')).objectStore(older).get(ofVersion(generation)))) ?? null;
}

/** @param {number} generation @param {number} time @param {Uint8Array<ArrayBuffer> | null} file  null removes it */
export async function replaceVersion(generation, time, file) {
  const transaction = await begin('readwrite');
  const versions = transaction.objectStore(older);
  if (file) versions.put(file, [generation, time]);
  else versions.delete(ofVersion(generation));
  await settled(transaction);
}

/** @returns {Promise<{ key: IDBValidKey, entry: Uint8Array<ArrayBuffer> }[]>} what was scanned while locked, in that order */
export async function inbox() {
  const store = (await begin('readonly')).objectStore(entries);
  const [keys, values] = await Promise.all([got(store.getAllKeys()), got(store.getAll())]);
  return keys.map((key, i) => ({ key, entry: values[i] }));
}

/** @param {Uint8Array<ArrayBuffer>[]} sealed  entries, all stored or none */
export async function post(sealed) {
  const transaction = await begin('readwrite');
  for (const entry of sealed) transaction.objectStore(entries).add(entry);
  await settled(transaction);
}

/** @param {IDBValidKey[]} keys */
export async function emptyInbox(keys) {
  const transaction = await begin('readwrite');
  for (const key of keys) transaction.objectStore(entries).delete(key);
  await settled(transaction);
}

/**
 * Brings every copy to the one that was opened. A current one that is not whole is put aside, not thrown away: somebody may
 * be able to read more of it than we can.
 * @param {Copy} chosen  the newest whole copy
 * @param {(Found & { whole: boolean })[]} found  all there were
 */
export async function mend(chosen, found) {
  const same = (/** @type {Found | undefined} */ copy) => copy !== undefined && indexedDB.cmp(copy.file, chosen.file) === 0;
  const current = found.find(({ where }) => where === 'current');
  if (!same(found.find(({ where }) => where === 'mirror'))) void mirror(chosen.file).catch(() => {});
  if (same(current)) return;
  const transaction = await begin('readwrite');
  const store = transaction.objectStore(records);
  if (current && !current.whole) store.put(current.file, 'damaged');
  store.put(chosen, 'current');
  await settled(transaction);
}

/** @param {IDBTransaction} transaction @param {() => boolean} [conflict] @returns {Promise<void>} */
function settled(transaction, conflict) {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(new Failure({ code: conflict?.() ? 'store-conflict' : storeProblem(transaction.error) }));
  });
}

/** @param {DOMException | null} error */
function storeProblem(error) {
  return error?.name === 'QuotaExceededError' ? 'store-full' : 'store-failed';
}

/** @type {Uint8Array | null} */
let waiting = null;
/** @type {Promise<void>} */
let mirroring = Promise.resolve();

/**
 * Writes the mirror after the vault is safe, one write at a time, the newest only. The mirror is the second copy, not the
 * acknowledged one: when the service worker cannot write it the next change, or the next start, does.
 * @param {Uint8Array} file
 */
export function mirror(file) {
  waiting = file;
  return mirroring = mirroring.catch(() => {}).then(writeMirror);
}

async function writeMirror() {
  if (!waiting) return; // a newer one was written in its place
  const text = waiting.toBase64();
  waiting = null;
  try {
    await insist('mirror.write', { file: text });
  } catch (error) {
    console.warn('the mirror was not written', error);
    throw error;
  }
}

/** Resolves when no mirror is being written. */
export function mirrored() {
  return mirroring.catch(() => {});
}
