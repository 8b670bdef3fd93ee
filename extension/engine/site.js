// SPDX-License-Identifier: MIT
// Which site a page belongs to, and which it only resembles. A site is a registrable domain, by the public suffix list with its
// private part: of github.io each name is a site of its own. Addresses and names of one label are sites as they stand.

/** @typedef {Pick<import('./vault.d.ts').Account, 'id' | 'site' | 'sites' | 'type' | 'digits'>} Bound */
/**
 * @typedef {object} Place  what a page is to the accounts
 * @property {string} site  its site, as it is read; "" of what is no page of the web
 * @property {boolean} secure  whether nobody on the way can have written it
 * @property {{ id: string, digits: number, letters: boolean }[]} accounts  bound to the site; digits: characters of the code
 * @property {string} alike  where no account is bound: a site that has one and that this one resembles; "" for none
 */

/** @type {typeof import('../vendor/tldts.js') | null} 130 kB, which most of the engine's life is not needed */
let list = null;
/** @type {Promise<void> | null} */
let loading = null;

/** Loads the list, which the rest of this module needs. */
export function load() {
  loading ??= import('../vendor/tldts.js').then((module) => { list = module; });
  return loading;
}

/** Whether it is there. */
export const loaded = () => list !== null;

/** @param {string} host */
function parse(host) {
  if (!list) throw new Error('the list of suffixes is not loaded');
  return list.parse(host, { allowPrivateDomains: true, extractHostname: false });
}

/** @param {string} host  without a port */
const plain = (host) => host.toLowerCase().replace(/\.$/, '');

/** @type {Map<string, string>} by host; hosts are those of accounts and of pages, so there are not many */
const domains = new Map();

/** The site of a host: its registrable domain, or the host itself where there is none. @param {string} host */
export function domain(host) {
  let found = domains.get(host);
  if (found === undefined) {
    const name = plain(host);
    domains.set(host, found = parse(name).domain ?? name);
  }
  return found;
}

/** Whether two hosts are of one site. @param {string} a @param {string} b */
export const same = (a, b) => a !== '' && b !== '' && domain(a) === domain(b);

/** @param {string} url @returns {URL | null} null of what is no page of the web */
function web(url) {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  return parsed && ['https:', 'http:'].includes(parsed.protocol) ? parsed : null;
}

/** What an account is bound to: where it was scanned, and what was added. @param {Pick<Bound, 'site' | 'sites'>} account */
export const sitesOf = ({ site, sites = [] }) => (site ? [site, ...sites] : sites);

/** Whether an account is bound to the site of a page. @param {Pick<Bound, 'site' | 'sites'>} account @param {string} url */
export function binds(account, url) {
  const page = web(url);
  return page !== null && sitesOf(account).some((site) => same(site, page.hostname));
}

/**
 * The site that a person means, who types or pastes its name or the address of a page of it, as it stands in a URL. What an
 * account is bound to gets its codes: so it is a registrable domain or a name inside of one network, and never a suffix under
 * which others have names.
 * @param {string} text
 * @returns {string} "" when it is none
 */
export function meant(text) {
  const typed = text.trim();
  const page = web(/^[a-z][a-z0-9+.-]*:\/\//i.test(typed) ? typed : `https://${typed}`);
  if (!page || page.username || page.password) return '';
  const host = plain(page.hostname);
  if (!/^[a-z0-9._-]+$|^\[/.test(host)) return ''; // a URL may have more in it than a name has
  const { domain: own, isIp, isIcann, isPrivate } = parse(host);
  if (own) return own;
  return isIp || !(isIcann || isPrivate) ? host : '';
}

/** Over plain http anybody on the way can write the page; not on the way to this computer itself. @param {string} url */
export function secure(url) {
  const page = web(url);
  if (page?.protocol !== 'http:') return page !== null;
  return /^(.+\.)?localhost\.?$|^127\.[\d.]+$|^\[::1\]$/.test(page.hostname);
}

/**
 * What a page is to the accounts.
 * @param {string} url @param {Bound[]} accounts
 * @returns {Place}
 */
export function place(url, accounts) {
  const host = web(url)?.hostname ?? '';
  if (!host) return { site: '', secure: false, accounts: [], alike: '' };
  const bound = accounts.filter((account) => sitesOf(account).some((site) => same(site, host)));
  const labels = bound.length > 0 ? [] : seen(host);
  const alike = labels.length > 0 && accounts.flatMap(sitesOf).find((site) => like(labels, site));
  return {
    site: readable(domain(host)), secure: secure(url), alike: alike ? domain(alike) : '',
    accounts: bound.map(({ id, digits, type }) => ({ id, digits, letters: type === 'steam' })),
  };
}

/** Names this short say nothing: another that has them inside, or differs in a letter, is one of many. Letters. */
const telling = { near: 5, part: 4, inside: 6 };

/** @type {Map<string, { own: string, name: string }>} by host: its site, and that site's name as the eye takes it */
const names = new Map();

/** @param {string} bound  the site of an account */
function named(bound) {
  let found = names.get(bound);
  if (!found) {
    const { domain: own, domainWithoutSuffix } = parse(plain(bound));
    names.set(bound, found = { own: own ?? '', name: skeleton(domainWithoutSuffix ?? '') });
  }
  return found;
}

/** What the eye takes for a name in a host: the label before its suffix, then those before that. @param {string} host */
function seen(host) {
  const { domain: own, domainWithoutSuffix, isIp } = parse(plain(host));
  if (isIp) return [];
  const site = own ?? plain(host);
  return [domainWithoutSuffix ?? site, ...plain(host).slice(0, -site.length).split('.')].map(skeleton);
}

/**
 * Whether a host could be taken for one of another site.
 * @param {string} host @param {string} bound  the site of an account
 */
export const resembles = (host, bound) => bound !== '' && !same(host, bound) && like(seen(host), bound);

/** @param {string[]} labels @param {string} bound */
function like([label = '', ...above], bound) {
  const { own, name } = named(bound);
  if (name.length < 2 || !own || !label) return false;
  if (label === name) return true;
  if (name.length >= telling.near && oneApart(label, name)) return true;
  return [label, ...above].some((part) => holds(part, name));
}

/** Whether a label has a name in it that stands out. @param {string} label @param {string} name */
function holds(label, name) {
  if (name.length >= telling.inside && label.includes(name)) return true;
  return name.length >= telling.part && label.split('-').includes(name);
}

/** Whether one letter more, less, other or swapped with its neighbour makes one of the other. @param {string} a @param {string} b */
function oneApart(a, b) {
  const [short, long] = a.length <= b.length ? [[...a], [...b]] : [[...b], [...a]];
  if (long.length - short.length > 1) return false;
  const at = short.findIndex((letter, i) => letter !== long[i]);
  if (at < 0) return true;
  const rest = (/** @type {string[]} */ letters, /** @type {number} */ from) => letters.slice(from).join('');
  if (long.length > short.length) return rest(short, at) === rest(long, at + 1);
  const swapped = short[at] === long[at + 1] && short[at + 1] === long[at] && rest(short, at + 2) === rest(long, at + 2);
  return swapped || rest(short, at + 1) === rest(long, at + 1);
}

/** Letters of other scripts, digits and pairs that are read as others: what is behind a space, as what is before it. */
const confusable = new Map([
  'a аαа4', 'b Ьв8', 'c сϲ', 'd ԁ', 'e еєε3', 'g ɡ9', 'h һн', 'j ј', 'k кκ', 'l iі1ι|ӏ', 'm мμ', 'n пη', 'o оο0ө', 'p рρ', 'q ԛ', 's ѕ5', 't тτ7',
  'u υ', 'v ѵν', 'w ԝѡω', 'x хχ', 'y уγ', 'z 2',
].flatMap((line) => [...line.slice(2)].map((other) => /** @type {[string, string]} */ ([other, /** @type {string} */ (line[0])]))));

/**
 * A label as the eye takes it: two that look alike have one skeleton.
 * @param {string} label  as in a URL
 */
export function skeleton(label) {
  const marked = readable(label).normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const letters = [...marked].map((letter) => confusable.get(letter) ?? letter).join('');
  return letters.replaceAll('rn', 'm').replaceAll('vv', 'w').replaceAll('cl', 'd');
}

/** A host with its letters, where a URL has Punycode (RFC 3492). @param {string} host */
export const readable = (host) => host.split('.').map((label) => (label.startsWith('xn--') ? decode(label.slice(4)) ?? label : label)).join('.');

/** @param {string} text  Punycode, without its prefix @returns {string | null} null of what is none */
function decode(text) {
  const at = text.lastIndexOf('-');
  const output = [...text.slice(0, Math.max(at, 0))].map((letter) => letter.codePointAt(0) ?? 0);
  let [n, i, bias] = [128, 0, 72];
  for (let next = at + 1; next < text.length;) {
    const before = i;
    for (let weight = 1, k = 36; ; k += 36) {
      const digit = digitOf(text.charCodeAt(next++));
      if (digit < 0) return null;
      i += digit * weight;
      const limit = Math.min(Math.max(k - bias, 1), 26);
      if (digit < limit) break;
      weight *= 36 - limit;
    }
    bias = adapted(i - before, output.length + 1, before === 0);
    n += Math.floor(i / (output.length + 1));
    i %= output.length + 1;
    if (n > 0x10ffff) return null;
    output.splice(i++, 0, n);
  }
  return String.fromCodePoint(...output);
}

/** @param {number} code  of a character @returns {number} -1 for none */
function digitOf(code) {
  if (code >= 97 && code <= 122) return code - 97;
  return code >= 48 && code <= 57 ? code - 22 : -1;
}

/** RFC 3492 §6.1. @param {number} delta @param {number} count @param {boolean} first */
function adapted(delta, count, first) {
  let left = Math.floor(delta / (first ? 700 : 2));
  left += Math.floor(left / count);
  let k = 0;
  for (; left > 455; k += 36) left = Math.floor(left / 35);
  return k + Math.floor((36 * left) / (left + 38));
}
