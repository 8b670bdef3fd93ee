// SPDX-License-Identifier: MIT
// Proof that whoever is here knows a way into the vault, before the accounts leave it: an open vault alone is none. It is the
// engine that opens the way's slot; what this page says counts for nothing.
import { button, bytesOf, field, make, passwordField } from '../look/form.js';
import * as engine from '../platform/engine.js';
import { say } from '../platform/words.js';
import * as dialog from './dialog.js';

/** @typedef {import('../engine/vault.d.ts').Slot} Slot */

/**
 * A dialog that asks for a way in, where the vault has any, and then does what the person wants.
 * @param {Slot[]} slots
 * @param {{ title: string, lead: string, submit: string, kind?: string, more?: Node[], check?: () => unknown }} o  more: stands above;
 *   check: throws when what is entered there is not as it should be
 * @param {() => Promise<unknown>} act @param {() => unknown} [next]  when the dialog has closed
 */
export function ask(slots, { title, lead, submit, kind = 'primary', more = [], check }, act, next) {
  const ways = waysOf(slots);
  dialog.form({
    title, lead, parts: [...more, ways?.element ?? null], submit, busy: say('checking'), kind, ...(next && { next }),
    act: async () => {
      try {
        check?.();
        await ways?.prove();
      } finally {
        ways?.reset();
      }
      await act();
    },
  });
}

/** What a vault is asked for, and how to change to another way. @param {Slot[]} slots */
function waysOf(slots) {
  const of = (/** @type {string} */ type) => slots.filter((slot) => slot.type === type);
  const [passwords, [recovery], passkeys] = [of('password'), of('recovery'), of('passkey')];
  if (slots.every(({ type }) => type === 'none')) return null;
  const element = make('div', { className: 'ways' });
  let byKey = passwords.length === 0;
  let byPasskey = false;
  /** @type {HTMLInputElement} */
  let input;

  const draw = () => {
    const made = byKey
      ? field(say('recoveryKey'), { type: 'text', autocomplete: 'off', className: 'recovery' }, say('recoveryHint'))
      : passwordField(say('inkanPassword'), 'current-password');
    ({ input } = made);
    const other = recovery && passwords.length > 0 && button(say(byKey ? 'usePassword' : 'useRecoveryKey'), () => {
      byKey = !byKey;
      draw();
      input.focus();
    }, 'quiet');
    const passkey = passkeys.length > 0 && 'PublicKeyCredential' in globalThis && button(say('usePasskey'), () => {
      byPasskey = true;
      element.closest('form')?.requestSubmit();
    }, 'quiet');
    element.replaceChildren(made.element, make('div', { className: 'others' }, passkey, other));
  };
  draw();
  return {
    element,
    prove: async () => {
      if (byPasskey) {
        const { use } = await import('./passkey.js');
        const { slot, secret } = await use(passkeys);
        await engine.act('verify', { slot }, [secret]);
      } else {
        // Of several passwords any will do.
        await engine.act('verify', { slot: (byKey ? recovery : passwords[0])?.id ?? '' }, [bytesOf(input)]);
      }
    },
    /** The next time is asked for what the field says again. */
    reset: () => { byPasskey = false; },
  };
}
