// SPDX-License-Identifier: MIT
// Exports: the accounts leave the vault as one buffer of bytes, which a Worker makes a file of.
import * as files from './files.js';
import * as vault from './keeper.js';

/** @typedef {import('./transfer.d.ts').Form} Form */

const parcel = () => /** @type {Uint8Array<ArrayBuffer>} */ (vault.call('give', { ids: [] }).bytes);

/**
 * What a kind of export cannot carry, in the order in which the accounts are shown.
 * @param {Form} form
 */
export async function losses(form) {
  const { ok } = await files.call('losses', { form }, parcel());
  return ok.losses;
}

/**
 * @param {Form} form @param {Uint8Array} [password]
 * @returns {Promise<Uint8Array<ArrayBuffer>>} the file
 */
export async function write(form, password) {
  const accounts = parcel();
  const frame = files.framed(accounts, password);
  accounts.fill(0);
  const { bytes } = await files.call('export', { form, now: Date.now() }, frame);
  return bytes;
}
