// SPDX-License-Identifier: MIT
// The Security section: whether the vault is protected, by what, and when it locks.
import { button, make } from '../look/form.js';
import * as engine from '../platform/engine.js';
import { dayOf, say } from '../platform/words.js';
import * as damage from './damage.js';
import { attempt, told } from './manage.js';
import * as password from './password.js';
import * as proof from './proof.js';
import { choice, option } from './setting.js';

/**
 * @typedef {import('../platform/engine.js').Overview} Overview
 * @typedef {import('../engine/vault.d.ts').Slot} Slot
 */

export const title = 'security';

/** @param {HTMLElement} place @param {Overview} overview */
export async function show(place, overview) {
  const isProtected = engine.isProtected(overview);
  const damaged = await damage.card(true);
  place.replaceChildren(...(damaged ? [damaged] : []), isProtected ? waysCard(overview) : bareCard());
  if (isProtected) place.append(lockCard(overview.settings, await shortcut()), renewCard(overview));
}

function bareCard() {
  return make('section', { className: 'card' },
    make('h2', { textContent: say('protection') }),
    make('p', { className: 'state', textContent: say('notProtected') }),
    make('p', { textContent: say('notProtectedHow') }),
    button(say('setPassword'), () => password.set(told(say('isProtected'))), 'primary'));
}

/** @param {Overview} overview */
function waysCard({ slots }) {
  const has = (/** @type {string} */ type) => slots.some((slot) => slot.type === type);
  const recovery = button(say(has('recovery') ? 'recoveryRenew' : 'recoveryMake'), () => {
    const lead = say(has('recovery') ? 'recoveryRenewLead' : 'recoveryWhy');
    proof.ask(slots, { title: say('recoveryMake'), lead, submit: say('show') }, async () => {}, {
      next: async () => {
        const { create } = await import('./recovery.js');
        await attempt(() => create(told(say('recoveryDone'))));
      },
    });
  }, has('recovery') ? '' : 'primary');
  recovery.id = 'recovery'; // the same button, whatever it says: the focus comes back to it
  const passkey = 'PublicKeyCredential' in globalThis && button(say('addPasskey'), async () => {
    const { add } = await import('./passkey.js');
    add(slots, told(say('saved')));
  });
  return make('section', { className: 'card' },
    make('h2', { textContent: say('protection') }),
    make('p', { className: 'state good', textContent: say('isProtected') }),
    make('p', { textContent: say('isProtectedHow') }),
    make('ul', { className: 'list' }, ...slots.map((slot) => wayRow(slot, slots))),
    has('recovery') ? null : make('p', { textContent: say('recoveryMissing') }),
    make('div', { className: 'row' }, recovery, passkey));
}

/** @param {Slot} slot @param {Slot[]} slots */
function wayRow(slot, slots) {
  const names = { password: say('password'), passkey: say('passkey'), recovery: say('recoveryKey') };
  const name = slot.label || (names[/** @type {keyof typeof names} */ (slot.type)] ?? say('unknownWay'));
  const actions = slot.type === 'password' ? [
    button(say('change'), () => attempt(async () => {
      // Asked now: it is so for some minutes only.
      const { bypassed } = await engine.start();
      password.change(slot, slots, bypassed, told(say('passwordChanged')));
    })),
    button(say('unprotect'), () => password.unprotect(slots, told(say('notProtected'))), 'danger'),
  ] : slot.type === 'unknown' ? [] : [removal(slot, slots, name)];
  return make('li', {},
    make('div', { className: 'what' }, make('b', { textContent: name }), make('span', { textContent: say('setOn', dayOf(slot.created)) })),
    ...actions);
}

/** @param {Slot} slot @param {Slot[]} slots @param {string} name */
function removal(slot, slots, name) {
  const made = button(say('remove'), () => proof.ask(slots, {
    title: say('removeWayTitle', name), lead: say('removeWayLead'), submit: say('remove'), kind: 'danger',
  }, async () => {
    await engine.act('slot.remove', { slot: slot.id });
    if (slot.passkey) await (await import('./passkey.js')).forget(slot.passkey.credential);
  }, { done: told(say('saved')) }), 'danger');
  made.setAttribute('aria-label', `${say('remove')}: ${name}`);
  return made;
}

/** @param {import('../engine/settings.js').Settings} settings @param {string} keys */
function lockCard(settings, keys) {
  const shown = keys ? make('p', {}, say('lockKey'), ' ', make('kbd', { textContent: keys })) : null;
  return make('section', { className: 'card' },
    make('h2', { textContent: say('autoLock') }),
    choice('lock.minutes', say('lockAfter'), settings, (minutes) => (minutes === 0 ? say('never') : minutesWords(minutes))),
    option('lock.screen', say('lockScreen'), settings),
    option('lock.window', say('lockWindow'), settings),
    make('p', { textContent: say('lockBrowser') }), shown);
}

/** @param {Overview} overview */
function renewCard({ slots }) {
  return make('section', { className: 'card' },
    make('h2', { textContent: say('renewHead') }),
    make('p', { textContent: say('renewWhy') }),
    button(say('renew'), () => password.renew(slots, told(say('renewed')))));
}

/** @param {number} minutes */
const minutesWords = (minutes) => (minutes < 60 ? say('minutes', minutes) : say('hours', minutes / 60));

async function shortcut() {
  const commands = await chrome.commands.getAll();
  return commands.find(({ name }) => name === 'lock')?.shortcut ?? '';
}
