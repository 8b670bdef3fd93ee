// SPDX-License-Identifier: MIT
// The address bar, after "otp" and a space: accounts that are found by what is typed, and the code of the chosen one filled into
// the page, or shown in the popup. The browser remembers what was chosen there, so no code is among what is suggested.
import { ask, problemOf } from '../platform/messages.js';
import { namesOf, say } from '../platform/words.js';
import * as offscreen from '../platform/offscreen.js';
import * as fill from './fill.js';

/** @typedef {import('../engine/vault.d.ts').Account} Account */

/** Suggestions that the browser shows, at most. */
const most = 6;

/** Registers the listeners; called when the service worker starts. */
export function watch() {
  chrome.omnibox.onInputChanged.addListener((typed, suggest) => {
    suggestions(typed).then(suggest, problemOf);
  });
  chrome.omnibox.onInputEntered.addListener((typed) => {
    enter(typed).catch(problemOf);
  });
}

/** The vault's answer, or null while it is locked. @param {string} typed @returns {Promise<Account[] | null>} */
async function find(typed) {
  await offscreen.start();
  return ask('engine', 'find', { typed }).catch((error) => {
    if (problemOf(error).code === 'vault-locked') return null;
    throw error;
  });
}

/** Names as they can be searched for. @param {Account} account */
const plain = ({ issuer, account }) => [issuer, account].filter(Boolean).join(' ');

/** A description is XML (1.0, §2.2), of which the browser takes all or nothing. @param {string} text */
const escaped = (text) => text.replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '\ufffd')
  .replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** @param {string} typed @returns {Promise<chrome.omnibox.SuggestResult[]>} */
async function suggestions(typed) {
  const found = await find(typed);
  chrome.omnibox.setDefaultSuggestion({ description: escaped(say(found ? 'omniboxHint' : 'omniboxLocked')) });
  // One without a name cannot be typed, either.
  return (found ?? []).filter(plain).slice(0, most).map((account) => ({ content: plain(account), description: escaped(namesOf(account)) }));
}

/**
 * What was typed, or the names of what was chosen. Where the code cannot be filled in, the popup shows the account.
 * @param {string} typed
 */
async function enter(typed) {
  const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
  if (tab?.id === undefined) return;
  const found = await find(typed) ?? [];
  const named = typed === '' ? [] : found.filter((account) => plain(account) === typed);
  // Of several with the same names nobody has said which is meant.
  const [only, ...others] = named.length > 0 ? named : found;
  try {
    if (only && others.length === 0) {
      await fill.fill(tab.id, only.id);
      return;
    }
  } catch (error) {
    problemOf(error); // an unforeseen one is in the console
  }
  await ask('engine', 'seek', { typed });
  await chrome.action.openPopup({ windowId: tab.windowId });
}
