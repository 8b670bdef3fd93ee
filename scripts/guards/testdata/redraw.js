// SPDX-License-Identifier: MIT
// Draws symbols as the manage page does, for another program to read: a line each of version, level, content in Base64, and modules.
import assert from 'node:assert/strict';
import { modulesOf, outlineOf } from './extension/manage/symbol.js';

const draw = (/** @type {string | Uint8Array} */ content, /** @type {any} */ level, /** @type {number} */ version) => {
  const modules = modulesOf(content, { level, version, quiet: 4 });
  assert.equal(modules.length, 17 + 4 * version + 8);
  console.log([version, level, Buffer.from(content).toString('base64'), modules.map((row) => row.map(Number).join('')).join('')].join(' '));
};

for (let version = 1; version <= 40; version += 3) {
  for (const level of ['L', 'M', 'Q', 'H']) draw('0'.repeat(10 + version), level, version);
}
for (const text of ['https://example.com/', 'ABC 123', '日本語の文字列', 'otpauth://totp/a?secret=JBSWY3DPEHPK3PXP', ' é']) draw(text, 'M', 7);
draw(Uint8Array.of(0xff, 0, 0x80, 0xc3), 'H', 3);

assert.throws(() => modulesOf('x'.repeat(2954), { level: 'L', quiet: 4 }), 'more than any symbol holds');
assert.throws(() => modulesOf('x'.repeat(100), { level: 'H', version: 2, quiet: 4 }), 'more than this one holds');
assert.equal(modulesOf('1', { level: 'H', quiet: 4 }).length, 29, 'the smallest');
assert.equal(outlineOf([[true, false], [false, true]]), 'M0 0h1v1h-1zM1 1h1v1h-1z');
