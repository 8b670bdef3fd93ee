// SPDX-License-Identifier: MIT
// The keeper of the vault: calls through the one door to Go, and changes that are stored before they count.
import { Failure, problemOf } from '../platform/messages.js';
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
  const answer = answered(method, JSON.stringify(params), bytes);
  bytes?.fill(0);
  const { ok, error } = JSON.parse(answer.json);
  if (error) {
    const { message, ...problem } = error;
    throw new Failure(problem);
  }
  return { result: ok, bytes: answer.bytes };
}

/**
 * A Go program that has ended (out of memory, say) throws or answers nothing; either way it is over.
 * @param {keyof Methods & string} method @param {string} params @param {Uint8Array | undefined} bytes
 */
function answered(method, params, bytes) {
  try {
    const answer = globalThis.vault.call(method, params, bytes);
    if (typeof answer?.json === 'string') return answer;
  } catch (error) {
    console.error('the Go program has ended', error);
  }
  throw new Failure({ code: 'crashed' });
}

let generation = 0;

/**
 * Opens the newest whole copy there is, and mends the others from it; makes a new vault only where there never was one.
 * @returns {Promise<void>}
 */
export async function open() {
  const found = await store.copies();
  if (found.length === 0) {
    const { bytes } = call('create', { now: Date.now() });
    await keep(bytes, 0);
    return;
  }
  const copies = found.map((copy) => ({ ...copy, ...inspected(copy.file) }));
  // The first of the newest: the current one before its mirror.
  const best = copies.reduce((a, b) => (b.generation > a.generation ? b : a));
  if (!best.whole) throw new Failure({ code: 'vault-damaged' });
  generation = call('open', { now: Date.now() }, best.file.slice()).result.generation;
  // Mending is for next time: what was opened is whole, and a store that cannot be written says so at the next change.
  await store.mend({ generation, file: best.file }, copies).catch(problemOf);
}

/**
 * @param {Uint8Array<ArrayBuffer>} file
 * @returns {{ whole: boolean, generation: number }}
 */
function inspected(file) {
  try {
    return { whole: true, generation: call('inspect', {}, file.slice()).result.generation };
  } catch (error) {
    // A copy by a newer Inkan must win over an older whole one: writing the older would lose what the newer knows.
    if (!(error instanceof Failure) || error.problem.code !== 'vault-damaged') throw error;
    return { whole: false, generation: -1 };
  }
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
