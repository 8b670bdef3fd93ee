// SPDX-License-Identifier: MIT
// Export: a backup of one's own, files that other authenticators read, and paper. Whoever takes accounts away has to know a
// way into the vault, and is told before what the form cannot carry.
import { button, make } from '../look/form.js';
import * as engine from '../platform/engine.js';
import { namesOf, say } from '../platform/words.js';
import * as dialog from './dialog.js';
import { announce, attempt } from './manage.js';
import * as password from './password.js';
import * as proof from './proof.js';
import { save } from './save.js';
import { draw } from './symbol.js';

/**
 * @typedef {import('../platform/engine.js').Overview} Overview
 * @typedef {import('../engine/transfer.d.ts').Form} Form
 * @typedef {import('../engine/transfer.d.ts').Loss} Loss
 */

export const title = 'export';

/** What was saved last. @type {{ form: string, name: string } | null} */
let saved = null;

/** @param {HTMLElement} place @param {Overview} overview */
export function show(place, overview) {
  const empty = overview.accounts.length === 0;
  place.replaceChildren(make('p', { className: 'lead', textContent: say(empty ? 'exportEmpty' : 'exportLead') }));
  if (empty) return;
  place.append(make('section', { className: 'card' }, make('ul', { className: 'list' },
    row('backup', () => sealed(overview, 'backup', 'age'), { kind: 'primary' }),
    row('sheet', () => paper(overview), { words: say('exportShow') }),
    row('aegis', () => sealed(overview, 'aegis', 'json')),
    row('migration', () => codes(overview)),
    row('single', async () => (await import('./single.js')).show(overview), { words: say('exportShow') }),
    row('text', () => open(overview)))));
}

/** @param {Form | 'single'} form @param {() => unknown} act @param {{ kind?: string, words?: string }} [o] */
function row(form, act, { kind = '', words = say('exportDo') } = {}) {
  const made = button(words, () => attempt(async () => act()), kind);
  made.setAttribute('aria-label', `${words}: ${say(`export_${form}`)}`);
  return make('li', {}, make('div', { className: 'what' }, make('b', { textContent: say(`export_${form}`) }), make('span', { textContent: say(`export_${form}_how`) }),
    make('span', { className: 'saved', 'data-form': form, textContent: saved?.form === form ? say('exported', saved.name) : '' })), made);
}

/** A file under a password of its own. @param {Overview} overview @param {Form} form @param {string} extension */
async function sealed(overview, form, extension) {
  const { parts, bytes } = password.twice(say('exportPassword'));
  const more = [...await lost(overview, form), ...parts];
  proof.ask(overview.slots, {
    title: say(`export_${form}`), lead: say('exportPasswordLead'), submit: say('save'), more, label: say('inkanPassword'), check: () => bytes().fill(0),
  }, async () => keep(form, extension, await engine.file('export', { form }, [bytes()])), { next: told });
}

/** A file that anybody can read. @param {Overview} overview */
async function open(overview) {
  proof.ask(overview.slots, {
    title: say('export_text'), lead: say('exportOpenLead'), submit: say('saveOpen'), kind: 'danger', more: await lost(overview, 'text'), label: say('inkanPassword'),
  }, async () => keep('text', 'txt', await engine.file('export', { form: 'text' })), { next: told });
}

/** QR codes and keys on paper. @param {Overview} overview */
async function paper(overview) {
  const sheet = await import('./sheet.js');
  const more = await lost(overview, 'sheet');
  /** @type {import('./sheet.js').Entry[]} */
  let entries = [];
  proof.ask(overview.slots, {
    title: say('export_sheet'), lead: say('sheetLead'), submit: say('sheetShow'), kind: 'danger', more, label: say('inkanPassword'),
  }, async () => { entries = sheet.entriesOf(await engine.file('export', { form: 'sheet' })); }, { next: () => attempt(() => sheet.open(entries)) });
}

/** QR codes for Google Authenticator. @param {Overview} overview */
async function codes(overview) {
  const more = await lost(overview, 'migration');
  /** @type {string[]} */
  let uris = [];
  const words = { title: say('export_migration'), lead: say('exportCodesLead'), submit: say('show'), more, label: say('inkanPassword') };
  proof.ask(overview.slots, words, async () => {
    /** @type {Uint8Array<ArrayBuffer>} */
    const bytes = await engine.file('export', { form: 'migration' });
    uris = new TextDecoder().decode(bytes).split('\n').filter(Boolean);
    bytes.fill(0);
  }, { next: () => leaf(uris) });
}

/** Leafs through QR codes. @param {string[]} uris */
function leaf(uris) {
  const place = make('div', { className: 'sheet large' });
  const where = make('p', { role: 'status' });
  let at = 0;
  const turn = (/** @type {number} */ by) => {
    at += by;
    place.replaceChildren(draw(uris[at] ?? '', say('codeOf', at + 1, uris.length)));
    where.textContent = uris.length > 1 ? say('codeOf', at + 1, uris.length) : '';
    back.disabled = at === 0;
    on.textContent = say(at + 1 < uris.length ? 'next' : 'done');
  };
  const back = button(say('back'), () => turn(-1));
  const on = button('', () => (at + 1 < uris.length ? turn(1) : close()), 'primary');
  const close = dialog.open(say('export_migration'), make('p', { textContent: say('exportCodesHow') }), place, where,
    make('div', { className: 'actions' }, uris.length > 1 && back, on));
  place.closest('dialog')?.addEventListener('close', () => {
    place.replaceChildren();
    uris = [];
  });
  turn(0);
  on.focus();
  place.scrollIntoView({ block: 'nearest' });
}

/**
 * What a form cannot carry, in words, before it is made.
 * @param {Overview} overview @param {Form} form
 * @returns {Promise<HTMLElement[]>}
 */
async function lost({ accounts }, form) {
  /** @type {Loss[]} */
  const losses = await engine.file('losses', { form });
  const out = losses.filter(({ whole }) => whole);
  const site = losses.some(({ whole, fields }) => !whole && fields.includes('site'));
  const behind = ['groups', 'icon', 'note', 'spares', 'pinned', 'uses'].filter((field) => losses.some(({ fields }) => fields.includes(field))).map((field) => say(`field_${field}`));
  const names = out.map(({ index }) => namesOf(accounts[index] ?? {}));
  return [
    names.length > 0 && make('p', { textContent: say('exportLeftOut', names.length) }),
    names.length > 0 && make('ul', { className: 'names' }, ...names.map((name) => make('li', { textContent: name }))),
    behind.length > 0 && make('p', { className: 'hint', textContent: say('exportBehind', behind.join(say('comma'))) }),
    site && make('p', { className: 'hint', textContent: say('exportNoSites') }),
  ].filter((part) => part !== false);
}

/** Saves a file that is called by when it was made. @param {Form} form @param {string} extension @param {Uint8Array<ArrayBuffer>} file */
function keep(form, extension, file) {
  const now = new Date().toLocaleString('sv'); // 2026-11-26 13:05:09, where the person is
  const name = `inkan-${now.replace(' ', '-').replaceAll(':', '')}.${extension}`;
  save(file, name);
  saved = { form, name };
}

function told() {
  if (!saved) return;
  const words = say('exported', saved.name);
  for (const line of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('.saved'))) line.textContent = line.dataset.form === saved.form ? words : '';
  announce(words);
}
