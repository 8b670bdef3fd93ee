// SPDX-License-Identifier: MIT
// The Worker that takes the QR codes of one picture apart: lab.wasm and nothing else, thrown away afterwards with whatever the
// picture made of its memory. The picture is decoded here, too; the page gets pixels.
import './wasm_exec.js';
import { ofBitmap } from './luminance.js';
import { run } from './program.js';

/** @typedef {import('./lab.d.ts').Inspected} Inspected */

/** A picture larger than this is shown smaller. Pixels. */
const mostShown = 16e6;

/** @param {Blob | ImageBitmap} picture */
async function decoded(picture) {
  if (picture instanceof ImageBitmap) return picture;
  try {
    return await createImageBitmap(picture);
  } catch {
    throw { code: 'picture-cut' };
  }
}

/** What is shown of a picture. @param {ImageBitmap} image */
function shown(image) {
  const { width, height } = image;
  const scale = Math.min(1, Math.sqrt(mostShown / (width * height)));
  return createImageBitmap(image, {
    resizeWidth: Math.max(1, Math.round(width * scale)), resizeHeight: Math.max(1, Math.round(height * scale)), resizeQuality: 'high',
  });
}

/** @typedef {{ picture: Blob | ImageBitmap, again?: boolean }} Order  again: its codes are known, and only what is shown of it is wanted */

/** @param {Order} order */
async function inspected({ picture }) {
  const [exports, image] = await Promise.all([run('lab.wasm'), decoded(picture)]);
  const { pixels, width, height, stride } = ofBitmap(image);
  const at = /** @type {(n: number) => number} */ (exports.alloc)(pixels.length);
  if (at < 0) throw { code: 'picture-empty' };
  new Uint8Array(/** @type {WebAssembly.Memory} */ (exports.mem).buffer, at, pixels.length).set(pixels);
  const { json, bytes } = globalThis.lab.call('inspect', JSON.stringify({ width, height, stride }));
  const { ok, error } = JSON.parse(json);
  if (error) throw { code: error.code };
  return { ok: /** @type {Inspected} */ (ok), bytes: bytes ?? new Uint8Array(), image: await shown(image), width, height };
}

addEventListener('message', async (/** @type {MessageEvent<Order>} */ { data }) => {
  try {
    if (data.again) {
      const image = await shown(await decoded(data.picture));
      postMessage({ image }, { transfer: [image] });
      return;
    }
    const answer = await inspected(data);
    postMessage(answer, { transfer: [answer.bytes.buffer, answer.image] });
  } catch (thrown) {
    const code = /** @type {any} */ (thrown)?.code;
    postMessage({ error: { code: typeof code === 'string' ? code : 'picture-unreadable' } });
  }
}, { once: true });
