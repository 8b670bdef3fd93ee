// SPDX-License-Identifier: MIT
// The history: links and texts that were scanned, anywhere in Inkan, with what there is to do with each.
import { button, labelOf, make } from '../look/form.js';
import * as engine from '../platform/engine.js';
import { problemOf } from '../platform/messages.js';
import { folded, wordsOf } from '../platform/search.js';
import { addressOf } from '../platform/secrecy.js';
import { explain, momentOf, say } from '../platform/words.js';
import * as dialog from './dialog.js';
import { announce, attempt, told } from './manage.js';
import { rows } from './rows.js';
import { choice, set } from './setting.js';

/**
 * @typedef {import('../engine/scans.js').Scan} Scan
 * @typedef {import('../engine/settings.js').Settings} Settings
 */

/** Longer texts, in characters or lines, are shown whole when they are asked for. */
const much = { characters: 160, lines: 3 };

/** @type {Scan[]} */
let scans = [];
/** The settings that are shown. @type {Settings | null} */
let shown = null;
let asked = 0;

const search = make('input', { id: 'scans-search', type: 'search', spellcheck: false, autocomplete: 'off', oninput: () => paint() });
const finder = make('div', { className: 'field' }, make('label', { htmlFor: search.id, textContent: say('search') }), search);
const count = make('span');
const head = make('div', { className: 'row head' }, count, button(say('scansDeleteAll'), deleteAll, 'danger'));
const list = make('div', { className: 'found' });
const keep = make('input', { id: 'scans-keep', type: 'checkbox', onchange: turn });
const days = make('div');
const chosen = make('div', { className: 'chosen' },
  make('label', { className: 'option' }, keep, make('span', {}, say('scansKeep'), make('small', { textContent: say('scansKeepHow') }))), days);

export const card = make('section', { className: 'card scans', 'aria-label': say('scans') },
  make('h2', { textContent: say('scans') }), make('p', { textContent: say('scansLead') }), finder, head, list, chosen);

/** Shows what there is now. @param {import('../platform/engine.js').Overview} overview */
export async function renew({ settings }) {
  const mine = ++asked;
  try {
    const now = await engine.act('scans');
    if (mine !== asked) return;
    const same = JSON.stringify(now) === JSON.stringify(scans) && list.hasChildNodes();
    scans = now;
    if (!decide(settings) && same) return;
    paint();
  } catch (error) {
    // Pictures can be looked at all the same.
    shown = null;
    list.replaceChildren(make('p', { className: 'problem', role: 'alert', textContent: explain(problemOf(error)) }));
  }
}

/** What the person can choose. @param {Settings} settings @returns {boolean} whether that is another now */
function decide(settings) {
  if (shown?.['scans.keep'] === settings['scans.keep'] && shown['scans.days'] === settings['scans.days']) return false;
  shown = settings;
  keep.checked = settings['scans.keep'];
  days.hidden = !keep.checked;
  const focused = days.contains(document.activeElement);
  days.replaceChildren(choice('scans.days', say('scansDays'), settings, String));
  if (focused) days.querySelector('select')?.focus();
  return true;
}

/** The switch: off takes with it what there is. */
function turn() {
  if (keep.checked || scans.length === 0) {
    void attempt(async () => {
      try {
        await set('scans.keep', keep.checked);
      } catch (error) {
        keep.checked = !keep.checked;
        throw error;
      }
    });
    return;
  }
  keep.checked = true; // until it is decided
  dialog.form({
    title: say('scansOffTitle'), lead: say('scansGone', scans.length), parts: [], submit: say('scansOff'), busy: say('purging'), kind: 'danger',
    act: () => set('scans.keep', false),
    done: told(say('saved')),
  });
}

function deleteAll() {
  dialog.form({
    title: say('scansAllTitle'), lead: say('scansGone', scans.length), parts: [], submit: say('scansDeleteAll'), busy: say('purging'), kind: 'danger',
    act: () => engine.act('scans.delete', { ids: null }),
    done: told(say('scansDeleted')),
  });
}

/** What the search finds. */
function found() {
  const words = wordsOf(search.value);
  return scans.filter((scan) => {
    const text = folded(`${scan.text}\n${linkOf(scan)?.href ?? ''}`);
    return words.every((word) => text.includes(word));
  });
}

function paint() {
  const some = scans.length > 0;
  finder.hidden = head.hidden = !some;
  list.hidden = !shown?.['scans.keep'] && !some;
  count.textContent = say('scansCount', scans.length);
  if (!some) search.value = '';
  const rest = found();
  const none = some ? say('scansNoMatch', search.value.trim()) : say('scansEmpty');
  const at = list.contains(document.activeElement) ? labelOf(document.activeElement) : '';
  list.replaceChildren(rest.length > 0 ? rows(rest, row, { in: list }) : make('p', { textContent: none }));
  const same = at && [...list.querySelectorAll('button, a, summary')].find((one) => labelOf(one) === at);
  if (same instanceof HTMLElement) same.focus();
}

/** The address of an entry, if it may be opened. @param {Scan} scan */
const linkOf = ({ link, text }) => (link ? addressOf(text) : null);

/** @param {Scan} scan */
function row(scan) {
  const { id, text, time } = scan;
  const link = linkOf(scan);
  const when = momentOf(time);
  const name = link?.host ?? text.replace(/\s+/g, ' ').trim().slice(0, 60);
  const copy = button(say('copyCode'), () => attempt(async () => {
    await navigator.clipboard.writeText(text);
    announce(say('copied'));
    copy.textContent = say('copied');
    setTimeout(() => { copy.textContent = say('copyCode'); }, 1500);
  }));
  const away = button(say('scansDelete'), () => {}, 'danger');
  // The second click of two is on the next entry, which has moved up.
  away.addEventListener('click', ({ detail }) => { if (detail < 2) void attempt(() => drop(id)); });
  const open = link && make('a', { className: 'button', href: link.href, target: '_blank', rel: 'noopener noreferrer', textContent: say('scansOpen') });
  for (const one of [copy, open, away]) one?.setAttribute('aria-label', `${one.textContent}: ${name} (${when})`);
  return make('li', {},
    make('div', { className: 'what' },
      // As the browser writes it: no other letters that look alike, and whose it is for sure.
      link ? make('b', { dir: 'ltr', textContent: link.host }) : null, words(link?.href ?? text, link ? 'ltr' : 'auto'),
      make('time', { dateTime: new Date(time).toISOString(), textContent: when })),
    make('div', { className: 'row' }, copy, open, away));
}

/** @param {string} text @param {'ltr' | 'auto'} dir */
function words(text, dir) {
  const whole = make('span', { className: 'words', dir, textContent: text });
  const long = text.length > much.characters || text.split('\n').length > much.lines;
  return long ? make('details', {}, make('summary', {}, whole)) : whole;
}

/** Deletes one; whoever did goes on at the next. @param {string} id */
async function drop(id) {
  const at = found().findIndex((scan) => scan.id === id);
  await engine.act('scans.delete', { ids: [id] });
  scans = scans.filter((scan) => scan.id !== id);
  paint();
  announce(say('scansDeleted'));
  const next = [...list.querySelectorAll('li')].at(Math.min(at, found().length - 1))?.querySelector('button.danger');
  const stays = next ?? (scans.length > 0 ? search : document.getElementById('scans-keep'));
  if (stays instanceof HTMLElement) stays.focus();
}
