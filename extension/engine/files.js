// SPDX-License-Identifier: MIT
// Calls of transfer.wasm, each in a Worker of its own: files come from anybody, and a password may take half a minute.
import { Failure } from '../platform/messages.js';
import * as workers from './workers.js';

/** @typedef {import('./transfer.d.ts').TransferMethods} Methods */

/** What takes longer is given up. Milliseconds: a derivation of a gibibyte takes half a minute. */
const patience = 5 * 60_000;

/** @type {(() => void) | null} */
let giveUp = null;

/** Ends the call under way; whoever waits for it gets the code "cancelled". */
export function cancel() {
  giveUp?.();
}

/**
 * @template {keyof Methods & string} M
 * @param {M} method @param {Methods[M]['params']} params @param {Uint8Array<ArrayBuffer>} bytes  handed over
 * @returns {Promise<{ ok: Methods[M]['result'], bytes: Uint8Array<ArrayBuffer> }>}
 */
export function call(method, params, bytes) {
  cancel(); // one at a time: a second one means that nobody waits for the first
  return new Promise((resolve, reject) => {
    const worker = workers.start('transfer-worker.js');
    /** @param {() => void} settle */
    const end = (settle) => {
      worker.terminate();
      clearTimeout(timer);
      giveUp = null;
      settle();
    };
    const timer = setTimeout(() => end(() => reject(new Failure({ code: 'import-failed' }))), patience);
    worker.onmessage = ({ data }) => end(() => (data.ok ? resolve(data) : reject(new Failure(ofFile(data.error)))));
    worker.onerror = () => end(() => reject(new Failure({ code: 'import-failed' })));
    giveUp = () => end(() => reject(new Failure({ code: 'cancelled' })));
    worker.postMessage({ method, params, bytes }, { transfer: [bytes.buffer] });
  });
}

/** A wrong password of a file is not one of the vault. @param {import('../platform/messages.js').Problem} problem */
const ofFile = (problem) => (problem.code === 'password-wrong' ? { ...problem, code: 'file-password' } : problem);

/** A password, if there is one, and what follows it, as transfer.wasm takes them. @param {Uint8Array} rest @param {Uint8Array} [password] */
export function framed(rest, password) {
  const length = password?.length ?? 0;
  const frame = new Uint8Array(4 + length + rest.length);
  new DataView(frame.buffer).setUint32(0, password ? length : 0xffffffff, true);
  if (password) frame.set(password, 4);
  frame.set(rest, 4 + length);
  return frame;
}
