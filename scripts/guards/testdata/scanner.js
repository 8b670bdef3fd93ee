// SPDX-License-Identifier: MIT
// A picture that is being looked at belongs to the Worker that was started for it, also while the page still decodes it.
import assert from 'node:assert/strict';
import { check } from './chrome.js';

/** Timers that were asked for and not cleared. @type {Set<{ work: () => void, after: number }>} */
const timers = new Set();
globalThis.setTimeout = /** @type {any} */ ((/** @type {() => void} */ work, /** @type {number} */ after) => {
  const timer = { work, after };
  timers.add(timer);
  return timer;
});
globalThis.clearTimeout = /** @type {any} */ ((/** @type {any} */ timer) => timers.delete(timer));
/** Lets time pass. @param {number} after */
function pass(after) {
  for (const timer of [...timers]) {
    if (timer.after > after) continue;
    timers.delete(timer);
    timer.work();
  }
}
const settled = () => new Promise((resolve) => { setImmediate(resolve); });

// Node 20 has none of its own.
Uint8Array.fromBase64 ??= (/** @type {string} */ text) => new Uint8Array(Buffer.from(text, 'base64'));
globalThis.trustedTypes = { createPolicy: (_, rules) => rules };
globalThis.fetch = async () => ({});
WebAssembly.compileStreaming = async () => ({});

/** Every Worker that was started. @type {{ ended: boolean, told: any[], onmessage: (event: { data: unknown }) => void }[]} */
let workers = [];
globalThis.Worker = class {
  told = [];
  ended = false;
  constructor() { workers.push(this); }
  terminate() { this.ended = true; }
  postMessage(message) { if (message.id) this.told.push(message); }
};

/** Ends the decoding that is under way. @type {{ resolve: (result: any) => void, reject: (error: unknown) => void }} */
let decoding;
globalThis.ImageDecoder = class {
  decode() { return new Promise((resolve, reject) => { decoding = { resolve, reject }; }); }
  close() {}
};

const scanner = await import('./extension/engine/scanner.js');

const jpeg = 'data:image/jpeg;base64,AAAA';
const aFrame = () => ({ closed: false, close() { this.closed = true; } });

/** What became of a call, as text. @param {Promise<unknown>} call */
function outcome(call) {
  const became = { of: 'waits' };
  call.then((value) => { became.of = `got ${value}`; }, ({ problem }) => { became.of = problem.code; });
  return became;
}

function anew() {
  scanner.end();
  timers.clear();
  workers = [];
}

await check('a JPEG goes to the Worker as a frame, or as it is where the page cannot decode it', async () => {
  for (const able of [true, false]) {
    anew();
    const call = outcome(scanner.look(jpeg));
    const frame = able ? aFrame() : null;
    if (able) decoding.resolve({ image: frame });
    else decoding.reject(new Error('not decoded'));
    await settled();
    assert.equal(workers.length, 1);
    const [{ id, type, picture, frame: given }] = workers[0].told;
    assert.deepEqual([type, picture, given], ['look', jpeg, frame]);
    workers[0].onmessage({ data: { id, ok: { times: { picture: 0 }, toString: () => 'a sight' } } });
    await settled();
    assert.equal(call.of, 'got a sight');
  }
});

await check('what is ended while the page decodes stays ended', async () => {
  anew();
  const call = outcome(scanner.look(jpeg));
  await settled();
  scanner.end();
  const frame = aFrame();
  decoding.resolve({ image: frame });
  await settled();
  assert.equal(call.of, 'gone');
  assert.deepEqual(workers.map(({ ended }) => ended), [true]);
  assert.ok(frame.closed);
  assert.equal(timers.size, 0);
});

await check('patience ends with the page’s decoder, too', async () => {
  anew();
  const call = outcome(scanner.look(jpeg));
  await settled();
  pass(20_000);
  await settled();
  assert.equal(call.of, 'scan-slow');
  assert.ok(workers[0].ended);
});

await check('a Worker that has something to do is not idle', async () => {
  anew();
  const warm = scanner.warm();
  await settled();
  workers[0].onmessage({ data: { id: workers[0].told[0].id, ok: null } });
  await warm;
  const call = outcome(scanner.see(/** @type {any} */ (aFrame())));
  assert.deepEqual([...timers].map(({ after }) => after), [20_000]);
  await settled();
  workers[0].onmessage({ data: { id: workers[0].told[1].id, ok: { times: { picture: 0 }, toString: () => 'a sight' } } });
  await settled();
  assert.equal(call.of, 'got a sight');
  pass(60_000);
  assert.ok(workers[0].ended);
});

await check('a frame that cannot be handed over is an error, and nothing goes on waiting', async () => {
  anew();
  globalThis.Worker.prototype.postMessage = function post({ id }) { if (id) throw Object.assign(new Error(), { problem: { code: 'closed frame' } }); };
  const call = outcome(scanner.see(/** @type {any} */ (aFrame())));
  await settled();
  assert.equal(call.of, 'closed frame');
  assert.deepEqual([...timers].map(({ after }) => after), [60_000]);
});
