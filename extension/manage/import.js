// SPDX-License-Identifier: MIT
// Import: files of other authenticators and pictures of their QR codes, by choosing, dropping or pasting; what they hold is
// shown before anything is stored, and one click takes all of it back.
import { button, make, passwordField, bytesOf } from '../look/form.js';
import * as engine from '../platform/engine.js';
import { hang, placeOf, squaresOf, unrolled } from '../platform/crops.js';
import { pixels } from '../platform/drawing.js';
import { contentOf } from '../platform/file.js';
import { Failure, problemOf } from '../platform/messages.js';
import { headLength, typeOf } from '../platform/picture.js';
import { turns } from '../platform/turns.js';
import { explain, groups, namesOf, oddities, say } from '../platform/words.js';
import * as bycamera from './bycamera.js';
import * as byscreen from './byscreen.js';
import * as dialog from './dialog.js';
import { drawTile, mark, pinOf } from './facts.js';
import { handed } from './handed.js';
import { announce, attempt } from './manage.js';
import { rows } from './rows.js';

/**
 * @typedef {import('../engine/importer.js').Preview} Preview
 * @typedef {import('../engine/vault.d.ts').Account} Account
 * @typedef {import('../engine/sights.js').Seen} Reading
 * @typedef {import('../platform/messages.js').Problem} Problem
 * @typedef {{ sheet: import('../platform/crops.js').Sheet, links: number[] }} Crops  pictures of the QR codes that a file is of (platform/crops.js)
 * @typedef {{ name: string, crops: Crops | null, data: Uint8Array<ArrayBuffer> | null, preview: Preview | null, problem: Problem | null, sheet: ImageBitmap | null, chosen: Set<string>, seconds: number }} Source
 *   data: until it was read, or while a password is wanted; sheet: of the QR codes of a picture; seconds: about what checking one takes
 */

export const title = 'import';

/** A file larger than this is no export. Bytes; transfer.MaxFile. */
const most = 64 * 2 ** 20;

/** What takes less needs no words. Seconds. */
const slow = 4;

/** What a file is kept for: it can be tried again, with a password or in peace. */
const retried = ['password-needed', 'file-password', 'cancelled', 'memory-refused'];

/** How it ends when the engine is ended over something: only the list tells how far it had come. */
const ended = ['gone', 'crashed', 'closed'];

/** @type {Source[]} what was chosen, in that order; kept while the person looks at other sections */
let sources = [];
/** What the last import added; null when that is not told any more. @type {string[] | null} */
let added = null;
/** What is being stored, in words; "" while nothing is. */
let storing = '';

const view = make('div', { className: 'section' });
const chooser = handed(view, (files) => take(files), {
  pasted: (text) => { if (text.trim() !== '') void take([new File([text], say('pasted'))]); },
});

/** What stands there keeps itself up to date: moved within the page it would lose a click that has begun. */
export const renew = () => view.isConnected;

/** @param {HTMLElement} place */
export function show(place) {
  // What is there stays, with its thousand rows and where they were scrolled to, whatever has changed elsewhere.
  if (!view.hasChildNodes()) paint();
  place.replaceChildren(view);
}

/** The engine reads one file at a time, and ends the one before for it. */
const inTurn = turns();

/** @param {File[]} files */
const take = (files) => takeEach(files.map((file) => ({
  name: file.name, crops: null,
  bytes: async () => {
    if (file.size > most) throw new Failure({ code: 'file-size' });
    return typeOf(await contentOf(file, headLength)) ? pixels(file) : contentOf(file);
  },
})));

/**
 * Reads files one after the other, behind those that are being read.
 * @param {{ name: string, crops: Crops | null, bytes: () => Promise<Uint8Array<ArrayBuffer>> }[]} files
 */
const takeEach = (files) => inTurn(async () => {
  if (files.length === 0) return;
  added = null;
  for (const { name, crops, bytes } of files) {
    /** @type {Source} */
    const source = { name, crops, data: null, preview: null, problem: null, sheet: null, chosen: new Set(), seconds: 0 };
    sources.push(source);
    await tried(source, async () => read(source, await bytes()));
  }
  found();
});

/** What was seen by a camera or on the screen. @type {import('./seen.js').Take} */
const takeSeen = (name, file, crops = null) => takeEach([{ name, crops, bytes: async () => file }]);

/** Reads codes that are in no file. */
const byCamera = () => bycamera.read(takeSeen);
const byScreen = () => byscreen.read(takeSeen);

/** The popup leads here for one of the ways, once. */
export function arrive() {
  const way = { '#import/camera': byCamera, '#import/screen': () => byscreen.begin(takeSeen) }[location.hash];
  if (!way) return;
  location.replace('#import');
  way();
}

/** Reads a file that was given up. @param {Source} source */
const again = (source) => inTurn(async () => {
  const { data } = source;
  if (!data) return;
  await tried(source, () => read(source, data));
  found();
});

/** @param {Source} source @param {() => Promise<void>} work */
async function tried(source, work) {
  source.problem = null;
  paint(source);
  try {
    await work();
  } catch (error) {
    source.problem = problemOf(error);
    if (ended.includes(source.problem.code)) lost(source);
  }
}

function found() {
  paint();
  announce(say('importFound', accounts().length));
}

/** The engine is another one, which has nothing of what was read. @param {Source} [also]  that was being read */
function lost(also) {
  for (const source of sources) {
    if (!source.preview && source !== also) continue;
    source.sheet?.close();
    Object.assign(source, { data: null, preview: null, sheet: null, problem: { code: 'import-lost' } });
    source.chosen.clear();
  }
}

/** @param {Source} source @param {Uint8Array<ArrayBuffer>} data @param {Uint8Array<ArrayBuffer>} [password] */
async function read(source, data, password) {
  const first = sources.every(({ preview }) => preview === null);
  source.data = data.slice(); // what is handed over is wiped
  try {
    source.preview = await engine.file('import', { name: source.name, first }, password ? [data, password] : [data]);
  } catch (error) {
    const { code, value } = problemOf(error);
    if (!retried.includes(code)) source.data = null;
    if (code === 'password-needed') source.seconds = Number(value);
    throw error;
  }
  source.data = null;
  source.problem = null;
  await picture(source);
  const { readings, trashed } = /** @type {Preview} */ (source.preview);
  readings.forEach(({ ref, present }, i) => {
    if (ref && !present && !trashed.includes(i)) source.chosen.add(ref);
  });
}

/** Has the pictures of a source's QR codes ready, where there are several. The list is whole without them. @param {Source} source */
async function picture(source) {
  const { crops, preview } = source;
  const readings = preview?.readings ?? [];
  if (crops) squaresOf(readings, preview?.problems ?? [], crops.links).forEach((at, i) => { /** @type {Reading} */ (readings[i]).crop = { sheet: '', at }; });
  const crop = readings[0]?.crop;
  if (!crop) {
    crops?.sheet.fill(0);
    return;
  }
  source.sheet = await Promise.resolve(crops?.sheet ?? engine.act('crops', { sheet: crop.sheet })).then(unrolled).catch(() => null);
}

/** @param {Source} source */
function askPassword(source) {
  const { seconds } = source;
  const password = passwordField(say('filePassword'), 'current-password');
  password.input.name = 'password';
  const clock = make('p', { className: 'hint' });
  dialog.form({
    title: source.name, lead: seconds < slow ? say('filePasswordLead') : say('filePasswordSlow', seconds), parts: [password.element, clock],
    submit: say('openFile'), busy: say('openingFile'),
    act: async () => {
      const { data } = source;
      if (!data) return;
      const stop = seconds < slow ? () => {} : count(clock, seconds);
      await inTurn(() => read(source, data, bytesOf(password.input))).catch((error) => {
        const problem = problemOf(error);
        if (ended.includes(problem.code)) lost(source);
        else if (!source.data) source.problem = problem; // the right password, and still no accounts
        else throw new Failure({ ...problem, field: 'password' });
      }).finally(stop);
      paint();
    },
    next: () => goTo(source),
  });
}

/** Puts the person at what there is to do with a file. @param {Source} source */
function goTo(source) {
  const at = view.querySelectorAll('.source').item(sources.indexOf(source));
  /** @type {HTMLElement | null} */ (at?.querySelector('input:enabled, button') ?? view.querySelector('.decide button:enabled'))?.focus();
}

/**
 * Counts the seconds that checking a password takes. Nothing tells how far it has come: it is one long calculation.
 * @param {HTMLElement} clock @param {number} about  how many it takes on an ordinary computer
 * @returns {() => void} stops it
 */
function count(clock, about) {
  const began = Date.now();
  const tick = () => {
    const gone = Math.round((Date.now() - began) / 1000);
    clock.textContent = gone <= about ? say('secondsOf', gone, about) : say('secondsOver', gone);
  };
  const timer = setInterval(tick, 1000);
  tick();
  return () => {
    clearInterval(timer);
    clock.textContent = '';
  };
}

/** The readings that are accounts, of all files. */
const accounts = () => sources.flatMap(({ preview }) => preview?.readings.filter(({ kind }) => kind === 'account') ?? []);

const chosen = () => sources.flatMap((source) => [...source.chosen]);

/**
 * Stores something, behind the files that are being read. What is clicked meanwhile counts for nothing.
 * @param {string} words  said meanwhile @param {() => Promise<void>} work
 */
async function store(words, work) {
  if (storing) return;
  storing = words;
  tell();
  // So that the words are seen before thousands of accounts are stored.
  await new Promise((resolve) => { requestIdleCallback(resolve, { timeout: 100 }); });
  await attempt(() => inTurn(work));
  storing = '';
  tell();
}

function tell() {
  for (const line of view.querySelectorAll('.storing')) line.textContent = storing;
}

async function add() {
  const wanted = sources.flatMap(({ preview, chosen: refs }) => preview?.readings.filter(({ ref = '' }) => refs.has(ref)) ?? []);
  const { accounts: before } = engine.overview() ?? await engine.start();
  const ids = await engine.add(wanted.map(({ ref = '' }) => ref)).then(({ added: all }) => all, (error) => outcome(error, wanted, before));
  if (!ids) {
    lost();
    paint();
    return;
  }
  added = ids;
  // A file whose password is still wanted is not done with.
  await discard(sources.filter(({ data }) => data !== null));
  document.getElementById('undo')?.focus();
  announce(ids.length > 0 ? say('importAdded', ids.length) : say('importAllThere'));
}

/**
 * What came of adding accounts when the engine was ended over it: it stores all of them or none, and the list tells which.
 * @param {unknown} error @param {Reading[]} wanted @param {Account[]} before
 * @returns {Promise<string[] | null>} the ids of those that were added; null when none was
 */
async function outcome(error, wanted, before) {
  const { code } = problemOf(error);
  if (code === 'reading-unknown') return null;
  if (!ended.includes(code)) throw error;
  const { state, accounts: now } = await engine.start();
  if (state !== 'open') throw error;
  const old = new Set(before.map(({ id }) => id));
  const names = new Set(wanted.map(({ account }) => namesOf(account ?? {})));
  const ids = now.filter((account) => !old.has(account.id) && names.has(namesOf(account))).map(({ id }) => id);
  return ids.length > 0 ? ids : null;
}

async function undo() {
  await engine.change('remove', { now: Date.now(), ids: added ?? [] });
  added = null;
  paint();
  document.getElementById('choose')?.focus();
  announce(say('undone'));
}

/** What was read and not added is forgotten, here and in the engine. @param {Source[]} [kept]  what was not read yet */
async function discard(kept = []) {
  const refs = accounts().map(({ ref }) => ref ?? '');
  for (const { sheet } of sources) sheet?.close();
  sources = kept;
  paint();
  document.getElementById('choose')?.focus();
  if (refs.length > 0) await engine.call('forget', { refs });
}

/** @param {Source} [busy]  the one that is being read */
function paint(busy) {
  const focused = view.contains(document.activeElement) ? document.activeElement?.id : '';
  watch.disconnect();
  codes.clear();
  seen.clear();
  view.replaceChildren(make('p', { className: 'lead', textContent: say('importLead') }), drop(),
    ...(added ? [done(added)] : []),
    ...sources.map((source) => card(source, source === busy)),
    ...(sources.length > 0 && !busy ? [decide()] : []));
  if (focused) document.getElementById(focused)?.focus();
}

function drop() {
  const choose = button(say('chooseFiles'), () => chooser.click(), sources.length === 0 ? 'primary' : '');
  choose.id = 'choose';
  return make('section', { className: 'card drop' }, make('div', { className: 'row' }, choose, make('span', { textContent: say('orDrop') })), chooser,
    make('div', { className: 'row' }, button(say('camera'), byCamera), button(say('screenOr'), byScreen)),
    make('details', {}, make('summary', { textContent: say('importFrom') }), make('p', { textContent: say('importFromList') }),
      make('p', { textContent: say('importFromHow') })));
}

/** @param {string[]} ids */
function done(ids) {
  // They may have come by another way while they were looked at.
  if (ids.length === 0) return make('section', { className: 'card done' }, make('p', { className: 'state good', textContent: say('importAllThere') }));
  const back = button(say('undo'), () => store(say('takingBack'), undo));
  back.id = 'undo';
  return make('section', { className: 'card done' }, make('p', { className: 'state good', textContent: say('importAdded', ids.length) }),
    make('p', { textContent: say('importDone') }), back, progress());
}

/** What is being stored, as long as it is. */
const progress = () => make('p', { className: 'busy storing', role: 'status', textContent: storing });

/** @param {Source} source @param {boolean} busy */
function card(source, busy) {
  const { name, preview, problem } = source;
  const wanted = problem !== null && retried.includes(problem.code);
  const made = make('section', { className: 'card source', 'aria-label': name }, make('h2', { textContent: name }));
  if (busy) made.append(make('p', { className: 'busy', role: 'status', textContent: say('readingFile') }), button(say('cancel'), () => attempt(engine.cancel)));
  if (problem) made.append(make('p', { className: wanted ? '' : 'problem', textContent: explain(problem) }));
  if (wanted) made.append(problem.code.includes('password') ? of(source, 'enterPassword', () => askPassword(source)) : of(source, 'readAgain', () => again(source)));
  if (preview) made.append(...contents(source, preview));
  return made;
}

/** A button for one of several files. @param {Source} source @param {string} words @param {() => unknown} act */
function of({ name }, words, act) {
  const made = button(say(words), act, 'primary');
  made.setAttribute('aria-label', `${say(words)}: ${name}`);
  return made;
}

/** @param {Source} source @param {Preview} preview */
function contents(source, preview) {
  const { format, left, problems, part, parts, trashed, readings } = preview;
  const found = readings.filter(({ kind }) => kind === 'account');
  const facts = [formatName(format), say('accountCount', found.length), parts > 1 ? say('partOf', part, parts) : ''];
  const lines = problems.map(({ entry, name, error }) => make('li', {}, make('div', { className: 'what' },
    make('b', { textContent: name || say('entry_n', entry) }), make('span', { textContent: explain(error) }))));
  return [
    make('p', { textContent: facts.filter(Boolean).join(say('between')) }),
    left.length > 0 && make('p', { textContent: say('importLeft', left.map((field) => say(`left_${field}`)).join(say('comma'))) }),
    found.length > 0 && choices(source, readings, new Set(trashed)),
    lines.length > 0 && make('h3', { textContent: say('notRead', lines.length) }),
    lines.length > 0 && make('ul', { className: 'list' }, ...lines),
  ].filter((part) => part !== false);
}

/** @param {Source} source @param {Reading[]} readings @param {Set<number>} trashed  their indexes */
function choices(source, readings, trashed) {
  const made = rows(readings, (reading, at) => choice(source, reading, trashed.has(at)), {
    in: view, // also while another section is looked at
    made: (list) => watch.observe(list),
  });
  made.classList.add('choices');
  return made;
}

/** @param {Source} source @param {Reading} reading @param {boolean} trashed */
function choice(source, { ref = '', account, code, present, conflict, problem, crop }, trashed) {
  if (!account) return make('li', {}, make('div', { className: 'what' }, make('span', { textContent: problem ? explain(problem) : '' })));
  const box = make('input', { type: 'checkbox', checked: source.chosen.has(ref), disabled: Boolean(present), onchange: () => {
    if (box.checked) source.chosen.add(ref);
    else source.chosen.delete(ref);
    view.querySelector('.decide')?.replaceWith(decide());
  } });
  const note = present ? say('alreadyThereKept') : conflict ? say('conflictShort') : trashed ? say('trashedThere') : '';
  const names = [account.issuer, account.account].filter(Boolean);
  const digits = make('span', { className: 'digits', textContent: groups(code?.code ?? '').join(' ') });
  if (code?.until !== undefined) codes.set(ref, { digits, until: code.until });
  return make('li', { 'data-ref': ref }, make('label', { className: 'option' }, box, sign(account, source.sheet, crop), make('span', { className: 'what' },
    make('b', { textContent: names[0] ?? say('nameless') }), make('span', { textContent: names.slice(1).join() }), details(account), note && make('em', { className: conflict ? 'conflict' : '', textContent: note }),
    ...oddities(account).map((words) => make('em', { textContent: words })))), digits);
}

/**
 * What an account is told by at a glance: the picture of its QR code beside others, or its icon.
 * @param {Account} account @param {ImageBitmap | null} sheet @param {Reading['crop']} crop
 */
function sign(account, sheet, crop) {
  if (sheet && crop) {
    const place = placeOf();
    hang(place, sheet, crop.at);
    return place;
  }
  const tile = make('span', { className: 'tile', 'aria-hidden': 'true' });
  drawTile(tile, account);
  return tile;
}

/** What comes along with an account: its groups, and marks for what else. @param {Account} account */
function details({ groups: names = [], noted, pinned }) {
  const marks = [pinned && pinOf(), noted && mark(sheet, say('hasNote'))];
  if (!pinned && !noted && names.length === 0) return false;
  return make('span', { className: 'marks' }, ...marks, names.join(say('between')));
}

const sheet = 'M6 3h12v18H6zM10 8h4M10 12h4';

/** What there is to do with all that was read. */
function decide() {
  const count = chosen().length;
  const go = button(say('addCount', count), () => store(say('adding'), add), 'primary');
  go.id = 'add';
  go.disabled = count === 0;
  const found = accounts();
  const some = found.some(({ present }) => !present);
  // A file whose password is still wanted may hold others.
  const allThere = found.length > 0 && !some && sources.every(({ data }) => data === null);
  const not = button(say(allThere ? 'close' : 'discard'), () => { if (!storing) void attempt(() => discard()); });
  not.id = 'discard';
  return make('div', { className: 'decide' }, some && go, not, allThere && make('p', { textContent: say('importAllThere') }), progress());
}

/** Where codes stand, and until when. @type {Map<string, { digits: HTMLElement, until: number }>} */
const codes = new Map();
/** Refs of the rows that can be seen, or nearly. @type {Set<string>} */
const seen = new Set();
const watch = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    for (const { dataset: { ref = '' } } of /** @type {NodeListOf<HTMLElement>} */ (target.querySelectorAll('[data-ref]'))) {
      if (isIntersecting) seen.add(ref);
      else seen.delete(ref);
    }
  }
  void renewCodes();
});
let timer = 0;

/** Codes that can be seen are today's: they are compared with those of the other program. */
async function renewCodes() {
  clearTimeout(timer);
  const now = Date.now();
  const over = [...seen].filter((ref) => (codes.get(ref)?.until ?? Infinity) <= now);
  if (over.length > 0) {
    for (const { id, code, until } of await engine.call('codes', { now, ids: over })) {
      const place = codes.get(id);
      if (!place) continue;
      place.digits.textContent = groups(code).join(' ');
      place.until = until ?? Infinity;
    }
  }
  const next = Math.min(...[...seen].map((ref) => codes.get(ref)?.until ?? Infinity));
  if (next < Infinity && view.isConnected) timer = setTimeout(() => { renewCodes().catch(problemOf); }, Math.max(next - Date.now(), 0) + 5);
}

/** What transfer.wasm calls a format, and its name. */
const formats = /** @type {Record<string, string>} */ ({
  '1password': '1Password', '2fas': '2FAS', aegis: 'Aegis', andotp: 'andOTP', 'authenticator-extension': 'Authenticator',
  'authenticator-plus': 'Authenticator Plus', authy: 'Authy', battlenet: 'Battle.net', bitwarden: 'Bitwarden', cxf: 'CXF', duo: 'Duo Mobile',
  ente: 'Ente Auth', freeotp: 'FreeOTP', 'freeotp-2': 'FreeOTP', 'freeotp-plus': 'FreeOTP+', 'google-authenticator': 'Google Authenticator',
  html: 'HTML', inkan: 'Inkan', keepass: 'KeePass', 'keepass-csv': 'KeePass CSV', lastpass: 'LastPass Authenticator',
  'microsoft-authenticator': 'Microsoft Authenticator', otpauth: 'otpauth://', 'proton-authenticator': 'Proton Authenticator',
  'proton-pass': 'Proton Pass', raivo: 'Raivo', steam: 'Steam', stratum: 'Stratum', 'totp-authenticator': 'TOTP Authenticator', winauth: 'WinAuth',
});

/** @param {string} format */
const formatName = (format) => formats[format] ?? format;
