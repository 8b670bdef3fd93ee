// SPDX-License-Identifier: MIT
// Exports: the accounts leave the vault as one buffer of bytes, which a Worker makes a file of.
import * as files from './files.js';
import * as vault from './keeper.js';

/** @typedef {import('./transfer.d.ts').Form} Form */

/** @param {string[]} [ids]  none: all of them, in the order in which they are shown */
const parcel = (ids = []) => /** @type {Uint8Array<ArrayBuffer>} */ (vault.call('give', { ids }).bytes);

/**
 * What a kind of export cannot carry, in the order in which the accounts are shown.
 * @param {string} page  that asks @param {Form} form
 */
export async function losses(page, form) {
  const { ok } = await files.call(page, 'losses', { form }, parcel());
  return ok.losses;
}

/**
 * @param {string} page  that asks @param {Form} form @param {string[]} ids  of accounts, none for all @param {Uint8Array} [password]
 * @returns {Promise<Uint8Array<ArrayBuffer>>} the file
 */
export async function write(page, form, ids, password) {
  const accounts = parcel(ids);
  const frame = files.framed(accounts, password);
  accounts.fill(0);
  const { bytes } = await files.call(page, 'export', { form, now: Date.now() }, frame);
  return bytes;
}
