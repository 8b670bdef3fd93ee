// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { check } from './chrome.js';

/** Pages that live, and who waits for them to close. @type {Map<string, (() => void)[]>} */
const living = new Map();
/** @param {string} page  as browsers do: whoever waits for its lock gets it */
function close(page) {
  const waiting = living.get(page) ?? [];
  living.delete(page);
  for (const granted of waiting) granted();
}
Object.defineProperty(globalThis, 'navigator', { configurable: true, value: { locks: {
  request: (page, granted) => new Promise((resolve) => {
    const grant = () => resolve(granted());
    if (living.has(page)) {
      living.get(page).push(grant);
      return;
    }
    living.set(page, []); // for as long as what has the lock takes
    queueMicrotask(() => resolve(Promise.resolve(granted()).finally(() => close(page))));
  }),
} } });

// Node 20 does not know these yet.
Uint8Array.prototype.toHex ??= function toHex() { return Buffer.from(this).toString('hex'); };
Uint8Array.prototype.toBase64 ??= function toBase64() { return Buffer.from(this).toString('base64'); };

/** Workers that have not answered yet. @type {any[]} */
let working = [];
globalThis.trustedTypes = { createPolicy: (_, rules) => rules };
/** What the next picture shows: texts, and whether each is a part of a longer message. @type {[string, boolean][]} */
let shown = [];
/** The files that were handed over to be read. @type {string[]} */
const files = [];
globalThis.fetch = async () => ({ arrayBuffer: async () => new ArrayBuffer() });
WebAssembly.compileStreaming = async () => ({});
globalThis.Worker = class {
  postMessage({ id, type, bytes }) {
    if (type === 'look') {
      const symbols = shown.map(([text, part]) => ({ text: new TextEncoder().encode(text), part, corners: [] }));
      queueMicrotask(() => this.onmessage({ data: { id, ok: { symbols, width: 1, height: 1, times: {} } } }));
    } else if (type !== 'start') {
      files.push(new TextDecoder().decode(bytes));
      working.push(this);
    }
  }
  terminate() { working = working.filter((one) => one !== this); }
};
/** A file of so many accounts, each in a parcel of its own, has been read. @param {any} worker @param {number} accounts */
const answer = (worker, accounts) => worker.onmessage({ data: {
  ok: { format: 'otpauth', accounts, parcels: Array(accounts).fill(1), pictures: [], icons: [], trashed: [], left: [], problems: [], part: 0, parts: 0 },
  bytes: new Uint8Array(accounts),
} });

/** The pending readings in Go. @type {Set<string>} */
const pending = new Set();
/** How many it takes. */
let most = Infinity;
let last = 0;
globalThis.vault = { call: (method, params) => {
  if (method === 'forget') for (const ref of JSON.parse(params).refs) pending.delete(ref);
  else if (pending.size >= most) return { json: '{"error":{"code":"readings-full"}}' };
  else pending.add(`r${++last}`);
  return { json: JSON.stringify({ ok: { readings: [{ kind: 'account', ref: `r${last}` }], left: [] } }) };
} };

globalThis.scheduler = { postTask: (work) => new Promise((resolve) => { setImmediate(() => resolve(work())); }) };

const { open, scan } = await import('./extension/engine/importer.js');
const { cancel } = await import('./extension/engine/files.js');

/** A page reads a file. @param {string} page @param {boolean} first */
const reads = (page, first) => open(page, { name: 'a', first }, new Uint8Array([0x61])).then(({ readings }) => readings.map(({ ref }) => ref), (error) => error.problem?.code ?? error);
const turn = () => new Promise((resolve) => { setTimeout(resolve, 10).ref(); });

await check('another page’s import leaves this one’s accounts, and its next one does not', async () => {
  living.set('A', []).set('B', []);
  const first = reads('A', true);
  const other = reads('B', true);
  assert.equal(working.length, 2);
  for (const worker of [...working]) answer(worker, 2);
  const [one, two] = await Promise.all([first, other]);
  assert.deepEqual([...pending].sort(), [...one, ...two].sort());
  const more = reads('A', false);
  answer(working[0], 1);
  const three = await more;
  assert.deepEqual([...pending].sort(), [...one, ...two, ...three].sort());
  const next = reads('A', true);
  answer(working[0], 1);
  const four = await next;
  assert.deepEqual([...pending].sort(), [...two, ...four].sort());
});

await check('what a page gives up, others go on with', async () => {
  const mine = reads('A', false);
  const other = reads('B', false);
  cancel('A');
  assert.equal(await mine, 'cancelled');
  assert.equal(working.length, 1);
  answer(working[0], 1);
  assert.equal((await other).length, 1);
});

/** A PNG that says that it has so many pixels. @param {number} width @param {number} height */
function png(width, height) {
  const head = new Uint8Array(33);
  head.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  new DataView(head.buffer).setUint32(16, width);
  new DataView(head.buffer).setUint32(20, height);
  return head;
}

/** A page reads a picture. @param {Uint8Array} picture @param {...[string, boolean]} symbols */
async function sees(picture, ...symbols) {
  shown = symbols;
  let over = false;
  const read = open('A', { name: 'a', first: false }, picture).then(() => 'done', (error) => error.problem?.code ?? error).finally(() => { over = true; });
  while (!over && working.length === 0) await turn();
  if (working[0]) answer(working[0], 1);
  return read;
}

await check('a picture is refused before it is decoded to gigabytes', async () => {
  assert.equal(await sees(png(20_000, 20_000), ['otpauth://totp/a', false]), 'picture-pixels');
  assert.equal(await sees(png(0, 7), ['otpauth://totp/a', false]), 'picture-empty');
});

await check('each code of a picture is by itself, and a part of a longer message is none', async () => {
  files.length = 0;
  assert.equal(await sees(png(9, 9), ['otpauth-migration://offline?data=AAAA', false], ['AAAA', false], ['otpauth://totp/a?secret=A', true]), 'done');
  assert.deepEqual(files.map((file) => file.slice(file.indexOf('otpauth'))), ['otpauth-migration://offline?data=AAAA\n\nAAAA\n\n']);
  assert.equal(await sees(png(9, 9), ['otpauth://totp/a?secret=A', true]), 'symbol-part');
  assert.equal(await sees(png(9, 9)), 'no-symbol');
});

await check('a file over which its program ends is no reason to end the vault’s', async () => {
  for (const [said, code] of [['crashed', 'import-failed'], ['closed', 'import-failed'], ['password-wrong', 'file-password'], ['damaged', 'damaged']]) {
    const file = reads('A', false);
    working[0].onmessage({ data: { error: { code: said } } });
    assert.equal(await file, code);
  }
});

await check('what was found in the transfer codes of one picture is there while others are read, for a while', async () => {
  const before = pending.size;
  /** @returns {Promise<string>} the ref of what was found */
  const scans = async () => {
    const read = scan([new TextEncoder().encode('otpauth-migration://offline?data=AAAA')]);
    while (working.length === 0) await turn();
    answer(working[0], 1);
    return (await read)[0]?.ref;
  };
  const first = await scans();
  for (let i = 1; i < 20; i++) await scans();
  assert.ok(pending.has(first));
  assert.equal(pending.size, before + 20);
  await scans();
  assert.ok(!pending.has(first));
  assert.equal(pending.size, before + 20);
});

await check('of a page that closes nothing is kept and nothing goes on', async () => {
  const before = pending.size;
  living.set('C', []);
  const taken = reads('C', true);
  answer(working[0], 1);
  await taken;
  const file = reads('C', false);
  assert.equal(pending.size, before + 1);
  close('C');
  assert.equal(await file, 'cancelled');
  await turn();
  assert.equal(working.length, 0);
  assert.equal(pending.size, before);
});

await check('of a page that closes while its accounts are taken nothing is kept', async () => {
  const before = pending.size;
  living.set('D', []);
  const file = reads('D', true);
  answer(working[0], 5);
  await new Promise((resolve) => { setImmediate(resolve); });
  assert.ok(pending.size > before);
  close('D');
  assert.equal(await file, 'cancelled');
  assert.equal(pending.size, before);
});

await check('of a file with more accounts than there is room for none is kept', async () => {
  const before = pending.size;
  most = before + 2;
  const file = reads('B', false);
  answer(working[0], 3);
  assert.equal(await file, 'readings-full');
  assert.equal(pending.size, before);
});
