// SPDX-License-Identifier: MIT
// Filling a code into a page. The engine says whether the account is bound to the page's site, and makes the code only when a
// field was found; which document gets it is checked again at the moment it is handed over. The page is told nothing else.
import { Failure, ask, problemOf } from '../platform/messages.js';
import * as offscreen from '../platform/offscreen.js';
import { ifAtAll } from '../platform/patience.js';
import { tabOf } from './capture.js';
import * as notice from './notice.js';

/** @typedef {import('../engine/site.js').Place} Place */
/** @typedef {{ documentId: string, url: string, origin: string }} Target  of a document with a field for the code */

/** How long a page is waited for into which a code is to be filled: it may still be loading, or hang. Milliseconds. */
const patience = 10_000;

/**
 * Fills the code of an account into a tab. What keeps it from that is thrown: "fill-site" when the account is not bound to the
 * tab's site, "fill-insecure", "fill-none" when no field for a code is there, "fill-gone" when the page became another meanwhile,
 * "fill-refused" when the page did not take it, "fill-slow" when it does not answer.
 * @param {number} tabId @param {string} id @param {number} [frameId]  of the frame in which the person pointed at a field
 */
export async function fill(tabId, id, frameId) {
  const { url, place } = await placed(tabId);
  const target = await ifAtAll(look(tabId, url, place, id, frameId), undefined, patience);
  if (target === undefined) throw new Failure({ code: 'fill-slow' });
  if (!target) throw new Failure({ code: 'fill-none' });
  const code = await ask('engine', 'fill.code', { id, urls: [url, target.url] });
  await put(tabId, url, target, code);
}

/**
 * Whether a tab has a field for the code of an account that is bound to its site; not when its page does not answer.
 * @param {number} tabId @param {string} id @param {Promise<unknown>} [loaded]  of load, when the page has not become another since
 */
export async function offers(tabId, id, loaded) {
  const { url, place } = await placed(tabId);
  return await ifAtAll(look(tabId, url, place, id, undefined, loaded), null) !== null;
}

/** What a tab shows, and what that is to the accounts. @param {number} tabId @returns {Promise<{ url: string, place: Place }>} */
async function placed(tabId) {
  const { url = '' } = await tabOf(tabId);
  await offscreen.start();
  return { url, place: await ask('engine', 'place', { url }) };
}

/** Has the scripts loaded that look for a field. @param {number} tabId */
export function load(tabId) {
  const loaded = chrome.scripting.executeScript({ target: { tabId, allFrames: true }, files: ['fill/words.js', 'fill/field.js'] });
  loaded.catch(() => {}); // said when they are used
  return loaded;
}

/**
 * Looks for the field in all documents of a tab that can be reached: those of the tab's own origin, which is what the browser
 * grants.
 * @param {number} tabId @param {string} url @param {Place} place @param {string} id @param {number} [frameId]
 * @param {Promise<unknown>} [loaded]
 * @returns {Promise<Target | null>}
 */
async function look(tabId, url, { accounts, secure }, id, frameId, loaded) {
  const account = accounts.find((one) => one.id === id);
  if (!account) throw new Failure({ code: 'fill-site' });
  if (!secure) throw new Failure({ code: 'fill-insecure' });
  const shape = { length: account.digits, letters: account.letters };
  const target = { tabId, allFrames: true };
  let frames;
  try {
    await (loaded ?? load(tabId));
    frames = await chrome.scripting.executeScript({ target, func: /** @type {any} */ (lookThere), args: [shape, frameId !== undefined] });
  } catch (error) {
    console.warn('the page takes no script', error);
    return null;
  }
  const { origin } = new URL(url);
  const fields = frames.flatMap(({ documentId, frameId: of, result }) => {
    // What a document says of itself can only take it out; the browser has refused those of other origins already.
    const { score = 0, ...said } = /** @type {Partial<ReturnType<typeof lookThere>>} */ (result ?? {});
    if (!(score > 0) || said.origin !== origin || !said.url || new URL(said.url).origin !== origin) return [];
    return [{ documentId, url: said.url, origin, score: score + (of === frameId ? 1000 : 0) }];
  });
  return fields.sort((a, b) => b.score - a.score)[0] ?? null;
}

/** Runs in the isolated world of a document. @param {{ length: number, letters: boolean }} shape @param {boolean} pointed */
function lookThere(shape, pointed) {
  return globalThis.inkanField?.look(shape, pointed) ?? null; // not there: the document is a new one
}

/** Runs there too. @param {string} code @param {string} origin @param {number} until  after which nobody counts on it any more */
function putThere(code, origin, until) {
  return Date.now() < until && globalThis.inkanField.put(code, origin);
}

/**
 * Hands the code to the very document in which the field was found, if the tab still shows a page of the same origin.
 * @param {number} tabId @param {string} url @param {Target} target @param {string} code
 */
async function put(tabId, url, { documentId, origin }, code) {
  const now = await tabOf(tabId);
  if (!now.url || new URL(now.url).origin !== new URL(url).origin) throw new Failure({ code: 'fill-gone' });
  let frame;
  try {
    const answer = chrome.scripting.executeScript({
      target: { tabId, documentIds: [documentId] },
      func: /** @type {any} */ (putThere), args: [code, origin, Date.now() + patience],
    });
    [frame] = await ifAtAll(answer, [null], patience);
  } catch (error) {
    console.warn('the document is gone', error);
    throw new Failure({ code: 'fill-gone' });
  }
  if (frame === null) throw new Failure({ code: 'fill-slow' });
  // A document that is kept for going back takes no script, and the browser says so by no result at all.
  if (typeof frame?.result !== 'boolean' || frame.documentId !== documentId) throw new Failure({ code: 'fill-gone' });
  if (!frame.result) throw new Failure({ code: 'fill-refused' });
}

let filling = false;

/**
 * Fills without the popup, by key or menu: the one account that is bound to the tab's site. Which of several, or why it cannot
 * be done, is for the popup. Once at a time: a key that is held down is meant once.
 * @param {chrome.tabs.Tab} tab @param {number} [frameId]
 */
export async function direct(tab, frameId) {
  if (filling || tab.id === undefined) return;
  filling = true;
  let tell;
  try {
    tell = await alone(tab.id, tab.windowId, frameId);
  } finally {
    filling = false;
  }
  // The popup takes its time, and the person may have asked again by then.
  await tell?.();
}

/**
 * @param {number} tabId @param {number} windowId @param {number | undefined} frameId
 * @returns {Promise<(() => Promise<unknown>) | undefined>} what is left to the popup
 */
async function alone(tabId, windowId, frameId) {
  const popup = () => chrome.action.openPopup({ windowId });
  try {
    const { place } = await placed(tabId);
    const [only, ...others] = place.accounts;
    if (!only || others.length > 0) return popup;
    await fill(tabId, only.id, frameId);
    return undefined;
  } catch (error) {
    const problem = problemOf(error);
    // The popup asks for the password.
    return problem.code === 'vault-locked' ? popup : () => notice.post({ kind: 'failed', problem }, windowId);
  }
}
