// SPDX-License-Identifier: MIT
// How a setting is shown and changed: at once, without a button to save it.
import { table } from '../engine/settings.js';
import { make } from '../look/form.js';
import * as engine from '../platform/engine.js';
import { say } from '../platform/words.js';
import { announce, attempt } from './manage.js';

/** @typedef {import('../engine/settings.js').Settings} Settings */

/**
 * One of several values.
 * @template {keyof Settings} N
 * @param {N} name @param {string} words @param {Settings} settings @param {(value: Settings[N]) => string} wordsOf
 * @param {(value: Settings[N]) => unknown} [before]  a value is set; what it throws keeps that from being done
 */
export function choice(name, words, settings, wordsOf, before) {
  const id = name.replace('.', '-');
  const { values } = /** @type {{ values: Settings[N][] }} */ (/** @type {unknown} */ (table[name]));
  const select = make('select', { id }, ...values.map((value, i) => make('option', {
    value: String(i), textContent: wordsOf(value), selected: value === settings[name],
  })));
  select.addEventListener('change', () => attempt(async () => {
    const value = /** @type {Settings[N]} */ (values[Number(select.value)]);
    try {
      await before?.(value);
      await set(name, value);
    } catch (error) {
      select.value = String(values.indexOf(settings[name]));
      throw error;
    }
  }));
  return make('div', { className: 'field' }, make('label', { htmlFor: id, textContent: words }), select);
}

/**
 * Yes or no.
 * @param {keyof Settings} name @param {string} words @param {Settings} settings @param {string} [more]
 */
export function option(name, words, settings, more) {
  const input = make('input', { type: 'checkbox', checked: Boolean(settings[name]) });
  input.addEventListener('change', () => attempt(async () => {
    const wanted = input.checked;
    try {
      await set(name, wanted);
    } catch (error) {
      input.checked = !wanted;
      throw error;
    }
  }));
  return make('label', { className: 'option' }, input, make('span', {}, words, more ? make('small', { textContent: more }) : null));
}

/** @template {keyof Settings} N @param {N} name @param {Settings[N] | boolean} value */
export async function set(name, value) {
  await engine.change('set', { now: Date.now(), name, value: JSON.stringify(value) });
  announce(say('saved'));
}
