// SPDX-License-Identifier: MIT
// The Worker that reads or writes one file of another authenticator: transfer.wasm and nothing else, thrown away afterwards
// with whatever the file made of its memory.
import './wasm_exec.js';
import { run } from './program.js';

/**
 * @typedef {import('./transfer.d.ts').TransferMethods} Methods
 * @typedef {{ method: keyof Methods & string, params: Record<string, unknown>, bytes: Uint8Array<ArrayBuffer> }} Order
 */

/** Whether the browser gave Go less memory than it asked for: of that Go ends, and its last words alone tell why. */
let refused = false;
const { writeSync } = globalThis.fs;
globalThis.fs.writeSync = (file, bytes) => {
  refused ||= new TextDecoder().decode(bytes).includes('out of memory');
  return writeSync(file, bytes);
};

/** @param {Order} order */
async function answered({ method, params, bytes: given }) {
  await run('transfer.wasm');
  const { json, bytes } = globalThis.transfer.call(method, JSON.stringify(params), given);
  given.fill(0);
  const { ok, error } = JSON.parse(json);
  if (!error) return { ok, bytes };
  const { message, ...problem } = error;
  return { error: problem };
}

addEventListener('message', async ({ data }) => {
  try {
    const answer = await answered(data);
    postMessage(answer, { transfer: answer.bytes ? [answer.bytes.buffer] : [] });
  } catch (error) {
    // What is thrown may hold anything. A RangeError is about memory, too: of a buffer, or of the program itself.
    postMessage({ error: { code: refused || error instanceof RangeError ? 'memory-refused' : 'import-failed' } });
  }
}, { once: true });
