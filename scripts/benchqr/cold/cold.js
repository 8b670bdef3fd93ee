// SPDX-License-Identifier: MIT
// Times a Worker from its start to the texts of its first picture. Inkan's is started as the extension does it, zxing-cpp's
// as its package does.
import * as scanner from '/engine/scanner.js';

/** @param {Worker} worker @param {Record<string, unknown>} request */
const ask = (worker, request) => new Promise((resolve, reject) => {
  worker.onmessage = ({ data }) => (data.error ? reject(new Error(JSON.stringify(data.error))) : resolve(data.ok));
  worker.onerror = (event) => reject(new Error(event.message));
  worker.postMessage(request);
});

/** @type {Record<string, () => { warm: () => Promise<unknown>, look: (picture: string) => Promise<any> }>} */
const decoders = {
  ours: () => scanner,
  zxing: () => {
    const worker = new Worker('/cold/zxing-worker.js', { type: 'module' });
    return { warm: () => ask(worker, { id: 0, type: 'warm' }), look: (picture) => ask(worker, { id: 1, type: 'look', picture }) };
  },
};

/**
 * @param {string} who @param {boolean} warmed  whether the Worker may get ready first, which is not counted
 * @returns {Promise<{ ms: number, texts: string[], warm: number }>}
 */
globalThis.cold = async (who, warmed) => {
  const picture = await (await fetch('/picture')).text();
  const begun = performance.now();
  const decoder = /** @type {typeof decoders[string]} */ (decoders[who])();
  if (warmed) await decoder.warm();
  const asked = performance.now();
  const { symbols } = await decoder.look(picture);
  const done = performance.now();
  const texts = symbols.map((/** @type {{ text: Uint8Array<ArrayBuffer> | string }} */ { text }) => (typeof text === 'string' ? text : new TextDecoder().decode(text)));
  return { ms: done - (warmed ? asked : begun), warm: asked - begun, texts };
};
globalThis.ready = true;
