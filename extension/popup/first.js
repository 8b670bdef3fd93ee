// SPDX-License-Identifier: MIT
// The first paint of the popup: the words of the page and the accounts that fit, with their codes, by one synchronous call
// to the engine. The popup is shown when all that its page names is loaded, and each module among that is some milliseconds:
// so this one and the words are all; popup.js, which knows how to do things, comes after the paint.
import { explain, fill, groups, language, momentOf, say } from '../platform/words.js';

/**
 * @typedef {import('../engine/icons.js').Account} Account
 * @typedef {import('../engine/vault.d.ts').Code} Code
 * @typedef {import('../engine/site.js').Place} Place
 * @typedef {keyof typeof shapes} Shape
 */

/** Where this page stays when somebody clicks elsewhere: in a window of its own, or in the side panel; "" for the popup, which closes. */
export const stays = new URLSearchParams(location.search).get('in') ?? '';

/** @typedef {{ id: number, windowId: number, url: string }} Behind */

/**
 * The tab that Inkan is called on: in the same window, or in the one that was used last. Its address is known where the person
 * has called Inkan, and "" elsewhere.
 * @returns {Promise<Behind>}
 */
export async function findTab() {
  const within = stays === 'window' ? { windowId: (await chrome.windows.getLastFocused({ windowTypes: ['normal'] })).id ?? -1 } : { currentWindow: true };
  const [tab] = await chrome.tabs.query({ active: true, ...within });
  if (tab?.id === undefined) throw new Error('there is no tab behind the popup');
  return { id: tab.id, windowId: tab.windowId, url: tab.url ?? '' };
}

/** The tab behind the popup when it opened. */
export const behind = findTab();
behind.catch(() => {}); // said at the click

/** Rows made before the first paint: what fits. */
export const first = 9;

/** The last part of a period, in which the ring turns red and the next code is shown. Milliseconds. */
export const ending = 5000;

/** What the person has chosen; before the engine has told, nobody has. @type {import('../engine/settings.js').Settings | null} */
export let settings = null;

/** @param {import('../engine/settings.js').Settings} chosen */
export function obey(chosen) {
  settings = chosen;
  document.documentElement.classList.toggle('large', chosen['look.large']);
  document.documentElement.classList.toggle('foretells', chosen['code.next']);
}

/** @returns {(Window & { inkan?: import('../engine/engine.js').Engine }) | undefined} the engine's, when it is in this process */
function engineWindow() {
  return chrome.extension.getViews().find((view) => view.location.pathname === '/engine/engine.html');
}

/** @returns {import('../engine/engine.js').Engine | null} the engine, when it can be called at once */
function live() {
  const engine = engineWindow()?.inkan;
  return engine && engine.state !== 'starting' ? engine : null;
}

/** The shapes a row takes: one to copy from, the same with Fill, one only to look at, one to choose. Each is filled with words when it is needed. */
const shapes = {
  account: /** @type {HTMLElement | null} */ (null),
  here: /** @type {HTMLElement | null} */ (null),
  candidate: /** @type {HTMLElement | null} */ (null),
  choice: /** @type {HTMLElement | null} */ (null),
};

/** @param {Shape} shape @returns {HTMLElement} */
function copyOf(shape) {
  let row = shapes[shape];
  if (!row) {
    row = shapes[shape] = shape === 'here' ? copyOf('account') : template(shape);
    if (shape === 'here') row.append(template('fill'));
  }
  return /** @type {HTMLElement} */ (row.cloneNode(true));
}

/** @param {string} id */
function template(id) {
  const { content } = /** @type {HTMLTemplateElement} */ (document.getElementById(id));
  fill(content);
  return /** @type {HTMLElement} */ (content.firstElementChild);
}

/** Whether a row of a shape is one to copy from. @param {Shape} shape */
export const copied = (shape) => shape === 'account' || shape === 'here';

/** @param {Element} row @param {string} selector @returns {HTMLElement} */
export const part = (row, selector) => /** @type {HTMLElement} */ (row.querySelector(selector));

/** @param {Account} account @returns {string} its name in one line */
export function nameOf({ issuer, account }) {
  if (issuer && account) return `${issuer} (${account})`;
  return issuer || account || say('nameless');
}

/** A row for an account, still without its code. @param {Shape} shape @param {Account} account */
export function draw(shape, account) {
  const row = copyOf(shape);
  row.dataset.id = account.id;
  drawNames(row, shape, account);
  return row;
}

/** Writes who the account is. @param {HTMLElement} row @param {Shape} shape @param {Account} account */
export function drawNames(row, shape, account) {
  const title = account.issuer || account.account || say('nameless');
  part(row, '.issuer').textContent = title;
  part(row, '.name').textContent = account.issuer ? account.account : '';
  drawTile(part(row, '.letter'), title, account.icon);
  drawPin(row, Boolean(account.pinned));
  const counter = account.type === 'hotp';
  row.classList.toggle('counter', counter);
  if (counter && !row.classList.contains('shown')) drawCounter(row, account);
  if (shape === 'choice') part(row, 'input').setAttribute('aria-label', nameOf(account));
  else if (copied(shape)) part(row, '.tile').setAttribute('aria-label', say('editAccount', nameOf(account)));
  if (shape === 'here') part(row, '.fill').setAttribute('aria-label', say('fillCodeOf', nameOf(account)));
}

/** Draws the icon of an account, or the first letter of its name. @param {HTMLElement} tile @param {string} title @param {Account['icon']} icon */
function drawTile(tile, title, icon) {
  if (!icon) {
    tile.textContent = [...title][0]?.toUpperCase() ?? '';
    return;
  }
  if ('picture' in icon) {
    const picture = new Image(36, 36);
    picture.alt = '';
    picture.src = icon.picture;
    tile.replaceChildren(picture);
    return;
  }
  const mark = svg('svg', { class: 'mark', viewBox: '0 0 24 24' });
  mark.append(svg('path', { d: icon.path }));
  mark.style.setProperty('--light', icon.light);
  mark.style.setProperty('--dark', icon.dark);
  tile.replaceChildren(mark);
}

/** A counter code is made when it is asked for, since making it uses it up. @param {HTMLElement} row @param {Account} account */
function drawCounter(row, account) {
  part(row, '.code').textContent = '•'.repeat(account.digits ?? 6);
  part(row, '.ring').replaceChildren(iconOf('next'));
}

/** @template {'svg' | 'path' | 'use'} T @param {T} name @param {Record<string, string>} attributes */
function svg(name, attributes) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value);
  return element;
}

/** @param {string} name  of a symbol of the page */
export function iconOf(name) {
  const icon = svg('svg', { class: 'icon' });
  icon.append(svg('use', { href: `#i-${name}` }));
  return icon;
}

/** The mark on the tile of a pinned account; few have it, and it takes no room. @param {HTMLElement} row @param {boolean} pinned */
function drawPin(row, pinned) {
  const there = row.querySelector('.pin');
  if (Boolean(there) === pinned) return;
  if (there) {
    there.remove();
    return;
  }
  const mark = document.createElement('span');
  mark.className = 'pin';
  mark.setAttribute('aria-hidden', 'true');
  mark.append(iconOf('pin'));
  part(row, '.tile').after(mark);
}

/** Whether the codes of rows of a shape are hidden until they are touched. @param {Shape} shape */
export const hides = (shape) => settings?.['code.hidden'] === true && copied(shape);

/**
 * Writes a code in its groups, or as much room as it takes.
 * @param {HTMLElement} row @param {string} code @param {boolean} veiled
 */
export function drawCode(row, code, veiled) {
  // The spaces are for whoever has the text read or copied; what is seen is set by the gap.
  const shown = groups(code).flatMap((group) => {
    const span = document.createElement('span');
    span.textContent = veiled ? '•'.repeat(group.length) : group;
    if (veiled) span.style.inlineSize = `${group.length}ch`; // of as many digits
    return [span, ' '];
  });
  const digits = part(row, '.code');
  digits.replaceChildren(...shown);
  digits.classList.toggle('long', code.length > 8);
  row.classList.toggle('veiled', veiled);
  row.classList.add('shown');
}

/** Starts the ring where the period stands now; it turns on by itself, period after period. @param {HTMLElement} row @param {Code} code */
export function startRing(row, { from, until }) {
  if (from === undefined || until === undefined) return;
  const ring = part(row, '.ring');
  ring.style.setProperty('--period', `${until - from}ms`);
  ring.style.setProperty('--since', `${from - Date.now()}ms`);
  // Another name is what makes an animation begin anew.
  const odd = ring.classList.contains('even');
  ring.classList.toggle('odd', odd);
  ring.classList.toggle('even', !odd);
}

/**
 * Shows in its last seconds that a code ends, and what comes next, unless that one is hidden or not wanted.
 * @param {HTMLElement} row @param {Code | undefined | null} code @param {number} now
 * @returns {boolean} whether other words stand there now
 */
export function drawAge(row, code, now) {
  const late = code?.until !== undefined && code.until - now <= ending;
  row.classList.toggle('ending', late);
  const next = part(row, '.next');
  const wanted = settings?.['code.next'] !== false && !row.classList.contains('veiled');
  const words = late && code.next && wanted ? say('nextCode', groups(code.next).join(' ')) : '';
  if (next.textContent === words) return false;
  next.textContent = words;
  next.hidden = words === '';
  return true;
}

/**
 * What a screen reader says: what is seen, in the same words, so that it can be said to a voice control; not the ring and
 * the tick. Only what can be copied from has a name of its own.
 * @param {HTMLElement} row @param {Account} account @param {string | undefined} code
 */
export function nameRow(row, { issuer, account, type, pinned }, code) {
  const digits = row.classList.contains('veiled') ? say('codeHidden') : code && groups(code).join(' ');
  const parts = [issuer, account, digits, part(row, '.next').textContent, pinned && say('pinned')];
  const shown = parts.filter(Boolean).join(', ') || say('nameless');
  const what = code ? say('copyCodeOf', shown) : type === 'hotp' ? say('makeCodeOf', shown) : shown;
  part(row, '.copy').setAttribute('aria-label', what);
}

/** Draws the groups above the list, where there are any: all accounts, then each. @param {string[]} names */
export function drawGroups(names) {
  const bar = /** @type {HTMLElement} */ (document.getElementById('groups'));
  bar.hidden = names.length === 0;
  bar.replaceChildren(...(names.length > 0 ? ['', ...names] : []).map((name) => {
    const chip = document.createElement('button');
    chip.type = 'button';
    chip.className = 'chip';
    chip.dataset.group = name;
    chip.textContent = name || say('allGroups');
    chip.setAttribute('aria-pressed', String(name === ''));
    chip.tabIndex = name === '' ? 0 : -1; // the arrow keys lead to the others
    return chip;
  }));
}

/**
 * What the first paint drew, by account: List goes on from there. A row whose code was refused has none yet.
 * @type {Map<string, { element: HTMLElement, code: Code | undefined }>}
 */
export const drawn = new Map();

/** The same of the accounts that are bound to the site of the tab. */
export const drawnHere = /** @type {typeof drawn} */ (new Map());

/** @param {Account[]} accounts @param {Code[]} codes @param {number} now @param {'account' | 'here'} shape @param {typeof drawn} into */
function drawAll(accounts, codes, now, shape, into) {
  for (const account of accounts) {
    const element = draw(shape, account);
    const code = codes.find(({ id }) => id === account.id);
    if (code?.code) {
      drawCode(element, code.code, hides(shape));
      startRing(element, code);
      drawAge(element, code, now);
    }
    if (code?.code || account.type === 'hotp') nameRow(element, account, code?.code);
    into.set(account.id, { element, code: code?.code ? code : undefined });
  }
  return [...into.values()].map(({ element }) => element);
}

/** Says that the clock is slow. @param {number} late  a time that it has still to come to; 0: it is not */
export function drawClock(late) {
  const line = /** @type {HTMLElement} */ (document.getElementById('clock'));
  line.hidden = late === 0;
  line.textContent = late === 0 ? '' : say('clockLate', momentOf(late));
}

/** What the tab shows is to the accounts; null before it is known. @type {Place | null} */
export let here = null;

/**
 * Says which site the tab shows, above its accounts, or that it only resembles one that has some.
 * @param {Place} place
 */
export function drawPlace(place) {
  const { site, secure, accounts, alike } = here = place;
  const words = alike ? say('alike', alike) : accounts.length > 0 && !secure ? explain({ code: 'fill-insecure' }) : '';
  const remark = /** @type {HTMLElement} */ (document.getElementById('remark'));
  remark.textContent = words;
  remark.hidden = words === '';
  const section = /** @type {HTMLElement} */ (document.getElementById('here'));
  section.hidden = accounts.length === 0;
  section.classList.toggle('insecure', !secure);
  part(section, 'h2').textContent = say('thisSite', site);
}

/**
 * The accounts of the tab's site come first. The browser says which tab that is about when the first frame is drawn, mostly
 * just before.
 * @param {import('../engine/engine.js').Engine} engine @param {string} url
 */
function drawHere(engine, url) {
  const place = engine.place(url);
  if (!('site' in place)) return; // the list of suffixes is being loaded: popup.js waits for it
  drawPlace(place);
  const now = Date.now();
  const ids = place.accounts.map(({ id }) => id);
  const accounts = engine.listed.filter(({ id }) => ids.includes(id)).slice(0, first);
  const rows = drawAll(accounts, engine.call('codes', { now, ids: accounts.map(({ id }) => id) }), now, 'here', drawnHere);
  for (const id of ids) {
    drawn.get(id)?.element.remove();
    drawn.delete(id);
  }
  document.getElementById('here-accounts')?.replaceChildren(...rows);
}

/** Where no account is yet: how to get one. */
export function drawBare() {
  const empty = /** @type {HTMLElement} */ (document.getElementById('empty'));
  const { content } = /** @type {HTMLTemplateElement} */ (document.getElementById('bare'));
  empty.hidden = false;
  if (empty.querySelector('.bare')) return; // the engine tells that there is news: whoever is at one of its links stays there
  empty.replaceChildren(content.cloneNode(true));
  fill(empty);
  empty.firstElementChild?.append(ways());
}

/** Where else than in the page a code can be read. */
export function ways() {
  const { content } = /** @type {HTMLTemplateElement} */ (document.getElementById('ways'));
  const made = /** @type {DocumentFragment} */ (content.cloneNode(true));
  fill(made);
  return /** @type {HTMLElement} */ (made.firstElementChild);
}

/** While the engine starts: the shape of what comes. */
function skeleton() {
  return Array.from({ length: 3 }, () => {
    const row = document.createElement('li');
    row.className = 'skeleton';
    row.setAttribute('aria-hidden', 'true');
    return row;
  });
}

/** @typedef {{ files: File[], text: string }} Handed  text: counts where there are no files */

/**
 * What was pasted, or let go of, and is to be read: pictures, or a link that is a key, which is never searched for.
 * @param {ClipboardEvent | DragEvent} event @param {DataTransfer | null} data  empty when the event is over
 * @returns {Handed | null} null for text that goes into a field
 */
export function handed({ type, target }, data) {
  if (!data) return null;
  const text = data.getData('text/plain');
  // With a cell of a table, or words of a document, comes a picture of them.
  const written = type === 'paste' && target === document.getElementById('search') && text.trim() !== '' && data.types.includes('text/html');
  const files = written ? [] : [...data.files];
  return files.length > 0 || /^\s*otpauth(-migration)?:/i.test(text) ? { files, text } : null;
}

/** What was clicked, pressed or pasted before popup.js listens: it is done then. @type {((read: (what: Handed) => void) => void)[]} */
const held = [];

/** What was typed before the search had the focus. */
let typed = '';

/** Whether arrows were pressed: they will move the focus, and what follows them is meant for where it is then. */
let moving = false;

/** @param {MouseEvent | KeyboardEvent} event */
function hold(event) {
  const target = /** @type {HTMLElement} */ (event.target);
  const pressed = event instanceof KeyboardEvent ? event : null;
  const key = pressed?.key ?? '';
  // The focus is put somewhere else before the arrows count.
  if (!pressed || key === 'Tab') moving = false;
  // A link leads away from here, with or without popup.js.
  if (target.closest('a') && !moving && (!pressed || key === 'Enter')) return;
  const text = [...key].length === 1 && target === document.body && !pressed?.ctrlKey && !pressed?.metaKey && !pressed?.altKey;
  // Text goes into the search by itself once that has the focus, a conversion is the input method's, and Tab and Escape mean
  // what they mean everywhere.
  if (pressed && (pressed.isComposing || !text && !['Enter', 'ArrowDown', 'ArrowUp'].includes(key))) return;
  event.stopImmediatePropagation();
  event.preventDefault();
  if (text) typed += key;
  // A key held down is meant once.
  if (text || pressed?.repeat) return;
  const moved = moving;
  if (key.startsWith('Arrow')) moving = true;
  held.push(() => {
    const to = moved ? document.activeElement ?? target : target;
    const button = /** @type {HTMLElement | null} */ (to.closest('button, a'));
    const shiftKey = pressed?.shiftKey ?? false;
    if (button && (!key || key === 'Enter' && !shiftKey)) button.click();
    else if (key) to.dispatchEvent(new KeyboardEvent('keydown', { key, shiftKey, bubbles: true, cancelable: true }));
  });
}

/** @param {ClipboardEvent} event */
function holdPasted(event) {
  const what = handed(event, event.clipboardData);
  if (!what) return;
  event.preventDefault();
  held.push((read) => read(what));
}

let released = false;

/** Called by popup.js once it listens. @param {(what: Handed) => void} read */
export function release(read) {
  released = true;
  removeEventListener('paste', holdPasted);
  for (const type of ['click', 'keydown']) removeEventListener(type, /** @type {EventListener} */ (hold), true);
  const search = /** @type {HTMLInputElement} */ (document.getElementById('search'));
  if (typed) {
    search.value = typed + search.value;
    search.focus();
    search.dispatchEvent(new Event('input'));
  }
  for (const act of held.splice(0)) act(read);
}

/** In a frame, since focusing needs the layout, which is made there anyway. */
function focusSearch() {
  // A card may have taken the focus by then.
  if (document.activeElement === document.body) document.getElementById('search')?.focus({ preventScroll: true });
}

/** Loads what follows the first paint; in vain when the popup is closed meanwhile. */
const more = () => import('./popup.js').catch(() => {});

document.documentElement.lang = language();
document.documentElement.classList.toggle('stays', stays !== '');
fill(document);
for (const type of ['click', 'keydown']) addEventListener(type, /** @type {EventListener} */ (hold), true);
addEventListener('paste', holdPasted);

const list = /** @type {HTMLElement} */ (document.getElementById('accounts'));
const engine = live();
if (engine) obey(engine.settings);
if (engine?.state === 'open' && !engine.notice) {
  try {
    const now = Date.now();
    const accounts = engine.listed.slice(0, first);
    list.replaceChildren(...drawAll(accounts, engine.call('codes', { now, ids: accounts.map(({ id }) => id) }), now, 'account', drawn));
    if (engine.groups.length > 0) drawGroups(engine.groups);
    if (engine.late) drawClock(engine.late);
    if (accounts.length === 0) drawBare();
    else behind.then(({ url }) => { if (!released) drawHere(engine, url); }).catch(() => {}); // popup.js asks again
  } catch {
    drawn.clear(); // popup.js asks again, and has words for what went wrong
  }
  requestAnimationFrame(() => {
    focusSearch();
    requestAnimationFrame(more); // one frame later this one is on its way to the screen
  });
} else {
  // There is nothing to paint yet, or a card to come above it, which would push it down.
  if (!engine) list.replaceChildren(...skeleton());
  requestAnimationFrame(focusSearch);
  void more();
}
