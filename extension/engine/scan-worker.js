// SPDX-License-Identifier: MIT
// The scan Worker: a picture in, the QR codes in it out. Holds scan.wasm and nothing else; ends when its page says so. The
// page compiles the program while this Worker starts, and the first message brings it.
import './wasm_exec.js';
import { Program } from './linear.js';
import { blobOf, luminance, ofFrame } from './luminance.js';

/**
 * @typedef {import('./scanner.js').Sight} Sight
 * @typedef {import('./luminance.js').Luminance} Luminance
 */

/** @type {PromiseWithResolvers<Program>} */
const program = Promise.withResolvers();

/** @param {WebAssembly.Module} module */
async function start(module) {
  try {
    return new Program(module);
  } catch (error) {
    console.error('the Go program does not start', error);
    throw { code: 'crashed' }; // the page gives this Worker up, and the next one tries again
  }
}

/**
 * @template {keyof import('./scan.d.ts').ScanMethods} M
 * @param {Program} scan
 * @param {M} method
 * @param {import('./scan.d.ts').ScanMethods[M]['params']} params
 */
function call(scan, method, params) {
  const answer = ended(() => scan.call(method, JSON.stringify(params)));
  const { ok, error } = JSON.parse(answer.json);
  if (error) throw error;
  return { ok, bytes: answer.bytes };
}

/**
 * A Go program that has ended throws whatever it is asked: the Worker is of no use any more, and says so.
 * @template T @param {() => T} work @returns {T}
 */
function ended(work) {
  try {
    return work();
  } catch (error) {
    console.error('the Go program has ended', error);
    throw { code: 'crashed' };
  }
}

/** What there is to read, by the type of the message. @type {Record<string, (request: any) => Promise<Luminance>>} */
const sources = {
  look: ({ picture, box, frame }) => luminance(picture, box, frame),
  see: ({ frame }) => ofFrame(frame),
};

/**
 * @param {Promise<Luminance>} source
 * @returns {Promise<Sight>}
 */
async function read(source) {
  const t0 = performance.now();
  const [scan, image] = await Promise.all([program.promise, source]);
  const t1 = performance.now();
  const size = image.stride * image.height;
  const place = ended(() => scan.alloc(size));
  if (!place) throw { code: 'picture-too-large' };
  place.set(image.pixels.subarray(0, size));
  const { ok, bytes } = call(scan, 'decode', { width: image.width, height: image.height, stride: image.stride });
  const texts = bytes ?? new Uint8Array();
  let offset = 0;
  const symbols = ok.symbols.map((/** @type {import('./scan.d.ts').Symbol} */ symbol, /** @type {number} */ at) => {
    const text = texts.slice(offset, offset += symbol.byteLength);
    const corners = symbol.corners.map(({ x, y }) => ({ x: x + image.x, y: y + image.y }));
    return { text, corners, part: symbol.part, at };
  });
  texts.fill(0);
  return { symbols, cut: ok.cut, width: image.fullWidth, height: image.fullHeight, times: { picture: t1 - t0, decode: performance.now() - t1 } };
}

let warmed = false;

/** Runs the code once; asked for before every scan, since nobody knows whether the Worker is new. */
async function warm() {
  const scan = await program.promise;
  if (warmed) return;
  warmed = true;
  call(scan, 'warm', {});
}

/**
 * Pictures of several codes, by what nobody waits for who has only one.
 * @param {string} picture  a data: URL @param {Sight['symbols']} symbols
 */
async function pictured(picture, symbols) {
  try {
    const { sheetOf } = await import('../platform/crops.js');
    return await sheetOf(blobOf(picture), symbols.map(({ corners }) => corners));
  } catch (error) {
    console.warn('the codes have no pictures', error);
    return null; // they are read all the same
  }
}

/** @param {any} thrown  what Go or the browser threw; only codes leave the Worker */
function problem(thrown) {
  if (typeof thrown?.code === 'string') return thrown;
  console.error(thrown);
  return { code: 'picture-unreadable' };
}

addEventListener('message', async ({ data }) => {
  if (data.type === 'start') {
    program.resolve(start(data.module));
    return;
  }
  try {
    const source = sources[data.type];
    const ok = source ? await read(source(data)) : null;
    if (!ok) await warm();
    if (ok && data.crops && ok.symbols.length > 1) ok.sheet = await pictured(data.picture, ok.symbols);
    // What was read is handed over, not copied: whoever uses it wipes it.
    postMessage({ id: data.id, ok }, { transfer: ok ? ok.symbols.map(({ text }) => text.buffer) : [] });
  } catch (thrown) {
    postMessage({ id: data.id, error: problem(thrown) });
  }
});
