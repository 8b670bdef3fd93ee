// SPDX-License-Identifier: MIT
// The Worker that makes one wrapping key of one password, with 64 MiB of memory that nothing gives back but its end.
import './wasm_exec.js';

/** @typedef {{ module: WebAssembly.Module, params: import('./vault.d.ts').Argon2, password: Uint8Array<ArrayBuffer> }} Order */

/** @param {Order} order */
async function derived({ module, params, password }) {
  const go = new Go();
  void go.run(await WebAssembly.instantiate(module, go.importObject));
  const { json, bytes } = globalThis.vault.call('derive', JSON.stringify(params), password);
  password.fill(0);
  const { error } = JSON.parse(json);
  if (!error) return { key: bytes };
  const { message, ...problem } = error;
  return { error: problem };
}

addEventListener('message', async ({ data }) => {
  try {
    postMessage(await derived(data));
  } catch {
    postMessage({ error: { code: 'derive-failed' } }); // out of memory, mostly; what is thrown may hold anything
  }
}, { once: true });
