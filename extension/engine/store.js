// SPDX-License-Identifier: MIT
// Where the vault file is kept: IndexedDB with strict durability, the current generation and the one before it, and a
// mirror that the service worker keeps in storage.local, which this document cannot reach.
import { Failure, ask } from '../platform/messages.js';

const database = 'inkan';
const records = 'vault';

/**
 * @typedef {{ generation: number, file: Uint8Array<ArrayBuffer> }} Copy
 * @typedef {{ where: 'current' | 'previous' | 'mirror', file: Uint8Array<ArrayBuffer> }} Found
 */

/** @returns {Promise<IDBDatabase>} */
function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(database, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(records);
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
    return db.transaction(records, mode, { durability: 'strict' });
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
  const read = await Promise.all(places.map((where) => new Promise((resolve, reject) => {
    const request = store.get(where);
    request.onsuccess = () => resolve(request.result && { where, file: request.result.file });
    request.onerror = () => reject(request.error);
  })));
  return read.filter(Boolean);
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
 * @returns {Promise<void>}
 */
export async function put(next, from) {
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
  };
  await settled(transaction, () => conflict);
  void mirror(next.file);
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
  if (!same(found.find(({ where }) => where === 'mirror'))) void mirror(chosen.file);
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
let mirroring = false;

/**
 * Writes the mirror after the vault is safe, one write at a time, the newest only. The mirror is the second copy, not the
 * acknowledged one: when the service worker cannot write it the next change, or the next start, does.
 * @param {Uint8Array} file
 */
export async function mirror(file) {
  waiting = file;
  if (mirroring) return;
  mirroring = true;
  try {
    while (waiting) {
      const text = waiting.toBase64();
      waiting = null;
      await ask('background', 'mirror.write', { file: text });
    }
  } catch (error) {
    console.warn('the mirror was not written', error);
  } finally {
    mirroring = false;
  }
}
