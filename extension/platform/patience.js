// SPDX-License-Identifier: MIT
// Waiting for what may never come.

/** How long a page is waited for that has something to say of itself: it may hang, by itself or on purpose. Milliseconds. */
const patience = 5000;

/**
 * What a page says, or something else when it says nothing for long.
 * @template T, U @param {Promise<T>} work @param {U} otherwise @param {number} [limit]  milliseconds
 * @returns {Promise<T | U>}
 */
export const ifAtAll = (work, otherwise, limit = patience) => Promise.race([work, new Promise((/** @type {(late: U) => void} */ resolve) => { setTimeout(resolve, limit, otherwise); })]);
