// SPDX-License-Identifier: MIT
// The Security section: whether the vault is protected, by what, and when it locks.
import { choices } from '../engine/plan.js';
import { button, make } from '../look/form.js';
import * as engine from '../platform/engine.js';
import { say } from '../platform/words.js';
import { announce, attempt, show as refresh } from './manage.js';
import * as password from './password.js';

/**
 * @typedef {import('../platform/engine.js').Overview} Overview
 * @typedef {import('../engine/vault.d.ts').Slot} Slot
 */

export const title = 'security';

/** @param {string} words  what a dialog came to */
const told = (words) => async () => {
  await refresh();
  announce(words);
};

/** @param {HTMLElement} place @param {Overview} overview */
export async function show(place, { slots, plan }) {
  const isProtected = slots.some(({ type }) => type !== 'none');
  place.replaceChildren(isProtected ? waysCard(slots) : bareCard());
  if (isProtected) place.append(lockCard(plan, await shortcut()));
}

function bareCard() {
  return make('section', { className: 'card' },
    make('h2', { textContent: say('protection') }),
    make('p', { className: 'state', textContent: say('notProtected') }),
    make('p', { textContent: say('notProtectedHow') }),
    button(say('setPassword'), () => password.set(told(say('isProtected'))), 'primary'));
}

/** @param {number} time */
const day = (time) => new Date(time).toLocaleDateString(document.documentElement.lang, { dateStyle: 'medium' });

/** @param {Slot[]} slots */
function waysCard(slots) {
  const passkeys = slots.some(({ type }) => type === 'passkey');
  return make('section', { className: 'card' },
    make('h2', { textContent: say('protection') }),
    make('p', { className: 'state good', textContent: say('isProtected') }),
    make('p', { textContent: say('isProtectedHow') }),
    make('ul', { className: 'list' }, ...slots.map((slot) => wayRow(slot, passkeys))));
}

/** @param {Slot} slot @param {boolean} passkeys */
function wayRow(slot, passkeys) {
  const names = { password: say('password'), passkey: say('passkey'), recovery: say('recoveryKey') };
  const name = names[/** @type {keyof typeof names} */ (slot.type)] ?? say('unknownWay');
  const actions = slot.type !== 'password' ? [] : [
    button(say('change'), () => password.change(slot, passkeys, told(say('passwordChanged')))),
    button(say('unprotect'), () => password.unprotect(slot, told(say('notProtected'))), 'danger'),
  ];
  return make('li', {},
    make('div', { className: 'what' }, make('b', { textContent: slot.label || name }), make('span', { textContent: say('setOn', day(slot.created)) })),
    ...actions);
}

/** @param {import('../engine/plan.js').Plan} plan @param {string} keys */
function lockCard(plan, keys) {
  const select = make('select', { id: 'minutes' }, ...choices.map((minutes) => make('option', {
    value: String(minutes), textContent: minutes === 0 ? say('never') : minutesWords(minutes), selected: minutes === plan.minutes,
  })));
  select.addEventListener('change', () => attempt(() => set('lock.minutes', Number(select.value))));
  const shown = keys ? make('p', {}, say('lockKey'), ' ', make('kbd', { textContent: keys })) : null;
  return make('section', { className: 'card' },
    make('h2', { textContent: say('autoLock') }),
    make('div', { className: 'field' }, make('label', { htmlFor: 'minutes', textContent: say('lockAfter') }), select),
    option('lock.screen', say('lockScreen'), plan.screen),
    option('lock.window', say('lockWindow'), plan.window),
    make('p', { textContent: say('lockBrowser') }), shown);
}

/** @param {number} minutes */
const minutesWords = (minutes) => (minutes < 60 ? say('minutes', minutes) : say('hours', minutes / 60));

/** @param {string} name @param {string} words @param {boolean} checked */
function option(name, words, checked) {
  const input = make('input', { type: 'checkbox', checked });
  input.addEventListener('change', () => attempt(() => set(name, input.checked)));
  return make('label', { className: 'option' }, input, make('span', { textContent: words }));
}

/** @param {string} name @param {unknown} value */
async function set(name, value) {
  await engine.change('set', { now: Date.now(), name, value: JSON.stringify(value) });
  announce(say('saved'));
}

async function shortcut() {
  const commands = await chrome.commands.getAll();
  return commands.find(({ name }) => name === 'lock')?.shortcut ?? '';
}
