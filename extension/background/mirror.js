// SPDX-License-Identifier: MIT
// The second copy of the vault file, in storage.local, for the engine, which cannot reach that area itself. Sealed bytes
// as Base64: the area stores JSON.

const key = 'vault';

/** @returns {Promise<string | null>} Base64, or null where there never was a copy */
export async function read() {
  return (await chrome.storage.local.get(key))[key] ?? null;
}

/** @param {string} file  Base64 */
export async function write(file) {
  await chrome.storage.local.set({ [key]: file });
}
