// SPDX-License-Identifier: MIT
// Which account has which icon: the one that a person chose, or that of the service its issuer names, or else of the site it is
// bound to. Icons of services stand in a module of our own, pictures in the vault; nothing is loaded from anywhere.
import * as vault from './keeper.js';
import * as sites from './site.js';

/**
 * @typedef {object} Drawing
 * @property {string} path  SVG path data in a box of 24 by 24
 * @property {string} light  colour on the light ground
 * @property {string} dark  and on the dark one
 */
/** @typedef {{ picture: string }} Picture  a blob: URL, as long as this document lives and the account has it */
/** @typedef {Drawing | Picture} Icon */
/** @typedef {import('./vault.d.ts').Account & { icon?: Icon | undefined }} Account  as pages are shown it */

/** @type {{ names: Map<string, Drawing>, domains: Map<string, Drawing>, slugs: Map<string, Drawing> } | null} 300 kB, which the first paint does not wait for */
let known = null;

/** What a name is compared by: its letters and digits. @param {string} name */
const plain = (name) => name.normalize('NFKC').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');

/** Loads the icons, without which every account has its letter. Needs the list of suffixes. */
export async function load() {
  const { default: services } = await import('../icons/services.js');
  /** @type {Map<string, Drawing>} */
  const names = new Map();
  /** @type {Map<string, Drawing>} */
  const domains = new Map();
  /** @type {Map<string, Drawing>} */
  const slugs = new Map();
  for (const service of services) {
    slugs.set(service.slug, service);
    for (const name of service.names) names.set(plain(name), service);
    for (const domain of service.domains) domains.set(domain, service);
  }
  known = { names, domains, slugs };
}

/** @type {Map<string, Drawing | undefined>} by issuer and site; there are as many as there are accounts */
const found = new Map();

/** What the names call for. @param {Pick<Account, 'issuer' | 'site'>} account @returns {Drawing | undefined} */
function meant({ issuer, site }) {
  if (!known) return undefined;
  const key = `${issuer}\n${site}`;
  if (found.has(key)) return found.get(key);
  const icon = find(known, issuer, site);
  found.set(key, icon);
  return icon;
}

/**
 * The issuer is what is read beside the icon, so it counts first: as a whole, without what follows a separator ("GitHub: work",
 * "Google (Acme)"), or as a domain. The site counts where there is no issuer.
 * @param {NonNullable<typeof known>} among @param {string} issuer @param {string} site
 */
function find({ names, domains }, issuer, site) {
  if (!issuer) return site ? domains.get(sites.domain(site)) : undefined;
  const [head = ''] = issuer.normalize('NFKC').split(/\s*[:(\[|/]|\s[-–—]\s/);
  const host = issuer.trim().toLowerCase();
  return names.get(plain(issuer)) ?? names.get(plain(head)) ?? (/^[\w-]+(\.[\w-]+)+$/.test(host) ? domains.get(sites.domain(host)) : undefined);
}

/** Pictures that are shown, by whose they are. @type {Map<string, { mark: string, icon: Picture }>} */
const pictures = new Map();

/** The picture of an account or of a pending reading: one object as long as it is the same. @param {string} id @param {string} mark @returns {Picture | undefined} */
function pictureOf(id, mark) {
  const shown = pictures.get(id);
  if (shown?.mark === mark) return shown.icon;
  drop([id]);
  const { bytes } = vault.call('icon', { id });
  if (!bytes?.length) return undefined;
  const icon = { picture: URL.createObjectURL(new Blob([bytes], { type: 'image/png' })) };
  pictures.set(id, { mark, icon });
  return icon;
}

/** Lets go of pictures. @param {string[]} ids */
export function drop(ids) {
  for (const id of ids) {
    const shown = pictures.get(id);
    if (shown) URL.revokeObjectURL(shown.icon.picture);
    pictures.delete(id);
  }
}

/** @param {import('./vault.d.ts').Account} account @returns {Icon | undefined} undefined: its letter */
export function iconOf({ id, issuer, site, mark = '' }) {
  if (mark === 'letter') return undefined;
  if (mark.startsWith('picture:')) return pictureOf(id, mark);
  const chosen = mark.startsWith('service:') ? known?.slugs.get(mark.slice('service:'.length)) : undefined;
  return chosen ?? meant({ issuer, site });
}

/** Gives all accounts their icons, where there are any. @param {import('./vault.d.ts').Account[]} accounts @returns {Account[]} the same ones */
export function dress(accounts) {
  for (const account of accounts) /** @type {Account} */ (account).icon = iconOf(account);
  return accounts;
}

/** Lets go of the pictures of accounts that are there no more. @param {Account[]} before @param {Account[]} now */
export function tidy(before, now) {
  if (pictures.size === 0) return;
  const live = new Set(now.map(({ id }) => id));
  drop(before.flatMap(({ id }) => (live.has(id) ? [] : [id])));
}
