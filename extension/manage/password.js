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

/** Two fields for a new password, and what is typed in them once it is the same. @param {string} [label] */
export function twice(label = say('newPassword')) {
  const first = passwordField(label, 'new-password', say('passwordHint', shortest));
  const second = passwordField(say('passwordAgain'), 'new-password');
  first.input.name = 'first';
  second.input.name = 'second';
  const bytes = () => {
    // As the vault takes it: an accent typed as a character of its own makes nothing longer, and no other password.
    const [typed, again] = [first, second].map(({ input }) => input.value.normalize('NFC'));
    if ([...(typed ?? '')].length < shortest) throw new Failure({ code: 'password-short', field: 'first', value: String(shortest) });
    if (typed !== again) throw new Failure({ code: 'password-differs', field: 'second' });
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

/**
 * @param {Slot} slot @param {{ others: boolean, forgotten: boolean }} o  others: there are other ways in; forgotten: the vault was
 *   just opened with one of them
 * @param {() => unknown} done
 */
export function change(slot, { others, forgotten }, done) {
  const old = forgotten ? null : passwordField(say('currentPassword'), 'current-password');
  const { parts, bytes } = twice();
  dialog.form({
    title: say('changePassword'), lead: others ? say('changePasswordOthers') : undefined, parts: [old?.element ?? null, ...parts],
    submit: say('change'), busy: say('changing'), done,
    act: async () => {
      const next = bytes();
      await engine.act('password.change', { slot: slot.id }, [old ? bytesOf(old.input) : new Uint8Array(), next]);
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

/**
 * Asks for the password, where there is one, before another way in is made or taken away.
 * @param {Slot[]} slots @param {{ title: string, lead?: string, submit: string, kind?: string, more?: HTMLElement[], label?: string }} o
 * @param {() => Promise<unknown>} act  what the person then wants @param {{ done?: () => unknown, next?: () => unknown }} after
 */
export function known(slots, { title, lead, submit, kind = 'primary', more = [], label = say('currentPassword') }, act, after) {
  const slot = slots.find(({ type }) => type === 'password');
  const asked = slot && passwordField(label, 'current-password');
  dialog.form({
    title, lead, parts: [...more, asked?.element ?? null], submit, busy: say('checking'), kind, ...after,
    act: async () => {
      if (slot && asked) await engine.act('verify', { slot: slot.id }, [bytesOf(asked.input)]);
      await act();
    },
  });
}
