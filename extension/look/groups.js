// SPDX-License-Identifier: MIT
// Names of groups as they are typed: in one line, with commas between them.
import { say } from '../platform/words.js';

/** Names in one line; one that has what stands between them, or a quotation mark, is put in such. @param {string[]} names */
export const lineOf = (names) => names.map((name) => (/[,，、"]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name)).join(say('comma'));

/** The names in such a line. @param {string} line */
export const namesIn = (line) => [...line.matchAll(/\s*"((?:[^"]|"")*)"\s*|[^,，、]+/g)]
  .map(([all, quoted]) => (quoted?.replaceAll('""', '"') ?? all).trim()).filter(Boolean);
