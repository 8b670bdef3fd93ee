// SPDX-License-Identifier: MIT
// Runs a Go program until it waits, as in an empty browser: its own globalThis, a clock that stands still in 1970, random
// numbers that are always the same, no files. Writes its memory to a file, and prints its globals and the JavaScript values
// that it holds as JSON.
//   node run.mjs WASM_EXEC MODULE MEMORY
import { readFileSync, writeFileSync } from 'node:fs';
import vm from 'node:vm';

const [, , wasmExec, module, kept] = process.argv;

let random = 1;
/** What the program did that it must not; Go may make an error of its own of ours. */
let why = '';
const refuse = (reason) => () => {
  why ||= reason;
  throw new Error(reason);
};
const realm = vm.createContext({
  TextEncoder, TextDecoder, console: { ...console, log: console.error },
  performance: { now: () => 1 },
  // The numbers of C's rand (ISO/IEC 9899 §7.22.2.1): any will do.
  crypto: {
    getRandomValues(bytes) {
      for (let i = 0; i < bytes.length; i++) bytes[i] = (random = (Math.imul(random, 1103515245) + 12345) & 0x7fffffff) >> 16;
      return bytes;
    },
  },
  setTimeout: refuse('the program asked for a timer'),
  bytes: readFileSync(module),
});
const evaluate = (code) => vm.runInContext(code, realm);
evaluate('Date = class extends Date { static now() { return 1000; } constructor() { super(1000); } getTimezoneOffset() { return 0; } }');
evaluate(readFileSync(wasmExec, 'utf8'));

// Which property of what each value is that Go was given.
const origins = new Map();
const reflect = evaluate('Reflect');
const { get } = reflect;
reflect.get = (of, name) => {
  const value = get(of, name);
  if (!origins.has(value)) origins.set(value, { of, name });
  return value;
};
for (const made of ['apply', 'construct', 'set', 'deleteProperty']) reflect[made] = refuse('the program did more with JavaScript than look at it');

const go = evaluate('go = new Go()');
const denied = refuse('the program had a text decoded before it was kept');
realm.imports = { ...go.importObject, linear: { decodeText: denied, decodedText: denied } };
const { exports } = evaluate('instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), imports)');
const ended = evaluate('go.run(instance)').then(() => { throw new Error(why || 'the program has ended'); });
const waits = () => Promise.race([ended, new Promise(setImmediate)]);
await waits();
exports.settle?.();
await waits();

// The first are what every Go program has.
const given = 7;
const values = go._values.slice(given).map((value, at) => {
  if (value === undefined) return [];
  const { of, name } = origins.get(value) ?? {};
  const parent = go._ids.get(of);
  if (parent === undefined) throw new Error(`the program holds a ${typeof value} that is nowhere in globalThis`);
  return [given + at, parent, name];
}).filter((one) => one.length > 0);
const globals = Object.keys(exports).filter((name) => name.startsWith('global ')).map((name) => String(exports[name].value));
writeFileSync(kept, new Uint8Array(exports.mem.buffer));
console.log(JSON.stringify({ globals, values }));
process.exit(0);
