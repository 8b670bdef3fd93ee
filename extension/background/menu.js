// SPDX-License-Identifier: MIT
// Scanning and filling without the popup: the context menu of a page, of one picture or one field in it, and keys. Each grants
// the tab, as a click on the icon does, and the popup opens where there is something to say.
import { problemOf } from '../platform/messages.js';
import { ifAtAll } from '../platform/patience.js';
import { say } from '../platform/words.js';
import * as fill from './fill.js';
import * as selection from './selection.js';

/** @typedef {import('../engine/scanner.js').Box} Box */

/** Makes the menu anew: it is kept over restarts, in the language it was made in. Only when the browser or the extension begins. */
export async function make() {
  await chrome.contextMenus.removeAll();
  // Each where it makes sense, so that no place has both: two would be put in a menu of their own.
  chrome.contextMenus.create({ id: 'scan', title: say('menuScan'), contexts: ['page', 'frame', 'image', 'video', 'link', 'selection'] });
  chrome.contextMenus.create({ id: 'fill', title: say('menuFill'), contexts: ['editable'] });
}

/** Registers the listeners; called when the service worker starts. */
export function watch() {
  chrome.contextMenus.onClicked.addListener((info, tab) => {
    if (tab?.id === undefined) return;
    const tabId = tab.id;
    const { linkUrl = '', pageUrl = '' } = info;
    if (info.menuItemId === 'scan' && /^otpauth(-migration)?:/i.test(linkUrl)) once(() => selection.link(tab.windowId, linkUrl, pageUrl));
    else if (info.menuItemId === 'scan') read(tabId, tab.windowId, () => pointedAt(tabId, info));
    if (info.menuItemId === 'fill') fill.direct(tab, info.frameId ?? 0).catch(problemOf);
  });
  chrome.commands.onCommand.addListener((command, tab) => {
    if (command === 'scan' && tab?.id !== undefined) read(tab.id, tab.windowId, async () => undefined);
    if (command === 'fill' && tab) fill.direct(tab).catch(problemOf);
  });
}

let reading = false;

/** A key that is held down is meant once. @param {() => Promise<unknown>} work */
function once(work) {
  if (reading) return;
  reading = true;
  work().catch(problemOf).finally(() => { reading = false; });
}

/** @param {number} tabId @param {number} windowId @param {() => Promise<Box | undefined>} at */
const read = (tabId, windowId, at) => once(() => selection.direct(tabId, windowId, at));

/**
 * Where the picture is that the menu was opened on, as far as it can be seen. Undefined for what is no picture, and where the
 * page does not say which it is: then all of the tab is read.
 * @param {number} tabId @param {chrome.contextMenus.OnClickData} info
 * @returns {Promise<Box | undefined>}
 */
async function pointedAt(tabId, { mediaType, srcUrl, frameId = 0 }) {
  // Where a frame stands in the tab its own document does not know.
  if (!mediaType || !srcUrl || frameId !== 0) return undefined;
  try {
    const [frame] = await ifAtAll(chrome.scripting.executeScript({ target: { tabId }, func: pictures }), []);
    /** @type {ReturnType<typeof pictures>} */
    const shown = frame?.result ?? [];
    const [one, ...others] = shown.filter(({ addresses }) => addresses.includes(srcUrl));
    return others.length === 0 ? one?.box : undefined;
  } catch {
    return undefined; // a page that takes no scripts
  }
}

/** Runs in the page's isolated world: the pictures that can be seen, and the part of what the tab shows that each covers. */
function pictures() {
  // Of a page that is magnified with two fingers the tab does not show all of the window.
  const { offsetLeft, offsetTop, scale } = /** @type {VisualViewport} */ (visualViewport);
  return [...document.querySelectorAll('img, video, input[type=image]')].flatMap((element) => {
    const { currentSrc, src } = /** @type {HTMLImageElement} */ (element);
    const { left, top, right, bottom } = element.getBoundingClientRect();
    const x = Math.max((left - offsetLeft) * scale / innerWidth, 0);
    const y = Math.max((top - offsetTop) * scale / innerHeight, 0);
    const box = { x, y, width: Math.min((right - offsetLeft) * scale / innerWidth, 1) - x, height: Math.min((bottom - offsetTop) * scale / innerHeight, 1) - y };
    return box.width > 0 && box.height > 0 ? [{ addresses: [currentSrc, src], box }] : [];
  });
}
