// SPDX-License-Identifier: MIT
// Names of groups as they are typed: in one line, with commas between them.
import { say } from '../platform/words.js';

/** Names in one line; one that has what stands between them, or a quotation mark, is put in such. @param {string[]} names */
export const lineOf = (names) => names.map((name) => (/[,，、"]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name)).join(say('comma'));

/** The names in such a line. @param {string} line */
export const namesIn = (line) => [...line.matchAll(/\s*"((?:[^"]|"")*)"\s*|[^,，、]+/g)]
  .map(([all, quoted]) => (quoted?.replaceAll('""', '"') ?? all).trim()).filter(Boolean);

/**
 * What was changed here and what was changed elsewhere, from the same beginning.
 * @param {string[]} before @param {string[]} there  as it is now @param {string[]} here  as it was typed
 */
export const joined = (before, there, here) => [
  ...here.filter((name) => there.includes(name) || !before.includes(name)), ...there.filter((name) => !before.includes(name) && !here.includes(name)),
];
