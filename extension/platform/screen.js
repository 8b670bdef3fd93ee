// SPDX-License-Identifier: MIT
// One picture of a window, a tab or the whole screen, which the person chooses in the browser's own list.
import { Failure } from './messages.js';

/** A window that shows nothing for so long shows nothing. Milliseconds. */
const patience = 10_000;

/** A picture that stands still comes once, perhaps before it is read; whoever begins to read anew is given it again. Milliseconds. */
const pulse = 200;

/**
 * Takes one frame, as large as it is; what was chosen is let go of at once.
 * @returns {Promise<VideoFrame | null>} to be closed; null when the person thought better of it
 */
export async function take() {
  const controller = new CaptureController();
  controller.setFocusBehavior('no-focus-change'); // the person stays here, where what was read is shown
  let stream;
  try {
    stream = await navigator.mediaDevices.getDisplayMedia(/** @type {any} */ ({
      video: true, audio: false, controller, monitorTypeSurfaces: 'include', selfBrowserSurface: 'exclude', surfaceSwitching: 'exclude',
    }));
  } catch (error) {
    const { name = '', message = '' } = error instanceof Error ? error : {};
    if (name === 'NotAllowedError') {
      if (message.includes('system')) throw new Failure({ code: 'screen-system' });
      return null;
    }
    if (['NotReadableError', 'NotFoundError', 'AbortError'].includes(name)) throw new Failure({ code: 'screen-refused' });
    throw error;
  }
  try {
    const frame = await first(/** @type {MediaStreamTrack} */ (stream.getVideoTracks()[0]));
    if (!frame) throw new Failure({ code: 'screen-refused' });
    return frame;
  } finally {
    for (const track of stream.getTracks()) track.stop();
  }
}

/** @param {MediaStreamTrack} track @returns {Promise<VideoFrame | null>} */
function first(track) {
  return new Promise((resolve) => {
    let over = false;
    /** @param {VideoFrame | null | undefined} frame */
    const end = (frame) => {
      if (over) frame?.close();
      else resolve(frame ?? null);
      over = true;
      clearInterval(again);
      clearTimeout(late);
    };
    const look = () => {
      if (track.readyState === 'ended') {
        end(null); // what was chosen is gone already
        return;
      }
      const reader = new MediaStreamTrackProcessor({ track, maxBufferSize: 1 }).readable.getReader();
      reader.read().then(({ value }) => end(value), () => end(null));
    };
    const again = setInterval(look, pulse);
    const late = setTimeout(end, patience, null);
    look();
  });
}
