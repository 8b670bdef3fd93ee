// SPDX-License-Identifier: MIT
// The order of the list: by use, by name, or by hand, which is the vault's own, pinned accounts always first; and the groups.

/** @typedef {import('./vault.d.ts').Account} Account */

/** Until a use counts half. Milliseconds. */
const half = 3 * 24 * 60 * 60_000;

/**
 * The more the sooner it comes. It is the logarithm of the uses, which count half after each three days without another, less
 * what is the same for all at any time: so it changes by use alone, and the list does not move by itself. To be added counts as
 * being used last. A time to come, of a clock that was wrong, is now.
 * @param {Account} account @param {number} now
 */
const weight = ({ uses = 0, used = 0, added }, now) => Math.log2(1 + uses) * half + Math.min(Math.max(used, added), now);

/** Compares names in the browser's language. */
const compare = () => new Intl.Collator(undefined, { numeric: true }).compare;

/** @param {Account} account */
const first = ({ pinned }) => (pinned ? 0 : 1);

/**
 * The accounts in an order; those that are equal in it stay in that by hand.
 * @param {Account[]} accounts  in the order by hand @param {import('./settings.js').Settings['list.order']} order
 * @returns {Account[]}
 */
export function inOrder(accounts, order) {
  if (order === 'hand') return accounts;
  if (order === 'name') {
    const by = compare();
    return accounts.toSorted((a, b) => first(a) - first(b) || by(a.issuer || a.account, b.issuer || b.account) || by(a.account, b.account));
  }
  const now = Date.now();
  const weights = new Map(accounts.map((account) => [account.id, weight(account, now)]));
  const of = (/** @type {Account} */ { id }) => weights.get(id) ?? 0;
  return accounts.toSorted((a, b) => first(a) - first(b) || of(b) - of(a));
}

/**
 * The accounts as they are now, where each stood before: a list does not move under somebody's hand because they used it. What
 * is new, or is pinned or no longer, comes before what follows it now.
 * @param {Account[]} before @param {Account[]} now  in their order
 */
export function steady(before, now) {
  const stood = new Map(before.map((account, i) => [account.id, { i, pinned: first(account) }]));
  const places = new Map();
  const next = [Infinity, Infinity]; // place of what follows, among the pinned ones and among the others
  for (const account of now.toReversed()) {
    const pinned = first(account);
    const there = stood.get(account.id);
    if (there?.pinned === pinned) next[pinned] = there.i;
    places.set(account.id, there?.pinned === pinned ? there.i : (next[pinned] ?? 0) - 0.5);
  }
  return now.toSorted((a, b) => first(a) - first(b) || places.get(a.id) - places.get(b.id));
}

/** The names of all groups that an account is in. @param {Account[]} accounts @returns {string[]} */
export const groupsOf = (accounts) => [...new Set(accounts.flatMap(({ groups = [] }) => groups))].sort(compare());
