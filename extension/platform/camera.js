// SPDX-License-Identifier: MIT
// The cameras of this computer: one that is on, frame by frame. Nothing of them is kept.
import { Failure } from './messages.js';

/** What is asked of a camera: modules of a large code have to be some pixels wide, and no more is looked at in a second. */
const wanted = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 15 } };

/** One camera that is on. */
export class Camera {
  /** @type {MediaStream} for a <video> to show */
  stream;
  /** Called once when it is gone by itself: unplugged, or taken away by the browser. @type {() => void} */
  onlost = () => {};
  #track;
  #reader;

  /** @param {MediaStream} stream */
  constructor(stream) {
    this.stream = stream;
    [this.#track] = /** @type {[MediaStreamTrack]} */ (stream.getVideoTracks());
    // One frame waits to be read, the newest: those before it are dropped.
    this.#reader = new MediaStreamTrackProcessor({ track: this.#track, maxBufferSize: 1 }).readable.getReader();
    this.#track.addEventListener('ended', () => this.onlost());
  }

  /** @returns {string} of the device; "" where the browser tells none */
  get id() {
    return this.#track.getSettings().deviceId ?? '';
  }

  /** Whether it looks at the person, who finds their way by a mirror. */
  get mirrored() {
    return this.#track.getSettings().facingMode !== 'environment';
  }

  /** Whether it has a light. */
  get lit() {
    return 'torch' in this.#track.getCapabilities();
  }

  /** @param {boolean} on */
  light(on) {
    return this.#track.applyConstraints(/** @type {any} */ ({ advanced: [{ torch: on }] }));
  }

  /** The next frame, which is to be closed. @returns {Promise<VideoFrame | null>} null when there is none any more */
  async frame() {
    const { value } = await this.#reader.read();
    return value ?? null;
  }

  /** Switches it off. */
  close() {
    for (const track of this.stream.getTracks()) track.stop();
    this.#reader.cancel().catch(() => {}); // of a track that has ended
  }
}

/**
 * Switches a camera on. The browser asks the person before the first one.
 * @param {string} [id]  of the device; one that is not there any more stands for any
 * @returns {Promise<Camera>}
 */
export async function open(id) {
  const choice = id ? { deviceId: { exact: id } } : { facingMode: { ideal: 'environment' } };
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ video: { ...wanted, ...choice } });
    if (stream.getVideoTracks()[0]?.readyState === 'ended') throw new Failure({ code: 'camera-gone' });
    return new Camera(stream);
  } catch (error) {
    if (id && nameOf(error) === 'OverconstrainedError') return open();
    throw await failure(error);
  }
}

/** The cameras there are; of use once one is on. @returns {Promise<{ id: string, name: string }[]>} */
export async function list() {
  const devices = await navigator.mediaDevices.enumerateDevices();
  return devices.filter(({ kind, deviceId }) => kind === 'videoinput' && deviceId).map(({ deviceId, label }) => ({ id: deviceId, name: label }));
}

/** @param {unknown} error */
const nameOf = (error) => (error instanceof DOMException || error instanceof Error ? error.name : '');

/** @param {unknown} error  of getUserMedia */
async function failure(error) {
  switch (nameOf(error)) {
    case 'NotFoundError': return new Failure({ code: 'camera-none' });
    case 'NotReadableError': case 'AbortError': return new Failure({ code: 'camera-busy' });
    case 'NotAllowedError': return new Failure({ code: await refusal(/** @type {Error} */ (error)) });
  }
  return error;
}

/** Who refuses: the computer, the browser, which asks no more, or the person just now. @param {Error} error */
async function refusal({ message }) {
  if (message.includes('system')) return 'camera-system';
  const { state } = await navigator.permissions.query({ name: 'camera' });
  return state === 'denied' ? 'camera-denied' : 'camera-asked';
}
