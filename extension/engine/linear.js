// SPDX-License-Identifier: MIT
// A Go program that was started when it was built (scripts/tune) and holds no JavaScript value (wasm/linear): goes on from
// there, and is talked with through its memory. wasm_exec.js has to be there.

/**
 * @typedef {object} Exported
 * @property {WebAssembly.Memory} mem
 * @property {(n: number) => number} alloc  room for a picture, -1 when there is none of so many bytes
 * @property {(n: number) => number} asked  room for what is asked, likewise
 * @property {(method: number, params: number) => number} call
 */

const utf8 = new TextDecoder();
const encoder = new TextEncoder();

export class Program {
  #go = new Go();
  /** @type {Exported} */ #exports;
  /** What was decoded last for Go, which asks for it when it has room. */
  #text = new Uint8Array();

  /** @param {WebAssembly.Module} module */
  constructor(module) {
    const linear = {
      decodeText: (/** @type {number} */ label, /** @type {number} */ labelLength, /** @type {number} */ bytes, /** @type {number} */ length) => this.#decode(utf8.decode(this.view(label, labelLength)), this.view(bytes, length)),
      decodedText: (/** @type {number} */ into) => {
        this.view(into, this.#text.length).set(this.#text);
        this.#text.fill(0);
      },
    };
    const instance = new WebAssembly.Instance(module, { ...this.#go.importObject, linear });
    this.#exports = /** @type {any} */ (instance.exports);
    this.#goOn(module);
  }

  /** Makes of wasm_exec.js what it was when the program was kept. @param {WebAssembly.Module} module */
  #goOn(module) {
    const go = this.#go;
    // It believes to start the program, which has been started.
    void go.run(Object.create(WebAssembly.Instance.prototype, { exports: { value: { ...this.#exports, run() {} } } }));
    const [section = new ArrayBuffer()] = WebAssembly.Module.customSections(module, 'values');
    for (const [id, parent, name] of JSON.parse(utf8.decode(section))) {
      const value = go._values[parent][name];
      go._values[id] = value;
      go._goRefCounts[id] = Infinity; // held for good: by variables of packages
      go._ids.set(value, id);
    }
  }

  /** @param {string} label @param {Uint8Array} bytes @returns {number} as wasm/linear says */
  #decode(label, bytes) {
    let decoder;
    try {
      decoder = new TextDecoder(label, { fatal: true, ignoreBOM: true });
    } catch {
      return -2;
    }
    try {
      this.#text = encoder.encode(decoder.decode(bytes));
      return this.#text.length;
    } catch {
      return -1;
    }
  }

  /** The bytes there, until the memory grows, which any call may make it do. @param {number} at @param {number} length */
  view(at, length) {
    return new Uint8Array(this.#exports.mem.buffer, at >>> 0, length);
  }

  /** How much memory it has taken, in bytes; it never gives any back. */
  get size() {
    return this.#exports.mem.buffer.byteLength;
  }

  /** A program that has ended is of no use any more. @template T @param {T} answer @returns {T} */
  #alive(answer) {
    if (this.#go.exited) throw new Error('the Go program has ended');
    return answer;
  }

  /** Room for a picture of so many bytes, until the next; null when no picture has so many. @param {number} length */
  alloc(length) {
    const at = this.#alive(this.#exports.alloc(length));
    return at === -1 ? null : this.view(at, length);
  }

  /**
   * @param {string} method @param {string} params  JSON
   * @returns {{ json: string, bytes: Uint8Array<ArrayBuffer> | null }}
   */
  call(method, params) {
    const [name, given] = [encoder.encode(method), encoder.encode(params)];
    const length = name.length + given.length;
    const room = this.#alive(this.#exports.asked(length));
    if (room === -1) throw new RangeError('the parameters are too long');
    this.view(room, length).set(name);
    this.view(room + name.length, given.length).set(given);
    const answer = this.#alive(this.#exports.call(name.length, given.length));
    const words = new DataView(this.#exports.mem.buffer, answer >>> 0, 16);
    const [json = 0, jsonLength = 0, bytes = 0, bytesLength = 0] = [0, 4, 8, 12].map((at) => words.getUint32(at, true));
    const out = this.view(bytes, bytesLength);
    const copy = bytes === 0 ? null : out.slice();
    if (copy) out.fill(0); // there may be secrets among it
    return { json: utf8.decode(this.view(json, jsonLength)), bytes: copy };
  }
}
