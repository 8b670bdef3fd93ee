// SPDX-License-Identifier: MIT
// The form that opens a locked vault, in the popup and on the manage page.
import * as engine from '../platform/engine.js';
import { say } from '../platform/words.js';
import { button, bytesOf, field, make, passwordField, secretForm } from './form.js';

/**
 * @typedef {import('../engine/vault.d.ts').Slot} Slot
 * @typedef {{ slots: Slot[], waiting: number }} Locked
 */

/**
 * Puts the form into a place, ready to be typed in.
 * @param {HTMLElement} place @param {Locked} locked
 * @param {{ done: () => unknown, passkey: (slots: Slot[]) => unknown }} then  done: the vault is open; passkey: the person wants to
 *   use one
 */
export function show(place, { slots, waiting }, then) {
  const of = (/** @type {string} */ type) => slots.filter((slot) => slot.type === type);
  const passwords = of('password');
  const [recovery] = of('recovery');
  const passkeys = of('passkey');
  let byKey = passwords.length === 0;

  const draw = () => {
    const { element, input } = byKey
      ? field(say('recoveryKey'), { type: 'text', autocomplete: 'off', className: 'recovery', name: 'recovery' }, say('recoveryHint'))
      : passwordField(say('password'), 'current-password');
    const act = async () => {
      // Of several passwords any will do.
      const slot = byKey ? recovery : passwords[0];
      await engine.act('unlock', { slot: slot?.id ?? '' }, [bytesOf(input)]);
      await then.done();
    };
    const form = secretForm({ parts: [element], submit: say('unlock'), busy: say('unlocking'), act, cancel: engine.cancel });
    const other = recovery && passwords.length > 0 && button(say(byKey ? 'usePassword' : 'useRecoveryKey'), () => {
      byKey = !byKey;
      draw();
    }, 'quiet');
    const passkey = passkeys.length > 0 && button(say('usePasskey'), () => then.passkey(passkeys), 'quiet');
    place.replaceChildren(make('section', { className: 'unlock' },
      make('h2', { textContent: say('lockedTitle') }),
      waiting > 0 && make('p', { className: 'waiting', textContent: waitingWords(waiting) }),
      form, make('div', { className: 'others' }, other, passkey)));
    input.focus();
  };
  draw();
}

/** @param {number} count */
export const waitingWords = (count) => (count === 1 ? say('waitingOne') : say('waitingCount', count));
