// SPDX-License-Identifier: MIT
// Times what a password costs: Argon2id as vault.wasm does it and as hash-wasm does, in turn, in fresh instances as the
// extension uses them; and opening a protected vault once the key is derived. Runs in scripts/; prints JSON.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(`${process.cwd()}/`);
require('../.build/engine/wasm_exec.js');
const { argon2id } = require('hash-wasm');
const program = new WebAssembly.Module(readFileSync('../.build/engine/vault.wasm'));
const rounds = Number(process.argv.at(-1));
const text = new TextEncoder();

/** Starts Go anew. */
async function instance() {
  const go = new Go();
  void go.run(await WebAssembly.instantiate(program, go.importObject));
  const door = globalThis.vault;
  return (method, params = {}, bytes) => {
    const answer = door.call(method, JSON.stringify({ ...params }), bytes);
    const { ok, error } = JSON.parse(answer.json);
    if (error) throw new Error(`${method}: ${JSON.stringify(error)}`);
    return { ok, bytes: answer.bytes };
  };
}

const salt = new Uint8Array(16).fill(1);

async function ours(memory, passes) {
  const call = await instance();
  const start = performance.now();
  const { bytes } = call('derive', { memory, passes, lanes: 1, salt: Buffer.from(salt).toString('base64') }, text.encode('correct horse'));
  return { took: performance.now() - start, key: Buffer.from(bytes).toString('hex') };
}

async function theirs(memory, passes) {
  const start = performance.now();
  const key = await argon2id({ password: 'correct horse', salt, parallelism: 1, iterations: passes, memorySize: memory, hashLength: 32, outputType: 'hex' });
  return { took: performance.now() - start, key };
}

const Derive = [];
for (const [Parameters, memory, passes] of [['64 MiB, t=3 (Inkan)', 65536, 3], ['19 MiB, t=2 (the Authenticator extension)', 19456, 2]]) {
  const figure = { Parameters, Ours: [], HashWasm: [] };
  for (let n = 0; n < rounds; n++) {
    const [a, b] = [await ours(memory, passes), await theirs(memory, passes)];
    if (a.key !== b.key) throw new Error(`${a.key} is not ${b.key}`);
    figure.Ours.push(a.took);
    figure.HashWasm.push(b.took);
  }
  Derive.push(figure);
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** A protected vault of so many accounts, and its way in. @param {number} accounts */
async function vaultOf(accounts) {
  const call = await instance();
  const now = Date.now();
  call('create', { now });
  call('commit');
  for (let n = 0; n < accounts;) {
    const refs = [];
    for (; refs.length < 64 && n < accounts; n++) {
      const key = Array.from({ length: 32 }, (_, i) => alphabet[i < 4 ? n >> 5 * i & 31 : i]).join('');
      const uri = `otpauth://totp/Service%20${n}:user${n}@example.com?secret=${key}`;
      refs.push(call('read', { now, site: '' }, text.encode(uri)).ok.ref);
    }
    call('add', { now, refs });
    call('commit');
  }
  const slot = call('addPassword', { now, label: '', ...call('argon2').ok }, new Uint8Array(32).fill(7));
  return { file: slot.bytes, slot: slot.ok.id };
}

const Unlock = [];
for (const accounts of [10, 100, 1000, 10000]) {
  const { file, slot } = await vaultOf(accounts);
  const times = [];
  for (let n = 0; n < rounds; n++) {
    const call = await instance();
    call('open', { now: Date.now() }, file.slice());
    const start = performance.now();
    call('unlock', { slot }, new Uint8Array(32).fill(7));
    const { ok } = call('accounts');
    if (call('codes', { now: Date.now(), ids: [ok[0].id] }).ok[0].code.length !== 6) throw new Error('no code');
    times.push(performance.now() - start);
  }
  Unlock.push(times);
}
console.log(JSON.stringify({ Derive, Unlock }));
process.exit(0);
