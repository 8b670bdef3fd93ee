// SPDX-License-Identifier: MIT
// The popup: search, copy, scan. The codes stand there already (first.js); what is not needed at once is loaded when it is used.
import { ask, leave } from '../platform/messages.js';
import { say } from '../platform/words.js';
import * as engine from '../platform/engine.js';
import { drawBare, drawn, nameOf, release } from './first.js';
import { List } from './list.js';

/**
 * @typedef {import('../engine/vault.d.ts').Account} Account
 * @typedef {import('./row.js').Row} Row
 */

/** @param {string} id @returns {any} */
const element = (id) => document.getElementById(id);
/** @type {HTMLInputElement} */
const search = element('search');
/** @type {HTMLButtonElement} */
const scanButton = element('scan');
/** @type {HTMLElement} */
const news = element('news');

/** @type {Account[] | null} null before they are known */
let accounts = null;
const list = new List(element('accounts'), codesOf, 'account', drawn);

/**
 * The tab behind the popup. Known before a click, so that what the click asks for is on its way at once.
 * @type {Promise<number>}
 */
const behind = chrome.tabs.query({ active: true, currentWindow: true }).then(([tab]) => {
  if (tab?.id === undefined) throw new Error('there is no tab behind the popup');
  return tab.id;
});
behind.catch(() => {}); // said at the click

/** Whether it was said that the engine gives no codes; once is enough. */
let told = false;

/**
 * The codes of accounts, at once where the engine runs in this process. What goes wrong is said; the engine's news that it
 * runs again brings the codes back.
 * @param {string[]} ids
 */
export function codesOf(ids) {
  /** @param {unknown} error @returns {import('../engine/vault.d.ts').Code[]} */
  const none = (error) => {
    if (!told) void fail(error);
    told = true;
    return [];
  };
  /** @param {import('../engine/vault.d.ts').Code[]} codes */
  const some = (codes) => {
    told = false;
    return codes;
  };
  try {
    const codes = engine.call('codes', { now: Date.now(), ids });
    if (codes instanceof Promise) return codes.then(some, none);
    return some(codes);
  } catch (error) {
    return none(error);
  }
}

/** Brings an account into view, ready to be copied with Enter. @param {string} id */
export function point(id) {
  const row = list.rowOf(id);
  row?.element.scrollIntoView({ block: 'center' });
  /** @type {HTMLElement | null | undefined} */ (row?.element.querySelector('.copy'))?.focus();
}

/** Says something that is not seen; what is seen changes in place. @param {string} words */
export function announce(words) {
  element('status').textContent = words;
}

/** Full-width letters, half-width kana and case make no difference in a search. @param {string} text */
const folded = (text) => text.normalize('NFKC').toLowerCase();

function paint() {
  if (!accounts) return;
  const wanted = folded(search.value.trim()).split(/\s+/);
  const found = search.value.trim() === '' ? accounts : accounts.filter(({ issuer, account, groups = [] }) => {
    const text = folded([issuer, account, ...groups].join(' '));
    return wanted.every((word) => text.includes(word));
  });
  list.show(found);
  const empty = element('empty');
  empty.hidden = found.length > 0;
  if (accounts.length === 0) {
    drawBare();
  } else if (found.length === 0) {
    const nothing = document.createElement('p');
    nothing.className = 'nothing';
    nothing.textContent = say('noMatch', search.value.trim());
    empty.replaceChildren(nothing);
  }
}

/** Paints the accounts as they are now. */
export async function reload() {
  if (document.body.classList.contains('locked')) return;
  accounts = engine.overview()?.accounts ?? await engine.call('accounts', {});
  paint();
}

/** @param {import('../platform/engine.js').Overview & { notice: import('../background/notice.js').Notice | null }} overview */
async function begin(overview) {
  const { state, problem, accounts: all, notice } = overview;
  if (state === 'failed') {
    element('accounts').replaceChildren();
    (await import('./cards.js')).show(news, { kind: 'failed', problem: problem ?? { code: 'internal' } });
    return;
  }
  element('lock').hidden = !engine.lockable(overview);
  if (state === 'locked') {
    const lock = await import('./lock.js');
    if (notice) await show(notice);
    await lock.show(overview, unlocked);
    return;
  }
  // The card and the list come in the same frame: one would push down the other.
  const cards = notice && await import('./cards.js');
  accounts = all;
  paint();
  // Who types already means the list, not the card.
  if (notice) cards?.tell(news, notice, search.value === '');
}

/** The person has unlocked the vault, here or elsewhere. */
async function unlocked() {
  news.replaceChildren();
  const overview = await engine.start();
  await begin(overview);
  if (overview.bypassed && !overview.notice) (await import('./cards.js')).bypassed(news);
  else search.focus();
}

/** @param {import('../background/notice.js').Notice} notice */
async function show(notice) {
  const cards = await import('./cards.js');
  // A choice that waits for the person stays: what else there is to say waits for the next popup.
  if (!news.querySelector('.primary')) cards.tell(news, notice, false);
}

/** @param {unknown} error */
export async function fail(error) {
  const cards = await import('./cards.js');
  cards.fail(news, error);
}

/** @param {Row} row */
async function copy(row) {
  const { account } = row;
  if (!account) return;
  try {
    if (account.type === 'hotp') await count(row);
    else if (!row.fresh(Date.now())) await list.refresh(row);
    const code = row.code?.code;
    if (!code || !row.fresh(Date.now())) return;
    await navigator.clipboard.writeText(code);
    row.tick();
    announce(say('copiedCodeOf', nameOf(account)));
  } catch (error) {
    await fail(error);
  }
}

/** Rows whose counter is moving on. @type {WeakSet<Row>} */
const counting = new WeakSet();

/** Moves a counter on, once at a time: each step too many brings it nearer to where the server has lost it. @param {Row} row */
async function count(row) {
  if (counting.has(row)) return;
  counting.add(row);
  try {
    row.paint(await engine.change('next', { now: Date.now(), id: row.account?.id ?? '' }));
  } finally {
    counting.delete(row);
  }
}

/** Who closes the popup sooner after something appeared had not seen it: nobody reacts as fast. Milliseconds. */
const reaction = 100;

/** Reads the tab and shows what was found. */
async function scan() {
  scanButton.disabled = true;
  const begun = performance.now();
  /** @param {import('../background/scan.js').Outcome} outcome */
  const found = async ({ readings, site, times }) => {
    (await import('./cards.js')).show(news, { kind: 'found', readings, site, area: false });
    performance.measure('scan', { start: begun, detail: times });
    return readings.length > 0;
  };
  try {
    const tabId = await behind;
    const { answer, seen } = leave('scan.tab', { tabId });
    const any = await answer.then(found, fail);
    setTimeout(seen, reaction);
    // Nothing seen: the box to drag is already there when the person looks up.
    if (any === false) await leave('scan.area', { tabId }).answer;
  } catch (error) {
    await fail(error);
  } finally {
    scanButton.disabled = false;
  }
}

let selecting = false;

/** Puts the selection overlay on the page and gets out of its way. */
export async function selectArea() {
  if (selecting) return;
  selecting = true;
  try {
    await ask('background', 'scan.area', { tabId: await behind });
    window.close();
  } catch (error) {
    await fail(error);
  } finally {
    selecting = false;
  }
}

/** Opens the manage page. @param {'security' | 'passkey' | 'export'} [section] */
export async function manage(section = 'security') {
  await chrome.tabs.create({ url: `/manage/manage.html#${section}` });
  window.close();
}

/** @param {'enter' | 'edit'} name @param {Account} [account] */
async function openForm(name, account) {
  const forms = await import('./forms.js');
  const home = element('home');
  const aside = element('aside');
  const back = document.activeElement;
  await forms[name](aside, () => {
    aside.hidden = true;
    aside.replaceChildren();
    home.hidden = false;
    (back instanceof HTMLElement && back.isConnected ? back : search).focus();
  }, /** @type {Account} */ (account));
  home.hidden = true;
  aside.hidden = false;
  aside.querySelector('input')?.focus();
}

element('accounts').addEventListener('click', (/** @type {MouseEvent} */ event) => {
  const target = /** @type {Element} */ (event.target);
  const row = list.row(target);
  if (!row) return;
  if (target.closest('.tile')) void openForm('edit', row.account);
  // The second click of a double click is not a second wish.
  else if (target.closest('.copy') && event.detail < 2) void copy(row);
});

search.addEventListener('input', paint);
scanButton.addEventListener('click', scan);
for (const likely of ['pointerenter', 'focus']) scanButton.addEventListener(likely, engine.warm, { once: true });
element('area').addEventListener('click', selectArea);
element('enter').addEventListener('click', () => openForm('enter'));
element('lock').addEventListener('click', () => { engine.lock().catch(fail); });
element('manage').addEventListener('click', () => manage());

document.addEventListener('keydown', (event) => {
  // The keys of a conversion are the input method's.
  if (!element('aside').hidden || document.body.classList.contains('locked') || event.isComposing) return;
  // A key held down is meant once.
  if (event.key === 'Enter' && event.repeat) event.preventDefault();
  else if (event.key === 'ArrowDown') move(event, 1);
  else if (event.key === 'ArrowUp') move(event, -1);
  else if (event.key === 'Enter' && event.target === search) first(event);
  else if (event.key === 'Escape' && search.value !== '') clear(event);
  else if (isText(event) && event.target !== search && !(event.target instanceof HTMLInputElement)) search.focus();
});

/** A key that types something. @param {KeyboardEvent} event */
const isText = (event) => event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey && !event.altKey;

/** @param {KeyboardEvent} event @param {number} by */
function move(event, by) {
  event.preventDefault();
  if (!list.move(by) && by < 0) search.focus();
}

/** @param {KeyboardEvent} event */
function first(event) {
  event.preventDefault();
  const row = list.element.firstElementChild && list.row(list.element.firstElementChild);
  if (row) void copy(row);
}

/** Escape empties the search first and closes the popup after. @param {KeyboardEvent} event */
function clear(event) {
  event.preventDefault();
  search.value = '';
  paint();
  search.focus();
}

new BroadcastChannel('inkan').addEventListener('message', ({ data }) => {
  if (data === 'accounts') void reload().catch(fail);
  // Whatever was shown is to be gone from this page's memory too.
  if (data === 'locked') location.reload();
  if (data === 'state') void changed().catch(fail);
  const notice = engine.overview()?.notice;
  // What unlocking brings is told when the list is there.
  if (data === 'notice' && notice && !document.querySelector('form.working')) void show(notice);
});

/** The vault was unlocked, protected or found locked by another page. */
async function changed() {
  const overview = engine.overview();
  if (!overview) return;
  element('lock').hidden = !engine.lockable(overview);
  const lockedHere = document.body.classList.contains('locked');
  if (lockedHere && overview.state === 'open' && !document.querySelector('form.working')) location.reload();
  // The engine was ended, and the next one found that the time was over.
  if (!lockedHere && overview.state === 'locked' && accounts) location.reload();
}

addEventListener('focus', () => { void list.refresh(); });

const now = engine.overview();
(now && now.state !== 'failed' ? begin(now) : engine.start().then(begin)).catch((error) => {
  element('accounts').replaceChildren(); // nobody would renew what the first paint has put there
  return fail(error);
});
release();
// The rings come a moment later: each is two layers to the compositor, and without them the codes are there sooner. So do
// the cards, to which every scan leads.
setTimeout(() => {
  document.body.classList.add('turning');
  import('./cards.js').catch(() => {}); // tried again when one is shown
  // So that it is awake when it is needed, and tells what came of work in which it was ended.
  ask('background', 'notice.read').catch(() => {});
}, 100);
