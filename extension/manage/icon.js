// SPDX-License-Identifier: MIT
// The icon of an account, chosen by hand: of a service, a picture of one's own, the first letter, or what its names call for.
import { button, make } from '../look/form.js';
import { thumbnail } from '../platform/drawing.js';
import * as engine from '../platform/engine.js';
import { problemOf } from '../platform/messages.js';
import { folded, wordsOf } from '../platform/search.js';
import { explain, namesOf, say } from '../platform/words.js';
import { open } from './dialog.js';
import { drawnOf } from './facts.js';
import { announce } from './manage.js';

/** @typedef {import('../engine/icons.js').Account} Account */

/** What an account can have its icon from. @param {Account} account */
export async function choose(account) {
  const { default: services } = await import('../icons/services.js');
  const { id, mark = '' } = account;
  const problem = make('p', { className: 'problem', role: 'alert' });

  /** @param {string} icon  as setIcon takes it @param {Blob} [picture] */
  const set = async (icon, picture) => {
    problem.textContent = '';
    try {
      const png = picture ? await thumbnail(picture) : new Uint8Array();
      await engine.change('setIcon', { now: Date.now(), id, icon }, png);
      close();
      announce(say('saved'));
    } catch (error) {
      problem.textContent = explain(problemOf(error));
    }
  };
  const file = make('input', { type: 'file', hidden: true, accept: 'image/*', onchange: () => {
    if (file.files?.[0]) void set('picture', file.files[0]);
    file.value = '';
  } });
  const whole = (/** @type {string} */ words, /** @type {string} */ icon) => {
    const made = button(say(words), () => set(icon));
    made.setAttribute('aria-pressed', String(mark === icon));
    return made;
  };
  const picture = button(say('iconPicture'), () => file.click());
  picture.setAttribute('aria-pressed', String(mark.startsWith('picture:')));

  const all = services.map((service) => make('button', {
    type: 'button', className: 'service', title: service.names[0], 'aria-label': service.names[0], 'aria-pressed': String(mark === `service:${service.slug}`),
    onclick: () => set(`service:${service.slug}`),
  }, drawnOf(service)));
  const words = services.map(({ names, domains }) => folded([...names, ...domains].join(' ')));
  const none = make('p', { className: 'hint', role: 'status' });
  const grid = make('div', { className: 'services', role: 'group', 'aria-label': say('iconServices') });
  const search = make('input', { type: 'search', 'aria-label': say('iconSearch'), placeholder: say('iconSearch'), spellcheck: false });

  /** Shows those whose names have all that is typed. One of them can be tabbed to, the arrow keys lead to the others. */
  const filter = () => {
    const typed = wordsOf(search.value);
    const found = all.filter((_, i) => typed.every((word) => words[i]?.includes(word)));
    grid.replaceChildren(...found);
    enter(found.find((one) => one.getAttribute('aria-pressed') === 'true') ?? found[0]);
    none.textContent = found.length === 0 ? say('iconNone') : '';
  };
  const enter = (/** @type {HTMLElement | undefined} */ one) => { for (const other of all) other.tabIndex = other === one ? 0 : -1; };
  search.addEventListener('input', filter);
  search.addEventListener('keydown', (event) => {
    const one = /** @type {HTMLElement | null} */ (grid.querySelector('[tabindex="0"]'));
    if (event.isComposing || !one || !['Enter', 'ArrowDown'].includes(event.key)) return;
    event.preventDefault();
    if (event.key === 'ArrowDown') one.focus();
    else if (search.value.trim()) one.click();
  });
  grid.addEventListener('keydown', (event) => walk(event, grid, enter, () => search.focus()));
  filter();
  const close = open(say('iconOf', namesOf(account)),
    make('div', { className: 'icons' },
      make('div', { className: 'kinds' }, whole('iconAutomatic', ''), whole('iconLetter', 'letter'), picture, file),
      search, grid, none, problem),
    make('div', { className: 'actions' }, button(say('cancel'), () => close())));
  grid.querySelector('[aria-pressed="true"]')?.scrollIntoView({ block: 'nearest' });
  search.focus();
}

/**
 * The arrow keys within a grid of buttons.
 * @param {KeyboardEvent} event @param {HTMLElement} grid @param {(one: HTMLElement) => void} enter  can be tabbed to now
 * @param {() => void} above  where up leads from the first line
 */
function walk(event, grid, enter, above) {
  const all = /** @type {HTMLElement[]} */ ([...grid.children]);
  const at = all.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  const columns = getComputedStyle(grid).gridTemplateColumns.split(' ').length;
  const on = getComputedStyle(grid).direction === 'rtl' ? -1 : 1;
  const to = { ArrowRight: at + on, ArrowLeft: at - on, ArrowDown: at + columns, ArrowUp: at - columns, Home: 0, End: all.length - 1 }[event.key];
  if (at < 0 || to === undefined) return;
  event.preventDefault();
  const next = all[to];
  if (next) {
    enter(next);
    next.focus();
  } else if (event.key === 'ArrowUp') {
    above();
  }
}
