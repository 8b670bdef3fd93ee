// SPDX-License-Identifier: MIT
// Asks a program that was kept, and prints what it answers, line by line.
//   node ask.mjs WASM_EXEC LINEAR_JS MODULE [METHOD PARAMS]…
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const [, , wasmExec, linear, module, ...asked] = process.argv;
await import(pathToFileURL(wasmExec).href);
const { Program } = await import(pathToFileURL(linear).href);
const program = new Program(new WebAssembly.Module(readFileSync(module)));
for (let i = 0; i < asked.length; i += 2) {
  try {
    const { json, bytes } = program.call(asked[i], asked[i + 1]);
    console.log(json, bytes);
  } catch (error) {
    console.log(error.message);
  }
}
process.exit(0);
