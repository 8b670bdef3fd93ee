// SPDX-License-Identifier: MIT
// A row over time: which code stands in it and until when, the ring, the last seconds, the tick. How it is drawn is first.js.
import { explain, say } from '../platform/words.js';
import { copied, draw, drawAge, drawCode, drawNames, hides, iconOf, nameOf, nameRow, part, startRing } from './first.js';

/**
 * @typedef {import('../engine/icons.js').Account} Account
 * @typedef {import('../engine/vault.d.ts').Code} Code
 * @typedef {import('./first.js').Shape} Shape
 */

/** Wall clock less page clock. It stays the same until the computer sleeps or the clock is set. Milliseconds. */
const skewNow = () => Date.now() - performance.now();

export class Row {
  /** @type {Code | null} the code that stands there */
  code = null;

  /** Whether the person wants to see the code though codes are hidden. */
  #lifted = false;

  /** Skew when the ring was started. Milliseconds. */
  #skew = -Infinity;

  /**
   * @param {Account} account @param {Shape} shape
   * @param {{ element: HTMLElement, code: Code | undefined }} [drawn]  the row, where it stands already
   */
  constructor(account, shape, drawn) {
    this.account = account;
    this.shape = shape;
    this.element = drawn?.element ?? draw(shape, account);
    if (drawn?.code) {
      this.code = drawn.code;
      this.#skew = skewNow();
    }
    if (!drawn && account.type === 'hotp') this.#name();
  }

  /** @param {Account} account */
  show(account) {
    const before = this.account;
    this.account = account;
    if (before.issuer === account.issuer && before.account === account.account && before.pinned === account.pinned && before.icon === account.icon) return;
    drawNames(this.element, this.shape, account);
    if (this.element.querySelector('.again')) this.#again();
    // Before its code is there a row is called what it says.
    if (this.code || account.type === 'hotp') this.#name();
  }

  /** @param {Code} code */
  paint(code) {
    this.code = code;
    if (code.problem) this.#fail(code.problem);
    if (!code.code) return;
    drawCode(this.element, code.code, this.veiled);
    if (this.account.type === 'hotp') this.#again();
    this.#run(code);
    this.#name();
  }

  /** Once a counter's code is there the row copies it, and a button of its own makes the next, where the sign for that was. */
  #again() {
    let button = this.element.querySelector('.again');
    if (!button) {
      button = document.createElement('button');
      button.className = 'again';
      button.setAttribute('type', 'button');
      button.append(iconOf('next'));
      part(this.element, '.copy').after(button);
    }
    button.setAttribute('aria-label', say('nextCodeOf', nameOf(this.account)));
    button.setAttribute('title', say('nextCodeTitle'));
  }

  /** Whether the code is hidden now, if there is one. */
  get veiled() {
    return hides(this.shape) && !this.#lifted;
  }

  /** Shows the code, or hides it again. @param {boolean} lifted */
  lift(lifted) {
    this.#lifted = lifted;
    this.redraw();
  }

  /** Draws the code anew, after what the person has chosen has become something else. */
  redraw() {
    if (!this.code?.code) return;
    drawCode(this.element, this.code.code, this.veiled);
    drawAge(this.element, this.code, Date.now());
    this.#name();
  }

  /** Whether what stands there is right at a time; a counter's code always is. @param {number} now */
  fresh(now) {
    if (this.account.type === 'hotp') return true;
    const { from, until } = this.code ?? {};
    return from !== undefined && until !== undefined && now >= from && now < until;
  }

  /** Takes a code away that is over. */
  blank() {
    this.code = null;
    part(this.element, '.code').textContent = '–';
    part(this.element, '.next').textContent = '';
    this.#name();
  }

  /** No code can be made: the reason stands where the account's name was. @param {import('../platform/messages.js').Problem} problem */
  #fail(problem) {
    part(this.element, '.code').textContent = '–';
    part(this.element, '.name').textContent = explain(problem);
    part(this.element, '.copy, label').title = explain(problem);
  }

  /** The ring turns on by itself until the wall clock and the page's own clock part. @param {Code} code */
  #run(code) {
    const skew = skewNow();
    if (Math.abs(skew - this.#skew) < 250) return;
    this.#skew = skew;
    startRing(this.element, code);
  }

  /** @param {number} now */
  age(now) {
    if (drawAge(this.element, this.code, now)) this.#name();
  }

  #name() {
    if (copied(this.shape)) nameRow(this.element, this.account, this.code?.code);
  }

  /** Says in place that the code was copied, or filled in. @param {string} words */
  tick(words) {
    part(this.element, '.copied span').textContent = words;
    this.element.classList.add('is-copied');
    clearTimeout(this.ticking);
    this.ticking = setTimeout(() => this.element.classList.remove('is-copied'), 1200);
  }
}
