// SPDX-License-Identifier: MIT
// The Accounts section: all accounts in a table, to be searched, sorted, opened, and changed many at a time. Each such
// change is one write, and one click takes it back.
import { button, field, make } from '../look/form.js';
import * as engine from '../platform/engine.js';
import { matching, seek } from '../platform/search.js';
import { language, namesOf, say, sentences } from '../platform/words.js';
import * as dialog from './dialog.js';
import { Grid } from './grid.js';
import { announce, attempt, once, show as refresh } from './manage.js';

/**
 * @typedef {import('../platform/engine.js').Overview} Overview
 * @typedef {import('../engine/vault.d.ts').Account} Account
 * @typedef {import('./grid.js').Column} Column
 * @typedef {'' | 'issuer' | 'account' | 'used' | 'added'} Order  "": by hand
 */

export const title = 'accounts';
export const wide = true;

/** @type {Account[]} as the vault has them */
let accounts = [];
/** @type {Order} */
let order = '';
let down = false;
/** How far the list was scrolled, and whose account was opened from it: whoever comes back goes on there. */
let top = 0;
let opened = '';

/** @type {Grid | null} */
let grid = null;
const number = new Intl.NumberFormat(language());
const collator = new Intl.Collator(language(), { numeric: true, sensitivity: 'base' });

const search = make('input', {
  id: 'find', type: 'search', maxLength: 200, autocomplete: 'off', spellcheck: false, 'aria-label': say('search'), placeholder: say('searchAccounts'), oninput: () => find(),
});
const orders = make('select', { id: 'order', 'aria-label': say('order'), onchange: () => sortBy(/** @type {Order} */ (orders.value)) },
  ...['', 'issuer', 'account', 'used', 'added'].map((value) => make('option', { value, textContent: say(`order_${value || 'hand'}`) })));
const count = make('p', { className: 'count' });
const bar = make('div', { className: 'bar', hidden: true });
const notice = make('div', { className: 'notice', role: 'status' });
const nothing = make('p', { className: 'nothing' });
const list = make('div');
const how = make('p', { className: 'hint' });
const tools = make('div', { className: 'tools', role: 'search' }, search, orders, count, make('a', { className: 'button quiet', href: '#duplicates', textContent: say('findDuplicates') }));
const view = make('div', { className: 'accounts' }, tools, nothing, list, how, make('div', { className: 'dock' }, notice, bar));

/** @param {HTMLElement} place @param {Overview} overview */
export function show(place, overview) {
  if (overview.accounts.length === 0) {
    place.replaceChildren(bare());
    return;
  }
  if (!grid) {
    grid = new Grid({ sort: sortOn, choose: drawBar, open: ({ id }) => { opened = id; }, move: (account, before) => attempt(() => move(account, before)) });
    list.append(grid.element);
  }
  place.replaceChildren(view);
  take(overview);
}

/** @param {Overview} overview @returns {boolean} whether that is all there is to do */
export function renew(overview) {
  if (overview.accounts.length === 0 || !view.isConnected) return false;
  take(overview);
  return true;
}

/** @param {Overview} overview */
function take(overview) {
  accounts = overview.accounts;
  how.textContent = sentences([say('orderHow'), overview.settings['list.order'] !== 'hand' && say('orderUnused')]);
  const there = new Set(accounts.map(({ id }) => id));
  for (const id of grid?.chosen ?? []) if (!there.has(id)) grid?.chosen.delete(id);
  paint();
}

/** Somebody has come to this section. @param {string} from  which one; "" none */
export function arrive(from) {
  grid?.paint();
  if (!from) return;
  scrollTo(0, top);
  grid?.paint();
  if (opened) grid?.focusOn(opened);
  opened = '';
}

// What was done is said until somebody goes on to something else.
addEventListener('hashchange', () => { if (location.hash !== '#accounts') notice.replaceChildren(); });
addEventListener('scroll', () => { if (view.isConnected) top = scrollY; }, { passive: true });

/** Nothing there yet. */
function bare() {
  return make('section', { className: 'card' }, make('h2', { textContent: say('emptyTitle') }), make('p', { textContent: say('emptyHow') }),
    make('a', { className: 'button', href: '#import', textContent: say('emptyImport') }));
}

/** @type {Record<Exclude<Order, ''>, (a: Account, b: Account) => number>} */
const comparing = {
  issuer: (a, b) => collator.compare(a.issuer || a.account, b.issuer || b.account) || collator.compare(a.account, b.account),
  account: (a, b) => collator.compare(a.account, b.account) || collator.compare(a.issuer, b.issuer),
  used: (a, b) => (b.used ?? 0) - (a.used ?? 0),
  added: (a, b) => b.added - a.added,
};

function paint() {
  seek(accounts, () => search.value, (words) => engine.call('noted', { words }), paintFound);
}

/** @param {string[]} words @param {import('../platform/search.js').Noted[]} noted */
function paintFound(words, noted) {
  const found = [...matching(accounts, words, noted)];
  if (order) found.sort(comparing[order]);
  if (down) found.reverse();
  orders.value = order;
  count.textContent = counted(found.length);
  nothing.textContent = found.length === 0 ? say('noMatch', search.value.trim()) : '';
  if (grid) grid.element.hidden = found.length === 0;
  const movable = order === '' && words.length === 0 && found.length > 1;
  how.hidden = !movable;
  grid?.show(found, order === 'added' ? '' : order, down, movable);
  drawBar();
}

/** @param {number} found */
const counted = (found) => (found === accounts.length ? say('accountCount', number.format(found)) : say('foundOf', number.format(found), number.format(accounts.length)));

let settled = 0;

function find() {
  scrollTo(0, 0);
  paint();
  // Whoever types hears what came of it when they stop.
  clearTimeout(settled);
  settled = setTimeout(() => announce(counted(grid?.size ?? 0)), 600);
}

/** @param {Order} by */
function sortBy(by) {
  order = by;
  down = false;
  paint();
}

/** A heading was clicked: in the order of it, then the other way round, then by hand again. @param {Column} column */
function sortOn(column) {
  const by = /** @type {Order} */ (column);
  if (order !== by) sortBy(by);
  else if (!down) {
    down = true;
    paint();
  } else sortBy('');
}

/** What the bar was drawn for. */
let drawn = ' true';

/** What there is to do with those that are chosen. */
function drawBar() {
  const ids = [...grid?.chosen ?? []];
  const before = bar.contains(document.activeElement) ? document.activeElement?.textContent : null;
  const pinned = accounts.filter(({ id }) => grid?.chosen.has(id)).every((account) => account.pinned);
  const state = `${ids.join()} ${pinned}`;
  if (state === drawn) return; // somebody may be about to click
  drawn = state;
  bar.hidden = ids.length === 0;
  if (ids.length === 0) {
    bar.replaceChildren();
    if (before !== null) search.focus();
    return;
  }
  bar.replaceChildren(make('p', { textContent: say('chosenCount', number.format(ids.length)) }),
    button(say('addToGroup'), () => group(ids)),
    button(say(pinned ? 'unpin' : 'pinThem'), () => attempt(() => pin(ids, !pinned))),
    button(say('toTrash'), () => attempt(() => remove(ids)), 'danger'),
    button(say('chooseNone'), () => grid?.chooseAll(false), 'quiet'));
  if (before !== null) [...bar.querySelectorAll('button')].find(({ textContent }) => textContent === before)?.focus();
}

/** Says what was done, with how it is taken back. @param {string} words @param {() => Promise<unknown>} back */
function done(words, back) {
  const undo = button(say('undo'), once(async () => {
    await back();
    taken = null;
    notice.replaceChildren(make('p', { textContent: say('undone') }));
    search.focus();
  }));
  taken = undo;
  notice.replaceChildren(make('p', { textContent: words }), undo);
}

/** The button that takes the last change back. @type {HTMLButtonElement | null} */
let taken = null;

/** @param {string[]} ids */
async function remove(ids) {
  const [only] = accounts.filter(({ id }) => id === ids[0]);
  const { removed: gone } = await engine.change('remove', { now: Date.now(), ids });
  grid?.chosen.clear();
  drawBar();
  if (gone.length > 0) removed(gone, gone.length === 1 && only ? namesOf(only) : ''); // else what was done before can still be taken back
}

/** Says that accounts are in the trash now. @param {string[]} ids @param {string} name  of a single one */
export function removed(ids, name) {
  done(name ? say('removedTitle', name) : say('removedCount', number.format(ids.length)), () => engine.change('restore', { now: Date.now(), ids }));
}

/** @param {string[]} ids @param {boolean} pinned */
async function pin(ids, pinned) {
  const { changed, undo } = await engine.change('pin', { now: Date.now(), ids, pinned });
  if (changed.length > 0) done(say(pinned ? 'pinnedCount' : 'unpinnedCount', number.format(changed.length)), () => engine.change('undo', { now: Date.now(), undo }));
}

/** @param {Account} account @param {Account | undefined} before  none: it is to stand last */
async function move(account, before) {
  await engine.change('move', { now: Date.now(), id: account.id, before: before?.id ?? '' });
  const now = await engine.call('accounts', {});
  announce(say('movedTo', namesOf(account), number.format(now.findIndex(({ id }) => id === account.id) + 1), number.format(now.length)));
}

/** @param {string[]} ids */
function group(ids) {
  const known = [...new Set(accounts.flatMap(({ groups = [] }) => groups))].sort(collator.compare);
  const { element, input } = field(say('groupName'), { name: 'groups', maxLength: 100, autocomplete: 'off' });
  input.setAttribute('list', 'group-names');
  const names = make('datalist', { id: 'group-names' }, ...known.map((value) => make('option', { value })));
  dialog.form({
    title: say('addToGroupTitle', number.format(ids.length)), parts: [element, names], submit: say('add'), busy: say('checking'),
    act: async () => {
      const name = input.value.trim();
      const { changed, undo } = await engine.change('group', { now: Date.now(), ids, group: name });
      if (changed.length > 0) done(say('groupedCount', number.format(changed.length), name), () => engine.change('undo', { now: Date.now(), undo }));
    },
    done: refresh,
  });
}

/** Keys that mean the section as a whole. @param {KeyboardEvent} event */
function key(event) {
  if (!view.isConnected || event.isComposing || event.defaultPrevented || document.querySelector('dialog[open]')) return;
  const typing = event.target === search;
  const control = event.ctrlKey || event.metaKey;
  if (event.key === 'ArrowDown' && typing) grid?.focus(0);
  else if (event.key === 'ArrowUp' && grid?.current) search.focus();
  else if (event.key === 'Enter' && typing && grid && grid.size > 0) grid.focus(0);
  else if (event.key === 'Escape' && grid && grid.chosen.size > 0) grid.chooseAll(false);
  else if (event.key === 'Escape' && search.value !== '') {
    search.value = '';
    paint();
    search.focus();
  } else if (control && event.key === 'a' && !(typing && search.value !== '')) grid?.chooseAll(true);
  else if (control && event.key === 'z' && !typing && taken?.isConnected) taken.click();
  else if (event.key === 'Delete' && event.repeat) event.preventDefault(); // held down it is meant once
  else if (event.key === 'Delete' && grid?.current) {
    const ids = grid.chosen.size > 0 ? [...grid.chosen] : [grid.current.id];
    void attempt(() => remove(ids));
  } else if (isText(event) && (event.target === document.body || grid?.current)) {
    search.focus();
    return; // the letter goes there
  } else return;
  event.preventDefault();
}

/** A key that types something. @param {KeyboardEvent} event */
const isText = (event) => event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey && !event.altKey;

document.addEventListener('keydown', key);
