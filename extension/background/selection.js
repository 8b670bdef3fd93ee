// SPDX-License-Identifier: MIT
// Selecting an area: in the page where scripts are allowed, over a screenshot in a tab of ours where they are not. What
// is under way is kept in storage.session, since this worker may be stopped while the person drags.
import { Failure, ask, problemOf } from '../platform/messages.js';
import * as offscreen from '../platform/offscreen.js';
import { ifAtAll } from '../platform/patience.js';
import { drop, keep, recall } from '../platform/session.js';
import { turns } from '../platform/turns.js';
import { capture, siteOf, tabOf } from './capture.js';
import * as fill from './fill.js';
import * as notice from './notice.js';
import * as scan from './scan.js';

/**
 * @typedef {import('../engine/scanner.js').Box} Box
 * @typedef {{ kind: 'page', tabId: number, windowId: number, documentId: string }
 *   | { kind: 'selector', tabId: number, windowId: number, selectorId: number, picture: string, site: string }} Pending
 */

const key = 'selection';

const beginning = turns();

/**
 * Lets the person drag a box over a tab. Resolves when the overlay stands there. One at a time, so that each is known to the
 * next, which ends it.
 * @param {number} tabId
 */
export function begin(tabId) {
  return beginning(() => beginAlone(tabId));
}

/** @param {number} tabId */
async function beginAlone(tabId) {
  const tab = await tabOf(tabId);
  await abandon();
  const documentId = await scriptable(tab);
  if (documentId) await beginInPage(tabId, tab.windowId, documentId);
  else await beginInSelector(tab);
  void scan.warmEngine().catch(problemOf);
}

/**
 * The popup closed before the person saw what a scan of the whole tab came to: they are told as after a box.
 * @param {number} tabId @param {import('../platform/messages.js').Answer} answer  with a scan.Outcome
 */
export async function unseen(tabId, { ok, error }) {
  const { windowId, active } = await chrome.tabs.get(tabId);
  if (ok?.readings.length === 0 && !ok.cut && active) {
    // The popup may have asked for the box before it closed: whoever drags one already keeps it.
    await beginning(async () => { if (!await isThere(tabId)) await beginAlone(tabId); });
    return;
  }
  await report(windowId, async () => {
    if (error) throw new Failure(error);
    return { kind: 'found', readings: ok.readings, site: ok.site, area: false, cut: ok.cut };
  });
}

/** Whether a box can be dragged over what a tab shows now. @param {number} tabId */
async function isThere(tabId) {
  const pending = /** @type {Pending | null} */ (await recall(key));
  return pending?.kind === 'page' && pending.tabId === tabId && pending.documentId === await scriptable(await chrome.tabs.get(tabId));
}

/**
 * Reads a tab, or the picture in it that the person pointed at, and tells them in the popup. Where there is nothing to be read
 * in the whole of it they get a box to drag, as after the popup's Scan.
 * @param {number} tabId @param {number} windowId @param {() => Promise<Box | undefined>} pointedAt  undefined: the whole tab
 */
export async function direct(tabId, windowId, pointedAt) {
  const warm = scan.warmEngine();
  await report(windowId, async () => {
    await abandon();
    const box = await pointedAt();
    const { picture, site } = await capture(tabId);
    await warm;
    const sight = await ask('engine', 'scan', box ? { picture, site, box } : { picture, site });
    const { readings, cut } = sight;
    if (box) return ready(tabId, await scan.settle(sight, site));
    if (readings.length > 0 || cut) return { kind: 'found', readings, site, area: false, cut };
    await begin(tabId);
    return null;
  });
}

/**
 * Tells the person in the popup what a link is that they pointed at.
 * @param {number} windowId @param {string} link  "otpauth:…" or "otpauth-migration:…" @param {string} page  the address it is on
 */
export async function link(windowId, link, page) {
  await report(windowId, async () => {
    await offscreen.start();
    const site = siteOf(page);
    const { readings } = await ask('engine', 'link', { link: new TextEncoder().encode(link).toBase64(), site });
    return { kind: 'found', readings, site, area: false };
  });
}

/**
 * @param {chrome.tabs.Tab} tab
 * @returns {Promise<string | undefined>} the document that takes a script, or undefined where scripts are refused or the page hangs
 */
async function scriptable(tab) {
  try {
    const [frame] = await ifAtAll(chrome.scripting.executeScript({
      target: { tabId: /** @type {number} */ (tab.id) },
      // The browser's PDF viewer swallows the mouse: the overlay would show and never hear the drag. In a picture (SVG) or
      // other XML there is no place for it at all.
      func: () => document.documentElement instanceof HTMLElement && document.contentType !== 'application/pdf',
    }), []);
    return frame?.result ? frame.documentId : undefined;
  } catch {
    return undefined;
  }
}

/** @param {number} tabId @param {number} windowId @param {string} documentId */
async function beginInPage(tabId, windowId, documentId) {
  await keep(key, { kind: 'page', tabId, windowId, documentId });
  await chrome.scripting.executeScript({
    target: { tabId, documentIds: [documentId] },
    files: ['scan/overlay.js', 'scan/page.js'],
  });
}

/** @param {chrome.tabs.Tab} tab */
async function beginInSelector(tab) {
  const tabId = /** @type {number} */ (tab.id);
  const { picture, site } = await capture(tabId);
  const id = crypto.randomUUID();
  await offscreen.start();
  await ask('engine', 'picture.keep', { id, picture });
  const selector = await chrome.tabs.create({ url: `/scan/selector.html#${id}`, index: tab.index + 1, windowId: tab.windowId });
  await keep(key, { kind: 'selector', tabId, windowId: tab.windowId, selectorId: selector.id, picture: id, site });
}

/**
 * The person let go of the mouse in a page.
 * @param {unknown} box  written by the page's content script: anything
 * @param {chrome.runtime.MessageSender} sender
 */
export async function donePage(box, sender) {
  const pending = await take((found) => mine(found, sender));
  if (pending?.kind !== 'page') throw new Failure({ code: 'refused' });
  const loaded = fill.load(pending.tabId); // while the picture is read
  await report(pending.windowId, async () => {
    await offscreen.start();
    const { picture, site } = await capture(pending.tabId);
    const sight = await ask('engine', 'scan', { picture, site, box: boxOf(box) });
    return ready(pending.tabId, await scan.settle(sight, site), loaded);
  });
}

/** @param {chrome.runtime.MessageSender} sender */
export async function cancelPage(sender) {
  if (mine(await recall(key), sender)) await drop(key);
}

/**
 * Whether a selection is under way in the very document that a content script speaks for.
 * @param {Pending | undefined} pending @param {chrome.runtime.MessageSender} sender
 * @returns {pending is Extract<Pending, { kind: 'page' }>}
 */
function mine(pending, sender) {
  return pending?.kind === 'page' && pending.tabId === sender.tab?.id && pending.documentId === sender.documentId;
}

/** @param {unknown} box @param {chrome.runtime.MessageSender} sender */
export async function doneSelector(box, sender) {
  const pending = await takeSelector(sender);
  if (!pending) throw new Failure({ code: 'refused' });
  await report(pending.windowId, async () => {
    const sight = await ask('engine', 'picture.scan', { id: pending.picture, box: boxOf(box), site: pending.site });
    await back(pending);
    return ready(pending.tabId, await scan.settle(sight, pending.site));
  });
}

/** @param {chrome.runtime.MessageSender} sender */
export async function cancelSelector(sender) {
  const pending = await takeSelector(sender);
  if (!pending) return;
  await ask('engine', 'picture.drop', { id: pending.picture });
  await back(pending);
}

const taking = turns();

/**
 * The selection under way, if it is the one that is meant; taken, so that it counts once, also when two messages claim it at
 * the same moment.
 * @param {(pending: Pending | undefined) => boolean} meant
 * @returns {Promise<Pending | null>}
 */
function take(meant) {
  return taking(async () => {
    const pending = /** @type {Pending | undefined} */ (await recall(key));
    if (!pending || !meant(pending)) return null;
    await drop(key);
    return pending;
  });
}

/**
 * The selection that a selector tab of ours speaks for.
 * @param {chrome.runtime.MessageSender} sender
 * @returns {Promise<Extract<Pending, { kind: 'selector' }> | null>}
 */
async function takeSelector(sender) {
  const pending = await take((found) => found?.kind === 'selector' && found.selectorId === sender.tab?.id);
  return pending?.kind === 'selector' ? pending : null;
}

/**
 * Returns to the tab that the screenshot was of, and closes ours.
 * @param {Extract<Pending, { kind: 'selector' }>} pending
 */
async function back({ tabId, selectorId }) {
  // Either tab may have been closed meanwhile: then there is nothing to return to, or to close.
  await chrome.tabs.update(tabId, { active: true }).catch(() => {});
  await chrome.tabs.remove(selectorId).catch(() => {});
}

/** Where the window is kept in which the person waits for what their box comes to. */
const underway = 'underway';

/** Work in which this worker was ended came to nothing, and the person is told. To be called when the worker starts. */
export async function recover() {
  const windowId = await recall(underway);
  if (windowId === undefined) return;
  await drop(underway);
  await notice.post({ kind: 'failed', problem: { code: 'gone' } }, windowId);
}

/**
 * Tells the person what the work came to, also when it failed.
 * @param {number} windowId @param {() => Promise<import('./notice.js').Notice | null>} work  null: they see it already
 */
async function report(windowId, work) {
  /** @type {import('./notice.js').Notice | null} */
  let result;
  await keep(underway, windowId);
  try {
    result = await work();
  } catch (error) {
    result = { kind: 'failed', problem: problemOf(error) };
  }
  // An engine that is just starting would hear of the notice neither from us nor by asking.
  await offscreen.start().catch(problemOf);
  if (result) await notice.post(result, windowId);
  await drop(underway);
}

/**
 * Says with an account that was added whether the page waits for its code.
 * @param {number} tabId @param {import('./notice.js').Notice} told @param {Promise<unknown>} [loaded]  of fill.load
 * @returns {Promise<import('./notice.js').Notice>}
 */
async function ready(tabId, told, loaded) {
  const [id, ...others] = told.kind === 'added' ? told.ids : [];
  if (told.kind !== 'added' || id === undefined || others.length > 0) return told;
  return { ...told, fills: await fill.offers(tabId, id, loaded).catch((error) => !problemOf(error)) };
}

/**
 * A box as fractions of the picture, from a message that may hold anything.
 * @param {any} message
 * @returns {Box}
 */
function boxOf(message) {
  const box = { x: Number(message?.x), y: Number(message?.y), width: Number(message?.width), height: Number(message?.height) };
  const whole = Object.values(box).every((value) => value >= 0 && value <= 1) && box.width > 0 && box.height > 0;
  if (!whole) throw new Failure({ code: 'refused' });
  return box;
}

/** A tab was closed: a selection in it, or over its screenshot, is over. @param {number} tabId */
export async function forget(tabId) {
  const pending = /** @type {Pending | undefined} */ (await recall(key));
  if (!pending || (pending.tabId !== tabId && !(pending.kind === 'selector' && pending.selectorId === tabId))) return;
  await abandon();
}

/** Ends what is under way, if anything is: the picture kept for it is dropped. */
async function abandon() {
  const pending = /** @type {Pending | undefined} */ (await recall(key));
  await drop(key);
  // The engine may be gone, and the picture with it; the page, and the overlay on it.
  if (pending?.kind === 'selector') await ask('engine', 'picture.drop', { id: pending.picture }).catch(() => {});
  if (pending?.kind === 'page') {
    const { tabId, documentId } = pending;
    // Not waited for: a page that hangs would keep every other from being read. What comes after it in that page is done after it.
    chrome.scripting.executeScript({ target: { tabId, documentIds: [documentId] }, func: () => globalThis.inkanStop?.() }).catch(() => {});
  }
}
