// SPDX-License-Identifier: MIT
// The list of accounts: rows are made as they are needed, codes are asked for only where they can be seen, and between
// two code changes nothing runs.
import { copied, ending, first } from './first.js';
import { Row } from './row.js';

/** @typedef {import('../engine/icons.js').Account} Account */
/** @typedef {import('../engine/vault.d.ts').Code} Code */

/** Rows made at a time after the first ones, between frames. */
const batch = 50;

/** Rows that are made without being scrolled to. Of more, each costs the browser time at every frame, and nobody reads them. */
const unasked = 1000;

/** A look at the clock at least this often: the computer may sleep, and its clock may be set. Milliseconds. */
const longest = 10_000;

export class List {
  /** @type {Map<string, Row>} */
  #rows = new Map();
  /** @type {Account[] | null} null before the first time */
  #shown = null;
  /** @type {Set<Row>} rows that can be seen, or nearly */
  #seen = new Set();
  /** @type {typeof import('./first.js').drawn} */
  #drawn;
  #drawing = 0;
  /** Rows made, where those after them wait to be scrolled to. */
  #made = Infinity;
  #timer = 0;

  /**
   * @param {HTMLElement} element
   * @param {(ids: string[]) => Code[] | Promise<Code[]>} codesOf
   * @param {import('./first.js').Shape} [shape]  of the rows
   * @param {typeof import('./first.js').drawn} [drawn]  rows that stand there already
   */
  constructor(element, codesOf, shape = 'account', drawn = new Map()) {
    this.element = element;
    this.codesOf = codesOf;
    this.shape = shape;
    this.#drawn = drawn;
    // 200 px more than what is seen: a row that scrolls in already has its code.
    this.#observer = new IntersectionObserver((entries) => this.#scrolled(entries), { root: element.closest('main'), rootMargin: '200px' });
  }

  /** @type {IntersectionObserver} */
  #observer;

  /**
   * Shows these accounts, in this order. Rows that stay keep their state.
   * @param {Account[]} accounts
   */
  show(accounts) {
    const before = this.#shown;
    this.#shown = accounts;
    // Each change is told twice, by whoever made it and by the engine: the same rows stay where they are, and keep the focus.
    if (before?.length === accounts.length && accounts.every(({ id }, i) => id === before[i]?.id)) {
      for (const account of accounts) this.#rows.get(account.id)?.show(account);
      void this.refresh();
      return;
    }
    const drawing = ++this.#drawing;
    this.#made = Infinity;
    // Only the list of accounts is long; what a scan found is shown, and chosen from, as a whole.
    const atOnce = copied(this.shape) ? first : accounts.length;
    const rows = accounts.slice(0, atOnce).map((account) => this.#row(account));
    // Rows that the first paint put there stay, with their rings and the focus.
    const there = this.element.children;
    if (rows.length !== there.length || rows.some(({ element }, i) => element !== there[i])) {
      const focused = document.activeElement;
      this.element.replaceChildren(...rows.map(({ element }) => element));
      // Taken out and put in again, a row that stays loses the focus.
      if (focused !== document.activeElement && this.element.contains(focused)) /** @type {HTMLElement} */ (focused).focus({ preventScroll: true });
    }
    this.#forget();
    for (const row of rows) this.#see(row);
    void this.refresh();
    if (accounts.length > atOnce) this.#later(drawing, atOnce);
  }

  /** Moves one that is shown right before another, with its ring, its focus and all. @param {string} id @param {string} before  "" for last */
  move(id, before) {
    const row = this.#rows.get(id);
    const shown = this.#shown ?? [];
    const account = shown.find((one) => one.id === id);
    if (!row?.element.isConnected || !account) return;
    const rest = shown.filter((one) => one !== account);
    const at = before ? rest.findIndex((one) => one.id === before) : rest.findLastIndex(({ pinned }) => Boolean(pinned) >= Boolean(account.pinned)) + 1;
    this.#shown = rest.toSpliced(at, 0, account);
    const next = rest[at] && this.#rows.get(rest[at].id);
    /** @type {any} */ (this.element).moveBefore(row.element, next?.element ?? null); // which tsc does not know yet
    row.element.scrollIntoView({ block: 'nearest' });
  }

  /** @param {number} drawing @param {number} from */
  #later(drawing, from) {
    requestIdleCallback(() => {
      if (drawing !== this.#drawing) return;
      const shown = this.#shown ?? [];
      const rows = shown.slice(from, from + batch).map((account) => this.#row(account));
      this.element.append(...rows.map(({ element }) => element));
      for (const { element } of rows) this.#observer.observe(element);
      const made = from + batch;
      if (made >= shown.length) return;
      if (made < unasked || this.#nearEnd()) this.#later(drawing, made);
      else this.#made = made;
    }, { timeout: 100 });
  }

  /** Whether what is seen is within some windows of the last row. */
  #nearEnd() {
    const { scrollTop, scrollHeight, clientHeight } = /** @type {HTMLElement} */ (this.element.closest('main'));
    return scrollHeight - scrollTop < 4 * clientHeight;
  }

  /** @param {Account} account @returns {Row} */
  #row(account) {
    let row = this.#rows.get(account.id);
    if (row) row.show(account);
    else this.#rows.set(account.id, row = new Row(account, this.shape, this.#drawn.get(account.id)));
    return row;
  }

  /** Rows that are no longer shown are not watched. */
  #forget() {
    this.#observer.disconnect();
    this.#seen.clear();
  }

  /** @param {Row} row */
  #see(row) {
    this.#seen.add(row);
    this.#observer.observe(row.element);
  }

  /** @param {IntersectionObserverEntry[]} entries */
  #scrolled(entries) {
    let more = false;
    for (const { target, isIntersecting } of entries) {
      const row = this.row(target);
      if (!row) continue;
      if (!isIntersecting) this.#seen.delete(row);
      else if (!this.#seen.has(row)) {
        this.#seen.add(row);
        more = true;
      }
    }
    if (more) void this.refresh();
    if (more && this.#made < Infinity && this.#nearEnd()) {
      this.#later(this.#drawing, this.#made);
      this.#made = Infinity;
    }
  }

  /** How many accounts are listed, with those whose rows are still to be made. */
  get length() {
    return this.#shown?.length ?? 0;
  }

  /** Draws all codes anew, after what the person has chosen has become something else. */
  redraw() {
    for (const row of this.#rows.values()) row.redraw();
  }

  /** @param {Element} element  a row or something in it @returns {Row | undefined} */
  row(element) {
    const id = /** @type {HTMLElement | null} */ (element.closest('[data-id]'))?.dataset.id;
    return id === undefined ? undefined : this.#rows.get(id);
  }

  /** @param {string} id @returns {Row | undefined} */
  rowOf(id) {
    return this.#rows.get(id);
  }

  /**
   * Asks for the codes that are missing or over, paints them, and sleeps until the next one ends. A code that is over and has
   * no successor, because the engine does not answer, is taken away.
   * @param {Row[]} also  rows that cannot be seen
   */
  async refresh(...also) {
    const now = Date.now();
    const stale = [...new Set([...this.#seen, ...also])].filter((row) => !row.fresh(now));
    if (stale.length > 0) {
      const asked = this.codesOf(stale.map((row) => row.account.id));
      const codes = new Map((Array.isArray(asked) ? asked : await asked).map((code) => [code.id, code]));
      for (const row of stale) {
        const code = codes.get(row.account.id);
        if (code) row.paint(code);
        else row.blank();
      }
    }
    this.#sleep();
  }

  #sleep() {
    const now = Date.now();
    let next = now + longest;
    for (const row of this.#seen) {
      row.age(now);
      const until = row.code?.until;
      // One that ended since the codes were asked for is asked for at once.
      if (until !== undefined) next = Math.min(next, until - now > ending ? until - ending : Math.max(until, now));
    }
    clearTimeout(this.#timer);
    // A few milliseconds late rather than early: at the very end of a period the old code would be asked for again.
    if (this.#seen.size > 0) this.#timer = setTimeout(() => { void this.refresh(); }, next - now + 5);
  }
}
