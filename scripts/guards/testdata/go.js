// SPDX-License-Identifier: MIT
// As much of the offscreen document as the engine asks for while it is checked: a Go program that opens a vault with the
// text of each way in, and Workers that give back the password as its key.
import './chrome.js';

const argon2 = { memory: 8, passes: 1, lanes: 1, salt: '' };

/** The ways in, and what opens each. */
export const slots = [
  { id: 'A', type: 'password', argon2 }, { id: 'B', type: 'password', argon2 }, { id: 'C', type: 'password', argon2 },
  { id: 'R', type: 'recovery' }, { id: 'P', type: 'passkey' },
];
const opens = { A: 'first', B: 'second', C: 'third', R: 'recovery', P: 'prf' };
const wrong = { password: 'password-wrong', recovery: 'recovery-wrong', passkey: 'passkey-wrong' };

export const bytesOf = (text) => new TextEncoder().encode(text);
const textOf = (bytes) => new TextDecoder().decode(bytes);

/** What Go and the Workers were asked for, in order. */
export const called = [];

/** What Go answers, by method. @type {Record<string, (params: any, bytes?: Uint8Array) => any>} */
export const answers = {
  inspect: () => ({ generation: 1 }),
  open: () => ({ generation: 1, locked: true }),
  slots: () => slots,
  accounts: () => [{ id: 'X', site: 'login.example.com', type: 'totp', digits: 6 }, { id: 'Y', site: '', type: 'totp', digits: 6 }],
  codes: () => [{ id: 'X', code: '123456' }],
  settings: () => [],
  keep: () => ({ generations: [] }),
};

/** What it gives beside, by method. @type {Record<string, (bytes: Uint8Array) => Uint8Array>} */
export const gives = {};

/** @param {string} method @param {string} params @param {Uint8Array} [bytes] */
function answer(method, params, bytes) {
  const { slot } = JSON.parse(params);
  called.push(slot ? `${method} ${slot}` : method);
  const { type } = slots.find(({ id }) => id === slot) ?? {};
  if (type && textOf(bytes) !== opens[slot]) return { error: { code: wrong[type] } };
  return { ok: answers[method]?.(JSON.parse(params), bytes) ?? {} };
}

globalThis.vault = {
  call: (method, params, bytes) => {
    const said = answer(method, params, bytes);
    if (said.ok?.error) return { json: JSON.stringify(said.ok) };
    return { json: JSON.stringify(said), bytes: gives[method]?.(bytes) ?? new Uint8Array(32) };
  },
};
globalThis.Go = class { async run() {} };
globalThis.trustedTypes = { createPolicy: (_, rules) => rules };
globalThis.fetch = async () => ({ arrayBuffer: async () => new ArrayBuffer() });
WebAssembly.instantiate = async () => ({ module: {}, instance: { exports: { mem: { buffer: new ArrayBuffer() } } } });
globalThis.Worker = class {
  terminate() {}
  postMessage({ password }) {
    called.push('derive');
    const key = password.slice();
    queueMicrotask(() => this.onmessage({ data: { key } }));
  }
};

// Node 20 does not know these yet.
Uint8Array.fromBase64 ??= (text) => Uint8Array.from(Buffer.from(text, 'base64'));
Uint8Array.prototype.toBase64 ??= function toBase64() { return Buffer.from(this).toString('base64'); };
