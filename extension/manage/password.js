// SPDX-License-Identifier: MIT
// Setting, changing and removing the password, and asking for it.
import { button, bytesOf, field, passwordField } from '../look/form.js';
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
 * Asks who is here: for the password, where there is one, or else the recovery key; or for a passkey, used for just this.
 * @param {Slot[]} slots @param {string} [label]  of the password
 * @returns {{ part: HTMLElement, also: HTMLButtonElement | null, given: () => Promise<{ slot: string, secret: Uint8Array<ArrayBuffer> }> } | null}
 *   the field, the button that does it by passkey, and which way in was shown and by what; null when the vault is not protected
 */
function proof(slots, label = say('currentPassword')) {
  const password = slots.find(({ type }) => type === 'password');
  const way = password ?? slots.find(({ type }) => type === 'recovery');
  if (!way) return null;
  const { element, input } = password ? passwordField(label, 'current-password')
    : field(say('recoveryKey'), { type: 'text', autocomplete: 'off', className: 'recovery' }, say('recoveryHint'));
  let byPasskey = false;
  const also = button(say('usePasskey'), () => {
    byPasskey = true;
    also.form?.requestSubmit(); // which asks for what is given before it returns, if it does
    byPasskey = false;
  }, 'quiet');
  const given = async () => {
    if (!byPasskey) return { slot: way.id, secret: bytesOf(input) };
    const { use } = await import('./passkey.js');
    return use(slots);
  };
  return { part: element, also: slots.some(({ passkey }) => passkey) ? also : null, given };
}

/**
 * @param {Slot} slot @param {Slot[]} slots @param {boolean} forgotten  the vault was just opened with the recovery key
 * @param {() => unknown} done
 */
export function change(slot, slots, forgotten, done) {
  const old = forgotten ? null : proof(slots);
  const { parts, bytes } = twice();
  dialog.form({
    title: say('changePassword'), lead: slots.length > 1 ? say('changePasswordOthers') : undefined, parts: [old?.part ?? null, ...parts],
    submit: say('change'), busy: say('changing'), also: old?.also ?? null, done,
    act: async () => {
      const next = bytes();
      const by = await old?.given();
      await engine.act('password.change', { slot: slot.id, by: by?.slot ?? slot.id }, [by?.secret ?? new Uint8Array(), next]);
    },
  });
}

/** Makes all keys new, with a password that is then the only way in. @param {Slot[]} slots @param {() => unknown} done */
export function renew(slots, done) {
  const old = proof(slots);
  const { parts, bytes } = twice();
  dialog.form({
    title: say('renewTitle'), lead: say('renewLead'), parts: [old?.part ?? null, ...parts],
    submit: say('renewDo'), busy: say('renewing'), also: old?.also ?? null, done,
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
  const asked = proof(slots);
  dialog.form({
    title: say('unprotectTitle'), lead: say('unprotectLead'), parts: [asked?.part ?? null], submit: say('unprotect'), busy: say('checking'),
    kind: 'danger', also: asked?.also ?? null, done,
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

/**
 * Asks who is here before another way in is made or taken away.
 * @param {Slot[]} slots @param {{ title: string, lead?: string, submit: string, kind?: string, more?: HTMLElement[], label?: string }} o
 * @param {() => Promise<unknown>} act  what the person then wants @param {{ done?: () => unknown, next?: () => unknown }} after
 */
export function known(slots, { title, lead, submit, kind = 'primary', more = [], label }, act, after) {
  const asked = proof(slots, label);
  dialog.form({
    title, lead, parts: [...more, asked?.part ?? null], submit, busy: say('checking'), kind, also: asked?.also ?? null, ...after,
    act: async () => {
      if (asked) {
        const { slot, secret } = await asked.given();
        await engine.act('verify', { slot }, [secret]);
      }
      await act();
    },
  });
}
