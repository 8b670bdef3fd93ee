// SPDX-License-Identifier: MIT
// What must outlive the service worker but not the browser: storage.session, closed to content scripts by default.

/** @param {string} key @returns {Promise<any>} undefined when nothing is kept */
export async function recall(key) {
  return (await chrome.storage.session.get(key))[key];
}

/** @param {string} key @param {unknown} value  plain JSON */
export async function keep(key, value) {
  await chrome.storage.session.set({ [key]: value });
}

/** @param {string} key */
export async function drop(key) {
  await chrome.storage.session.remove(key);
}
