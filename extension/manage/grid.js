// SPDX-License-Identifier: MIT
// A long list of accounts as a grid (ARIA, "grid"): only the rows that can be seen are in the page, and each account's name
// is a link. Arrows go from row to row, Space and Shift choose, Enter opens; in their own order, Alt and the arrows move an
// account, and so does dragging it.
import { make } from '../look/form.js';
import { language, namesOf, say } from '../platform/words.js';
import { drawTile, pinOf, typeOf } from './facts.js';

/** @typedef {import('../engine/icons.js').Account} Account */
/** @typedef {'issuer' | 'account' | 'groups' | 'type' | 'used'} Column */

/** The columns after the box to choose by, and which of them the list can be in the order of. @type {[Column, boolean][]} */
const columns = [['issuer', true], ['account', true], ['groups', false], ['type', false], ['used', true]];

/** Rows more than are seen, above and below: what is scrolled to has been drawn. */
const spare = 8;

const day = new Intl.DateTimeFormat(language(), { dateStyle: 'medium' });

/** @typedef {{ element: HTMLElement, box: HTMLInputElement, link: HTMLAnchorElement, tile: HTMLElement, cells: Record<Column, HTMLElement>, id: string }} Row */

export class Grid {
  /** @type {Account[]} in the order in which they are shown */
  #accounts = [];
  /** Rows in the page, by their place in the list. @type {Map<number, Row>} */
  #rows = new Map();
  /** @type {Row[]} rows that stand nowhere */
  #idle = [];
  /** Where Tab comes to, and where the arrows go on from. */
  #current = 0;
  /** Where Shift chooses from. */
  #anchor = 0;
  #frame = 0;
  /** Ids of the accounts that are chosen, also of those that the list does not show now. @type {Set<string>} */
  chosen = new Set();

  /**
   * @param {{ sort: (column: Column) => void, choose: () => void, open: (account: Account) => void,
   *   move: (account: Account, before: Account | undefined) => void }} told
   *   sort: a heading was clicked; choose: others are chosen; open: somebody goes to an account; move: it is to stand right
   *   before another, or last
   */
  constructor(told) {
    this.told = told;
    this.all = make('input', { type: 'checkbox', 'aria-label': say('chooseAll'), onchange: () => this.chooseAll(this.all.checked) });
    this.heads = columns.map(([name, sorted]) => make('div', { role: 'columnheader', className: name },
      sorted ? make('button', { type: 'button', textContent: say(`column_${name}`), onclick: () => told.sort(name) }) : say(`column_${name}`)));
    this.body = make('div', { role: 'rowgroup', className: 'rows' });
    this.element = make('div', { role: 'grid', className: 'grid', 'aria-label': say('accounts'), 'aria-multiselectable': 'true', 'aria-colcount': String(columns.length + 1) },
      make('div', { role: 'rowgroup', className: 'head' },
        make('div', { role: 'row', className: 'line', 'aria-rowindex': '1' }, make('div', { role: 'columnheader', className: 'pick' }, this.all), ...this.heads)),
      this.body);
    this.body.addEventListener('click', (event) => this.#click(event));
    this.body.addEventListener('keydown', (event) => this.#key(event));
    this.body.addEventListener('dragstart', (event) => this.#lift(event));
    this.body.addEventListener('dragover', (event) => this.#over(event));
    this.body.addEventListener('drop', (event) => this.#let(event));
    this.body.addEventListener('dragend', () => this.#end());
    this.body.addEventListener('focusin', ({ target }) => this.#focused(/** @type {Element} */ (target)));
    for (const type of ['scroll', 'resize']) addEventListener(type, () => this.#soon(), { passive: true });
  }

  /** Whether the accounts can be moved: they are in their own order, and all of them are shown. */
  #movable = false;
  /** The account that is being dragged. @type {Account | undefined} */
  #lifted;
  /** Where it would come to stand. */
  #line = make('div', { className: 'insertion', hidden: true, role: 'presentation' });

  /**
   * @param {Account[]} accounts @param {Column | ''} by @param {boolean} down  what the list is in the order of, and which way
   * @param {boolean} movable
   */
  show(accounts, by, down, movable) {
    this.#movable = movable;
    const at = this.#accounts[this.#current]?.id;
    this.#accounts = accounts;
    // Whoever is at an account stays at it, wherever it stands now.
    const again = at === undefined ? -1 : accounts.findIndex(({ id }) => id === at);
    this.#current = again >= 0 ? again : Math.max(0, Math.min(this.#current, accounts.length - 1));
    this.#anchor = this.#current;
    const inside = this.body.contains(document.activeElement);
    this.element.setAttribute('aria-rowcount', String(accounts.length + 1));
    this.body.style.setProperty('--count', String(accounts.length));
    columns.forEach(([name], i) => {
      if (name === by) this.heads[i]?.setAttribute('aria-sort', down ? 'descending' : 'ascending');
      else this.heads[i]?.removeAttribute('aria-sort');
    });
    // Rows stay where they are, whatever they show now: somebody may be about to click on one.
    for (const [index, row] of this.#rows) {
      const account = accounts[index];
      if (!account) this.#drop(index, row);
      else {
        fill(row, account, index);
        this.#mark(index, row);
      }
    }
    this.paint();
    if (inside) this.focus(this.#current);
    this.#tally();
  }

  /** Draws what can be seen, at the next frame. */
  #soon() {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      if (this.element.isConnected) this.paint();
    });
  }

  /** Draws the rows that can be seen now. */
  paint() {
    const { top, height } = this.body.getBoundingClientRect();
    const each = this.#accounts.length > 0 ? height / this.#accounts.length : 1;
    const from = Math.max(0, Math.floor(-top / each) - spare);
    const to = Math.min(this.#accounts.length, Math.ceil((innerHeight - top) / each) + spare);
    for (const [index, row] of this.#rows) {
      const kept = index < this.#accounts.length && row.element.contains(document.activeElement);
      if ((index < from || index >= to) && !kept) this.#drop(index, row);
    }
    for (let index = from; index < to; index++) this.#row(index);
  }

  /** @param {number} index @param {Row} row */
  #drop(index, row) {
    this.#rows.delete(index);
    row.element.remove();
    this.#idle.push(row);
  }

  /** The row at a place; it is drawn when it is not there. @param {number} index @returns {Row | undefined} */
  #row(index) {
    const account = this.#accounts[index];
    if (!account) return undefined;
    let row = this.#rows.get(index);
    if (row) return row;
    row = this.#idle.pop() ?? made();
    fill(row, account, index);
    this.#rows.set(index, row);
    this.#mark(index, row);
    // In the order of the list: that is how they are read and tabbed through.
    const next = [...this.#rows].filter(([other]) => other > index).reduce((/** @type {[number, Row] | null} */ a, b) => (a && a[0] < b[0] ? a : b), null);
    this.body.insertBefore(row.element, next ? next[1].element : null);
    return row;
  }

  /** @param {number} index @param {Row} row */
  #mark(index, { element, box, link, id }) {
    element.draggable = this.#movable;
    const chosen = this.chosen.has(id);
    box.checked = chosen;
    element.setAttribute('aria-selected', String(chosen));
    const here = index === this.#current ? 0 : -1;
    box.tabIndex = here;
    link.tabIndex = here;
  }

  /** Puts the focus on an account. @param {number} index */
  focus(index) {
    this.#current = Math.max(0, Math.min(index, this.#accounts.length - 1));
    const row = this.#row(this.#current);
    row?.link.focus({ preventScroll: true });
    row?.element.scrollIntoView({ block: 'nearest' });
  }

  /** Puts the focus on the account with an id, where that is shown. @param {string} id */
  focusOn(id) {
    const index = this.#accounts.findIndex((account) => account.id === id);
    if (index >= 0) this.focus(index);
  }

  /** @param {Element} target */
  #focused(target) {
    for (const [index, row] of this.#rows) {
      if (row.element.contains(target)) this.#current = index;
    }
    for (const [index, row] of this.#rows) this.#mark(index, row);
  }

  /** @param {Element} target */
  #indexOf(target) {
    for (const [index, row] of this.#rows) if (row.element.contains(target)) return index;
    return -1;
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const target = /** @type {Element} */ (event.target);
    const index = this.#indexOf(target);
    const account = this.#accounts[index];
    if (!account) return;
    const choosing = target.closest('.pick') !== null || event.shiftKey || event.ctrlKey || event.metaKey;
    // A box that was hit itself has changed already, and would change back.
    if (choosing && !(target instanceof HTMLInputElement)) event.preventDefault();
    if (event.shiftKey) {
      getSelection()?.removeAllRanges();
      this.#range(index);
    } else if (choosing) this.#toggle(index);
    else {
      this.told.open(account);
      if (!target.closest('a')) location.hash = `#account/${account.id}`;
    }
  }

  /** @param {number} index */
  #toggle(index) {
    const id = this.#accounts[index]?.id ?? '';
    if (!this.chosen.delete(id)) this.chosen.add(id);
    this.#anchor = index;
    this.#current = index;
    this.#choice();
  }

  /** Chooses all from where somebody began to a place. @param {number} index */
  #range(index) {
    const [from, to] = [Math.min(this.#anchor, index), Math.max(this.#anchor, index)];
    for (const { id } of this.#accounts.slice(from, to + 1)) this.chosen.add(id);
    this.#current = index;
    this.#choice();
  }

  /** Chooses all that the list shows, or none. @param {boolean} all */
  chooseAll(all) {
    if (!all) this.chosen.clear();
    else for (const { id } of this.#accounts) this.chosen.add(id);
    this.#choice();
  }

  #choice() {
    for (const [index, row] of this.#rows) this.#mark(index, row);
    this.#tally();
    this.told.choose();
  }

  #tally() {
    const here = this.#accounts.reduce((count, { id }) => count + Number(this.chosen.has(id)), 0);
    this.all.checked = here > 0 && here === this.#accounts.length;
    this.all.indeterminate = here > 0 && here < this.#accounts.length;
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (event.altKey && step && this.#movable && !event.isComposing) {
      event.preventDefault();
      event.stopPropagation();
      this.#move(this.#current, step < 0 ? this.#current - 1 : this.#current + 2);
      return;
    }
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    const page = Math.max(1, Math.floor(innerHeight / 2 / (this.#rows.get(this.#current)?.element.offsetHeight ?? 48)));
    const to = {
      ArrowDown: this.#current + 1, ArrowUp: this.#current - 1, PageDown: this.#current + page, PageUp: this.#current - page,
      Home: 0, End: this.#accounts.length - 1,
    }[event.key];
    if (to !== undefined) {
      if (to < 0 && event.key === 'ArrowUp') return; // to the search, above
      event.preventDefault();
      event.stopPropagation();
      if (event.shiftKey && this.chosen.size === 0) this.#anchor = this.#current;
      this.focus(to);
      if (event.shiftKey) this.#range(this.#current);
      else this.#anchor = this.#current;
    } else if (event.key === ' ') {
      event.preventDefault();
      if (event.shiftKey) this.#range(this.#current);
      else this.#toggle(this.#current);
    }
  }

  /** Has an account moved right before what stands at a place. @param {number} from @param {number} to */
  #move(from, to) {
    const account = this.#accounts[from];
    if (account && to >= 0 && to <= this.#accounts.length && to !== from && to !== from + 1) this.told.move(account, this.#accounts[to]);
  }

  /** @param {DragEvent} event */
  #lift(event) {
    const index = this.#indexOf(/** @type {Element} */ (event.target));
    this.#lifted = this.#movable ? this.#accounts[index] : undefined;
    if (!this.#lifted || !event.dataTransfer) return;
    event.dataTransfer.effectAllowed = 'move';
    event.dataTransfer.setData('application/x-inkan-account', ''); // nothing of it is for other pages
    this.#rows.get(index)?.element.classList.add('lifted');
  }

  /** The place between two rows that the pointer is at. @param {DragEvent} event */
  #placeOf(event) {
    const { top, height } = this.body.getBoundingClientRect();
    return Math.round(((event.clientY - top) / height) * this.#accounts.length);
  }

  /** @param {DragEvent} event */
  #over(event) {
    if (!this.#lifted) return;
    event.preventDefault();
    this.body.append(this.#line);
    this.#line.hidden = false;
    this.#line.style.insetBlockStart = `calc(${this.#placeOf(event)} * var(--row) - 1px)`;
  }

  /** @param {DragEvent} event */
  #let(event) {
    const from = this.#accounts.findIndex(({ id }) => id === this.#lifted?.id);
    if (from < 0) return;
    event.preventDefault();
    this.#move(from, this.#placeOf(event));
    this.#end();
  }

  #end() {
    this.#lifted = undefined;
    this.#line.hidden = true;
    for (const { element } of this.#rows.values()) element.classList.remove('lifted');
  }

  /** Whose row has the focus. @returns {Account | undefined} */
  get current() {
    return this.body.contains(document.activeElement) ? this.#accounts[this.#current] : undefined;
  }

  get size() {
    return this.#accounts.length;
  }
}

/** A row for any account. @returns {Row} */
function made() {
  const box = make('input', { type: 'checkbox' });
  const tile = make('span', { className: 'tile', 'aria-hidden': 'true' });
  const link = make('a', { className: 'text', draggable: false }); // it is its row that is dragged
  const cell = (/** @type {Column} */ name) => make('div', { role: 'gridcell', className: name });
  const cells = { issuer: cell('issuer'), account: cell('account'), groups: cell('groups'), type: cell('type'), used: cell('used') };
  cells.issuer.append(tile, link);
  const element = make('div', { role: 'row', className: 'line' }, make('div', { role: 'gridcell', className: 'pick' }, box), ...Object.values(cells));
  return { element, box, link, tile, cells, id: '' };
}

/** @param {Row} row @param {Account} account @param {number} index */
function fill(row, account, index) {
  const { element, box, link, tile, cells } = row;
  const name = namesOf(account);
  row.id = account.id;
  element.setAttribute('aria-rowindex', String(index + 2)); // the headings are the first
  element.style.insetBlockStart = `calc(${index} * var(--row))`;
  box.setAttribute('aria-label', say('chooseOne', name));
  drawTile(tile, account);
  link.textContent = account.issuer || account.account || say('nameless');
  link.setAttribute('aria-label', name);
  link.href = `#account/${account.id}`;
  const pin = cells.issuer.querySelector('.icon');
  if (!account.pinned) pin?.remove();
  else if (!pin) cells.issuer.append(pinOf());
  cells.account.textContent = account.issuer ? account.account : '';
  cells.groups.textContent = (account.groups ?? []).join(say('between'));
  cells.type.textContent = typeOf(account);
  cells.used.textContent = account.used ? day.format(account.used) : '';
}
