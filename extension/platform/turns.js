// SPDX-License-Identifier: MIT
// Work that is done one after another.

/**
 * A queue: what it is given begins when what it was given before has ended, however.
 * @returns {<T>(work: () => T | Promise<T>) => Promise<T>}
 */
export function turns() {
  /** @type {Promise<unknown>} */
  let last = Promise.resolve();
  return (work) => {
    const turn = last.then(work);
    last = turn.catch(() => {});
    return turn;
  };
}
