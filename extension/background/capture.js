// SPDX-License-Identifier: MIT
// Pictures of tabs. The browser grants them for the tab on which the person clicked the icon, and no other.
import { Failure } from '../platform/messages.js';

/** @typedef {{ picture: string, site: string }} Shot  picture is a data: URL of a JPEG */

/** Chrome allows two captures within the second that the first begins; a third has to wait for the next. Milliseconds. */
const quotaPause = 150;
const longest = 2_000;

/**
 * Captures what a tab shows, in device pixels. Refuses when another tab is in front: the picture would be of that one.
 * @param {number} tabId
 * @returns {Promise<Shot>}
 */
export async function capture(tabId) {
  const tab = await front(tabId);
  const picture = await shoot(tab.windowId);
  // Another tab may have been in front meanwhile, or another page in this one.
  const after = await front(tabId);
  if (after.lastAccessed !== tab.lastAccessed || siteOf(after.url) !== siteOf(tab.url)) throw new Failure({ code: 'tab-gone' });
  return { picture, site: siteOf(tab.url) };
}

/** The tab that somebody speaks of; of what is no tab's number the browser would make an exception. @param {number} tabId @returns {Promise<chrome.tabs.Tab>} */
export async function tabOf(tabId) {
  if (!Number.isInteger(tabId)) throw new Failure({ code: 'refused' });
  try {
    return await chrome.tabs.get(tabId);
  } catch {
    throw new Failure({ code: 'tab-gone' });
  }
}

/** @param {number} tabId */
async function front(tabId) {
  const tab = await tabOf(tabId);
  if (!tab.active) throw new Failure({ code: 'tab-gone' });
  return tab;
}

/** @param {number} windowId @returns {Promise<string>} */
async function shoot(windowId) {
  for (const begun = performance.now(); ;) {
    try {
      // JPEG: a third of PNG's time, and its luminance plane is what the decoder wants. 92: no code is lost to it.
      return await chrome.tabs.captureVisibleTab(windowId, { format: 'jpeg', quality: 92 });
    } catch (error) {
      const quota = String(error).includes('MAX_CAPTURE_VISIBLE_TAB_CALLS_PER_SECOND');
      if (!quota || performance.now() - begun > longest) {
        console.warn('the tab was not captured', error);
        throw new Failure({ code: 'capture-refused' });
      }
    }
    await new Promise((resolve) => { setTimeout(resolve, quotaPause); });
  }
}

/**
 * The host that an account is bound to; "" for what is no web site.
 * @param {string | undefined} url
 */
export function siteOf(url) {
  const parsed = url ? URL.parse(url) : null;
  return parsed && (parsed.protocol === 'https:' || parsed.protocol === 'http:') ? parsed.hostname : '';
}
