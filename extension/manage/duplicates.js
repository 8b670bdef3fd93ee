// SPDX-License-Identifier: MIT
// Accounts that may be one: with the same key, or with names that cannot be told apart. Which one stays the person says;
// what the others have goes to it, they go to the trash, and one click takes all of that back.
import { button, make } from '../look/form.js';
import * as engine from '../platform/engine.js';
import { dayOf, namesOf, say } from '../platform/words.js';
import * as dialog from './dialog.js';
import { live } from './live.js';
import { announce, once, told } from './manage.js';
import { typeOf } from './facts.js';

/**
 * @typedef {import('../platform/engine.js').Overview} Overview
 * @typedef {import('../engine/vault.d.ts').Account} Account
 * @typedef {import('../engine/vault.d.ts').Duplicate} Duplicate
 */

export const title = 'duplicates';
export const of = 'accounts';

/** What the last choice is taken back by, and what it was. */
let last = { undo: '', words: '' };

const view = make('div', { className: 'section' });

/** @param {HTMLElement} place @param {Overview} overview */
export async function show(place, overview) {
  await draw(overview);
  place.replaceChildren(view);
}

/** @param {Overview} overview */
export async function renew(overview) {
  await draw(overview);
  return view.isConnected;
}

/** @param {string} from */
export function arrive(from) {
  if (from) /** @type {HTMLElement | null} */ (document.querySelector('main'))?.focus();
}

addEventListener('hashchange', () => { last = { undo: '', words: '' }; });

/** What stands there. */
let drawn = '';

/** @param {Overview} overview */
async function draw({ accounts }) {
  const { duplicates } = await engine.call('duplicates', {});
  const byId = new Map(accounts.map((account) => [account.id, account]));
  const state = JSON.stringify([duplicates.map(({ ids, same }) => [same, ids.map((id) => byId.get(id))]), last]);
  if (state === drawn && view.childElementCount > 0) return; // a choice that was begun stays
  drawn = state;
  const undo = button(say('undo'), once(async () => {
    await engine.change('undo', { now: Date.now(), undo: last.undo });
    last = { undo: '', words: '' };
    announce(say('undone'));
  }));
  view.replaceChildren(
    make('a', { className: 'button quiet back', href: '#accounts', textContent: say('allAccounts') }),
    make('p', { className: 'lead', textContent: say(duplicates.length > 0 ? 'duplicatesLead' : 'duplicatesNone') }),
    ...(last.undo ? [make('div', { className: 'notice', role: 'status' }, make('p', { textContent: last.words }), undo)] : []),
    ...duplicates.map((one) => card(one, one.ids.flatMap((id) => byId.get(id) ?? []))));
}

/** @param {Duplicate} duplicate @param {Account[]} accounts */
function card({ same, ids }, accounts) {
  const [first] = accounts;
  const name = first ? namesOf(first) : '';
  const keep = button(say('keepOne'), () => ask(accounts, chosen()), 'primary');
  keep.setAttribute('aria-label', `${say('keepOne')}: ${name}`);
  const list = make('ul', { className: 'list' }, ...accounts.map((account) => row(account, ids[0] ?? '', same, () => { keep.disabled = false; })));
  const chosen = () => /** @type {HTMLInputElement | null} */ (list.querySelector('input:checked'))?.value ?? '';
  // Of one key it does not matter which; of several nobody but the site knows.
  if (same) /** @type {HTMLInputElement | null} */ (list.querySelector('input'))?.click();
  else keep.disabled = true;
  return make('section', { className: 'card', 'aria-label': name }, make('h2', { textContent: name }),
    make('p', { textContent: say(same ? 'duplicateSame' : 'duplicateAlike') }), make('fieldset', { className: 'choice' }, make('legend', { className: 'unseen', textContent: say('keepWhich') }), list), keep);
}

/** @param {Account} account @param {string} group @param {boolean} same @param {() => void} choose */
function row(account, group, same, choose) {
  const { id, groups = [], site, sites = [], added, used, spares = 0, noted, pinned } = account;
  const facts = [
    typeOf(account), say('addedDay', dayOf(added)), used && say('usedDay', dayOf(used)), ...groups, ...(site ? [site] : []), ...sites, pinned && say('pinned'), noted && say('hasNote'),
    spares > 0 && say('hasSpares', spares),
  ];
  const box = make('input', { type: 'radio', name: `keep-${group}`, value: id, onchange: choose });
  const code = !same && account.type !== 'hotp' && live(async () => (await engine.call('codes', { now: Date.now(), ids: [id] }))[0] ?? null);
  if (code) void code.renew();
  return make('li', {}, make('label', { className: 'option' }, box, make('span', { className: 'what' }, make('b', { textContent: namesOf(account) }),
    make('span', { textContent: facts.filter(Boolean).join(say('between')) }))), code && code.element);
}

/** @param {Account[]} accounts @param {string} keep */
function ask(accounts, keep) {
  const kept = accounts.find(({ id }) => id === keep);
  if (!kept) return;
  const others = accounts.filter(({ id }) => id !== keep).map(({ id }) => id);
  dialog.form({
    title: say('keepTitle', namesOf(kept)), lead: say('keepLead', others.length), parts: [], submit: say('keepOne'), busy: say('checking'),
    act: async () => {
      const { undo } = await engine.change('unite', { now: Date.now(), keep, ids: others });
      last = { undo, words: say('keptOne', namesOf(kept)) };
    },
    done: () => told(last.words)(),
  });
}
