// SPDX-License-Identifier: MIT
// What the popup says first: what a scan found, what was added, what went wrong. One card at a time, on top of the list.
import { messageOf } from '../platform/changes.js';
import { hang, placeOf, unrolled } from '../platform/crops.js';
import { ask, problemOf } from '../platform/messages.js';
import { explain, oddities, say } from '../platform/words.js';
import * as engine from '../platform/engine.js';
import { nameOf, ways } from './first.js';
import { List } from './list.js';
import { announce, codesOf, fail as failed, fillIn, manage, offersField, point, reload, scan, selectArea } from './popup.js';

/**
 * @typedef {import('../background/notice.js').Notice} Notice
 * @typedef {import('../engine/sights.js').Seen} Reading
 * @typedef {import('../engine/vault.d.ts').Account} Account
 */

/** The card that stands there. @type {HTMLElement | null} */
let place = null;

/**
 * Shows what was waiting to be said, and has it forgotten.
 * @param {HTMLElement} news @param {Notice} notice
 * @param {boolean} focus  whether the card may take the focus: not from somebody who does something else
 */
export function tell(news, notice, focus) {
  show(news, notice, focus, true);
  ask('background', 'notice.seen').catch(problemOf);
}

/** @param {HTMLElement} news @param {unknown} error */
export function fail(news, error) {
  show(news, { kind: 'failed', problem: problemOf(error) });
}

/** @param {HTMLElement} news @param {Notice} notice @param {boolean} [focus] @param {boolean} [told]  by the background, later */
export function show(news, notice, focus = true, told = false) {
  place = news;
  if (notice.kind === 'failed') put(card(say('failedTitle'), [explain(notice.problem)], [close()]));
  else if (notice.kind === 'mended') put(card(say('mendedTitle'), [say('mendedHow')], [button(say('look'), () => manage('security')), close()]));
  else if (notice.kind === 'changed') put(card(say('updatedTitle'), notice.versions.map((version) => say(messageOf(version))), [close()]));
  else if (notice.kind === 'waiting') put(waits(notice.site));
  else if (notice.kind === 'added') put(added(notice.ids, notice.site, notice.fills ?? false));
  else put(found(notice, told), focus);
  const [only, ...others] = notice.kind === 'found' ? notice.readings : [];
  if (only?.present && others.length === 0) point(only.present);
}

/** @param {HTMLElement} made @param {boolean} [focus]  whether what it offers takes the focus */
function put(made, focus = true) {
  const had = place?.contains(document.activeElement);
  place?.replaceChildren(made);
  made.scrollIntoView({ block: 'nearest' });
  const primary = focus ? /** @type {HTMLElement | null} */ (made.querySelector('.primary')) : null;
  // Whoever was at the card that stood here is at this one: at its heading where it offers nothing that a second Enter may do.
  const heading = had ? made.querySelector('h2') : null;
  if (heading) heading.tabIndex = -1;
  (primary ?? heading)?.focus({ preventScroll: true });
}

/** @param {string} title @param {(string | Node)[]} body @param {HTMLElement[]} actions */
function card(title, body, actions) {
  const section = document.createElement('section');
  section.className = 'card';
  const heading = document.createElement('h2');
  heading.textContent = title;
  section.append(heading, ...body.filter(Boolean).map((part) => (typeof part === 'string' ? paragraph(part) : part)));
  const row = document.createElement('div');
  row.className = 'actions';
  row.append(...actions);
  section.append(row);
  return section;
}

/** @param {string} text @param {string} [kind] */
function paragraph(text, kind) {
  const p = document.createElement('p');
  if (kind) p.className = kind;
  p.textContent = text;
  return p;
}

/** @param {string} words @param {() => unknown} act @param {string} [kind] */
function button(words, act, kind = '') {
  const made = document.createElement('button');
  made.type = 'button';
  made.className = `button ${kind}`;
  made.textContent = words;
  let busy = false;
  made.addEventListener('click', async () => {
    // Not disabled, which would take the focus away.
    if (busy) return;
    busy = true;
    try {
      await act();
    } catch (error) {
      await failed(error);
    } finally {
      busy = false;
    }
  });
  return made;
}

/** @param {string[]} [refs]  readings that are not wanted */
function close(refs = []) {
  return button(say('close'), async () => {
    place?.replaceChildren();
    /** @type {HTMLElement | null} */ (document.querySelector('.unlock input, #search'))?.focus();
    if (refs.length > 0) await engine.call('forget', { refs });
  });
}

const again = () => button(say('selectArea'), selectArea, 'primary');

/** @param {HTMLElement} news @param {import('../platform/messages.js').Problem} problem  why it was not filled in */
export function copiedInstead(news, problem) {
  place = news;
  put(card(explain(problem), [say('copiedInstead')], [close()]), false);
}

/** The page waits for the first code. @param {string[]} ids */
const fillNow = ([id = '']) => button(say('fillNow'), async () => {
  if (await fillIn(id)) put(card(say('filledTitle'), [], [close()]));
}, 'primary');

/** @param {string[]} ids @param {string} site @param {boolean} fills  whether the page has a field for the first code */
function added(ids, site, fills) {
  const all = (engine.overview()?.accounts ?? []).filter(({ id }) => ids.includes(id));
  const names = all.map(nameOf);
  const undo = button(say('undo'), async () => {
    await engine.change('remove', { now: Date.now(), ids });
    put(card(say('undone'), [], [close()]));
    announce(say('undone'));
  });
  const title = ids.length > 1 ? say('addedCount', ids.length) : names.length > 0 ? say('addedTitle', names.join()) : say('addedSome');
  const safe = mayRemind() && button(say('keepSafe'), () => manage('export'));
  const body = [names.length > 1 ? names.join(say('between')) : '', site && say('readOn', site), ...(all.length === 1 ? all.flatMap(oddities) : []), ...(safe ? reminder() : [])];
  const made = card(title, body, [...(fills ? [fillNow(ids)] : []), undo, ...(safe ? [safe] : []), close()]);
  made.classList.add('good');
  return made;
}

/** The vault was opened without its password, which may be forgotten: for some minutes another can be set. @param {HTMLElement} news */
export function bypassed(news) {
  place = news;
  put(card(say('bypassedTitle'), [say('bypassedHow')], [button(say('setPassword'), () => manage('security'), 'primary'), close()]));
}

/** The first account, and every tenth, is a moment to think of its loss. */
function mayRemind() {
  const { accounts = [] } = engine.overview() ?? {};
  return accounts.length === 1 || (accounts.length > 0 && accounts.length % 10 === 0);
}

/** A backup is for everybody, a recovery key for who has none. @returns {string[]} */
function reminder() {
  const { slots = [] } = engine.overview() ?? {};
  return [say('remind'), slots.some(({ type }) => type === 'recovery') ? '' : say('remindKey')];
}

/** What was scanned while the vault is locked: nothing of it is shown before it is unlocked. @param {string} site */
function waits(site) {
  const made = card(say('waitingTitle'), [say('waitingHow'), site && say('readOn', site)], [close()]);
  made.classList.add('good');
  return made;
}

/** @param {Extract<Notice, { kind: 'found' }>} notice @param {boolean} told */
function found({ readings, site, area, cut, handed }, told) {
  const accounts = readings.filter(({ kind }) => kind === 'account');
  const others = readings.filter(({ kind }) => kind !== 'account');
  const fresh = accounts.filter(({ present }) => !present);
  if (readings.length === 0) return cut ? cutOff() : nothing(area, told);
  if (accounts.length === 0) return noAccount(others, handed ?? false);
  if (fresh.length === 0) return present(accounts);
  return fresh.length === 1 && accounts.length === 1 && others.length === 0 ? one(/** @type {Reading} */ (fresh[0]), site) : several(accounts, others, site);
}

/** @param {boolean} area @param {boolean} told  then no overlay stands on the page yet */
function nothing(area, told) {
  if (area || told) return card(say(area ? 'nothingInBox' : 'nothingTitle'), [say('nothingInBoxHow'), ways()], [again(), close()]);
  return card(say('nothingTitle'), [say('nothingHow'), ways()], [close()]);
}

/** Nothing is to be dragged: the page has to be scrolled first. */
const cutOff = () => card(say('cutTitle'), [say('cutHow'), ways()], [button(say('tryAgain'), scan, 'primary'), close()]);

/** @param {Reading} reading @param {string} site */
function one(reading, site) {
  const rows = rowsOf([reading], 'candidate');
  const facts = [site && say('readOn', site), ...factsOf(reading.account)].filter(Boolean).join(say('between'));
  const body = [rows, facts, reading.conflict ? say('conflict') : '', ...odd(reading)];
  return card(say('foundTitle'), body, [button(say('add'), () => add([reading.ref ?? ''], site), 'primary'), close([reading.ref ?? ''])]);
}

/** What is unusual about a key that was found. @param {Reading} reading */
const odd = ({ account }) => (account ? oddities(account) : []);

/** The same where it has to be said which key is meant. @param {Reading} reading */
const named = (reading) => odd(reading).map((words) => [reading.account && nameOf(reading.account), words].filter(Boolean).join(say('between')));

/** @param {Reading[]} accounts @param {Reading[]} others @param {string} site */
function several(accounts, others, site) {
  const rows = rowsOf(accounts, 'choice');
  const boxes = /** @type {HTMLInputElement[]} */ ([...rows.querySelectorAll('input')]);
  void picture(accounts, (place, i) => rows.children[i]?.querySelector('.who')?.before(place));
  accounts.forEach((reading, i) => {
    const box = boxes[i];
    if (!box || !reading.present) return;
    box.checked = false;
    box.disabled = true;
    const name = rows.children[i]?.querySelector('.name');
    if (name) name.textContent = [reading.account?.account, say('alreadyThere')].filter(Boolean).join(say('between'));
  });
  const refs = accounts.map(({ ref }) => ref ?? '');
  const chosen = () => refs.filter((_, i) => boxes[i]?.checked);
  const addAll = button('', () => add(chosen(), site), 'primary');
  const count = () => {
    addAll.textContent = say('addCount', chosen().length);
    addAll.disabled = chosen().length === 0;
  };
  rows.addEventListener('change', count);
  count();
  return card(accounts.length > 1 ? say('severalTitle', accounts.length) : say('foundTitle'), [site && say('readOn', site), rows, ...accounts.flatMap(named), listed(others)], [addAll, close(refs)]);
}

/**
 * Puts beside each reading a picture of its code: where it goes at once, what is on it when it comes.
 * @param {Reading[]} readings @param {(place: HTMLElement, i: number) => unknown} put
 */
async function picture(readings, put) {
  const wanted = readings.flatMap(({ crop }, i) => {
    if (!crop) return [];
    const place = placeOf();
    put(place, i);
    return [{ place, ...crop }];
  });
  for (const [id, places] of Map.groupBy(wanted, ({ sheet }) => sheet)) {
    const sheet = await engine.act('crops', { sheet: id }).then(unrolled).catch(() => null);
    for (const { place: canvas, at } of places) {
      if (sheet) hang(canvas, sheet, at);
      else canvas.remove(); // an engine that was started since has none
    }
    sheet?.close();
  }
}

/** @param {Reading[]} accounts  all of them already there */
function present(accounts) {
  const names = accounts.map(({ account }) => account && nameOf(/** @type {Account} */ (account))).join(', ');
  return card(say('presentTitle'), [names, say('presentHow')], [close(accounts.flatMap(({ ref }) => ref ?? []))]);
}

/** @param {Reading[]} others @param {boolean} handed  then no box on the page brings another */
function noAccount(others, handed) {
  const [first] = others;
  const title = first?.kind === 'problem' ? say('problemTitle') : say(others.length > 1 ? 'notAccounts' : 'notAnAccount');
  return handed ? card(title, [listed(others), ways()], [close()]) : card(title, [listed(others)], [again(), close()]);
}

/** Codes that are no accounts: what each holds. @param {Reading[]} others */
function listed(others) {
  const list = document.createElement('ul');
  list.className = 'codes';
  list.append(...others.map((reading) => {
    const entry = document.createElement('li');
    entry.append(paragraph(describe(reading)));
    const quoted = reading.kind === 'link' ? reading.link : reading.kind === 'text' ? reading.text : '';
    if (quoted) entry.append(paragraph(quoted, 'quote'));
    return entry;
  }));
  void picture(others, (place, i) => list.children[i]?.prepend(place));
  return list;
}

/** @param {Reading} reading @returns {string} what a code holds that is no account */
function describe(reading) {
  if (reading.problem) return explain(reading.problem);
  if (reading.kind === 'link') return say('holdsLink');
  if (reading.kind === 'migration') return say('holdsMigration');
  return say('holdsText');
}

/** @param {Reading[]} readings @param {'candidate' | 'choice'} shape */
function rowsOf(readings, shape) {
  const ul = document.createElement('ul');
  ul.className = 'accounts';
  const rows = new List(ul, codesOf, shape);
  rows.show(readings.map(({ account }) => /** @type {Account} */ (account)));
  return ul;
}

/** @param {Account | undefined} account */
function factsOf(account) {
  if (!account) return [];
  const digits = say('digitsFact', account.digits);
  const algorithm = account.algorithm.replace('SHA', 'SHA-');
  if (account.type === 'steam') return ['Steam'];
  if (account.type === 'hotp') return [say('counterFact', account.counter ?? ''), digits, algorithm];
  return [say('periodFact', account.period ?? ''), digits, algorithm];
}

/** @param {string[]} refs @param {string} site */
async function add(refs, site) {
  const { added: ids, present: there, waiting } = await engine.add(refs);
  const [fills] = await Promise.all([ids.length === 1 && offersField(ids[0] ?? ''), reload()]);
  if (waiting === 0 && ids.length === 0) { // they have come by another way while they were looked at
    put(present((engine.overview()?.accounts ?? []).filter(({ id }) => there.includes(id)).map((account) => ({ kind: 'account', account }))));
    announce(say('presentTitle'));
    return;
  }
  put(waiting > 0 ? waits(site) : added(ids, site, fills));
  announce(say('addedSome'));
}

/** @param {HTMLElement} news @param {string} id @param {string} name */
export function removed(news, id, name) {
  place = news;
  put(card(say('removedTitle', name), [say('removedHow')], [button(say('undo'), async () => {
    await engine.change('restore', { now: Date.now(), ids: [id] });
    await reload();
    place?.replaceChildren();
    announce(say('undone'));
  }), close()]));
}
