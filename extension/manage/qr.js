// SPDX-License-Identifier: MIT
// The QR laboratory: pictures in, by choosing, dropping or pasting, or of a camera or the screen; out of them every QR code,
// outlined, and of the one that is chosen all that it is made of.
import { button, make } from '../look/form.js';
import * as engine from '../platform/engine.js';
import * as screen from '../platform/screen.js';
import { problemOf } from '../platform/messages.js';
import { turns } from '../platform/turns.js';
import { explain, say } from '../platform/words.js';
import { handed } from './handed.js';
import * as lab from './lab.js';
import { announce, attempt } from './manage.js';
import { Meaning } from './meaning.js';
import { anatomy } from './anatomy.js';
import * as scans from './scans.js';
import { Viewfinder } from './viewfinder.js';

/**
 * @typedef {import('./lab.js').Picture} Picture
 * @typedef {import('../platform/messages.js').Problem} Problem
 * @typedef {{ name: string, picture: Picture | null, problem: Problem | null, meanings: Meaning[], card: HTMLElement | null }} Source
 */

export const title = 'qrCodes';

/** Pictures that are looked at together, at most: each is kept as it is shown, some ten megabytes. */
const most = 12;

/** @type {Source[]} what was chosen, in that order; kept while the person looks at other sections */
let sources = [];
/** Whether there were more pictures than are looked at together. */
let cut = false;
/** The symbol that is looked at. @type {Meaning | null} */
let chosen = null;

const view = make('div', { className: 'section qr' });
const detail = make('div', { className: 'section', role: 'region', 'aria-label': say('qrChosen') });
const chooser = handed(view, (files) => take(files), { accept: 'image/*', pasted: () => announce(say('qrPasteNone')) });

/** What stands there is of the pictures alone: moved within the page it would lose a click that has begun. */
export async function renew(/** @type {import('../platform/engine.js').Overview} */ overview) {
  await scans.renew(overview);
  return view.isConnected;
}

/** @param {HTMLElement} place @param {import('../platform/engine.js').Overview} overview */
export async function show(place, overview) {
  if (!view.hasChildNodes()) paint();
  await scans.renew(overview);
  place.replaceChildren(view, scans.card);
}

// What was shown of a secret is hidden again when the person goes elsewhere.
addEventListener('hashchange', () => { if (location.hash !== '#qr') chosen?.hide(); });

const inTurn = turns();

/** @param {File[]} files */
const take = (files) => look(files.map((file) => ({ name: file.name, picture: file })));

/**
 * Looks at pictures instead of those before, one after the other.
 * @param {{ name: string, picture: Blob | ImageBitmap }[]} pictures  a bitmap is handed over
 */
export const look = (pictures) => inTurn(async () => {
  if (pictures.length === 0) return;
  await discard();
  cut = pictures.length > most;
  for (const { name, picture } of pictures.slice(0, most)) {
    /** @type {Source} */
    const source = { name, picture: null, problem: null, meanings: [], card: null };
    sources.push(source);
    paint(source);
    try {
      source.picture = await lab.inspect(picture);
      source.meanings = await Promise.all(source.picture.symbols.map((symbol) => Meaning.of(symbol)));
      const [first] = source.meanings;
      if (!first) source.problem = { code: 'no-symbol' };
      if (!first || first !== found()[0]) lab.blur(source.picture); // another is chosen
    } catch (error) {
      source.problem = problemOf(error);
      if (source.problem.code !== 'cancelled') continue;
      sources.pop();
      break;
    }
  }
  const [first] = found();
  paint();
  if (first) choose(first);
  announce(first ? say('qrFound', found().length) : view.querySelector('.problem')?.textContent ?? '');
});

/** Looks at the first picture of a camera with a code in it. */
function byCamera() {
  const finder = new Viewfinder({
    lead: say('cameraLead'),
    seen: async ({ symbols }, frame) => {
      for (const { text } of symbols) text.fill(0);
      if (symbols.length === 0) return;
      const picture = await createImageBitmap(frame);
      finder.end();
      void look([{ name: say('camera'), picture }]);
    },
  });
}

/** Looks at one picture of another window, a tab or the screen. */
async function byScreen() {
  const frame = await screen.take();
  if (!frame) return;
  const picture = await createImageBitmap(frame).finally(() => frame.close());
  await look([{ name: say('screenOr'), picture }]);
}

const found = () => sources.flatMap(({ meanings }) => meanings);

/** Forgets pictures, codes and what was read of them. */
async function discard() {
  const refs = found().map(({ reading }) => reading.ref ?? '').filter(Boolean);
  for (const { picture } of sources) if (picture) lab.wipe(picture);
  for (const meaning of found()) meaning.end();
  sources = [];
  cut = false;
  chosen = null;
  paint();
  document.getElementById('choose')?.focus();
  if (refs.length > 0) await engine.call('forget', { refs });
}

/** @param {Source} [busy]  the one that is being looked at */
function paint(busy) {
  const focused = view.contains(document.activeElement) ? document.activeElement?.id : '';
  for (const source of sources) source.card ??= source.picture || source.problem ? card(source) : null;
  view.replaceChildren(make('p', { className: 'lead', textContent: say('qrLead') }), drop(),
    ...(cut ? [make('p', { textContent: say('qrTooMany', most) })] : []),
    ...sources.map((source) => source.card ?? waiting(source, source === busy)), detail);
  detail.hidden = !chosen;
  if (focused) document.getElementById(focused)?.focus();
}

function drop() {
  const pick = button(say('qrChoose'), () => chooser.click(), sources.length === 0 ? 'primary' : '');
  pick.id = 'choose';
  const away = sources.length > 0 && button(say('qrClear'), () => attempt(() => inTurn(discard)), 'away');
  return make('section', { className: 'card drop' },
    make('div', { className: 'row' }, pick, make('span', { textContent: say('qrOrDrop') })), chooser,
    make('div', { className: 'row' }, button(say('camera'), byCamera), button(say('screenOr'), () => attempt(byScreen)), away));
}

/** @param {Source} source @param {boolean} busy */
function waiting({ name }, busy) {
  return make('section', { className: 'card', 'aria-label': name }, make('h2', { textContent: name }),
    busy && make('p', { className: 'busy', role: 'status', textContent: say('qrReading') }),
    busy && button(say('cancel'), () => lab.cancel()));
}

/** @param {Source} source */
function card({ name, picture, problem, meanings }) {
  const made = make('section', { className: 'card source', 'aria-label': name }, make('h2', { textContent: name }));
  if (picture) made.append(stage(name, picture, meanings));
  if (problem) made.append(make('p', { className: 'problem', textContent: explain(problem) }));
  if (meanings.length > 0) {
    made.append(make('ul', { className: 'row codes' }, ...meanings.map((meaning, i) => make('li', {}, entry(meaning, i)))));
  }
  return made;
}

/** @param {Meaning} meaning @param {number} i */
function entry(meaning, i) {
  const { version, level } = meaning.symbol;
  const made = button([`${i + 1}`, meaning.kind, `${version}-${level}`].join(say('between')), () => choose(meaning));
  made.setAttribute('aria-pressed', 'false');
  meaning.parts.push(made);
  return made;
}

/** The picture, with every symbol outlined. @param {string} name @param {Picture} picture @param {Meaning[]} meanings */
function stage(name, { shown, width, height }, meanings) {
  shown.role = 'img';
  shown.ariaLabel = say('qrPicture', name);
  const outlines = svg('svg', { viewBox: `0 0 ${width} ${height}`, 'aria-hidden': 'true', preserveAspectRatio: 'none' });
  meanings.forEach((meaning, i) => {
    const points = meaning.symbol.corners;
    const polygon = svg('polygon', { points: points.map(({ x, y }) => `${x},${y}`).join(' ') });
    polygon.addEventListener('click', () => choose(meaning));
    meaning.parts.push(polygon);
    outlines.append(polygon);
    if (meanings.length === 1) return;
    const [x, y] = ['x', 'y'].map((axis) => points.reduce((sum, point) => sum + point[/** @type {'x' | 'y'} */ (axis)] / 4, 0));
    const size = Math.max(width, height) / 40;
    const number = svg('text', { x: String(x), y: String(y), 'font-size': String(size), 'stroke-width': String(size / 4) });
    number.textContent = String(i + 1);
    outlines.append(number);
  });
  return make('div', { className: 'stage' }, shown, outlines);
}

/** @param {string} name @param {Record<string, string>} attributes */
function svg(name, attributes) {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

/** Shows a symbol. @param {Meaning} meaning */
function choose(meaning) {
  const source = sources.find(({ meanings }) => meanings.includes(meaning));
  if (!source?.picture) return;
  if (chosen !== meaning) chosen?.hide();
  chosen = meaning;
  for (const one of found()) {
    for (const part of one.parts) {
      part.classList.toggle('chosen', one === meaning);
      if (part instanceof HTMLButtonElement) part.setAttribute('aria-pressed', String(one === meaning));
    }
  }
  detail.hidden = false;
  const { picture } = source;
  meaning.show(detail, () => anatomy(picture, meaning));
}
