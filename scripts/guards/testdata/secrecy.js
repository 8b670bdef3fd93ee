// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { check } from './chrome.js';
import { addressOf, mayBeSecret } from './extension/platform/secrecy.js';

await check('only what is plainly a link or a text is shown at once', async () => {
  for (const kind of ['account', 'problem', 'migration', 'known-app', 'something new']) assert.ok(mayBeSecret({ kind }, {}), kind);
  for (const kind of ['link', 'text']) assert.ok(!mayBeSecret({ kind }, {}), kind);
});

await check('a part of a longer message may be a part of a key', async () => {
  for (const kind of ['link', 'text', 'account']) assert.ok(mayBeSecret({ kind }, { append: { index: 0, total: 2, parity: 0 } }), kind);
});

await check('only addresses of the web are opened', async () => {
  for (const [text, host] of [['https://example.com/a', 'example.com'], [' HTTP://EXAMPLE.com ', 'example.com'], ['https://good.example@evil.example/', 'evil.example'], ['https://пример.example', 'xn--e1afmkfd.example']]) {
    assert.equal(addressOf(text)?.host, host, text);
  }
  for (const text of ['javascript:alert(1)', 'data:text/html,a', 'file:///etc/passwd', 'chrome://settings', 'mailto:a@example.com', 'example.com', '', 'https://', 'otpauth://totp/a?secret=A']) {
    assert.equal(addressOf(text), null, text);
  }
});
