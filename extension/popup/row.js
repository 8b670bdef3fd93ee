// SPDX-License-Identifier: MIT
// One account as the person sees it: who it is, the code in groups, the ring that runs out.
import { explain, fill, say } from '../platform/words.js';

/**
 * @typedef {import('../engine/vault.d.ts').Account} Account
 * @typedef {import('../engine/vault.d.ts').Code} Code
 */

/** The last part of a period, in which the ring turns red and the next code is shown. Milliseconds. */
export const ending = 5000;

/** The shapes a row takes: one to copy from, one only to look at, one to choose. */
const shapes = {
  account: copyOf('account'),
  candidate: copyOf('candidate'),
  choice: copyOf('choice'),
};

/** @param {string} id @returns {HTMLElement} */
function copyOf(id) {
  const template = /** @type {HTMLTemplateElement} */ (document.getElementById(id));
  fill(template.content);
  return /** @type {HTMLElement} */ (template.content.firstElementChild);
}

/** @param {Account} account @returns {string} its name in one line */
export function nameOf({ issuer, account }) {
  if (issuer && account) return `${issuer} (${account})`;
  return issuer || account || say('nameless');
}

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

export class Row {
  /** @type {Code | null} the code that stands there */
  code = null;

  /** @param {Account} account @param {keyof typeof shapes} [shape] */
  constructor(account, shape = 'account') {
    this.shape = shape;
    this.element = /** @type {HTMLElement} */ (shapes[shape].cloneNode(true));
    this.show(account);
  }

  /** @param {Account} account */
  show(account) {
    const before = this.account;
    this.account = account;
    if (before?.issuer === account.issuer && before.account === account.account) return;
    const title = account.issuer || account.account || say('nameless');
    this.#text('.issuer', title);
    this.#text('.name', account.issuer ? account.account : '');
    this.#text('.letter', [...title][0]?.toUpperCase() ?? '');
    this.element.dataset.id = account.id;
    this.element.classList.toggle('counter', account.type === 'hotp');
    if (account.type === 'hotp' && !this.code) this.#counter();
    const name = nameOf(account);
    if (this.shape === 'choice') this.#find('input').setAttribute('aria-label', name);
    else if (this.shape === 'account') this.#find('.tile').setAttribute('aria-label', say('editAccount', name));
    // Before its code is there a row is called what it says.
    if (this.code || account.type === 'hotp') this.#name();
  }

  /** A counter code is made when it is asked for, since making it uses it up. */
  #counter() {
    this.#text('.code', '•'.repeat(this.account?.digits ?? 6));
    const icon = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    icon.classList.add('icon');
    icon.append(document.createElementNS('http://www.w3.org/2000/svg', 'use'));
    icon.firstElementChild?.setAttribute('href', '#i-next');
    this.#find('.ring').replaceChildren(icon);
  }

  /** @param {Code} code */
  paint(code) {
    this.code = code;
    if (code.problem) this.#fail(code.problem);
    if (!code.code) return;
    // The spaces are for whoever has the text read or copied; what is seen is set by the gap.
    const shown = groups(code.code).flatMap((group) => {
      const span = document.createElement('span');
      span.textContent = group;
      return [span, ' '];
    });
    const digits = this.#find('.code');
    digits.replaceChildren(...shown);
    digits.classList.toggle('long', code.code.length > 8);
    this.element.classList.toggle('shown', true);
    this.#run(code);
    this.#name();
  }

  /** Whether what stands there is right at a time; a counter's code always is. @param {number} now */
  fresh(now) {
    if (this.account?.type === 'hotp') return true;
    const { from, until } = this.code ?? {};
    return from !== undefined && until !== undefined && now >= from && now < until;
  }

  /** Takes a code away that is over. */
  blank() {
    this.code = null;
    this.#text('.code', '–');
    this.#text('.next', '');
    this.#name();
  }

  /** No code can be made: the reason stands where the account's name was. @param {import('../platform/messages.js').Problem} problem */
  #fail(problem) {
    this.#text('.code', '–');
    this.#text('.name', explain(problem));
    this.#find('.copy, label').title = explain(problem);
  }

  /**
   * Starts the ring where the period stands now. It turns on by itself, period after period, until the wall clock and the
   * page's own clock part (the computer slept, the clock was set).
   * @param {Code} code
   */
  #run({ from, until }) {
    if (from === undefined || until === undefined) return;
    const skew = Date.now() - performance.now();
    if (Math.abs(skew - this.#skew) < 250) return;
    this.#skew = skew;
    const ring = this.#find('.ring');
    ring.style.setProperty('--period', `${until - from}ms`);
    ring.style.setProperty('--since', `${from - Date.now()}ms`);
    // Another name is what makes an animation begin anew.
    const odd = ring.classList.contains('even');
    ring.classList.toggle('odd', odd);
    ring.classList.toggle('even', !odd);
  }

  /** Wall clock less page clock when the ring was started. Milliseconds. */
  #skew = -Infinity;

  /** @param {number} now */
  age(now) {
    const late = this.code?.until !== undefined && this.code.until - now <= ending;
    this.element.classList.toggle('ending', late);
    const next = this.#find('.next');
    const words = late && this.code?.next ? say('nextCode', groups(this.code.next).join(' ')) : '';
    if (next.textContent === words) return;
    next.textContent = words;
    next.hidden = words === '';
    this.#name();
  }

  /** What a screen reader says: what is seen, in the same words, so that it can be said to a voice control; not the ring and the tick. */
  #name() {
    const { account, code } = this;
    if (!account || this.shape !== 'account') return;
    const shown = this.#shown();
    const what = code?.code ? say('copyCodeOf', shown) : account.type === 'hotp' ? say('makeCodeOf', shown) : shown;
    this.#find('.copy').setAttribute('aria-label', what);
  }

  /** What is seen, in one line. */
  #shown() {
    const { account, code } = this;
    const parts = [account?.issuer, account?.account, code?.code && groups(code.code).join(' '), this.#find('.next').textContent];
    return parts.filter(Boolean).join(', ') || say('nameless');
  }

  /** Says in place that the code was copied. */
  tick() {
    this.element.classList.add('is-copied');
    clearTimeout(this.ticking);
    this.ticking = setTimeout(() => this.element.classList.remove('is-copied'), 1200);
  }

  /** @param {string} selector @returns {HTMLElement} */
  #find(selector) {
    return /** @type {HTMLElement} */ (this.element.querySelector(selector));
  }

  /** @param {string} selector @param {string} text */
  #text(selector, text) {
    this.#find(selector).textContent = text;
  }
}
