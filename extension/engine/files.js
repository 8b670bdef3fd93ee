// SPDX-License-Identifier: MIT
// Calls of transfer.wasm, each in a Worker of its own: files come from anybody, and a password may take half a minute. Each is
// for a page: what one does does not wait for what another does, and ends when the page closes.
import { Failure, problemOf } from '../platform/messages.js';
import * as workers from './workers.js';

/** @typedef {import('./transfer.d.ts').TransferMethods} Methods */

/** What takes longer is given up. Milliseconds: a derivation of a gibibyte takes half a minute. */
const patience = 5 * 60_000;

/** The pages that live, and what does their work. @type {Map<string, ReturnType<typeof workers.several>>} */
const pages = new Map();

/**
 * What does the work of a page, which holds a lock of its name for as long as it lives.
 * @param {string} page
 */
function of(page) {
  const known = pages.get(page);
  if (known) return known;
  const work = workers.several('transfer-worker.js', 'import-failed', patience);
  pages.set(page, work);
  closed(page).then(() => {
    work.cancel();
    pages.delete(page);
  }).catch(problemOf);
  return work;
}

/** Resolves when a page has closed, by whatever. @param {string} page @returns {Promise<void>} */
export const closed = (page) => navigator.locks.request(page, async () => {});

/** @param {string} page */
export const cancel = (page) => pages.get(page)?.cancel();

export function cancelAll() {
  for (const { cancel: end } of pages.values()) end();
}

/**
 * @template {keyof Methods & string} M
 * @param {string} page @param {M} method @param {Methods[M]['params']} params @param {Uint8Array<ArrayBuffer>} bytes  handed over
 * @returns {Promise<{ ok: Methods[M]['result'], bytes: Uint8Array<ArrayBuffer> }>}
 */
export async function call(page, method, params, bytes) {
  try {
    return await of(page).run({ method, params, bytes }, [bytes.buffer]);
  } catch (error) {
    throw new Failure(ofFile(problemOf(error)));
  }
}

/** A wrong password of a file is not one of the vault, and a Go program that ended over one is not the vault's. @type {Record<string, string>} */
const codes = { 'password-wrong': 'file-password', crashed: 'import-failed', closed: 'import-failed' };

/** @param {import('../platform/messages.js').Problem} problem */
const ofFile = (problem) => ({ ...problem, code: codes[problem.code] ?? problem.code });

/** A password, if there is one, and what follows it, as transfer.wasm takes them. @param {Uint8Array} rest @param {Uint8Array} [password] */
export function framed(rest, password) {
  const length = password?.length ?? 0;
  const frame = new Uint8Array(4 + length + rest.length);
  new DataView(frame.buffer).setUint32(0, password ? length : 0xffffffff, true);
  if (password) frame.set(password, 4);
  frame.set(rest, 4 + length);
  return frame;
}
