// SPDX-License-Identifier: MIT
// Reads QR codes out of pictures with zxing-cpp, which shares no code with ours, and prints what it says of each: a line of
// JSON a picture, with a list of {text, Version, ECLevel, DataMask, mirrored, inverted, index, total, parity, modules}; modules
// as a character each, row by row, "1" for dark.
//
//     node zxing.mjs PICTURE.png...
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

const { resolve } = createRequire(import.meta.url);
const { buffer } = new Uint8Array(await readFile(resolve('zxing-wasm/reader/zxing_reader.wasm')));
await prepareZXingModule({ overrides: { wasmBinary: buffer }, fireImmediately: true });
for (const path of process.argv.slice(2)) {
  const found = await readBarcodes(await readFile(path), { formats: ['QRCode'], tryInvert: true, tryHarder: true });
  console.log(JSON.stringify(found.map((one) => ({
    text: one.text, ...JSON.parse(one.extra), mirrored: one.isMirrored, inverted: one.isInverted,
    index: one.sequenceIndex, total: one.sequenceSize, parity: one.sequenceId,
    modules: [...one.symbol.data].map((shade) => (shade === 0 ? 1 : 0)).join(''),
  }))));
}
