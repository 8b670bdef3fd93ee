// SPDX-License-Identifier: MIT
// Setting, changing and removing the password, and making all keys new.
import { bytesOf, passwordField } from '../look/form.js';
import * as engine from '../platform/engine.js';
import { Failure } from '../platform/messages.js';
import { say } from '../platform/words.js';
import * as dialog from './dialog.js';
import * as proof from './proof.js';
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
 * @param {Slot} slot @param {Slot[]} slots @param {boolean} forgotten  the vault was just opened with the recovery key
 * @param {() => unknown} done
 */
export function change(slot, slots, forgotten, done) {
  const old = forgotten ? null : proof.of(slots);
  const { parts, bytes } = twice();
  dialog.form({
    title: say('changePassword'), lead: slots.length > 1 ? say('changePasswordOthers') : undefined, parts: [old?.part ?? null, ...parts],
    submit: say('change'), busy: say('changing'), done,
    act: async () => {
      const next = bytes();
      const by = await old?.given();
      await engine.act('password.change', { slot: slot.id, by: by?.slot ?? slot.id }, [by?.secret ?? new Uint8Array(), next]);
    },
  });
}

/** Makes all keys new, with a password that is then the only way in. @param {Slot[]} slots @param {() => unknown} done */
export function renew(slots, done) {
  const old = proof.of(slots);
  const { parts, bytes } = twice();
  dialog.form({
    title: say('renewTitle'), lead: say('renewLead'), parts: [old?.part ?? null, ...parts],
    submit: say('renewDo'), busy: say('renewing'), done,
    act: async () => {
      const next = bytes();
      const by = await old?.given();
      await engine.act('renew', { slot: by?.slot }, [by?.secret ?? new Uint8Array(), next]);
      await forget(slots);
    },
  });
}

/** Gives up all protection. @param {Slot[]} slots @param {() => unknown} done */
export function unprotect(slots, done) {
  const asked = proof.of(slots);
  dialog.form({
    title: say('unprotectTitle'), lead: say('unprotectLead'), parts: [asked?.part ?? null], submit: say('unprotect'), busy: say('checking'),
    kind: 'danger', done,
    act: async () => {
      const by = await asked?.given();
      await engine.act('unprotect', { slot: by?.slot }, [by?.secret ?? new Uint8Array()]);
      await forget(slots);
    },
  });
}

/** Has devices forget the passkeys of ways in that there are no more. @param {Slot[]} slots */
async function forget(slots) {
  const passkeys = slots.flatMap(({ passkey }) => passkey ?? []);
  if (passkeys.length === 0) return;
  const passkey = await import('./passkey.js');
  for (const { credential } of passkeys) await passkey.forget(credential);
}
