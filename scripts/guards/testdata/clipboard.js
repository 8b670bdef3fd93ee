// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { check } from './chrome.js';
import { empty, watch } from './extension/engine/clipboard.js';

/** What is on the clipboard, whether pages are let to it, and what happens when it is looked at. */
let text = '';
let allowed = true;
let looked = () => {};

globalThis.document = /** @type {any} */ ({
  createElement: () => {
    const listeners = {};
    document.act = (command, data) => listeners[command]?.({ preventDefault() {}, clipboardData: data });
    return { select() {}, remove() {}, addEventListener: (type, listener) => { listeners[type] = listener; } };
  },
  documentElement: { append() {} },
  execCommand: (command) => {
    if (!allowed) return false;
    document.act(command, { getData: () => text, setData: (_, wanted) => { text = wanted; } });
    if (command === 'paste') looked();
    return true;
  },
});

const code = (/** @type {string} */ digits) => new TextEncoder().encode(digits);

await check('a code that is still there is taken away, once', async () => {
  text = '123456';
  await watch(code(text), 60);
  assert.equal(text, '123456');
  await empty();
  assert.equal(text, '');
  text = '123456'; // the person has it from elsewhere
  await empty();
  assert.equal(text, '123456');
});

await check('what is not the code stays', async () => {
  for (const other of ['', '654321', '1234567', ' 123456', 'a letter']) {
    text = '123456';
    await watch(code(text), 60);
    text = other;
    await empty();
    assert.equal(text, other);
  }
});

await check('what was copied while it is found out stays', async () => {
  text = '123456';
  await watch(code(text), 60);
  looked = () => { text = 'something else'; };
  await empty();
  looked = () => {};
  assert.equal(text, 'something else');
});

await check('of two codes the later one counts', async () => {
  text = '654321';
  await Promise.all([watch(code('123456'), 60), watch(code('654321'), 60)]);
  await empty();
  assert.equal(text, '');
});

await check('who may not look leaves it', async () => {
  text = '123456';
  await watch(code(text), 60);
  allowed = false;
  await empty();
  assert.equal(text, '123456');
});
