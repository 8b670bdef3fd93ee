// SPDX-License-Identifier: MIT
// Wrapping keys of passwords. Each is made in a Worker of its own that is thrown away: it takes most of a second, in which
// the popup must not freeze, and dropping the whole instance is the one way to wipe its memory.
import { Failure } from '../platform/messages.js';
import { program } from './keeper.js';
import * as workers from './workers.js';

/** @type {(() => void) | null} */
let giveUp = null;

/** Ends the derivation under way; whoever waits for it gets the code "cancelled". */
export function cancel() {
  giveUp?.();
}

/**
 * @param {import('./vault.d.ts').Argon2} params @param {Uint8Array} password  in form C, UTF-8; wiped
 * @returns {Promise<Uint8Array<ArrayBuffer>>} 32 bytes
 */
export function derive(params, password) {
  cancel(); // one at a time: a second one means that nobody waits for the first
  return new Promise((resolve, reject) => {
    const worker = workers.start('derive-worker.js');
    /** @param {() => void} settle */
    const end = (settle) => {
      worker.terminate();
      giveUp = null;
      settle();
    };
    worker.onmessage = ({ data }) => end(() => (data.key ? resolve(data.key) : reject(new Failure(data.error))));
    worker.onerror = () => end(() => reject(new Failure({ code: 'derive-failed' })));
    giveUp = () => end(() => reject(new Failure({ code: 'cancelled' })));
    worker.postMessage({ module: program(), params, password });
    password.fill(0);
  });
}
