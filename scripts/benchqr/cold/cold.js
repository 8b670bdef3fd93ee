// SPDX-License-Identifier: MIT
// Times a Worker from its start to the texts of its first picture.

/** The Workers speak as extension/engine/scan-worker.js does. @type {Record<string, string>} */
const workers = { ours: '/engine/scan-worker.js', zxing: '/cold/zxing-worker.js' };

/** @param {Worker} worker @param {Record<string, unknown>} request */
const ask = (worker, request) => new Promise((resolve, reject) => {
  worker.onmessage = ({ data }) => (data.error ? reject(new Error(JSON.stringify(data.error))) : resolve(data.ok));
  worker.onerror = (event) => reject(new Error(event.message));
  worker.postMessage(request);
});

/**
 * @param {string} who @param {boolean} warmed  whether the Worker may get ready first, which is not counted
 * @returns {Promise<{ ms: number, texts: string[], warm: number }>}
 */
globalThis.cold = async (who, warmed) => {
  const picture = await (await fetch('/picture')).text();
  const begun = performance.now();
  const worker = new Worker(/** @type {string} */ (workers[who]), { type: 'module' });
  if (warmed) await ask(worker, { id: 0, type: 'warm' });
  const asked = performance.now();
  const { symbols } = await ask(worker, { id: 1, type: 'look', picture });
  const done = performance.now();
  const texts = symbols.map((/** @type {{ text: Uint8Array | string }} */ { text }) => (typeof text === 'string' ? text : new TextDecoder().decode(text)));
  return { ms: done - (warmed ? asked : begun), warm: asked - begun, texts };
};
globalThis.ready = true;
