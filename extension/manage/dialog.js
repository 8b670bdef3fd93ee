// SPDX-License-Identifier: MIT
// Modal dialogs: one at a time, gone from the page, with all that was typed in them, when they close.
import { labelOf, make, secretForm } from '../look/form.js';
import * as engine from '../platform/engine.js';

/**
 * Opens a dialog and returns how to close it.
 * @param {string} title @param {...(Node | null)} content
 * @returns {() => void}
 */
export function open(title, ...content) {
  const back = document.activeElement;
  const label = labelOf(back);
  const heading = make('h2', { id: 'dialog-title', textContent: title });
  const dialog = make('dialog', { 'aria-labelledby': 'dialog-title' }, heading, ...content);
  document.body.append(dialog);
  dialog.addEventListener('close', () => {
    dialog.remove();
    // The page may have been drawn anew meanwhile, without what was asked about.
    const same = () => [...document.querySelectorAll('main button')].find((one) => labelOf(one) === label);
    const again = back?.isConnected ? back : same() ?? document.querySelector('main');
    // Whatever comes next may have led the person on already.
    const free = document.activeElement === document.body && !document.querySelector('dialog[open]');
    if (free && again instanceof HTMLElement) again.focus();
  });
  // Escape is the form's while something is under way.
  dialog.addEventListener('cancel', (event) => { if (dialog.querySelector('form.working')) event.preventDefault(); });
  dialog.showModal();
  return () => dialog.close();
}

/**
 * Opens a dialog that is one form. It closes when what it does is done and shown (done), or is not wanted; next comes after it.
 * @param {{ title: string, lead?: string | undefined, parts: (Node | null)[], submit: string, busy: string, kind?: string,
 *   also?: HTMLButtonElement | null, act: () => Promise<unknown>, done?: () => unknown, next?: () => unknown }} o
 */
export function form({ title, lead, done, next, act, ...rest }) {
  const made = secretForm({
    ...rest,
    cancel: engine.cancel,
    leave: () => close(),
    act: async () => {
      await act();
      await done?.();
      close();
      await next?.();
    },
  });
  const close = open(title, lead ? make('p', { textContent: lead }) : null, made);
  made.querySelector('input')?.focus();
}
