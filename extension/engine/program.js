// SPDX-License-Identifier: MIT
// Starting a Go program in a Worker that is thrown away with it. wasm_exec.js has to be there.

/** @param {string} file  beside this one @returns {Promise<WebAssembly.Exports>} when it answers */
export async function run(file) {
  const go = new Go();
  const response = await fetch(new URL(file, import.meta.url));
  const { instance } = await WebAssembly.instantiate(await response.arrayBuffer(), go.importObject);
  void go.run(instance);
  return instance.exports;
}
