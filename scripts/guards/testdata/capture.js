// SPDX-License-Identifier: MIT
// A camera, a window or the screen that is gone as soon as it was chosen is said to be.
import assert from 'node:assert/strict';
import { check } from './chrome.js';

/** A track of a picture, and whether it was stopped. */
class Track extends EventTarget {
  readyState = 'live';
  stop() { this.readyState = 'ended'; }
}
/** What is chosen next. */
let track = new Track();
const stream = async () => ({ getTracks: () => [track], getVideoTracks: () => [track] });
Object.defineProperty(globalThis, 'navigator', { configurable: true, value: { mediaDevices: { getUserMedia: stream, getDisplayMedia: stream } } });
globalThis.CaptureController = /** @type {any} */ (class { setFocusBehavior() {} });

/** Frames that were not closed. */
let open = 0;
globalThis.MediaStreamTrackProcessor = /** @type {any} */ (class {
  /** @param {{ track: Track }} init */
  constructor({ track: one }) {
    if (one.readyState === 'ended') throw new TypeError('Input track cannot be ended'); // as Chromium does
    open++;
    const value = { close: () => { open--; } };
    this.readable = { getReader: () => ({ read: async () => ({ value }), cancel: async () => {} }) };
  }
});

const camera = await import('./extension/platform/camera.js');
const screen = await import('./extension/platform/screen.js');

/** How something ends. @param {() => Promise<unknown>} work */
const ends = (work) => work().then(() => 'done', (error) => error.problem?.code ?? error);

await check('what is there is read, and let go of', async () => {
  const frame = await screen.take();
  assert.equal(track.readyState, 'ended');
  frame?.close();
  assert.equal(open, 0);
  track = new Track();
  const on = await camera.open();
  assert.equal(track.readyState, 'live');
  on.close();
  assert.equal(track.readyState, 'ended');
});

await check('what is gone already is said to be', async () => {
  track = new Track();
  track.stop();
  assert.equal(await ends(screen.take), 'screen-refused');
  assert.equal(await ends(() => camera.open()), 'camera-gone');
});
