// SPDX-License-Identifier: MIT
// Setting, changing and removing the password.
import { bytesOf, passwordField } from '../look/form.js';
import * as engine from '../platform/engine.js';
import { Failure } from '../platform/messages.js';
import { say } from '../platform/words.js';
import * as dialog from './dialog.js';
import { meter } from './strength.js';

/** @typedef {import('../engine/vault.d.ts').Slot} Slot */

/** Characters that a password has at least. */
const shortest = 8;

/** Two fields for a new password, and what is typed in them once it is the same. */
function twice() {
  const first = passwordField(say('newPassword'), 'new-password', say('passwordHint', shortest));
  const second = passwordField(say('passwordAgain'), 'new-password');
  first.input.name = 'first';
  second.input.name = 'second';
  const bytes = () => {
    if ([...first.input.value].length < shortest) throw new Failure({ code: 'password-short', field: 'first', value: String(shortest) });
    if (first.input.value !== second.input.value) throw new Failure({ code: 'password-differs', field: 'second' });
    return bytesOf(first.input);
  };
  return { parts: [first.element, meter(first.input), second.element], bytes };
}

/** @param {() => unknown} done */
export function set(done) {
  const { parts, bytes } = twice();
  dialog.form({
    title: say('setPassword'), lead: say('setPasswordLead'), parts, submit: say('protect'), busy: say('protecting'), done,
    act: async () => engine.act('password.add', {}, [bytes()]),
  });
}

/** @param {Slot} slot @param {boolean} passkeys  whether there are any @param {() => unknown} done */
export function change(slot, passkeys, done) {
  const old = passwordField(say('currentPassword'), 'current-password');
  const { parts, bytes } = twice();
  dialog.form({
    title: say('changePassword'), lead: passkeys ? say('changePasswordPasskeys') : undefined, parts: [old.element, ...parts],
    submit: say('change'), busy: say('changing'), done,
    act: async () => {
      const next = bytes();
      await engine.act('password.change', { slot: slot.id }, [bytesOf(old.input), next]);
    },
  });
}

/** Asks for the password and gives up all protection. @param {Slot} slot @param {() => unknown} done */
export function unprotect(slot, done) {
  const { element, input } = passwordField(say('currentPassword'), 'current-password');
  dialog.form({
    title: say('unprotectTitle'), lead: say('unprotectLead'), parts: [element], submit: say('unprotect'), busy: say('checking'), kind: 'danger', done,
    act: () => engine.act('unprotect', { slot: slot.id }, [bytesOf(input)]),
  });
}
