// SPDX-License-Identifier: MIT
// zxing-wasm in a Worker, with the shortest way to the RGBA it takes: the browser's JPEG decoder, no canvas.
import { prepareZXingModule, readBarcodes } from '/zxing/es/reader/index.js';

/** @type {Promise<unknown> | null} */
let started = null;
const start = () => Promise.resolve(prepareZXingModule({ overrides: { locateFile: (/** @type {string} */ file) => `/zxing/reader/${file}` }, fireImmediately: true }));

/** @param {string} picture  a data: URL of a JPEG */
async function pixels(picture) {
  const decoder = new ImageDecoder({ data: Uint8Array.fromBase64(picture.slice(picture.indexOf(',') + 1)), type: 'image/jpeg' });
  const { image } = await decoder.decode();
  const { displayWidth: width, displayHeight: height } = image;
  const data = new Uint8ClampedArray(width * height * 4);
  await image.copyTo(data, { format: 'RGBA' });
  image.close();
  decoder.close();
  return new ImageData(data, width, height);
}

addEventListener('message', async ({ data: { id, type, picture } }) => {
  try {
    started ??= start();
    if (type === 'warm') {
      await started;
      // As ours does: one small picture, so that what happens once has happened.
      await readBarcodes(new ImageData(116, 116), { formats: ['QRCode'] });
      postMessage({ id, ok: {} });
      return;
    }
    const [image] = await Promise.all([pixels(picture), started]);
    const found = await readBarcodes(image, { formats: ['QRCode'] });
    postMessage({ id, ok: { symbols: found.map(({ text }) => ({ text })) } });
  } catch (error) {
    postMessage({ id, error: { code: String(error) } });
  }
});
