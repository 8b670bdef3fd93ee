// SPDX-License-Identifier: MIT
// What a search finds: accounts whose service, name, groups and note hold all of its words.

/** @typedef {import('../engine/vault.d.ts').Account} Account */
/** @typedef {import('../engine/vault.d.ts').Noted} Noted */

/** Full-width letters, half-width kana and case make no difference. @param {string} text */
export const folded = (text) => text.normalize('NFKC').toLowerCase();

/** The words of what was typed, as the vault takes them. @param {string} typed */
export const wordsOf = (typed) => folded(typed).split(/\s+/).filter(Boolean);

/**
 * @template {Account} A
 * @param {A[]} accounts @param {string[]} words @param {Noted[]} noted  which words stand in notes, as the vault says
 * @returns {A[]} those that are found, in the same order
 */
export function matching(accounts, words, noted) {
  if (words.length === 0) return accounts;
  const notes = new Map(noted.map((note) => [note.id, note.words]));
  return accounts.filter(({ id, issuer, account, groups = [] }) => {
    const text = folded([issuer, account, ...groups].join(' '));
    return words.every((word, i) => text.includes(word) || notes.get(id)?.includes(i));
  });
}
