// SPDX-License-Identifier: MIT
// The Settings section: how the popup lists accounts and shows codes. What protects the vault is in the Security section.
import { button, make } from '../look/form.js';
import { Failure } from '../platform/messages.js';
import { say } from '../platform/words.js';
import { attempt, told } from './manage.js';
import { choice, option } from './setting.js';

/** @typedef {import('../engine/settings.js').Settings} Settings */

export const title = 'settings';

/** What the browser wants to be asked before the clipboard is looked at and changed by a page without the focus. */
const needed = { permissions: /** @type {('clipboardRead' | 'clipboardWrite')[]} */ (['clipboardRead', 'clipboardWrite']) };

/** @param {HTMLElement} place @param {import('../platform/engine.js').Overview} overview */
export async function show(place, { settings }) {
  place.replaceChildren(listCard(settings), codeCard(settings), popupCard(settings), clipboardCard(settings, await chrome.permissions.contains(needed)));
}

/** @param {Settings} settings */
function listCard(settings) {
  return make('section', { className: 'card' },
    make('h2', { textContent: say('listHead') }),
    choice('list.order', say('order'), settings, (order) => say(`order_${order}`)),
    make('p', { textContent: say(settings['list.order'] === 'hand' ? 'orderByHand' : 'orderPinned') }));
}

/** @param {Settings} settings */
function codeCard(settings) {
  return make('section', { className: 'card' },
    make('h2', { textContent: say('codesHead') }),
    option('code.next', say('showNext'), settings, say('showNextHow')),
    option('code.hidden', say('hideCodes'), settings, say('hideCodesHow')));
}

/** @param {Settings} settings */
function popupCard(settings) {
  return make('section', { className: 'card' },
    make('h2', { textContent: say('popupHead') }),
    option('look.large', say('largeType'), settings),
    option('scan.offer', say('offerSeen'), settings, say('offerSeenHow')));
}

/** Asks for the permissions; the browser wants a click or a key for that. */
async function allow() {
  if (!await chrome.permissions.request(needed)) throw new Failure({ code: 'clipboard' });
}

/** @param {Settings} settings @param {boolean} allowed */
function clipboardCard(settings, allowed) {
  const words = (/** @type {number} */ seconds) => (seconds === 0 ? say('clipboardNever') : seconds < 60 ? say('seconds', seconds) : say('minutes', seconds / 60));
  // Settings may come along with the vault to a browser that was never asked.
  const missing = settings['clipboard.seconds'] > 0 && !allowed;
  return make('section', { className: 'card' },
    make('h2', { textContent: say('clipboardHead') }),
    choice('clipboard.seconds', say('clipboardAfter'), settings, words, (seconds) => (seconds > 0 ? allow() : chrome.permissions.remove(needed))),
    missing ? make('p', { className: 'problem', textContent: say('clipboardMissing') }) : null,
    missing ? button(say('clipboardAllow'), () => attempt(async () => {
      await allow();
      await told(say('saved'))();
    })) : null,
    make('p', { textContent: say('clipboardHow') }),
    make('p', { textContent: say('clipboardWhy') }));
}
