// SPDX-License-Identifier: MIT
// Globals that parts of Inkan share with Go and with each other.
import type { Engine } from './engine/engine.js';
import type { LabDoor } from './engine/lab.d.ts';
import type { TransferDoor } from './engine/transfer.d.ts';
import type { VaultDoor } from './engine/vault.d.ts';

declare global {
  var vault: VaultDoor;
  var lab: LabDoor;
  var transfer: TransferDoor;
  var inkan: Engine;
  var trustedTypes: { createPolicy(name: string, rules: { createScriptURL: (url: string) => string }): { createScriptURL(url: string): URL } };
  /** The frames of a track, of which at most so many wait (W3C MediaStreamTrack Insertable Media Processing; Chromium has it in windows, too). */
  class MediaStreamTrackProcessor {
    constructor(init: { track: MediaStreamTrack, maxBufferSize?: number });
    readonly readable: ReadableStream<VideoFrame>;
  }
  /** Who has the focus when something is captured (W3C Screen Capture). */
  class CaptureController extends EventTarget {
    setFocusBehavior(behavior: 'focus-captured-surface' | 'no-focus-change'): void;
  }
  /** Starts the selection overlay (scan/overlay.js). */
  var inkanSelect: (actions: { done: (selection: SelectedBox) => void, cancel: () => void }) => () => void;
  /** Ends the one that was started in a page without a word (scan/page.js). */
  var inkanStop: (() => void) | undefined;

  /** What words of login pages stand for (fill/words.js). */
  var inkanWords: Record<'strong' | 'middle' | 'weak' | 'app' | 'sent' | 'never' | 'step' | 'kind' | 'pin' | 'spare' | 'other', RegExp>;
  /** Finds the field for a code in a document, and fills it (fill/field.js). */
  var inkanField: {
    /** score: 0 where there is none. */
    look(shape: { length: number, letters: boolean }, pointed: boolean): { url: string, origin: string, score: number };
    /** Fills the field that was found last, if the document still has the origin. Resolves to whether the code stands there. */
    put(code: string, origin: string): Promise<boolean>;
  };

  /** A rectangle dragged over a viewport, as fractions of its width and height. */
  interface SelectedBox {
    x: number;
    y: number;
    width: number;
    height: number;
  }
}
