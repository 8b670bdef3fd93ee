// SPDX-License-Identifier: MIT
// A look at a page finds the one account that is not there yet, and keeps nothing of all else.
import assert from 'node:assert/strict';
import { answers, check, session } from './chrome.js';

/** What the next picture shows: texts, and whether each is a part of a longer message. @type {[string, boolean][]} */
let shown = [];
/** The texts that were handed over. @type {Uint8Array[]} */
let texts = [];
globalThis.trustedTypes = { createPolicy: (_, rules) => rules };
globalThis.fetch = async () => ({});
WebAssembly.compileStreaming = async () => ({});
globalThis.Worker = class {
  terminate() {}
  postMessage({ id, type }) {
    if (type !== 'look') return;
    const symbols = shown.map(([text, part]) => ({ text: new TextEncoder().encode(text), part, corners: [] }));
    texts = symbols.map(({ text }) => text);
    queueMicrotask(() => this.onmessage({ data: { id, ok: { symbols, width: 1, height: 1, times: {} } } }));
  }
};

const { peek } = await import('./extension/engine/peek.js');

/** Refs of pending readings. @type {string[]} */
let kept = [];
const engine = {
  state: 'open',
  call: (method, params, text) => {
    if (method === 'forget') {
      kept = kept.filter((ref) => !params.refs.includes(ref));
      return {};
    }
    if (params.part) return { kind: 'problem' };
    kept.push('R');
    return { kind: 'account', ref: 'R', ...(new TextDecoder().decode(text).includes('known') && { present: 'A' }) };
  },
};

/** @param {...(string | [string, boolean])} symbols */
async function look(...symbols) {
  kept = [];
  shown = symbols.map((one) => (typeof one === 'string' ? [one, false] : one));
  return peek(/** @type {any} */ (engine), 'data:image/jpeg;base64,', 'example.com');
}

await check('one account that is not there is found', async () => {
  assert.equal((await look('https://example.com/', 'OTPAUTH://totp/a?secret=AAAA'))?.ref, 'R');
  assert.deepEqual(kept, ['R']);
});

await check('of none, of several, of one that is there and of a part of one nothing is kept', async () => {
  for (const symbols of [
    [], ['a text'], ['otpauth-migration://offline?data=AAAA'], ['otpauth://totp/a?secret=A', 'otpauth://totp/b?secret=B'],
    ['otpauth://totp/known?secret=A'], [['otpauth://totp/a?secret=A', true]], [['otpauth://totp/a?secret=A', true], ['A&digits=8', true]],
  ]) {
    assert.equal(await look(.../** @type {any} */ (symbols)), null, symbols.join());
    assert.deepEqual(kept, [], symbols.join());
    assert.ok(texts.every((text) => text.every((byte) => byte === 0)), symbols.join());
  }
});

await check('a locked vault does not know what is there', async () => {
  engine.state = 'locked';
  assert.equal(await look('otpauth://totp/a?secret=AAAA'), null);
  engine.state = 'open';
});

// Node 20 does not know this yet.
Uint8Array.prototype.toHex ??= function toHex() { return Buffer.from(this).toString('hex'); };

/** Tabs that were captured. @type {number[]} */
const captured = [];
/** What each tab shows. @type {string[]} */
const urls = ['https://example.com/a?b#c', 'https://example.com/a?b', 'https://example.org/', 'chrome://settings/'];
Object.assign(chrome.tabs, {
  get: async (/** @type {number} */ id) => ({ id, windowId: id, active: true, lastAccessed: 1, url: urls[id] }),
  captureVisibleTab: async (/** @type {number} */ id) => {
    captured.push(id);
    return 'data:image/jpeg;base64,';
  },
});
answers.peek = () => ({ kind: 'account', ref: 'R' });
// What is remembered takes a while to come.
const { get } = session;
session.get = async (/** @type {string} */ name) => {
  const found = await get(name);
  await new Promise((resolve) => { setTimeout(resolve, 50).ref(); });
  return found;
};
const background = await import('./extension/background/peek.js');

await check('a page is looked at once, also when others are looked at at the same time', async () => {
  const all = await Promise.all([0, 1, 2, 3].map((id) => background.peek(id)));
  assert.deepEqual(all.map((found) => found?.reading.ref), ['R', 'R', 'R', undefined]);
  assert.deepEqual(captured.toSorted(), [0, 1, 2]); // what is no page of the web is not looked at
  for (const id of [0, 1, 2, 3]) assert.equal(await background.peek(id), null);
  urls[0] = 'https://example.com/a?b#d'; // the same page
  assert.equal(await background.peek(0), null);
  assert.equal(captured.length, 3);
  assert.ok(!JSON.stringify(session.kept.get('looked')).includes('example'));
});

await check('one that goes on to another page is looked at again, and after locking each is', async () => {
  urls[0] = 'https://example.com/b';
  assert.equal((await background.peek(0))?.reading.ref, 'R');
  await background.forget();
  assert.equal((await background.peek(1))?.reading.ref, 'R');
});

await check('a look at what is no tab is refused', async () => {
  const page = await import('./extension/background/peek.js');
  for (const tabId of ['\ud800', '1', null, undefined, 1.5, {}]) {
    await assert.rejects(page.peek(/** @type {any} */ (tabId)), ({ problem }) => problem.code === 'refused', String(tabId));
  }
});
