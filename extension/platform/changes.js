// SPDX-License-Identifier: MIT
// What updates changed that their person has to know of: something works in another way, or asks for something. Nobody is told
// of the rest.

/**
 * Versions that changed such a thing, the oldest first; the words for each are the message "changed_" and the version, with
 * "_" for ".". There is none before the first release.
 * @type {string[]}
 */
const versions = [];

/** Those that came after a version. @param {string} before  as in the manifest @returns {string[]} */
export const since = (before) => versions.filter((version) => later(version, before));

/** Whether a version is later than another (numbers between points, each compared as such). @param {string} a @param {string} b */
function later(a, b) {
  const [one, other] = [a, b].map((text) => text.split('.').map(Number));
  const at = [0, 1, 2, 3].find((i) => (one?.[i] ?? 0) !== (other?.[i] ?? 0));
  return at !== undefined && (one?.[at] ?? 0) > (other?.[at] ?? 0);
}

/** The message with the words for a version. @param {string} version */
export const messageOf = (version) => `changed_${version.replaceAll('.', '_')}`;
