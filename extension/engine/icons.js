// SPDX-License-Identifier: MIT
// Which account has which icon: that of the service its issuer names, or else of the site it is bound to. Icons are drawings
// that stand in a module of our own; nothing is loaded from anywhere.
import * as sites from './site.js';

/**
 * @typedef {object} Icon
 * @property {string} path  SVG path data in a box of 24 by 24
 * @property {string} light  colour on the light ground
 * @property {string} dark  and on the dark one
 */
/** @typedef {import('./vault.d.ts').Account & { icon?: Icon | undefined }} Account  as pages are shown it */

/** @type {{ names: Map<string, Icon>, domains: Map<string, Icon> } | null} 300 kB, which the first paint does not wait for */
let known = null;

/** What a name is compared by: its letters and digits. @param {string} name */
const plain = (name) => name.normalize('NFKC').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');

/** Loads the icons, without which every account has its letter. Needs the list of suffixes. */
export async function load() {
  const { default: services } = await import('../icons/services.js');
  /** @type {Map<string, Icon>} */
  const names = new Map();
  /** @type {Map<string, Icon>} */
  const domains = new Map();
  for (const service of services) {
    for (const name of service.names) names.set(plain(name), service);
    for (const domain of service.domains) domains.set(domain, service);
  }
  known = { names, domains };
}

/** @type {Map<string, Icon | undefined>} by issuer and site; there are as many as there are accounts */
const found = new Map();

/** @param {Pick<Account, 'issuer' | 'site'>} account @returns {Icon | undefined} */
function iconOf({ issuer, site }) {
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

/** Gives accounts their icons, where there are any. @param {import('./vault.d.ts').Account[]} accounts @returns {Account[]} the same ones */
export function dress(accounts) {
  if (known) for (const account of accounts) /** @type {Account} */ (account).icon = iconOf(account);
  return accounts;
}
