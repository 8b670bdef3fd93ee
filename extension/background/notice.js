// SPDX-License-Identifier: MIT
// What a scan came to, for the person: the badge at once, and the words in the next popup. Nothing is told in the page.
import { ask, problemOf } from '../platform/messages.js';
import { drop, keep, recall } from '../platform/session.js';

/**
 * What is told; fills: the page has a field for the first code of what was added; area: of a box drawn by hand; cut: nothing was
 * read, but the window's edge cuts a QR code; handed: pasted into the popup, or let go of over it.
 * @typedef {import('../engine/sights.js').Seen} Reading
 * @typedef {{ kind: 'added', ids: string[], site: string, fills?: boolean }
 *   | { kind: 'waiting', site: string }
 *   | { kind: 'found', readings: Reading[], site: string, area: boolean, cut?: boolean, handed?: boolean }
 *   | { kind: 'mended' }
 *   | { kind: 'changed', versions: string[] }
 *   | { kind: 'failed', problem: import('../platform/messages.js').Problem }} Notice
 */

const key = 'notice';

/** Badge texts are signs, not words: they need no translation and fit in two characters. */
const signs = { added: '✓', waiting: '✓', mended: '!', changed: 'i', failed: '!' };
const colours = { added: '#2f7d4f', waiting: '#2f7d4f', found: '#c73a2b', mended: '#8a5a00', changed: '#5c5750', failed: '#8a5a00' };

/**
 * Shows the badge, keeps the notice for the next popup, and opens that popup where the browser lets us.
 * @param {Notice} notice @param {number} windowId
 */
export async function post(notice, windowId) {
  const kept = withoutCodes(notice);
  await keep(key, kept);
  await tellEngine(kept);
  await chrome.action.setBadgeBackgroundColor({ color: colours[notice.kind] });
  await chrome.action.setBadgeTextColor({ color: '#ffffff' });
  await chrome.action.setBadgeText({ text: sign(notice) });
  try {
    await chrome.action.openPopup({ windowId });
  } catch (error) {
    // No window in front, or full screen: the badge has said it, and the next click on the icon tells the rest.
    console.info('the popup does not open by itself', error);
  }
}

/**
 * What was scanned while the vault was locked is in it now; the popup that unlocked it says so, or the next one.
 * @param {string[]} ids
 */
export async function collected(ids) {
  await leave({ kind: 'added', ids, site: '' });
}

/** The vault was damaged, and a copy of it was opened: the next popup says so. */
export async function mended() {
  await leave({ kind: 'mended' });
}

/** An update changed something that matters: the next popup says what. @param {string[]} versions */
export async function updated(versions) {
  if (versions.length > 0) await leave({ kind: 'changed', versions });
}

/** Leaves a notice to the next popup, or the one that is there. @param {Notice} notice */
async function leave(notice) {
  await keep(key, notice);
  await tellEngine(notice);
}

/** Codes are asked for when they are shown; they are not kept anywhere. @param {Notice} notice @returns {Notice} */
function withoutCodes(notice) {
  if (notice.kind !== 'found') return notice;
  return { ...notice, readings: notice.readings.map(({ code, ...reading }) => reading) };
}

/** @param {Notice} notice */
function sign(notice) {
  if (notice.kind !== 'found') return signs[notice.kind];
  const accounts = notice.readings.filter((reading) => reading.kind === 'account').length;
  return accounts > 0 ? String(accounts) : signs.failed;
}

/** @returns {Promise<Notice | null>} */
export async function read() {
  return (await recall(key)) ?? null;
}

/** The person has seen it. */
export async function clear() {
  await Promise.all([drop(key), chrome.action.setBadgeText({ text: '' })]);
  await tellEngine(null);
}

/**
 * The engine holds the notice where a popup finds it at once. One that is not running reads it here when it starts.
 * @param {Notice | null} notice
 */
async function tellEngine(notice) {
  await ask('engine', 'notice', { notice }).catch(problemOf);
}
