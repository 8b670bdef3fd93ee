// SPDX-License-Identifier: MIT
// Everybody who reads codes, ours first: how each is started, and how it is asked in Node with pixels from memory.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(import.meta.url);

/**
 * @typedef {{ width: number, height: number, rgba: Uint8ClampedArray, luminance: Uint8Array }} Pixels
 * @typedef {{
 *   name: string, version: string, note: string,
 *   twice?: boolean,
 *   decode: (pixels: Pixels) => string[] | Promise<string[]>,
 *   memory?: () => number,
 * }} Decoder  decode returns every text found; memory is the size of the wasm memory in bytes; twice: the smaller of two times counts
 */

/** @param {string} name */
async function version(name) {
  const { version: number } = JSON.parse(await readFile(new URL(`node_modules/${name}/package.json`, import.meta.url), 'utf8'));
  return number;
}

/** @param {string} file */
async function goProgram(file) {
  const go = new (/** @type {any} */ (globalThis).Go)();
  const { instance } = await WebAssembly.instantiate(await readFile(file), go.importObject);
  void go.run(instance);
  return /** @type {any} */ (instance.exports);
}

/** @param {any} exports @param {Uint8Array} bytes */
function write(exports, bytes) {
  const at = exports.alloc(bytes.length);
  new Uint8Array(exports.mem.buffer, at, bytes.length).set(bytes);
}

/** As extension/engine/scan-worker.js does it. @param {string} engine @returns {Promise<Decoder>} */
async function inkan(engine) {
  const { Program } = await import('../../extension/engine/linear.js');
  const scan = new Program(await WebAssembly.compile(await readFile(join(engine, 'scan.wasm'))));
  scan.call('warm', '{}');
  const utf8 = new TextDecoder();
  return {
    name: 'Inkan', version: 'this tree', note: 'luminance', twice: true,
    memory: () => scan.size,
    decode: ({ width, height, luminance }) => {
      scan.alloc(luminance.length)?.set(luminance);
      const answer = scan.call('decode', JSON.stringify({ width, height, stride: width }));
      const { ok, error } = JSON.parse(answer.json);
      if (error) throw new Error(error.code);
      let offset = 0;
      return ok.symbols.map((/** @type {any} */ s) => utf8.decode(answer.bytes?.subarray(offset, offset += s.byteLength)));
    },
  };
}

/** @returns {Promise<Decoder[]>} */
async function zxing() {
  const { prepareZXingModule, readBarcodes } = await import('zxing-wasm/reader');
  const wasmBinary = await readFile(new URL('node_modules/zxing-wasm/dist/reader/zxing_reader.wasm', import.meta.url));
  await prepareZXingModule({ overrides: { wasmBinary: wasmBinary.buffer.slice(wasmBinary.byteOffset, wasmBinary.byteOffset + wasmBinary.length) }, fireImmediately: true });
  const number = await version('zxing-wasm');
  /** @param {any} options */
  const asked = (options) => async (/** @type {Pixels} */ { width, height, rgba }) => {
    const found = await readBarcodes(/** @type {any} */ ({ data: rgba, width, height }), { formats: ['QRCode'], ...options });
    return found.map(({ text }) => text);
  };
  const full = { tryHarder: true, tryRotate: true, tryInvert: true, tryDownscale: true, tryDenoise: true, maxNumberOfSymbols: 255 };
  return [
    { name: 'zxing-cpp', version: number, note: 'zxing-wasm, RGBA, default options but for QR codes only', twice: true, decode: asked({}) },
    { name: 'zxing-cpp full', version: number, note: 'the same with tryHarder, tryRotate, tryInvert, tryDownscale, tryDenoise', decode: asked(full) },
  ];
}

/** @returns {Promise<Decoder>} */
async function zbar() {
  const { scanGrayBuffer } = await import('@undecaf/zbar-wasm');
  return {
    name: 'zbar', version: await version('@undecaf/zbar-wasm'), note: '@undecaf/zbar-wasm, luminance',
    decode: async ({ width, height, luminance }) => {
      const found = await scanGrayBuffer(/** @type {ArrayBuffer} */ (luminance.buffer), width, height);
      return found.filter(({ typeName }) => typeName === 'ZBAR_QRCODE').map((symbol) => symbol.decode());
    },
  };
}

/** @returns {Promise<Decoder>} */
async function qr() {
  const { decodeQRBatch } = await import('qr/decode.js');
  return {
    name: 'qr', version: await version('qr'), note: 'npm qr, luminance as I420, all codes; timeLimit 100 ms, as its 16 ms would let the load of the machine decide',
    decode: async ({ width, height, luminance }) => {
      const [found = []] = await decodeQRBatch([/** @type {any} */ ({ data: luminance, width, height })], { format: 'I420', timeLimit: 100, maxSize: { width, height } });
      return found.filter((result) => typeof result === 'string'); // the others are Errors: where it gave up
    },
  };
}

/** @returns {Promise<Decoder>} */
async function jsqr() {
  const { default: module } = await import('jsqr');
  const read = /** @type {any} */ (module).default ?? module;
  return {
    name: 'jsQR', version: await version('jsqr'), note: 'RGBA, one code at most',
    decode: ({ width, height, rgba }) => {
      const found = read(rgba, width, height);
      return found ? [found.data] : [];
    },
  };
}

/** @param {string} file @returns {Promise<Decoder[]>} */
async function gozxing(file) {
  const exports = await goProgram(file);
  const utf8 = new TextDecoder();
  /** @param {number} hard */
  const asked = (hard) => (/** @type {Pixels} */ { width, height, luminance }) => {
    write(exports, luminance);
    const length = exports.decode(width, height, hard);
    return JSON.parse(utf8.decode(new Uint8Array(exports.mem.buffer, exports.texts(), length)));
  };
  return [
    { name: 'gozxing', version: 'go.mod', note: 'wasm, luminance, hybrid binarizer, multi reader', decode: asked(0) },
    { name: 'gozxing combo', version: 'go.mod', note: 'the same, then try-harder, global histogram, inverted until something is read', decode: asked(1) },
  ];
}

/** @param {string} folder  with gozxing.wasm @param {string} engine  with scan.wasm and wasm_exec.js @returns {Promise<Decoder[]>} */
export async function all(folder, engine) {
  require(join(process.cwd(), engine, 'wasm_exec.js'));
  return [await inkan(engine), ...await zxing(), await zbar(), await qr(), await jsqr(), ...await gozxing(join(folder, 'gozxing.wasm'))];
}
