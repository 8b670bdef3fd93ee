// SPDX-License-Identifier: MIT
// Where codes are hidden: who rests the pointer on an account sees its code while it rests there, who copies it for a moment.
/** @typedef {import('./row.js').Row} Row */
/** @typedef {import('./list.js').List} List */

/** Who only passes sees nothing. Milliseconds. */
const rest = 350;
/** So long a code stays that was copied, and one that the pointer has left. Milliseconds. */
const stays = 10_000;
const lingers = 600;

/** What hides rows again. @type {Map<Row, number>} */
const hiding = new Map();

/** The row under the pointer, whose code is not hidden under it. @type {Row | undefined} */
let under;

/** @param {Row} row @param {number} time  milliseconds */
function hideIn(row, time) {
  clearTimeout(hiding.get(row));
  hiding.set(row, setTimeout(() => {
    hiding.delete(row);
    if (row !== under) row.lift(false);
  }, time));
}

/** Shows a code that was copied, for a moment. @param {Row} row */
export function lift(row) {
  row.lift(true);
  hideIn(row, stays);
}

/** @param {List[]} lists */
export function start(lists) {
  let timer = 0;
  const leave = () => {
    clearTimeout(timer);
    if (under && !hiding.has(under)) hideIn(under, lingers);
    under = undefined;
  };
  /** @param {Row | undefined} row */
  const come = (row) => {
    if (row === under) return;
    leave();
    under = row;
    if (row) timer = setTimeout(() => row.lift(true), rest);
  };
  for (const list of lists) {
    list.element.addEventListener('pointerover', ({ target }) => come(list.row(/** @type {Element} */ (target))));
    list.element.addEventListener('pointerleave', leave);
    // The pointer may rest there since before this was loaded.
    const there = list.element.querySelector('.account:hover');
    if (there) come(list.row(there));
  }
}
