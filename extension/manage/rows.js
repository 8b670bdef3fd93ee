// SPDX-License-Identifier: MIT
// Lists that may be of thousands.
import { make } from '../look/form.js';

/** Rows of a list, and made at a time: the first fill the window, the others come while nothing else is to be done. */
const batch = 50;

/**
 * Rows for items, in lists of so many: one that is out of sight costs the browser nothing.
 * @template T
 * @param {T[]} items @param {(item: T, at: number) => HTMLElement} row
 * @param {{ in?: Node, made?: (list: HTMLElement) => void }} [o]  in: while they are in there more are made, else while they are
 *   in the document; made: called with each list
 */
export function rows(items, row, { in: where = document, made = () => {} } = {}) {
  const place = make('div', { className: 'rows' });
  const more = (/** @type {number} */ from) => {
    const list = make('ul', { className: 'list' }, ...items.slice(from, from + batch).map((item, i) => row(item, from + i)));
    place.append(list);
    made(list);
    if (from + batch < items.length) requestIdleCallback(() => { if (where.contains(place)) more(from + batch); }, { timeout: 200 });
  };
  more(0);
  return place;
}
