// SPDX-License-Identifier: MIT
// One account's QR code and link: it is chosen from all of them, and hides again by itself.
import { button, field, make } from '../look/form.js';
import * as engine from '../platform/engine.js';
import { Failure } from '../platform/messages.js';
import { explain, namesOf, say } from '../platform/words.js';
import * as dialog from './dialog.js';
import { announce, attempt } from './manage.js';
import * as proof from './proof.js';
import { entriesOf } from './sheet.js';
import { draw } from './symbol.js';

/**
 * @typedef {import('../platform/engine.js').Overview} Overview
 * @typedef {import('../engine/vault.d.ts').Account} Account
 * @typedef {import('./sheet.js').Entry} Entry
 */

/** Seconds for which it is shown. */
const lifetime = 60;

/** Accounts that are offered at once; whoever has more searches. */
const most = 200;

/** Asks which account, unless one is meant, and for a way in, and shows it. @param {Overview} overview @param {string} [id]  of that one */
export function show({ accounts, slots }, id) {
  const { element, chosen } = id === undefined ? choice(accounts) : { element: null, chosen: () => id };
  /** @type {Entry | undefined} */
  let entry;
  proof.ask(slots, {
    title: say('export_single'), lead: say('singleLead'), submit: say('show'), more: element ? [element] : [], label: say('inkanPassword'),
    check: () => { if (!chosen()) throw new Failure({ code: 'account-unchosen', field: 'search' }); },
  }, async () => {
    [entry] = entriesOf(await engine.file('export', { form: 'sheet', ids: [chosen()] }));
  }, { next: () => { if (entry) reveal(entry); } });
}

/** A list of the accounts that hold what is typed above it. @param {Account[]} accounts */
function choice(accounts) {
  const { element, input, problem } = field(say('search'), { type: 'search', name: 'search', autocomplete: 'off' });
  const list = make('select', { size: 6, 'aria-label': say('accounts') });
  const fill = () => {
    const words = input.value.normalize('NFKC').toLowerCase().split(/\s+/);
    const found = accounts.filter((account) => {
      const names = namesOf(account).normalize('NFKC').toLowerCase();
      return words.every((word) => names.includes(word));
    });
    const { value } = list;
    list.replaceChildren(...found.slice(0, most).map((account) => make('option', { value: account.id, textContent: namesOf(account) })));
    if (found.some(({ id }) => id === value)) list.value = value;
    else if (found.length === 1 || input.value !== '') list.selectedIndex = 0;
    problem.textContent = found.length === 0 ? say('noMatch', input.value) : '';
  };
  input.addEventListener('input', fill);
  input.addEventListener('keydown', (event) => {
    // As in the popup: what is typed stays, and the arrows go through what is found.
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || event.isComposing) return;
    event.preventDefault();
    list.selectedIndex = Math.min(Math.max(list.selectedIndex + step, 0), list.length - 1);
  });
  fill();
  element.append(list);
  return { element, chosen: () => list.value };
}

/** @param {Entry} entry */
function reveal(entry) {
  const left = make('p', { className: 'hint' });
  const link = make('textarea', { id: 'link', readOnly: true, rows: 2, spellcheck: false, value: entry.uri, onfocus: () => link.select() });
  const copy = button(say('copyLink'), () => attempt(async () => {
    await navigator.clipboard.writeText(entry.uri);
    copy.textContent = say('copied');
    announce(say('copied'));
  }));
  const done = button(say('done'), () => hide(), 'primary');
  const place = make('div', { className: 'sheet one' }, symbol(entry));
  const [first = say('nameless'), second] = [entry.issuer, entry.account].filter(Boolean);
  const account = second ? make('p', { className: 'account', textContent: second }) : null;
  // In a form that is not completed: of any other field the browser keeps the text in its file of open tabs.
  const shown = make('form', { className: 'field', autocomplete: 'off' }, make('label', { htmlFor: 'link', textContent: say('link') }), link);
  const close = dialog.open(first, account, make('p', { textContent: say('singleHow') }), place, shown,
    left, make('div', { className: 'actions' }, copy, done));
  const end = Date.now() + lifetime * 1000;
  const tick = () => {
    const seconds = Math.ceil((end - Date.now()) / 1000);
    left.textContent = say('hidesIn', Math.max(seconds, 0));
    if (seconds <= 0) hide();
  };
  const timer = setInterval(tick, 1000);
  const leave = () => { if (document.visibilityState === 'hidden') hide(); };
  // Not left to the dialog's own event: it waits for a frame, which a page that is not seen has not.
  const hide = () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', leave);
    removeEventListener('hashchange', hide);
    place.replaceChildren();
    link.value = '';
    entry = { ...entry, uri: '', secret: [] };
    close();
  };
  document.addEventListener('visibilitychange', leave);
  addEventListener('hashchange', hide);
  place.closest('dialog')?.addEventListener('close', hide);
  tick();
  link.scrollTop = 0;
  done.focus();
  place.scrollIntoView({ block: 'nearest' }); // in a low window, too, it is the QR code that the person came for
}

/** @param {Entry} entry */
function symbol(entry) {
  try {
    return draw(entry.uri, say('symbolOf', namesOf(entry)));
  } catch {
    return make('p', { textContent: explain({ code: 'symbol-long' }) }); // more than 2,331 bytes
  }
}
