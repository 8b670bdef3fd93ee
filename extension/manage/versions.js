// SPDX-License-Identifier: MIT
// Earlier versions of the vault: the last ten changes, and one a day for thirty days. Going back is a change like any other,
// so that it can be taken back too.
import { button, make } from '../look/form.js';
import * as engine from '../platform/engine.js';
import { momentOf, say } from '../platform/words.js';
import * as dialog from './dialog.js';
import { told } from './manage.js';

export const title = 'versions';

/** @param {HTMLElement} place */
export async function show(place) {
  /** @type {{ generation: number, time: number }[]} */
  const versions = await engine.act('versions');
  place.replaceChildren(make('p', { className: 'lead', textContent: say('versionsLead') }), make('section', { className: 'card' },
    versions.length === 0 ? make('p', { textContent: say('noVersions') }) : make('ul', { className: 'list' }, ...versions.map(row))));
}

/** @param {{ generation: number, time: number }} version */
function row({ generation, time }) {
  const when = momentOf(time, 'medium');
  const restore = button(say('goBack'), () => dialog.form({
    title: say('goBackTitle', when), lead: say('goBackLead'), parts: [], submit: say('goBack'), busy: say('goingBack'),
    act: () => engine.act('revert', { generation }),
    done: told(say('wentBack', when)),
  }));
  restore.setAttribute('aria-label', `${say('goBack')}: ${when}`);
  return make('li', {}, make('div', { className: 'what' }, make('b', { textContent: when }), make('span', { textContent: say('change_n', generation) })), restore);
}
