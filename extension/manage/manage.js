// SPDX-License-Identifier: MIT
// The manage page: a section by the address's fragment, "#section" or "#section/part", or the form that opens the vault while it is locked.
import { button, labelOf, make } from '../look/form.js';
import * as unlock from '../look/unlock.js';
import * as engine from '../platform/engine.js';
import { problemOf } from '../platform/messages.js';
import { explain, fill, language, say } from '../platform/words.js';
import * as damage from './damage.js';
import * as security from './security.js';

/**
 * @typedef {import('../platform/engine.js').Overview} Overview
 * @typedef {object} Section
 * @property {string} title  key of its words
 * @property {(place: HTMLElement, overview: Overview, part: string) => unknown} show
 * @property {(overview: Overview, part: string) => string} [heading]  its words, where they are others than the title
 * @property {(overview: Overview, part: string) => boolean | Promise<boolean>} [renew]  shows what is new in what stands there;
 *   false: it cannot, and is to be shown anew
 * @property {(from: string) => void} [arrive]  it was gone to; from: the address of the section before, "" when there was none
 * @property {string} [of]  the section whose link is the current one
 * @property {boolean} [wide]  it takes more room than text does
 */

/** @type {Record<string, () => Promise<Section> | Section>} */
const sections = {
  accounts: () => import('./accounts.js'),
  account: () => import('./account.js'),
  duplicates: () => import('./duplicates.js'),
  security: () => security,
  import: () => import('./import.js'),
  export: () => import('./export.js'),
  qr: () => import('./qr.js'),
  versions: () => import('./versions.js'),
  trash: () => import('./trash.js'),
  settings: () => import('./settings.js'),
  welcome: () => import('./welcome.js'),
  about: () => import('./about.js'),
};

const main = /** @type {HTMLElement} */ (document.querySelector('main'));
const lockButton = /** @type {HTMLButtonElement} */ (document.getElementById('lock'));

/** Says something that is not seen. @param {string} words */
export function announce(words) {
  /** @type {HTMLElement} */ (document.getElementById('status')).textContent = words;
}

/** Shows what came of something, and says it. @param {string} words */
export const told = (words) => async () => {
  await show();
  announce(words);
};

/** @param {unknown} error @returns {HTMLElement} what says it */
export function fail(error) {
  const problem = make('p', { className: 'problem', role: 'alert', textContent: explain(problemOf(error)) });
  main.querySelector(':scope > .problem')?.remove();
  main.prepend(problem);
  return problem;
}

/** Does something that was asked for; what goes wrong is said on top. @param {() => Promise<unknown>} work */
export async function attempt(work) {
  try {
    main.querySelector(':scope > .problem')?.remove();
    await work();
  } catch (error) {
    fail(error);
  }
}

/**
 * What a button does that is meant once, also when it is clicked again before it is done.
 * @param {() => Promise<unknown>} work @returns {() => Promise<void>}
 */
export function once(work) {
  let under = false;
  return async () => {
    if (under) return;
    under = true;
    await attempt(work);
    under = false;
  };
}

/** The section that the address asks for, and the part of it. */
function wanted() {
  const [name = '', part = ''] = location.hash.slice(1).split('/');
  return Object.hasOwn(sections, name) ? { name, part, address: `${name}/${part}` } : { name: 'accounts', part: '', address: 'accounts/' };
}

let soon = 0;
/** The settings and ways in that are shown, or that the vault is locked. */
let shown = '';
/** The address of the section that is shown; "" when none is. */
let placed = '';
/** Whether anything of the open vault was shown. */
let opened = false;

/** Whether there was something new to show while a dialog was open. */
let late = false;
/** What says that it could not be shown. @type {HTMLElement | null} */
let unshown = null;

/** Shows what is new; what went wrong with something that was asked for stays where it is said. */
async function renew() {
  // A dialog in which something is typed stays, and shows what is new when it closes.
  late = document.querySelector('dialog[open], form.working') !== null;
  if (late) return;
  try {
    await show();
    unshown?.remove();
    unshown = null;
  } catch (error) {
    unshown = fail(error);
  }
}

/** Shows what there is to show now. */
export async function show() {
  clearTimeout(soon);
  late = false;
  const overview = await engine.start();
  const { state, problem } = overview;
  lockButton.hidden = !engine.lockable(overview);
  if (state === 'failed') {
    shown = placed = '';
    const copies = problem?.code === 'vault-damaged' ? await damage.card(false) : null;
    main.replaceChildren(make('h1', { textContent: say('failedTitle') }), make('p', { textContent: explain(problem ?? { code: 'internal' }) }), copies ?? '');
  } else if (state === 'locked') {
    showLocked(overview);
  } else {
    await showSection(overview);
  }
}

/** @param {Overview} overview */
function showLocked({ slots, waiting }) {
  // The engine tells that it has started, and somebody may be typing already.
  const state = JSON.stringify(['locked', slots, waiting]);
  if (state === shown) return;
  shown = state;
  placed = '';
  const card = make('div', { className: 'card narrow' });
  main.replaceChildren(make('h1', { className: 'unseen', textContent: say('manage') }), card);
  const byPasskey = async () => {
    const passkey = await import('./passkey.js');
    await passkey.unlock(slots);
    await show();
  };
  unlock.show(card, { slots, waiting }, { done: show, passkey: () => attempt(byPasskey) });
  if (location.hash !== '#passkey') return;
  // The popup sent the person here; the browser wants a click in this document before it asks for a passkey.
  const go = button(say('usePasskey'), () => attempt(byPasskey), 'primary');
  card.prepend(go);
  go.focus();
}

/** The label of what has the focus in the section, if anything has. */
const atWhat = () => (main.contains(document.activeElement) ? labelOf(document.activeElement) : '');

/** @param {Overview} overview */
async function showSection(overview) {
  const { name, part, address } = wanted();
  opened = true;
  const section = await sections[name]?.();
  if (!section || address !== wanted().address) return;
  if (address === placed && await section.renew?.(overview, part)) return;
  for (const link of document.querySelectorAll('nav a')) {
    if (link.getAttribute('href') === `#${section.of ?? name}`) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  document.title = `${say(section.title)} – ${say('appName')}`;
  const heading = make('h1', { textContent: section.heading?.(overview, part) ?? say(section.title) });
  const holder = make('div', { className: 'section' });
  const before = atWhat(); // a section that keeps what it shows takes it along into the holder, and the focus is lost
  await section.show(holder, overview, part);
  if (address !== wanted().address) return;
  // Each change is told twice, by whoever made it and by the engine: what is the same stays where it is.
  const [oldHeading, oldHolder] = [...main.children].filter((one) => !one.matches('.problem'));
  const state = JSON.stringify([overview.slots, overview.settings]);
  const same = heading.isEqualNode(oldHeading ?? null);
  if (same && holder.isEqualNode(oldHolder ?? null) && state === shown) return;
  shown = state;
  const [from, moved] = [placed, address !== placed];
  placed = address;
  const focused = atWhat() || (document.activeElement === document.body ? before : '');
  main.classList.toggle('wide', Boolean(section.wide));
  // Nor does the word about what did not work go: an engine that was ended over it tells that it has started.
  if (same && !moved) oldHolder?.replaceWith(holder);
  else main.replaceChildren(heading, holder);
  if (moved) {
    scrollTo(0, 0);
    section.arrive?.(from);
    return;
  }
  // Whoever was at a button stays at it, when it is there again.
  const buttons = /** @type {HTMLElement[]} */ ([...main.querySelectorAll('button, input, select')]);
  if (focused) buttons.find((one) => labelOf(one) === focused)?.focus();
}

document.documentElement.lang = language();
history.scrollRestoration = 'manual'; // the browser would scroll before there is anything to scroll to
fill(document);
lockButton.addEventListener('click', () => attempt(() => engine.lock()));
addEventListener('hashchange', () => attempt(show));
new BroadcastChannel('inkan').addEventListener('message', ({ data }) => {
  // Whatever was shown is to be gone from this page's memory too, also when an engine was ended and the next one found the time over.
  if (data === 'locked' || (opened && engine.overview()?.state === 'locked')) location.reload();
  clearTimeout(soon);
  soon = setTimeout(renew, 100);
});
document.addEventListener('close', () => { if (late) void renew(); }, true);
// Not awaited: the modules of sections import this one, and would wait for it as it for them.
void attempt(show);
