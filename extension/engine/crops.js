// SPDX-License-Identifier: MIT
// Pictures of QR codes that were found beside others, until somebody has decided about them: a notice or a preview says which
// one is whose, and the page that shows it asks for them.

/** @typedef {import('../platform/crops.js').Sheet} Sheet */
/** @typedef {{ sheet: string, at: number }} Crop  which square of which sheet (platform/crops.js) */

/** Sheets that nobody has decided about, at most; the oldest go. */
const most = 8;

/** @type {Map<string, { sheet: Sheet, refs: string[] }>} */
const kept = new Map();

/**
 * @param {Sheet} sheet @param {string[]} refs  of the pending readings that are on it @returns {string} what it is asked for by
 */
export function keep(sheet, refs) {
  const id = crypto.randomUUID();
  kept.set(id, { sheet, refs });
  for (const old of [...kept.keys()].slice(0, -most)) remove(old);
  return id;
}

/** @param {string} id @returns {Sheet | null} a copy; null when it is not there any more */
export const show = (id) => kept.get(id)?.sheet.slice() ?? null;

/** Forgets what was decided about. @param {string[]} refs  of readings that were added, or are not wanted */
export function drop(refs) {
  for (const [id, { refs: own }] of kept) if (own.some((ref) => refs.includes(ref))) remove(id);
}

/** Forgets all of them. */
export function clear() {
  for (const id of [...kept.keys()]) remove(id);
}

/** @param {string} id */
function remove(id) {
  kept.get(id)?.sheet.fill(0);
  kept.delete(id);
}
