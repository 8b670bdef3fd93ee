// SPDX-License-Identifier: MIT
// Proof that whoever is here knows a way into the vault, before they change one or take the accounts away: an open vault alone
// is none. It is the engine that opens the way's slot; what this page says counts for nothing.
import { button, bytesOf, field, make, passwordField } from '../look/form.js';
import * as engine from '../platform/engine.js';
import { say } from '../platform/words.js';
import * as dialog from './dialog.js';

/**
 * @typedef {import('../engine/vault.d.ts').Slot} Slot
 * @typedef {{ slot: string, secret: Uint8Array<ArrayBuffer> }} Way  which way in was shown, and by what
 */

/**
 * What a dialog asks for: the password or the recovery key, or a passkey that is used for just this.
 * @param {Slot[]} slots @param {string} [label]  of the password
 * @returns {{ part: HTMLElement, given: () => Promise<Way> } | null} null when the vault is not protected
 */
export function of(slots, label = say('currentPassword')) {
  if (slots.every(({ type }) => type === 'none')) return null;
  const [password, recovery] = ['password', 'recovery'].map((type) => slots.find((slot) => slot.type === type));
  const part = make('div', { className: 'ways' });
  let byKey = !password;
  let byPasskey = false;
  /** @type {HTMLInputElement} */
  let input;

  const draw = () => {
    const made = byKey
      ? field(say('recoveryKey'), { type: 'text', autocomplete: 'off', className: 'recovery' }, say('recoveryHint'))
      : passwordField(label, 'current-password');
    ({ input } = made);
    const other = recovery && password && button(say(byKey ? 'usePassword' : 'useRecoveryKey'), () => {
      byKey = !byKey;
      draw();
      input.focus();
    }, 'quiet');
    const passkey = slots.some((slot) => slot.passkey) && 'PublicKeyCredential' in globalThis && button(say('usePasskey'), () => {
      byPasskey = true;
      input.form?.requestSubmit(); // which asks for what is given before it returns, if it does
      byPasskey = false;
    }, 'quiet');
    part.replaceChildren(made.element, make('div', { className: 'others' }, passkey, other));
  };
  draw();
  const given = async () => {
    // Of several passwords any will do.
    if (!byPasskey) return { slot: (byKey ? recovery : password)?.id ?? '', secret: bytesOf(input) };
    const { use } = await import('./passkey.js');
    return use(slots);
  };
  return { part, given };
}

/**
 * A dialog that asks for a way in, where the vault has any, and then does what the person wants.
 * @param {Slot[]} slots
 * @param {{ title: string, lead?: string, submit: string, kind?: string, more?: Node[], label?: string, check?: () => unknown }} o
 *   more: stands above; check: throws when what is entered there is not as it should be
 * @param {() => Promise<unknown>} act @param {{ done?: () => unknown, next?: () => unknown }} [after]  as of dialog.form
 */
export function ask(slots, { title, lead, submit, kind = 'primary', more = [], label, check }, act, after = {}) {
  const asked = of(slots, label);
  dialog.form({
    title, lead, parts: [...more, asked?.part ?? null], submit, busy: say('checking'), kind, ...after,
    act: async () => {
      check?.();
      if (asked) {
        const { slot, secret } = await asked.given();
        await engine.act('verify', { slot }, [secret]);
      }
      await act();
    },
  });
}
