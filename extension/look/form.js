// SPDX-License-Identifier: MIT
// The parts that forms with secrets are made of: the unlock form of the popup and of the manage page, and its dialogs.
import { problemOf } from '../platform/messages.js';
import { explain, say } from '../platform/words.js';

/**
 * An element with its properties (those that are none become attributes; "on…" listen) and what is in it.
 * @template {keyof HTMLElementTagNameMap} N
 * @param {N} name @param {Record<string, any>} [properties] @param {...(Node | string | null | undefined | false)} children
 * @returns {HTMLElementTagNameMap[N]}
 */
export function make(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else if (key in element && !key.includes('-')) Object.assign(element, { [key]: value });
    else element.setAttribute(key, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** By what an element is known again after the page was drawn anew. @param {Element | null} element */
export function labelOf(element) {
  return element?.id || element?.getAttribute('aria-label') || element?.closest('label')?.textContent || element?.textContent || '';
}

/** @param {string} words @param {() => unknown} act @param {string} [kind] */
export function button(words, act, kind = '') {
  return make('button', { type: 'button', className: `button ${kind}`, textContent: words, onclick: act });
}

let lastId = 0;

/**
 * A field with its label and the line for what is wrong with it.
 * @param {string} label @param {Record<string, any>} properties  of the input @param {string} [hint]
 */
export function field(label, properties, hint) {
  const id = `field-${++lastId}`;
  const problem = make('p', { id: `${id}-problem`, className: 'problem', role: 'alert' });
  const note = hint ? make('p', { id: `${id}-hint`, className: 'hint', textContent: hint }) : null;
  const input = make('input', { id, spellcheck: false, 'aria-describedby': `${id}-problem${hint ? ` ${id}-hint` : ''}`, ...properties });
  const element = make('div', { className: 'field' }, make('label', { htmlFor: id, textContent: label }), input, note, problem);
  return { element, input, problem };
}

/**
 * A field for a password, which can be shown while it is typed.
 * @param {string} label @param {'current-password' | 'new-password'} autocomplete @param {string} [hint]
 */
export function passwordField(label, autocomplete, hint) {
  const made = field(label, { type: 'password', autocomplete, ...(autocomplete === 'current-password' && { name: 'current' }) }, hint);
  const { input } = made;
  const toggle = make('button', {
    type: 'button', className: 'reveal', 'aria-pressed': 'false', 'aria-controls': input.id, textContent: say('showPassword'),
    'aria-label': `${say('showPassword')}: ${label}`,
    onclick: () => {
      const shown = input.type === 'password';
      input.type = shown ? 'text' : 'password';
      toggle.setAttribute('aria-pressed', String(shown));
      input.focus();
    },
  });
  const row = make('div', { className: 'secret' });
  input.replaceWith(row);
  row.append(input, toggle);
  return made;
}

/** What was typed, as the vault takes passwords: in form C, UTF-8. @param {HTMLInputElement} input */
export const bytesOf = (input) => new TextEncoder().encode(input.value.normalize('NFC'));

/**
 * A form that does something which takes its time and can be cancelled. It says what is wrong, and is empty of secrets when
 * it is done with.
 * @param {{ parts: (Node | null)[], submit: string, busy: string, kind?: string, cancel: () => unknown,
 *   act: () => Promise<unknown>, leave?: () => void, also?: HTMLButtonElement | null }} o  cancel: gives up what act began; leave: closes
 *   the form; also: another button beside those
 */
export function secretForm({ parts, submit, busy, kind = 'primary', cancel, act, leave, also = null }) {
  const problem = make('p', { className: 'problem general', role: 'alert' });
  const status = make('p', { className: 'busy', role: 'status' });
  const send = make('button', { type: 'submit', className: `button ${kind}`, textContent: submit });
  const stop = button(say('cancel'), () => (working ? cancel() : leave?.()), 'stop');
  stop.hidden = !leave;
  const form = make('form', { autocomplete: 'off', noValidate: true, className: 'secrets' }, ...parts, problem, status,
    make('div', { className: 'actions' }, also, stop, send));
  let working = false;
  let timer = 0;

  /** @param {boolean} now */
  const work = (now) => {
    working = now;
    form.classList.toggle('working', now);
    status.textContent = now ? busy : '';
    send.hidden = now;
    if (also) also.hidden = now;
    stop.hidden = !now && !leave;
    // Not disabled, which would take the focus away.
    for (const input of form.querySelectorAll('input')) input.readOnly = now;
  };

  /** @param {unknown} error */
  const complain = (error) => {
    const found = problemOf(error);
    if (found.code === 'cancelled') {
      form.querySelector('input')?.focus();
      return;
    }
    const named = found.code === 'password-wrong' ? 'current' : found.field;
    const input = [...form.querySelectorAll('input')].find(({ name }) => name !== '' && name === named);
    const line = input && document.getElementById(`${input.id}-problem`);
    (line ?? problem).textContent = explain(found);
    for (const one of form.querySelectorAll('input')) one.setAttribute('aria-invalid', String(one === input));
    const bad = input ?? form.querySelector('input');
    bad?.focus();
    bad?.select();
    if (found.code === 'wait') countDown(Number(found.value));
  };

  /** Too many wrong ones: the button comes back when the time is over. @param {number} seconds */
  const countDown = (seconds) => {
    clearInterval(timer);
    send.disabled = true;
    const end = Date.now() + seconds * 1000;
    timer = setInterval(() => {
      const left = Math.ceil((end - Date.now()) / 1000);
      if (left > 0 && form.isConnected) {
        send.textContent = say('waitSeconds', left);
        return;
      }
      clearInterval(timer);
      send.disabled = false;
      send.textContent = submit;
      problem.textContent = '';
    }, 250);
  };

  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (working || send.disabled) return;
    for (const line of form.querySelectorAll('.problem')) line.textContent = '';
    work(true);
    try {
      await act();
      for (const input of form.querySelectorAll('input')) input.value = '';
    } catch (error) {
      work(false);
      complain(error);
      return;
    }
    work(false);
  });
  form.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.isComposing || (!working && !leave)) return;
    event.preventDefault();
    if (working) cancel();
    else leave?.();
  });
  return form;
}
