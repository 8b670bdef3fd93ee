// SPDX-License-Identifier: MIT
// The keeper of the vault: calls through the one door to Go, and changes that are stored before they count.
import { Failure } from '../platform/messages.js';
import * as store from './store.js';

/**
 * @typedef {import('./vault.d.ts').VaultMethods} Methods
 * @typedef {import('./vault.d.ts').Account} Account
 */

/** @returns {Promise<void>} resolves when Go answers */
export async function startGo() {
  const go = new Go();
  // Bytes and instantiate rather than instantiateStreaming: for an extension's own files it is the faster of the two.
  const response = await fetch(new URL('vault.wasm', import.meta.url));
  const { instance } = await WebAssembly.instantiate(await response.arrayBuffer(), go.importObject);
  void go.run(instance);
}

/**
 * Calls Go. The bytes given are wiped: they are secrets or files, and Go has its own copy, which it wipes too.
 * @template {keyof Methods & string} M
 * @param {M} method @param {Methods[M]['params']} params @param {Uint8Array} [bytes]
 * @returns {{ result: Methods[M]['result'], bytes: Uint8Array<ArrayBuffer> | null }}
 */
export function call(method, params, bytes) {
  const answer = globalThis.vault.call(method, JSON.stringify(params), bytes);
  bytes?.fill(0);
  const { ok, error } = JSON.parse(answer.json);
  if (error) {
    const { message, ...problem } = error;
    throw new Failure(problem);
  }
  return { result: ok, bytes: answer.bytes };
}

let generation = 0;

/**
 * Opens the newest whole copy there is, and mends the others from it; makes a new vault only where there never was one.
 * @returns {Promise<void>}
 */
export async function open() {
  const copies = await store.copies();
  if (copies.length === 0) {
    const { bytes } = call('create', { now: Date.now() });
    await keep(bytes, 0);
    return;
  }
  const { file, torn } = newest(copies);
  const again = file.slice();
  generation = call('open', { now: Date.now() }, file).result.generation;
  if (torn || copies.length < 2) await store.put({ generation, file: again }, generation);
}

/**
 * @param {Uint8Array<ArrayBuffer>[]} copies  at least one
 * @returns {{ file: Uint8Array<ArrayBuffer>, torn: boolean }} the newest whole copy, and whether another one was not whole
 */
function newest(copies) {
  let best = null;
  let bestGeneration = -1;
  let problem = null;
  for (const file of copies) {
    try {
      const found = call('inspect', {}, file.slice()).result.generation;
      if (found > bestGeneration) {
        best = file;
        bestGeneration = found;
      }
    } catch (error) {
      // A copy by a newer Inkan must win over an older whole one: writing the older would lose what the newer knows.
      if (error instanceof Failure && error.problem.code === 'vault-newer') throw error;
      problem = error;
    }
  }
  if (!best) throw problem;
  return { file: best, torn: problem !== null };
}

/** @type {Promise<unknown>} */
let last = Promise.resolve();

/**
 * Changes the vault: one change at a time, and the promise resolves when the new state is stored durably. A change that
 * cannot be stored never happened.
 * @template {keyof Methods & string} M
 * @param {M} method @param {Methods[M]['params']} params @param {Uint8Array} [bytes]
 * @returns {Promise<Methods[M]['result']>}
 */
export function change(method, params, bytes) {
  const turn = last.then(async () => {
    const { result, bytes: file } = call(method, params, bytes);
    if (file) await keep(file, generation);
    return result;
  });
  last = turn.catch(() => {});
  return turn;
}

/** @param {Uint8Array<ArrayBuffer> | null} file @param {number} from */
async function keep(file, from) {
  if (!file) throw new Failure({ code: 'internal' });
  try {
    await store.put({ generation: from + 1, file }, from);
  } catch (error) {
    call('abort', {});
    throw error;
  }
  generation = call('commit', {}).result.generation;
}
