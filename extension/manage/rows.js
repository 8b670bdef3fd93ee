// SPDX-License-Identifier: MIT
// Lists that may be long.

/** Rows made at a time: the first fill the window, the others come while nothing else is to be done. */
const batch = 100;

/**
 * Fills a list with a row for each item.
 * @template T
 * @param {HTMLUListElement} list @param {T[]} items @param {(item: T, at: number) => HTMLElement} row
 * @param {() => boolean} [wanted]  whether it is still, when it is filled on
 */
export function rows(list, items, row, wanted = () => list.isConnected) {
  const more = (/** @type {number} */ from) => {
    list.append(...items.slice(from, from + batch).map((item, i) => row(item, from + i)));
    if (from + batch < items.length) requestIdleCallback(() => { if (wanted()) more(from + batch); }, { timeout: 200 });
  };
  more(0);
  return list;
}
