// SPDX-License-Identifier: MIT
// Each page is looked at once, when the popup opens over it: what was not wanted then is not offered again.
import { ask, problemOf } from '../platform/messages.js';
import { drop, keep, recall } from '../platform/session.js';
import { turns } from '../platform/turns.js';
import { capture, siteOf, tabOf } from './capture.js';

/** @typedef {{ reading: import('../engine/vault.d.ts').Reading, site: string }} Offer */

const key = 'looked';

/** So many pages are remembered; those looked at last. */
const most = 100;

/**
 * The one account that a page shows as a QR code and the vault has not.
 * @param {number} tabId @returns {Promise<Offer | null>} null for none, for several, and for a page that was looked at
 */
export async function peek(tabId) {
  const { url } = await tabOf(tabId);
  if (!url || !siteOf(url)) return null;
  const page = await nameOf(`${tabId} ${url.split('#')[0]}`);
  if (!await isNew(page)) return null;
  const { picture, site } = await capture(tabId);
  const reading = await ask('engine', 'peek', { picture, site });
  return reading && { reading, site };
}

const inTurn = turns();

/** Remembers a page. Popups of two windows may ask at once. @param {string} page @returns {Promise<boolean>} whether it was not known */
const isNew = (page) => inTurn(async () => {
  const looked = /** @type {string[]} */ (await recall(key) ?? []);
  if (looked.includes(page)) return false;
  await keep(key, [...looked, page].slice(-most));
  return true;
});

/** What a page is remembered by: where somebody was is written nowhere. @param {string} page */
async function nameOf(page) {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(page));
  return new Uint8Array(digest, 0, 12).toHex();
}

/** Which pages were looked at is nobody's to know once Inkan is locked. */
export const forget = () => drop(key);

/** The popup was closed before the person had decided on what was found. @param {{ ok?: any }} answer */
export function unseen({ ok }) {
  if (ok?.reading.ref) ask('engine', 'call', { method: 'forget', params: { refs: [ok.reading.ref] } }).catch(problemOf);
}
