// SPDX-License-Identifier: MIT
// The Worker that decodes pictures: started when first needed, ended when idle, so that hostile pixels never share a
// memory with the vault and a large picture's memory is given back. Each document that needs one has its own.
import { Failure } from '../platform/messages.js';
import { frameOf } from './luminance.js';
import * as workers from './workers.js';

/** A decode that takes longer is given up, Worker and all. Milliseconds. */
const patience = 20_000;
/** A Worker that had nothing to do for so long is ended. Milliseconds. */
const idle = 60_000;

/**
 * @typedef {{ x: number, y: number, width: number, height: number }} Box  fractions of a picture's width and height
 * @typedef {{ text: Uint8Array<ArrayBuffer>, corners: { x: number, y: number }[], part: boolean, at: number }} Symbol  one QR code read;
 *   part: of a longer message; at: its place among those of the picture
 * @typedef {{ symbols: Symbol[], width: number, height: number, times: Record<string, number>, cut: boolean, sheet?: import('../platform/crops.js').Sheet | null }} Sight
 *   corners in picture pixels, times in ms; cut: there is none, but a part of one, which the picture's edge cuts; sheet: of all symbols, where there are several and it was asked for
 */

/** @type {Worker | null} */
let worker = null;
/** @type {Map<number, { resolve: (value: any) => void, reject: (error: Failure) => void, timer: number }>} */
const pending = new Map();
let lastId = 0;
let idleTimer = 0;
/** @type {Promise<WebAssembly.Module> | null} */
let program = null;

/**
 * scan.wasm, compiled once: while the first Worker starts, and with all that one Worker's run made the browser compile of it
 * for the next.
 */
function compiled() {
  program ??= compile().catch((error) => {
    program = null;
    throw error;
  });
  return program;
}

/** Compiled while it is still being read. */
const compile = () => WebAssembly.compileStreaming(fetch(new URL('scan.wasm', import.meta.url)));

function start() {
  const started = workers.start('scan-worker.js');
  compiled().then((module) => started.postMessage({ type: 'start', module }), () => started === worker && end('crashed'));
  started.onmessage = ({ data }) => {
    const call = pending.get(data.id);
    if (!call) return;
    settle(data.id);
    if (data.error) call.reject(new Failure(data.error));
    else call.resolve(data.ok);
    // After a panic the Go program is closed for good: the next call gets a new one.
    if (data.error?.code === 'crashed' || data.error?.code === 'closed') end('crashed');
  };
  started.onerror = () => end('crashed');
  return started;
}

/** @param {number} id */
function settle(id) {
  clearTimeout(pending.get(id)?.timer);
  pending.delete(id);
  clearTimeout(idleTimer);
  if (pending.size === 0) idleTimer = setTimeout(end, idle);
}

/**
 * Ends the Worker; what it still owed is rejected with the code.
 * @param {string} [code]
 */
export function end(code = 'gone') {
  worker?.terminate();
  worker = null;
  for (const [id, call] of [...pending]) {
    settle(id);
    call.reject(new Failure({ code }));
  }
  clearTimeout(idleTimer);
}

/**
 * @param {string} type @param {Record<string, unknown>} [body]
 * @param {VideoFrame | null | Promise<VideoFrame | null>} [frame]  handed over
 * @returns {Promise<any>}
 */
function ask(type, body = {}, frame = null) {
  worker ??= start();
  clearTimeout(idleTimer);
  const id = ++lastId;
  const answer = new Promise((resolve, reject) => {
    const timer = setTimeout(() => end('scan-slow'), patience);
    pending.set(id, { resolve, reject, timer });
  });
  send(id, { ...body, id, type }, frame).catch((error) => {
    const call = pending.get(id);
    settle(id);
    call?.reject(error);
  });
  return answer;
}

/**
 * The call waits for its frame among those that end ends: one that was ended meanwhile starts no other Worker.
 * @param {number} id @param {Record<string, unknown>} message @param {VideoFrame | null | Promise<VideoFrame | null>} frame
 */
async function send(id, message, frame) {
  const handed = await frame;
  if (pending.has(id)) worker?.postMessage({ ...message, frame: handed }, { transfer: handed ? [handed] : [] });
  else handed?.close();
}

/** Starts the Worker and runs its code once, so that the first picture does not wait for the compiler. */
export function warm() {
  return ask('warm');
}

/**
 * Reads every QR code in a picture.
 * @param {string} picture  a data: URL of a JPEG or PNG
 * @param {{ box?: Box | undefined, crops?: boolean }} [o]  box: only what lies in it; crops: the sheet is wanted
 * @returns {Promise<Sight>}
 */
export async function look(picture, { box, crops = false } = {}) {
  const begun = performance.now();
  let decoding = 0;
  // A JPEG is decoded while the Worker starts; what is wrong with it, the Worker says.
  const frame = frameOf(picture).catch(() => null).finally(() => { decoding = performance.now() - begun; });
  const sight = await ask('look', { picture, box, crops }, frame);
  sight.times.picture += decoding;
  return sight;
}

/**
 * Reads every QR code in a frame of a camera, a window or a screen.
 * @param {VideoFrame} frame  handed over
 * @returns {Promise<Sight>}
 */
export function see(frame) {
  return ask('see', {}, frame);
}
