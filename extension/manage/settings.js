// SPDX-License-Identifier: MIT
// The Settings section: how the popup lists accounts and shows codes. What protects the vault is in the Security section.
import { make } from '../look/form.js';
import { say } from '../platform/words.js';
import { choice, option } from './setting.js';

/** @typedef {import('../engine/settings.js').Settings} Settings */

export const title = 'settings';

/** @param {HTMLElement} place @param {import('../platform/engine.js').Overview} overview */
export function show(place, { settings }) {
  place.replaceChildren(listCard(settings), codeCard(settings));
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
    option('code.hidden', say('hideCodes'), settings, say('hideCodesHow')),
    option('look.large', say('largeType'), settings));
}
