// SPDX-License-Identifier: MIT
// What a search finds, everywhere in Inkan: accounts whose service, name, groups and note hold all of its words, or whose sites
// do, of a word that can be a part of one: with a point in it.
import { problemOf } from './messages.js';

/** @typedef {import('../engine/vault.d.ts').Account} Account */
/** @typedef {import('../engine/vault.d.ts').Noted} Noted */

/** Case, full and half width, and which kana make no difference. @param {string} text */
export const folded = (text) => text.normalize('NFKC').toLowerCase().replace(/[ァ-ヶ]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) - 0x60));

/** So much of what was typed is searched for: somebody may have pasted a book, and each word is looked for in each note. Characters. */
const longest = 200;

/** The words of what was typed, as the vault takes them. @param {string} typed */
export const wordsOf = (typed) => [...new Set(folded(typed.slice(0, longest)).split(/\s+/).filter(Boolean))];

/** What of an account is searched here. @type {WeakMap<Account, string>} */
const texts = new WeakMap();

/** @param {Account} account */
function textOf(account) {
  let text = texts.get(account);
  if (text === undefined) {
    const { issuer, account: name, groups = [] } = account;
    texts.set(account, text = folded([issuer, name, ...groups].join('\n')));
  }
  return text;
}

/** @param {Account} account @param {string} word */
const isOf = ({ site, sites = [] }, word) => [site, ...sites].some((host) => host.includes(word));

/**
 * @template {Account} A
 * @param {A[]} accounts @param {string[]} words @param {Noted[]} noted  which words stand in notes, as the vault says
 * @returns {A[]} those that are found, in the same order
 */
export function matching(accounts, words, noted) {
  if (words.length === 0) return accounts;
  const notes = new Map(noted.map((note) => [note.id, note.words]));
  return accounts.filter((account) => words.every((word, i) => (
    textOf(account).includes(word) || notes.get(account.id)?.includes(i) || word.includes('.') && isOf(account, word))));
}

/**
 * Which words stand in notes, which are with the vault and nowhere else.
 * @param {Account[]} accounts @param {string[]} words
 * @param {(words: string[]) => Noted[] | Promise<Noted[]>} ask  the vault
 * @returns {Noted[] | Promise<Noted[]>} a promise of an engine in another process
 */
function notedOf(accounts, words, ask) {
  if (words.length === 0 || !accounts.some(({ noted }) => noted)) return [];
  try {
    return ask(words);
  } catch {
    return []; // locked, or ended: the list goes with it
  }
}

/**
 * Searches by what is here, at once. Of an engine in another process the answer comes later: then again with what notes hold, but
 * not when something else was typed meanwhile.
 * @param {Account[]} accounts @param {() => string} typed  by now
 * @param {(words: string[]) => Noted[] | Promise<Noted[]>} ask  the vault
 * @param {(words: string[], noted: Noted[]) => void} show
 */
export function seek(accounts, typed, ask, show) {
  const words = wordsOf(typed());
  const noted = notedOf(accounts, words, ask);
  if (noted instanceof Promise) noted.then((late) => { if (words.join(' ') === wordsOf(typed()).join(' ')) show(words, late); }, problemOf);
  show(words, Array.isArray(noted) ? noted : []);
}
