// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { check } from './chrome.js';
import { wordsOf } from './extension/platform/search.js';

await check('words are those of the vault, each once', () => {
  assert.deepEqual(wordsOf('  Ｇｉｔ hub git\tHUB '), ['git', 'hub']);
  assert.deepEqual(wordsOf(' \n '), []);
});

await check('a book is not searched for', () => {
  const words = wordsOf(Array.from({ length: 100_000 }, (_, i) => `word${i}`).join(' '));
  assert.ok(words.length > 0 && words.length < 50, String(words.length));
});
