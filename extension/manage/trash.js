// SPDX-License-Identifier: MIT
// The trash: accounts that were removed, for 30 days.
import { button, make } from '../look/form.js';
import * as engine from '../platform/engine.js';
import { namesOf, say } from '../platform/words.js';
import * as dialog from './dialog.js';
import { attempt, show as refresh, told } from './manage.js';

export const title = 'trash';

const day = 24 * 60 * 60 * 1000;

/** @param {HTMLElement} place */
export async function show(place) {
  const trashed = await engine.call('trash', {});
  place.replaceChildren(make('p', { className: 'lead', textContent: say('trashLead') }), make('section', { className: 'card' },
    trashed.length === 0 ? make('p', { textContent: say('trashEmpty') }) : make('ul', { className: 'list' }, ...trashed.map(row))));
}

/** @param {import('../engine/vault.d.ts').Trashed} trashed */
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
