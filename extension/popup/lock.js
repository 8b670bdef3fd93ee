// SPDX-License-Identifier: MIT
// The popup of a locked vault: the form that opens it, and everything that scans, since scanning asks for no password.
import { show as showForm } from '../look/unlock.js';
import { manage } from './popup.js';

/** @param {string} id @returns {HTMLElement} */
const element = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** The style of such forms, which the first paint does without. */
const style = new Promise((resolve) => {
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = '../look/form.css';
  link.onload = link.onerror = resolve;
  document.head.append(link);
});

/** @param {import('../platform/engine.js').Overview} overview @param {() => unknown} opened */
export async function show({ slots, waiting }, opened) {
  await style;
  document.body.classList.add('locked');
  element('accounts').replaceChildren();
  const place = element('empty');
  place.hidden = false;
  showForm(place, { slots, waiting }, {
    done: () => {
      document.body.classList.remove('locked');
      place.replaceChildren();
      return opened();
    },
    // The browser draws its passkey dialog over a tab; over a popup it would be cut off, and close it.
    passkey: () => manage('passkey'),
  });
}
