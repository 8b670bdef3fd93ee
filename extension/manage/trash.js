// SPDX-License-Identifier: MIT
// The trash: accounts that were removed, for 30 days.
import { button, make } from '../look/form.js';
import * as engine from '../platform/engine.js';
import { namesOf, say } from '../platform/words.js';
import * as dialog from './dialog.js';
import { attempt, show as refresh, told } from './manage.js';
import { rows } from './rows.js';

export const title = 'trash';

const day = 24 * 60 * 60 * 1000;

/** @typedef {import('../engine/vault.d.ts').Trashed} Trashed */

/** @param {HTMLElement} place */
export async function show(place) {
  const trashed = await engine.call('trash', {});
  place.replaceChildren(make('p', { className: 'lead', textContent: say('trashLead') }), make('section', { className: 'card' },
    trashed.length > 1 && all(trashed),
    trashed.length === 0 ? make('p', { textContent: say('trashEmpty') }) : rows(trashed, row)));
}

/** How much there is, and a button that empties the trash of it; what comes into it meanwhile stays. @param {Trashed[]} trashed */
function all(trashed) {
  const ids = trashed.map(({ account }) => account.id);
  const empty = button(say('emptyTrash'), () => dialog.form({
    title: say('emptyTrashTitle', ids.length), lead: say('emptyTrashLead'), parts: [], submit: say('purge'), busy: say('purging'), kind: 'danger',
    act: () => engine.change('purge', { now: Date.now(), ids }),
    done: told(say('trashEmpty')),
  }), 'danger');
  return make('div', { className: 'row head' }, make('span', { textContent: say('accountCount', ids.length) }), empty);
}

/** @param {Trashed} trashed */
function row({ account, left }) {
  const name = namesOf(account);
  const restore = button(say('restore'), () => attempt(async () => {
    await engine.change('restore', { now: Date.now(), ids: [account.id] });
    await told(say('restored', name))();
  }));
  const purge = button(say('purge'), () => dialog.form({
    title: say('purgeTitle', name), lead: say('purgeLead'), parts: [], submit: say('purge'), busy: say('purging'), kind: 'danger',
    act: () => engine.change('purge', { now: Date.now(), ids: [account.id] }),
    done: refresh,
  }), 'danger');
  restore.setAttribute('aria-label', `${say('restore')}: ${name}`);
  purge.setAttribute('aria-label', `${say('purge')}: ${name}`);
  return make('li', {},
    make('div', { className: 'what' }, make('b', { textContent: name }), make('span', { textContent: say('daysLeft', Math.ceil(left / day)) })),
    restore, purge);
}
