// SPDX-License-Identifier: MIT
// The popup in a window of its own or in the browser's side panel, where it stays: the tabs beside it come and go, and the
// person is told apart from a page that renews its codes by itself.
import * as engine from '../platform/engine.js';

/** @typedef {import('./first.js').Behind} Behind */

const path = 'popup/popup.html?in=window';

/** Opens the window, or brings it to the front. @param {boolean} large  type */
export async function openWindow(large) {
  const [open] = await chrome.runtime.getContexts({ contextTypes: ['TAB'], documentUrls: [chrome.runtime.getURL(path)] });
  if (open) await chrome.windows.update(open.windowId, { focused: true });
  else await chrome.windows.create({ url: path, type: 'popup', width: large ? 520 : 420, height: 680 });
}

/** Opens the side panel of a window; the browser wants a click for that, and the window at once. @param {number} windowId */
export const openPanel = (windowId) => chrome.sidePanel.open({ windowId });

/** Whether the browser has one. */
export const hasPanel = () => 'sidePanel' in chrome;

/** A page that loads says so several times. Milliseconds. */
const settling = 150;

/**
 * Follows the tabs beside a page that stays, and tells the engine when somebody is there.
 * @param {() => unknown} moved  another tab is in front, or another page in it
 */
export function stay(moved) {
  let timer = 0;
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(moved, settling);
  };
  chrome.tabs.onActivated.addListener(soon);
  chrome.tabs.onUpdated.addListener((_, { status, url }) => { if (status === 'complete' || url) soon(); });
  chrome.windows.onFocusChanged.addListener(soon);
  for (const type of ['keydown', 'pointerdown', 'wheel']) addEventListener(type, here, { capture: true, passive: true });
}

/** Where the engine is not open there is nobody to be told. */
function here() {
  if (engine.overview()?.state === 'open') engine.act('present').catch(() => {});
}
