// SPDX-License-Identifier: MIT
// The popup: search, copy, scan. The codes stand there already (first.js); what is not needed at once is loaded when it is used.
import { Failure, ask, leave, problemOf } from '../platform/messages.js';
import { matching, seek } from '../platform/search.js';
import { say } from '../platform/words.js';
import * as engine from '../platform/engine.js';
import { steady } from '../engine/order.js';
import { behind, drawBare, drawClock, drawn, drawnHere, drawPlace, findTab, handed, here, nameOf, obey, release, settings, stays } from './first.js';
import * as chips from './chips.js';
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

/** The accounts that are bound to the site of the tab behind the popup. */
const nearby = new List(element('here-accounts'), codesOf, 'here', drawnHere);

/** In the popup known before a click, so that what the click asks for is on its way at once. */
const tabBehind = () => (stays ? findTab() : behind);
const tabId = () => tabBehind().then(({ id }) => id);

/** Gets out of the page's way. */
function goAway() {
  if (!stays) window.close();
}

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
  const row = rowOf(id);
  row?.element.scrollIntoView({ block: 'center' });
  /** @type {HTMLElement | null | undefined} */ (row?.element.querySelector('.copy'))?.focus();
}

/** The row of an account where it is shown. @param {string} id */
const rowOf = (id) => [nearby, list].map((one) => one.rowOf(id)).find((row) => row?.element.isConnected);

/** Says something that is not seen; what is seen changes in place. @param {string} words */
export function announce(words) {
  element('status').textContent = words;
}

function paint() {
  seek(accounts ?? [], () => search.value, (words) => engine.call('noted', { words }), paintFound);
}

/** @param {string[]} words @param {import('../platform/search.js').Noted[]} noted */
function paintFound(words, noted) {
  if (!accounts) return;
  const { group } = chips;
  const found = matching(group ? accounts.filter(({ groups = [] }) => groups.includes(group)) : accounts, words, noted);
  // Who searches, or looks at a group, looks through all of them.
  const ids = words.length === 0 && !group && here ? here.accounts.map(({ id }) => id) : [];
  element('here').hidden = ids.length === 0;
  nearby.show(accounts.filter(({ id }) => ids.includes(id)));
  list.show(found.filter(({ id }) => !ids.includes(id)));
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

/** Takes over what there is to list, and how. @param {import('../platform/engine.js').Overview} overview */
function take({ listed, groups, settings: chosen, late }) {
  chips.show(groups);
  drawClock(late);
  const before = ordered;
  ordered = chosen['list.order'];
  accounts = accounts && before === 'use' && ordered === 'use' ? steady(accounts, listed) : listed;
  if (JSON.stringify(chosen) !== JSON.stringify(settings)) {
    obey(chosen);
    for (const one of [nearby, list]) one.redraw();
  }
  if (ordered === 'hand') once('byhand', async () => (await import('./byhand.js')).start(list));
  if (chosen['code.hidden']) once('veil', async () => (await import('./veil.js')).start([nearby, list]));
}

/** How the accounts that are there were ordered. @type {import('../engine/settings.js').Settings['list.order'] | null} */
let ordered = null;

/** What was begun of what few people have chosen. @type {Set<string>} */
const begun = new Set();

/** @param {string} name @param {() => Promise<void>} start */
function once(name, start) {
  if (begun.has(name)) return;
  begun.add(name);
  start().catch(fail);
}

/** Whether the list is one that is ordered by hand, and all of it stands there. */
export const mayMove = () => ordered === 'hand' && search.value.trim() === '' && !chips.group && !moving;

/** Moves are stored one after the other: each is told by where the others stand. */
let moving = false;

/**
 * Puts an account right before another, at once; and again where it was when that cannot be stored.
 * @param {string} id @param {string} before  "" for last
 * @returns {Promise<boolean>} whether it stands there
 */
export async function moveTo(id, before) {
  if (!accounts || moving || id === before) return false;
  moving = true;
  try {
    list.move(id, before);
    await engine.change('move', { now: Date.now(), id, before });
    return true;
  } catch (error) {
    await fail(error);
    return false;
  } finally {
    moving = false;
    await reload();
  }
}

/** Paints the accounts as they are now. */
export async function reload() {
  if (document.body.classList.contains('locked')) return;
  const overview = engine.overview() ?? await engine.start();
  if (overview.state !== 'open') return; // which is news of its own
  take(overview);
  await settle();
  paint();
}

/** Finds out what the tab is to the accounts. Where that cannot be said, none is of its site. */
async function settle() {
  try {
    drawPlace(await engine.place((await tabBehind()).url));
  } catch (error) {
    problemOf(error);
  }
}

/** @param {import('../platform/engine.js').Overview & { notice: import('../background/notice.js').Notice | null }} overview */
async function begin(overview) {
  const { state, problem, notice } = overview;
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
  take(overview);
  // What was pressed already means the rows that stand there, while the tab's site is still being found out.
  if (!here && drawn.size > 0) paint();
  if (!here) await settle();
  paint();
  // Who types already means the list, not the card; and who has pasted something, what is asked about it.
  if (notice && !asked()) cards?.tell(news, notice, search.value === '');
}

/** The person has unlocked the vault, here or elsewhere. */
async function unlocked() {
  news.replaceChildren();
  const overview = await engine.start();
  await begin(overview);
  if (overview.bypassed && !overview.notice) (await import('./cards.js')).bypassed(news);
  else search.focus();
}

/** Whether a choice waits for the person, which stays: what else there is to say waits for the next popup. */
const asked = () => news.querySelector('.primary') !== null;

/** @param {import('../background/notice.js').Notice} notice */
async function show(notice) {
  const cards = await import('./cards.js');
  if (!asked()) cards.tell(news, notice, false);
}

/** @param {unknown} error */
export async function fail(error) {
  const cards = await import('./cards.js');
  cards.fail(news, error);
}

/**
 * Copies a code. That of a counter is made when it is asked for first, and the next when that is asked for.
 * @param {Row} row @param {boolean} [next] @returns {Promise<boolean>} whether it was
 */
async function copy(row, next = false) {
  const { account } = row;
  if (!account) return false;
  try {
    if (account.type === 'hotp') {
      if (next || !row.code?.code) await count(row);
    } else if (!row.fresh(Date.now())) await (row.shape === 'here' ? nearby : list).refresh(row);
    const code = row.code?.code;
    if (!code || !row.fresh(Date.now())) return false;
    await navigator.clipboard.writeText(code);
    const secrets = settings?.['clipboard.seconds'] ? [new TextEncoder().encode(code)] : [];
    engine.act('copied', { id: account.id }, secrets).catch(problemOf);
    if (row.veiled) (await import('./veil.js')).lift(row);
    row.tick(say('copied'));
    announce(say('copiedCodeOf', nameOf(account)));
    return true;
  } catch (error) {
    await fail(error);
    return false;
  }
}

let filling = false;

/**
 * Fills the code of an account into the page; where that has no field for it, or does not take it, it is copied instead.
 * @param {string} id @returns {Promise<boolean>} whether it stands in the page
 */
export async function fillIn(id) {
  const row = rowOf(id);
  if (filling || !row) return false;
  filling = true;
  try {
    // Which account is bound to which site the engine decides, each time; here it is only known why nobody need ask.
    if (!here?.accounts.some((account) => account.id === id)) throw new Failure({ code: 'fill-site' });
    await ask('background', 'fill', { tabId: await tabId(), id });
    row.tick(say('filled'));
    announce(say('filledCodeOf', nameOf(row.account)));
    return true;
  } catch (error) {
    const problem = problemOf(error);
    const instead = ['fill-none', 'fill-refused', 'fill-slow'].includes(problem.code) && await copy(row);
    if (instead) (await import('./cards.js')).copiedInstead(news, problem);
    else await fail(error);
    return false;
  } finally {
    filling = false;
  }
}

/** Whether the page has a field for the code of an account. @param {string} id @returns {Promise<boolean>} */
export async function offersField(id) {
  try {
    return await ask('background', 'fill.look', { tabId: await tabId(), id });
  } catch (error) {
    problemOf(error); // of a page that none is bound to, say
    return false;
  }
}

/** How long the word that it was filled is read before the popup goes, and the keys are the page's again. Milliseconds. */
const leaving = 1000;

/** Fills, and gets out of the page's way unless the person does something else here. @param {string} id */
async function fillAndLeave(id) {
  if (!await fillIn(id)) return;
  const timer = setTimeout(goAway, leaving);
  for (const type of ['keydown', 'pointerdown']) addEventListener(type, () => clearTimeout(timer), { once: true, capture: true });
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

/** How long after the first paint the page is looked at: whoever knows what they want has begun it by then. Milliseconds. */
const glance = 400;

/** What looks at the page, once it was loaded. @type {typeof import('./offer.js') | null} */
let offering = null;

/** Offers to add the account of a QR code that the page shows. */
async function offer() {
  if (!settings?.['scan.offer'] || !accounts || news.firstElementChild || !element('aside').hidden || scanButton.disabled) return;
  offering = await import('./offer.js').catch(() => null); // the popup was closed
  await offering?.look(({ reading, site }) => void import('./cards.js').then((cards) => cards.show(news, { kind: 'found', readings: [reading], site, area: false })));
}

/** Reads the tab and shows what was found. */
export async function scan() {
  scanButton.disabled = true;
  offering?.hide();
  const begun = performance.now();
  /** @param {import('../background/scan.js').Outcome} outcome */
  const found = async ({ readings, site, cut, times }) => {
    (await import('./cards.js')).show(news, { kind: 'found', readings, site, area: false, cut });
    performance.measure('scan', { start: begun, detail: times });
    return readings.length > 0 || cut;
  };
  try {
    const behindId = await tabId();
    const { answer, seen } = leave('scan.tab', { tabId: behindId });
    const any = await answer.then(found, fail);
    setTimeout(() => { if (!window.closed) seen(); }, reaction); // a slow computer goes on a while after the popup was closed
    // Nothing seen: the box to drag is already there when the person looks up.
    if (any === false) await leave('scan.area', { tabId: behindId }).answer;
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
    await ask('background', 'scan.area', { tabId: await tabId() });
    goAway();
  } catch (error) {
    await fail(error);
  } finally {
    selecting = false;
  }
}

/** Opens the manage page. @param {'accounts' | 'security' | 'passkey' | 'export'} [section] */
export async function manage(section = 'accounts') {
  await chrome.tabs.create({ url: `/manage/manage.html#${section}` });
  goAway();
}

/** Opens this page where it stays. @param {'openWindow' | 'openPanel'} how */
async function open(how) {
  try {
    const { windowId } = await behind;
    const elsewhere = await import('./elsewhere.js');
    if (how === 'openWindow') await elsewhere.openWindow(Boolean(settings?.['look.large']));
    else await elsewhere.openPanel(windowId);
    goAway();
  } catch (error) {
    await fail(error);
  }
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

for (const one of [nearby, list]) {
  one.element.addEventListener('click', (event) => {
    const target = /** @type {Element} */ (event.target);
    const row = one.row(target);
    if (!row) return;
    if (target.closest('.tile')) void openForm('edit', row.account);
    // The second click of a double click is not a second wish.
    else if (event.detail >= 2) return;
    else if (target.closest('.fill')) void fillAndLeave(row.account.id);
    else if (target.closest('.again')) void copy(row, true);
    else if (target.closest('.copy')) void copy(row);
  });
}

/** @param {ClipboardEvent | DragEvent} event @param {DataTransfer | null} data */
function mayRead(event, data) {
  const what = element('aside').hidden ? handed(event, data) : null;
  if (!what) return;
  event.preventDefault();
  read(what);
}

/** Reads what was handed over. @param {import('./first.js').Handed} what */
function read({ files, text }) {
  import('./handed.js').then(({ pictures, links }) => (files.length > 0 ? pictures(news, files) : links(news, text))).catch(fail);
}

search.addEventListener('input', paint);
addEventListener('paste', (event) => mayRead(event, event.clipboardData));
/**
 * Wherever a file or a link is let go of here, the browser must not go there instead: not over a form that is half filled in, and
 * not in a window that stays. Text goes on into a field.
 * @param {DragEvent} event
 */
const mind = (event) => {
  const { types = [] } = event.dataTransfer ?? {};
  if (types.includes('Files') || (types.includes('text/uri-list') && !(event.target instanceof HTMLInputElement))) event.preventDefault();
};
addEventListener('dragover', mind);
addEventListener('drop', (event) => {
  mind(event);
  mayRead(event, event.dataTransfer);
});
chips.start(paint);
scanButton.addEventListener('click', scan);
for (const likely of ['pointerenter', 'focus']) scanButton.addEventListener(likely, engine.warm, { once: true });
element('area').addEventListener('click', selectArea);
element('enter').addEventListener('click', () => openForm('enter'));
element('lock').addEventListener('click', () => { engine.lock().catch(fail); });
element('manage').addEventListener('click', () => manage());
element('elsewhere-menu').addEventListener('keydown', (/** @type {KeyboardEvent} */ event) => {
  if (event.key !== 'Escape') return;
  event.preventDefault(); // which would close the popup
  event.stopPropagation();
  element('elsewhere-menu').hidePopover();
});
element('to-window').addEventListener('click', () => open('openWindow'));
element('to-panel').addEventListener('click', () => open('openPanel'));
if (stays) once('elsewhere', async () => (await import('./elsewhere.js')).stay(reload));

document.addEventListener('keydown', (event) => {
  // The keys of a conversion are the input method's.
  if (!element('aside').hidden || document.body.classList.contains('locked') || event.isComposing) return;
  // A key held down is meant once.
  if (event.key === 'Enter' && event.repeat) event.preventDefault();
  else if (event.key === 'Enter' && event.shiftKey) fillFrom(event);
  else if (event.key === 'ArrowDown' && !event.altKey) move(event, 1);
  else if (event.key === 'ArrowUp' && !event.altKey) move(event, -1);
  else if (event.key === 'Enter' && event.target === search) first(event);
  else if (event.key === 'Escape' && (search.value !== '' || chips.group)) clear(event);
  else if (isText(event) && event.target !== search && !(event.target instanceof HTMLInputElement)) search.focus();
});

/** A key that types something. @param {KeyboardEvent} event */
const isText = (event) => event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey && !event.altKey;

/** All rows that are shown, from the top. @returns {HTMLElement[]} */
const rows = () => [...document.querySelectorAll('#here:not([hidden]) .account, #accounts .account')].map((row) => /** @type {HTMLElement} */ (row));

/** The row that has the focus; while nothing else has it than the search, the first. */
function current() {
  const { activeElement } = document;
  return activeElement === search || activeElement === document.body ? rows()[0] : rows().find((row) => row.contains(activeElement));
}

/** Moves the focus along the rows. @param {KeyboardEvent} event @param {number} by  1 down, -1 up */
function move(event, by) {
  event.preventDefault();
  const all = rows();
  const at = all.findIndex((row) => row.contains(document.activeElement));
  const next = at < 0 && by < 0 ? undefined : all[at + by];
  if (next) /** @type {HTMLElement | null} */ (next.querySelector('.copy'))?.focus();
  else if (by < 0) search.focus();
}

/** @param {KeyboardEvent} event */
function first(event) {
  event.preventDefault();
  const row = current() && rowOf(current()?.dataset.id ?? '');
  if (row) void copy(row);
}

/** @param {KeyboardEvent} event */
function fillFrom(event) {
  const id = current()?.dataset.id;
  if (!id) return;
  event.preventDefault();
  void fillAndLeave(id);
}

/** Escape empties the search first, then shows all groups, and closes the popup after. @param {KeyboardEvent} event */
function clear(event) {
  event.preventDefault();
  if (search.value === '') chips.press('');
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

addEventListener('focus', () => { for (const one of [nearby, list]) void one.refresh(); });

const now = engine.overview();
(now && now.state !== 'failed' ? begin(now) : engine.start().then(begin)).catch((error) => {
  element('accounts').replaceChildren(); // nobody would renew what the first paint has put there
  return fail(error);
});
release(read);
// What the address bar has handed over.
engine.act('sought').then((typed) => {
  if (!typed || search.value !== '') return;
  search.value = typed;
  search.focus();
  paint();
}, () => {});
// The rings come a moment later: each is two layers to the compositor, and without them the codes are there sooner. So do
// the cards, to which every scan leads.
setTimeout(() => {
  document.body.classList.add('turning');
  import('./cards.js').catch(() => {}); // tried again when one is shown
  if (!stays) setTimeout(() => { offer().catch(problemOf); }, glance);
  // So that it is awake when it is needed, and tells what came of work in which it was ended.
  ask('background', 'notice.read').catch(() => {});
}, 100);
