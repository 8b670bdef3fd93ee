// SPDX-License-Identifier: MIT
// The engine: the offscreen document that owns the vault. Pages of Inkan in the same process call it synchronously
// through its window; the service worker, and pages that cannot see the window, through messages.
import { ask, Failure, insist, problemOf } from '../platform/messages.js';
import { matching, wordsOf } from '../platform/search.js';
import { acts } from './acts.js';
import * as clipboard from './clipboard.js';
import * as crops from './crops.js';
import * as scanner from './scanner.js';
import * as files from './files.js';
import * as icons from './icons.js';
import * as vault from './keeper.js';
import { news } from './news.js';
import { groupsOf, inOrder } from './order.js';
import { serve } from './requests.js';
import * as scans from './scans.js';
import { checkSetting, planOf, settingsOf } from './settings.js';
import * as sites from './site.js';
import * as ways from './ways.js';

/**
 * @typedef {import('./vault.d.ts').VaultMethods} Methods
 * @typedef {import('./icons.js').Account} Account
 * @typedef {import('../platform/messages.js').Problem} Problem
 * @typedef {import('./vault.d.ts').Slot} Slot
 */

/** What only the engine itself asks of Go: the life of the vault, and the ways into it, which are acts. */
const internal = [
  'create', 'open', 'commit', 'abort', 'derive', 'argon2', 'unlock', 'resume', 'key', 'verify', 'addPassword', 'changePassword', 'addPasskey',
  'newRecoveryKey', 'confirmRecoveryKey', 'removeSlot', 'unprotect', 'take', 'give', 'post', 'collect', 'reseal', 'offer', 'merge', 'revert', 'use',
  'bind', 'icon', 'setReadingIcon', 'past', 'putBack', 'sealAside', 'openAside',
];

/** What can be asked of a locked vault: what a scan needs, whose accounts wait in the inbox. */
const whileLocked = ['codes', 'read', 'enter', 'forget', 'slots'];

/** The service worker is told that Inkan is used this often at most. Milliseconds. */
const telling = 20_000;

/** A clock that is set right may go back by so much. Milliseconds. */
const slack = 10 * 60_000;

/** Uses are stored together once there was none for so long: each time it is the whole vault. Milliseconds. */
const counting = 3_000;

/** A popup that the browser did not open for a search is opened by hand within so long, or meant for something else. Milliseconds. */
const opening = 60_000;

/** A locked engine that nobody asks anything for so long ends, and with it, mostly, the extension's process. Milliseconds. */
const patience = 2 * 60_000;

export class Engine {
  /** @type {'starting' | 'open' | 'locked' | 'failed'} */
  state = 'starting';
  /** @type {Problem | null} why the vault cannot be used */
  problem = null;
  /** @type {Account[]} no secrets, in the order by hand; replaced as a whole after each change */
  accounts = [];
  /** The same in the order in which the popup lists them. @type {Account[]} */
  listed = [];
  /** Names of the groups that accounts are in. @type {string[]} */
  groups = [];
  /** @type {Slot[]} the ways in */
  slots = [];
  /** Accounts scanned while the vault was locked, which wait to be taken into it. */
  waiting = 0;
  /** @type {unknown} what the next popup has to say first; kept here so that it can do so at its first paint */
  notice = null;
  /** When the vault had been changed last as it was opened; see late. */
  #seen = 0;
  /** What the next popup is to search for, if it comes by then (by the age of this document). */
  #sought = { typed: '', until: 0 };
  /** @type {Map<string, string>} screenshots shown in a selector tab: data: URLs */
  pictures = new Map();
  /** Those of nobody until the vault is open. */
  settings = settingsOf([]);
  /** Accounts whose codes were used since that was stored last, once for each time. @type {string[]} */
  #uses = [];
  #counting = 0;
  /**
   * Until when whoever is here counts as knowing a way in: by the date, which can be set back, and by the age of this
   * document, which stands still while the computer sleeps.
   */
  #trusted = { date: 0, age: 0 };
  #bypassed = false;
  #used = Date.now();
  #told = 0;
  #leaving = 0;
  ready = this.#start();

  async #start() {
    try {
      // What was to be said when the engine before this one ended is still to be said.
      const notice = ask('background', 'notice.read').catch(() => null);
      await vault.startGo();
      const locked = await vault.open() && !await ways.resume();
      this.notice = await notice;
      if (vault.wasMended()) await ask('background', 'notice.mended').catch(problemOf);
      if (locked) await this.#closed();
      else await this.#opened();
    } catch (error) {
      this.problem = problemOf(error);
      this.state = 'failed';
    }
  }

  async #closed() {
    this.slots = ways.list();
    this.waiting = await vault.countWaiting();
    this.state = 'locked';
    this.#linger();
    news.postMessage('state');
    await this.#report();
  }

  #linger() {
    clearTimeout(this.#leaving);
    this.#leaving = setTimeout(() => { if (this.state === 'locked') close(); }, patience);
  }

  /** The vault is open: what waited for that is done. @returns {Promise<string[]>} ids of the accounts that had waited */
  async #opened() {
    this.#seen = vault.call('seen', {}).result.time;
    // Whatever keeps what was scanned from being collected, it waits on and the vault can be used.
    const added = await vault.collect().catch((error) => {
      problemOf(error);
      return [];
    });
    this.waiting = await vault.countWaiting();
    this.#refresh();
    this.#used = Date.now();
    this.state = 'open';
    // A page that was open when the engine before this one ended has codes to paint again.
    news.postMessage('accounts');
    news.postMessage('state');
    void this.#report();
    void vault.seclude().catch(problemOf);
    void this.sweep();
    // A popup may be waiting for its first paint now; the next one asks which accounts are of its tab's site.
    setTimeout(() => { this.#dress().catch(problemOf); }, 200);
    return added;
  }

  /** Loads what the first paint does not wait for: the list of suffixes and the icons. */
  async #dress() {
    await sites.load();
    await icons.load();
    if (this.state !== 'open') return;
    this.accounts = icons.dress([...this.accounts]);
    news.postMessage('accounts');
  }

  /** Reads what pages are shown at once. */
  #refresh() {
    const before = this.accounts;
    this.accounts = icons.dress(vault.call('accounts', {}).result);
    icons.tidy(before, this.accounts);
    this.slots = ways.list();
    this.settings = settingsOf(vault.call('settings', {}).result);
    this.listed = inOrder(this.accounts, this.settings['list.order']);
    this.groups = groupsOf(this.accounts);
  }

  /** Tells the service worker what the icon has to show and when to lock. */
  async #report() {
    const plan = this.state === 'open' && vault.isGuarded() ? planOf(this.settings) : null;
    await insist('lock.report', { locked: this.state === 'locked', plan }).catch(problemOf);
  }

  /** Empties what has been in the trash, or in the history of scans, for long; once a day is enough. */
  async sweep() {
    if (this.state === 'open' && await vault.sweep().catch(problemOf) === true) news.postMessage('accounts');
    if (this.state !== 'open') return;
    if (await scans.tidy(this.settings).catch(problemOf) === true) news.postMessage('scans');
  }

  /** What is being stored is stored; after that nothing is done any more, and nothing is left to do it with. */
  async end() {
    ways.cancel();
    files.cancelAll();
    scanner.end();
    crops.clear();
    this.#count().catch(problemOf); // is in its turn when it is stored
    this.problem = { code: 'vault-locked' };
    this.state = 'failed';
    await Promise.all([vault.settled(), scans.settled(), clipboard.empty().catch(problemOf)]);
    vault.wipe();
  }

  /** Whether whoever is here counts as knowing a way in. */
  get trusted() {
    return Date.now() < this.#trusted.date && performance.now() < this.#trusted.age;
  }

  /** Whether the vault was just opened with the recovery key: the password is probably forgotten. */
  get bypassed() {
    return this.#bypassed && this.trusted;
  }

  set bypassed(bypassed) {
    this.#bypassed = bypassed;
  }

  /**
   * When the vault had been changed last, if this computer's clock says that is still to come: then it is slow, and codes are
   * wrong, or it was fast. 0: nothing of the kind. Without a network there is no other clock to ask.
   */
  get late() {
    return this.#seen - Date.now() > slack ? this.#seen : 0;
  }

  /** What there is to show, as plain data. */
  overview() {
    const { state, problem, accounts, listed, groups, slots, waiting, settings, bypassed, late } = this;
    return { state, problem, accounts, listed, groups, slots, waiting, settings, bypassed, late };
  }

  /**
   * Reads; changes nothing.
   * @template {keyof Methods & string} M
   * @param {M} method @param {Methods[M]['params']} params @param {Uint8Array} [bytes]
   * @returns {Methods[M]['result']}
   */
  call(method, params, bytes) {
    this.#open(method);
    if (method === 'forget') crops.drop(/** @type {Methods['forget']['params']} */ (params).refs);
    try {
      return vault.call(method, params, bytes).result;
    } catch (error) {
      this.#watch(error);
      throw error;
    }
  }

  /**
   * The note of an account, or its recovery codes. They are secrets: whoever asked wipes them.
   * @param {'note' | 'spares'} method @param {string} id @returns {Uint8Array<ArrayBuffer>} UTF-8
   */
  secret(method, id) {
    this.#open(method);
    try {
      return vault.call(method, { id }).bytes ?? new Uint8Array();
    } catch (error) {
      this.#watch(error);
      throw error;
    }
  }

  /**
   * Changes the vault; what the promise resolves to is stored.
   * @template {keyof Methods & string} M
   * @param {M} method @param {Methods[M]['params']} params @param {Uint8Array} [bytes]
   * @returns {Promise<Methods[M]['result']>}
   */
  async change(method, params, bytes) {
    this.#open(method);
    const where = method === 'set' ? checkSetting(/** @type {Methods['set']['params']} */ (params)) : '';
    const result = await this.stored(() => vault.change(method, params, bytes));
    if (where === 'lock') void this.#report();
    if (where === 'scans') await scans.tidy(this.settings);
    return result;
  }

  /** @template T @param {() => Promise<T>} work  a change of accounts @returns {Promise<T>} */
  stored(work) {
    return this.#guarded(async () => {
      const result = await work();
      this.#refresh();
      news.postMessage('accounts');
      return result;
    });
  }

  /** A code was copied or filled in: it is counted, but nobody waits for that. @param {string} id */
  used(id) {
    this.#uses.push(id);
    clearTimeout(this.#counting);
    this.#counting = setTimeout(() => { this.#count().catch(problemOf); }, counting);
  }

  /** Stores what was counted. No page is told: the list of the next one is what changes. */
  async #count() {
    clearTimeout(this.#counting);
    if (this.state !== 'open' || this.#uses.length === 0) return;
    await this.#guarded(() => vault.change('use', { now: Date.now(), ids: this.#uses.splice(0) }));
    if (this.state === 'open') this.#refresh();
  }

  /** @template T @param {() => Promise<T>} work @returns {Promise<T>} */
  async #guarded(work) {
    try {
      return await work();
    } catch (error) {
      this.#watch(error);
      throw error;
    }
  }

  /**
   * Makes accounts of pending readings. Those of a locked vault wait, sealed, until it is unlocked.
   * @param {string[]} refs
   * @returns {Promise<{ added: string[], present: string[], waiting: number }>}
   */
  async add(refs) {
    if (!Array.isArray(refs) || !refs.every((ref) => typeof ref === 'string')) throw new Failure({ code: 'refused' });
    crops.drop(refs);
    if (this.state !== 'locked') {
      this.#open('add');
      return { ...await this.stored(() => vault.add(refs)), waiting: 0 };
    }
    return this.#guarded(async () => {
      await vault.post(refs);
      this.waiting = await vault.countWaiting();
      return { added: [], present: [], waiting: refs.length };
    });
  }

  /** The accounts that a search finds, in the order of the list. @param {string} typed */
  find(typed) {
    const words = wordsOf(typed);
    return matching(this.listed, words, this.call('noted', { words }));
  }

  /** The next popup is to search for something: the one that is opened now, or else soon. @param {string} typed */
  seek(typed) {
    this.#sought = { typed, until: performance.now() + opening };
  }

  /** What the popup is to search for; once. */
  takeSought() {
    const { typed, until } = this.#sought;
    this.#sought = { typed: '', until: 0 };
    return performance.now() < until ? typed : '';
  }

  /**
   * What a page of the web is to the accounts: which are bound to its site. At once when the list of suffixes is there.
   * @param {string} url
   * @returns {import('./site.js').Place | Promise<import('./site.js').Place>}
   */
  place(url) {
    this.#open('accounts');
    return sites.loaded() ? sites.place(url, this.accounts) : sites.load().then(() => sites.place(url, this.accounts));
  }

  /**
   * What a site that somebody means would be to an account.
   * @param {string} id @param {string} text  as typed
   * @returns {Promise<{ site: string, shown: string, bound: boolean, alike: string }>} as a URL has it and as it is read; alike: a
   *   site of this or of another account that it resembles
   */
  async site(id, text) {
    await sites.load();
    const account = this.#account(id);
    const site = sites.meant(text);
    if (!site) throw new Failure({ code: 'site', field: 'site', value: text.trim() });
    const all = sites.sitesOf(account);
    const bound = all.some((one) => sites.same(one, site));
    const others = [...all, ...this.accounts.flatMap(sites.sitesOf)];
    const known = others.some((one) => sites.same(one, site));
    const alike = known ? '' : others.find((one) => sites.resembles(site, one)) ?? '';
    return { site, shown: sites.readable(site), bound, alike: alike && sites.readable(sites.domain(alike)) };
  }

  /** Binds an account to one more site. @param {string} id @param {string} text  as typed @returns {Promise<Account>} */
  async bind(id, text) {
    const { site, bound } = await this.site(id, text);
    const account = this.#account(id);
    return bound ? account : this.#rebind(id, [...sites.sitesOf(account), site]);
  }

  /** Frees an account from a site: of all that it has of it. @param {string} id @param {string} site @returns {Promise<Account>} */
  async unbind(id, site) {
    await sites.load();
    return this.#rebind(id, sites.sitesOf(this.#account(id)).filter((one) => !sites.same(one, site)));
  }

  /** @param {string} id */
  #account(id) {
    this.#open('accounts');
    const account = this.accounts.find((one) => one.id === id);
    if (!account) throw new Failure({ code: 'account-unknown' });
    return account;
  }

  /** @param {string} id @param {string[]} all */
  #rebind(id, all) {
    return this.stored(() => vault.change('bind', { now: Date.now(), id, sites: all }));
  }

  /**
   * A code that is to be filled into a page: of an account that is bound to its site, and only then made.
   * @param {string} id @param {string[]} urls  of the tab and of the document in it
   * @returns {Promise<string>}
   */
  async codeFor(id, urls) {
    await sites.load();
    this.#open('accounts');
    const account = this.accounts.find((one) => one.id === id);
    if (!account || urls.length === 0 || !urls.every((url) => sites.binds(account, url))) throw new Failure({ code: 'fill-site' });
    if (!urls.every(sites.secure)) throw new Failure({ code: 'fill-insecure' });
    const [code] = account.type === 'hotp' ? [await this.change('next', { now: Date.now(), id })] : this.call('codes', { now: Date.now(), ids: [id] });
    if (!code?.code) throw new Failure(code?.problem ?? { code: 'internal' });
    this.used(id);
    return code.code;
  }

  /**
   * What pages can have done that is more than one call of Go: of this table and nothing else.
   * @param {string} name @param {any} params @param {Uint8Array[]} [secrets]  wiped
   * @returns {Promise<any>}
   */
  async act(name, params, secrets = []) {
    const work = Object.hasOwn(acts, name) ? acts[/** @type {keyof typeof acts} */ (name)] : undefined;
    if (!work) throw new Failure({ code: 'refused' });
    await this.ready;
    this.#linger();
    // Bytes of our own: a page that closes takes its own with it.
    const own = secrets.map((secret) => Uint8Array.from(secret));
    for (const secret of secrets) secret.fill(0);
    try {
      return await this.#guarded(async () => work(this, params, own));
    } finally {
      for (const secret of own) secret.fill(0);
    }
  }

  /** After more was changed than accounts: a way into the vault, or all of it at once. */
  async changed() {
    this.#refresh();
    await scans.tidy(this.settings, true).catch(problemOf);
    news.postMessage('accounts');
    news.postMessage('state');
    await this.#report();
  }

  /** Somebody has shown to know a way in: for five minutes they may make and remove others. */
  trust() {
    const time = 5 * 60_000;
    this.#trusted = { date: Date.now() + time, age: performance.now() + time };
    this.#bypassed = false; // its five minutes become no more by this
  }

  /** @param {string} slot @param {Uint8Array} secret */
  async unlock(slot, secret) {
    if (this.state === 'failed') throw new Failure(this.problem ?? { code: 'starting' });
    if (this.state === 'open') return;
    /** @type {string} */
    let type;
    try {
      ({ type } = await ways.unlock(slot, secret));
    } catch (error) {
      // Another page was quicker: there is nothing left to do, and nobody has shown to know anything.
      if (problemOf(error).code === 'vault-open') return;
      throw error;
    }
    // A passkey opens every day, with a touch: whoever sits down here in the next minutes must not have the vault to
    // themselves for that. Those who would change something by it touch it for that.
    if (type !== 'passkey') this.trust();
    this.bypassed = type === 'recovery';
    const ids = await this.#opened();
    if (ids.length > 0) await ask('background', 'notice.added', { ids }).catch(problemOf);
  }

  /** Refuses where pictures and links cannot be read now. */
  mustRead() {
    this.#open('read');
  }

  /** What was scanned and is no account, the latest first. */
  scans() {
    this.#open('settings');
    return scans.list(this.settings);
  }

  /** @param {string[] | null} ids  null for all */
  async deleteScans(ids) {
    this.#open('settings');
    await scans.remove(ids);
    news.postMessage('scans');
  }

  /** @param {string} method  of Go, which a page asks for */
  #open(method) {
    if (internal.includes(method)) throw new Failure({ code: 'refused' });
    if (this.state === 'locked') {
      this.#linger();
      if (!whileLocked.includes(method)) throw new Failure({ code: 'vault-locked' });
    } else if (this.state !== 'open') {
      throw new Failure(this.problem ?? { code: 'starting' });
    } else if (vault.isGuarded()) {
      this.#use(method !== 'codes'); // which a page that is open asks for by itself
    }
  }

  /** Somebody does something that the engine would not hear of. */
  present() {
    this.#open('accounts');
  }

  /**
   * A computer that slept may come back after its time: what is asked for first finds the vault locked. So it does when the
   * clock was set back by as much, after which nothing tells how long it was.
   * @param {boolean} byHand  whether a person asked, whose time begins anew
   */
  #use(byHand) {
    const now = Date.now();
    const minutes = this.settings['lock.minutes'];
    if (minutes > 0 && Math.abs(now - this.#used) > minutes * 60_000) {
      ask('background', 'lock.now').catch(problemOf);
      throw new Failure({ code: 'vault-locked' });
    }
    if (!byHand) return;
    this.#used = now;
    if (now - this.#told < telling) return;
    this.#told = now;
    // Not now: a popup may be waiting for its first paint.
    setTimeout(() => { ask('background', 'lock.used').catch(() => {}); }, 200);
  }

  /**
   * A Go program that has panicked answers no more, and one whose vault is not the stored one must not: ask for a new
   * engine, which starts from what is stored.
   * @param {unknown} error
   */
  #watch(error) {
    if (!(error instanceof Failure) || !['crashed', 'closed', 'store-conflict'].includes(error.problem.code)) return;
    this.state = 'failed';
    this.problem = error.problem;
    ask('background', 'engine.restart').catch(problemOf);
  }
}

const engine = new Engine();
globalThis.inkan = engine;
serve(engine);
