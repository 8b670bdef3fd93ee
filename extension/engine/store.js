// SPDX-License-Identifier: MIT
// Where the vault file is kept: IndexedDB with strict durability, the current generation and the one before it, and a
// mirror that the service worker keeps in storage.local, which this document cannot reach.
import { Failure, ask } from '../platform/messages.js';

const database = 'inkan';
const records = 'vault';

/** @typedef {{ generation: number, file: Uint8Array<ArrayBuffer> }} Copy */

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
 * The copies there are, in no order; unread and unchecked. A store that cannot be read is a failure, never an absence:
 * only when both say that they hold nothing may a new vault be made.
 * @returns {Promise<Uint8Array<ArrayBuffer>[]>}
 */
export async function copies() {
  const [own, mirror] = await Promise.allSettled([ownCopies(), mirrorCopy()]);
  const found = own.status === 'fulfilled' ? own.value : [];
  if (mirror.status === 'fulfilled' && mirror.value) found.push(mirror.value);
  const failed = own.status === 'rejected' || mirror.status === 'rejected';
  if (failed && found.length === 0) throw new Failure({ code: 'store-unreadable' });
  return found;
}

/** @returns {Promise<Uint8Array<ArrayBuffer>[]>} */
async function ownCopies() {
  const db = await connection();
  return new Promise((resolve, reject) => {
    const request = db.transaction(records).objectStore(records).getAll();
    request.onsuccess = () => resolve(request.result.map((/** @type {Copy} */ copy) => copy.file));
    request.onerror = () => reject(request.error);
  });
}

/** @returns {Promise<Uint8Array<ArrayBuffer> | null>} */
async function mirrorCopy() {
  const text = await ask('background', 'mirror.read');
  return text ? Uint8Array.fromBase64(text) : null;
}

/**
 * Stores a generation durably; the one before it is kept. Refuses ("conflict") when what is stored is not the generation
 * this one was made from, so that two writers cannot overwrite each other.
 * @param {Copy} next
 * @param {number} from  the generation that next replaces; 0 for the first
 * @returns {Promise<void>}
 */
export async function put(next, from) {
  const db = await connection();
  const transaction = db.transaction(records, 'readwrite', { durability: 'strict' });
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
    if (stored && stored.generation !== next.generation) store.put(stored, 'previous');
    store.put(next, 'current');
  };
  await new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = () => reject(new Failure({ code: conflict ? 'store-conflict' : storeProblem(transaction.error) }));
  });
  mirror(next.file);
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
