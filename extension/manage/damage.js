// SPDX-License-Identifier: MIT
// Copies of the vault that cannot be used: to be kept as files, for somebody who may be able to read more of them.
import { button, make } from '../look/form.js';
import * as engine from '../platform/engine.js';
import { say } from '../platform/words.js';
import * as dialog from './dialog.js';
import { announce, attempt, told } from './manage.js';
import { save } from './save.js';

/** The card about them, when there are any: beside a vault that is open, or instead of it. @param {boolean} opened @returns {Promise<HTMLElement | null>} */
export async function card(opened) {
  /** @type {number[]} sizes */
  const sizes = await engine.act('damaged');
  if (sizes.length === 0) return null;
  return make('section', { className: 'card' },
    make('h2', { textContent: say('damagedTitle') }),
    make('p', { textContent: say(opened ? 'damagedBeside' : 'damagedAll') }),
    make('ul', { className: 'list' }, ...sizes.map((size, index) => row(size, index, opened))));
}

/** @param {number} size  bytes @param {number} index @param {boolean} opened */
function row(size, index, opened) {
  const name = say('copy_n', index + 1);
  const line = make('span', { className: 'saved' });
  const keep = button(say('save'), () => attempt(() => give(index, line)));
  const drop = opened && button(say('purge'), () => dialog.form({
    title: say('damagedDropTitle'), lead: say('damagedDropLead'), parts: [], submit: say('purge'), busy: say('purging'), kind: 'danger',
    act: () => engine.act('damaged.drop'),
    done: told(say('saved')),
  }), 'danger');
  keep.setAttribute('aria-label', `${say('save')}: ${name}`);
  return make('li', {},
    make('div', { className: 'what' }, make('b', { textContent: name }), make('span', { textContent: say('bytes', size.toLocaleString(document.documentElement.lang)) }), line),
    keep, drop);
}

/** @param {number} index @param {HTMLElement} line  that says so */
async function give(index, line) {
  const name = `inkan-damaged-${index + 1}.vault`;
  save(await engine.act('damaged.read', { index }), name);
  line.textContent = say('exported', name);
  announce(line.textContent);
}
