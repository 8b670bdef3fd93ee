// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { check } from './chrome.js';
import { admit } from './extension/platform/drawing.js';
import { sizeOf, typeOf } from './extension/platform/picture.js';

// Node 20 has no toHex of its own.
Uint8Array.prototype.toHex ??= function () { return Buffer.from(this).toString('hex'); };

/** Bytes of hexadecimal text and of strings in quotes. @param {string} text */
const bytes = (text) => new Uint8Array(Buffer.concat(text.match(/"[^"]*"|[0-9a-f]{2}/g).map((part) => (part.startsWith('"') ? Buffer.from(part.slice(1, -1), 'latin1') : Buffer.from(part, 'hex')))));

const heads = {
  png: bytes('89 "PNG" 0d0a1a0a 0000000d "IHDR" 00004e20 00007530 08 00'),
  gif: bytes('"GIF89a" 2c01 c800 81 0000 000000000000 000000000000 21f904 00000000 00 21ff 03 "abc" 01 00 00 2c 0000 0000 0100 0100 00'),
  wideGif: bytes('"GIF87a" 0100 0100 00 0000 2c 0a00 0000 2c01 c800 00'),
  bmp: bytes('"BM" 00000000 00000000 00000000 28000000 40010000 10ffffff'), // 240 rows, from the top down
  oldBmp: bytes('"BM" 00000000 00000000 00000000 0c000000 4001 f000 0100'),
  // Profile, fill bytes, tables, then a progressive frame.
  jpeg: bytes('ffd8 ffe1 0006 01020304 ffff ffc4 0003 00 ffc2 000b 08 0258 0320 03'),
  webpLossy: bytes('"RIFF" 00000000 "WEBP" "VP8 " 00000000 000000 9d012a 8002 e001'),
  webpLossless: bytes('"RIFF" 00000000 "WEBP" "VP8L" 00000000 2f 7fc27700'),
  webpExtended: bytes('"RIFF" 00000000 "WEBP" "VP8X" 0a000000 00000000 7f0200 df0100'),
  avif: bytes('00000018 "ftyp" "avif" 00000000 00000014 "ispe" 00000000 00000040 00000030 00000014 "ispe" 00000000 00000280 000001e0'),
  avifSequence: bytes('00000018 "ftyp" "avis" 00000000'),
};

await check('a picture is known by its first bytes, and its size is read from them', async () => {
  const sized = (/** @type {Uint8Array} */ head) => [typeOf(head), sizeOf(head)];
  const of = (/** @type {number} */ width, /** @type {number} */ height) => ({ width, height });
  assert.deepEqual(sized(heads.png), ['image/png', of(20_000, 30_000)]);
  assert.deepEqual(sized(heads.gif), ['image/gif', of(300, 200)]);
  assert.deepEqual(sized(heads.wideGif), ['image/gif', of(310, 200)]);
  assert.deepEqual(sized(heads.bmp), ['image/bmp', of(320, 240)]);
  assert.deepEqual(sized(heads.oldBmp), ['image/bmp', of(320, 240)]);
  assert.deepEqual(sized(heads.jpeg), ['image/jpeg', of(800, 600)]);
  assert.deepEqual(sized(heads.webpLossy), ['image/webp', of(640, 480)]);
  assert.deepEqual(sized(heads.webpLossless), ['image/webp', of(640, 480)]);
  assert.deepEqual(sized(heads.webpExtended), ['image/webp', of(640, 480)]);
  assert.deepEqual(sized(heads.avif), ['image/avif', of(640, 480)]);
  assert.deepEqual(sized(heads.avifSequence), ['image/avif', null]);
});

await check('a head that is cut off anywhere has a type or none, a size or none, and nothing else happens', async () => {
  for (const [name, head] of Object.entries(heads)) {
    for (let length = 0; length <= head.length; length++) {
      const size = sizeOf(head.subarray(0, length));
      assert.ok(size === null || Number.isInteger(size.width), `${name}, ${length} bytes`);
    }
  }
  // A JPEG that goes on and on without a frame ends where the head does.
  assert.equal(sizeOf(bytes(`ffd8 ${'ffe0 0002 '.repeat(1000)}`)), null);
  assert.equal(sizeOf(bytes('ffd8 00000000 00000000')), null);
});

await check('a picture that does not say how large it is is not decoded', async () => {
  const admitted = (/** @type {BlobPart[]} */ ...parts) => admit(new Blob(parts)).catch(({ problem }) => problem.code);
  assert.equal(await admitted(heads.jpeg), 'image/jpeg');
  assert.equal(await admitted(heads.png), 'picture-pixels');
  assert.equal(await admitted(heads.avifSequence), 'picture-cut');
  assert.equal(await admitted(bytes('ffd8 fffe 0003 00 00 ffc2 000b 08 0258 0320 03')), 'picture-cut'); // a byte too many
  assert.equal(await admitted('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'image/svg+xml');
  // However much is before it.
  const tables = Buffer.concat(Array(20).fill(Buffer.concat([bytes('ffe2 fffe'), Buffer.alloc(0xfffc)])));
  assert.equal(await admitted(bytes('ffd8'), tables, bytes('ffc2 000b 08 0258 0320 03')), 'image/jpeg');
  assert.equal(await admitted(bytes('ffd8'), tables, bytes('ffc2 000b 08 ea60 ea60 03')), 'picture-pixels');
});

await check('what cannot be read, or is too much to be copied about, is told as it is', async () => {
  const admitted = (/** @type {any} */ file) => admit(file).then(() => '', (error) => error.problem?.code ?? error);
  const head = () => new Blob([heads.jpeg]);
  assert.equal(await admitted({ size: 2 ** 31, slice: head, arrayBuffer: () => { throw new Error('read'); } }), 'picture-too-large');
  assert.equal(await admitted({ size: 4096, slice: () => ({ arrayBuffer: async () => { throw new Error('a folder'); } }) }), 'file-unreadable');
  assert.equal(await admitted(new File([], 'a folder')), 'file-unreadable');
  assert.equal(await admitted(new File([], 'empty.png', { type: 'image/png' })), 'picture-empty');
  assert.equal(await admitted(new Blob([])), 'picture-empty');
});

await check('an SVG is known with what XML allows before it, and nothing else is one', async () => {
  const kind = (/** @type {string} */ text) => typeOf(new TextEncoder().encode(text));
  for (const text of [
    '<svg xmlns="http://www.w3.org/2000/svg"/>', '\ufeff<?xml version="1.0"?>\n<!-- a > b --><svg>', '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x">\n<svg ',
    '<!DOCTYPE svg [<!ENTITY a "b">]><svg>', '  <SVG\n',
  ]) assert.equal(kind(text), 'image/svg+xml', text);
  for (const text of ['', 'svg', '<svga>', '<html><svg>', 'text <svg>', '<?xml version="1.0"?><html>', '%PDF-1.7']) assert.equal(kind(text), undefined, text);
  // No text makes it slow.
  const before = performance.now();
  kind('<!--'.repeat(2000));
  kind('<!DOCTYPE ['.repeat(700));
  kind(`${' '.repeat(8000)}<`);
  assert.ok(performance.now() - before < 2000);
});
