// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { check } from './chrome.js';
import { sentences } from './extension/platform/words.js';

await check('sentences are set as their language does', () => {
  for (const [language, want] of [['en', 'One. Two.'], ['fr', 'One. Two.'], ['ja', 'One.Two.'], ['zh-CN', 'One.Two.'], ['zh-TW', 'One.Two.']]) {
    globalThis.chrome.i18n = { getMessage: (key) => (key === 'language' ? language : '') };
    assert.equal(sentences(['One.', false, '', null, undefined, 'Two.']), want, language);
  }
});
