// SPDX-License-Identifier: MIT
// Wrapping keys of passwords. Each is made in a Worker of its own that is thrown away: it takes most of a second, in which
// the popup must not freeze, and dropping the whole instance is the one way to wipe its memory.
import { program } from './keeper.js';
import * as workers from './workers.js';

const { run, cancel } = workers.single('derive-worker.js', 'derive-failed');
export { cancel };

/**
 * @param {import('./vault.d.ts').Argon2} params @param {Uint8Array} password  in form C, UTF-8; wiped
 * @returns {Promise<Uint8Array<ArrayBuffer>>} 32 bytes
 */
export async function derive(params, password) {
  const answer = run({ module: program(), params, password });
  password.fill(0);
  return (await answer).key;
}
