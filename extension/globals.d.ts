// SPDX-License-Identifier: MIT
// Globals that parts of Inkan share with Go and with each other.
import type { Engine } from './engine/engine.js';
import type { ScanDoor } from './engine/scan.d.ts';
import type { TransferDoor } from './engine/transfer.d.ts';
import type { VaultDoor } from './engine/vault.d.ts';

declare global {
  var vault: VaultDoor;
  var scan: ScanDoor;
  var transfer: TransferDoor;
  var inkan: Engine;
  var trustedTypes: { createPolicy(name: string, rules: { createScriptURL: (url: string) => string }): { createScriptURL(url: string): URL } };
  /** Starts the selection overlay (scan/overlay.js). */
  var inkanSelect: (actions: { done: (selection: SelectedBox) => void, cancel: () => void }) => () => void;
  /** Ends the one that was started in a page without a word (scan/page.js). */
  var inkanStop: (() => void) | undefined;

  /** A rectangle dragged over a viewport, as fractions of its width and height. */
  interface SelectedBox {
    x: number;
    y: number;
    width: number;
    height: number;
  }
}
