// SPDX-License-Identifier: MIT
// The words of the user interface: _locales through chrome.i18n, and how codes are written.

/**
 * @param {string} key  a key of _locales/en/messages.json
 * @param {...(string | number)} values  for $1, $2, …
 */
export function say(key, ...values) {
  return chrome.i18n.getMessage(key, values.map(String));
}

/**
 * The words for a problem: the code's own if there are any.
 * @param {import('./messages.js').Problem} problem
 */
export function explain(problem) {
  const key = `problem_${problem.code.replaceAll('-', '_')}`;
  return say(key, problem.value ?? '', problem.position ?? '') || say('problem_internal');
}

/**
 * Fills in the words of a document: data-say sets the text, data-say-label the accessible name, data-say-hint the
 * placeholder.
 * @param {ParentNode} root
 */
export function fill(root) {
  for (const element of root.querySelectorAll('[data-say]')) element.textContent = say(attribute(element, 'data-say'));
  for (const element of root.querySelectorAll('[data-say-label]')) element.setAttribute('aria-label', say(attribute(element, 'data-say-label')));
  for (const element of root.querySelectorAll('[data-say-hint]')) element.setAttribute('placeholder', say(attribute(element, 'data-say-hint')));
  for (const element of root.querySelectorAll('[data-say-title]')) element.setAttribute('title', say(attribute(element, 'data-say-title')));
}

/** @param {Element} element @param {string} name */
function attribute(element, name) {
  return element.getAttribute(name) ?? '';
}

/** The language the words are in, as a BCP 47 tag. */
export function language() {
  return say('language');
}

/** Sentences that follow each other; what is none is left out. Japanese and Chinese have no space there. @param {(string | false | null | undefined)[]} all */
export const sentences = (all) => all.filter(Boolean).join(/^(ja|zh)\b/.test(language()) ? '' : ' ');

/** A day. @param {number} time @param {'medium' | 'long'} [dateStyle] */
export const dayOf = (time, dateStyle = 'medium') => new Date(time).toLocaleDateString(language(), { dateStyle });

/** A day and a time of it. @param {number} time @param {'short' | 'medium'} [timeStyle]  medium: with seconds */
export const momentOf = (time, timeStyle = 'short') => new Date(time).toLocaleString(language(), { dateStyle: 'medium', timeStyle });

/**
 * Digits in groups that can be read at a glance: 3 3 for six, 4 4 for eight; letters (Steam) stay together.
 * @param {string} code
 */
export function groups(code) {
  if (code.length < 6 || !/^\d+$/.test(code)) return [code];
  const count = Math.ceil(code.length / 4);
  const sizes = Array.from({ length: count }, (_, i) => Math.floor(code.length / count) + (i < code.length % count ? 1 : 0));
  let at = 0;
  return sizes.map((size) => code.slice(at, at += size));
}

/**
 * What is unusual about an account's key, in words.
 * @param {import('../engine/vault.d.ts').Account} account
 */
export const oddities = ({ warnings = [], digits, period = 0 }) => warnings.map(({ code, value = '' }) => {
  const about = { digits, period }[/** @type {string} */ (code)] ?? value;
  return say(`warning_${code.replaceAll('-', '_')}`, about);
});

/** An account's names in one line. @param {{ issuer?: string, account?: string }} account */
export const namesOf = ({ issuer, account }) => [issuer, account].filter(Boolean).join(say('between')) || say('nameless');
