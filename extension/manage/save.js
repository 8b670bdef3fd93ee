// SPDX-License-Identifier: MIT
// Saving a file where the browser saves files.
import { make } from '../look/form.js';

/** @param {Uint8Array<ArrayBuffer>} file  wiped @param {string} name */
export function save(file, name) {
  const url = URL.createObjectURL(new Blob([file], { type: 'application/octet-stream' }));
  file.fill(0);
  make('a', { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
