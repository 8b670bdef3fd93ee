// SPDX-License-Identifier: MIT
// The ways into the vault: opening it when it is locked, and changing what opens it. Secrets come as bytes and are wiped.
import { Failure, ask, insist, problemOf } from '../platform/messages.js';
import { cancel, derive } from './deriver.js';
import * as vault from './keeper.js';

/**
 * @typedef {import('./vault.d.ts').Slot} Slot
 * @typedef {import('./vault.d.ts').SlotType} SlotType
 */

/** The ways in there are. @returns {Slot[]} */
export function list() {
  return vault.call('slots', {}).result;
}

/** @param {string} id @returns {Slot} */
function way(id) {
  const found = list().find((slot) => slot.id === id);
  if (!found) throw new Failure({ code: 'slot-unknown' });
  return found;
}

/**
 * Tries a secret.
 * @param {'unlock' | 'verify'} method @param {string} id @param {Uint8Array} secret
 * @returns {Promise<Slot>} what it opens
 */
async function attempt(method, id, secret) {
  const slot = way(id);
  if (slot.type === 'password') return attemptPassword(method, id, secret);
  vault.call(method, { slot: id }, secret);
  return slot;
}

/**
 * Of several passwords one is asked for, whichever it is: what was typed is tried with each. Too many wrong ones make the
 * next one wait, wherever and by whomever they are typed: what was typed counts, once, before it is known whether it is right.
 * @param {'unlock' | 'verify'} method @param {string} first  the way to begin with @param {Uint8Array} typed
 */
async function attemptPassword(method, first, typed) {
  if (typed.length === 0) throw new Failure({ code: 'password-empty' });
  await ask('background', 'attempt.check');
  const passwords = list().filter(({ type }) => type === 'password').sort((a, b) => Number(b.id === first) - Number(a.id === first));
  for (const [i, slot] of passwords.entries()) {
    const wrapping = await derive(/** @type {import('./vault.d.ts').Argon2} */ (slot.argon2), typed.slice());
    if (i === 0) await ask('background', 'attempt.count');
    try {
      vault.call(method, { slot: slot.id }, wrapping);
      return slot;
    } catch (error) {
      if (problemOf(error).code !== 'password-wrong') throw error;
    }
  }
  throw new Failure({ code: 'password-wrong' });
}

/** Opens the locked vault. @param {string} id @param {Uint8Array} secret @returns {Promise<Slot>} what it was opened with */
export async function unlock(id, secret) {
  const slot = await attempt('unlock', id, secret);
  // It is open: what cannot be noted now keeps nobody out.
  await right(slot).catch(problemOf);
  await keepKey().catch(problemOf);
  return slot;
}

/** Makes sure that somebody who asks for more knows a way in. @param {string} id @param {Uint8Array} secret */
export async function verify(id, secret) {
  await right(await attempt('verify', id, secret));
}

/** @param {Slot} slot */
async function right({ type }) {
  if (type === 'password') await insist('attempt.right');
}

/** Opens the vault as the engine before this one had it open. @returns {Promise<boolean>} whether it had */
export async function resume() {
  const key = await insist('key.recall');
  if (!key) return false;
  try {
    vault.call('resume', {}, Uint8Array.fromBase64(key));
    return true;
  } catch (error) {
    problemOf(error); // the key of a vault that was here before
    await insist('key.drop');
    return false;
  }
}

/** Has the vault key kept for the next engine, as long as the browser runs; that of an unprotected vault is in its file. */
export async function keepKey() {
  if (!vault.isGuarded()) return insist('key.drop');
  const { bytes } = vault.call('key', {});
  const key = bytes?.toBase64();
  bytes?.fill(0);
  return insist('key.keep', { key });
}

/** @param {string} label @param {Uint8Array} password  of a vault that has none */
export async function addPassword(label, password) {
  const argon2 = await fresh();
  const wrapping = await derive(argon2, password);
  await begun(await vault.change('addPassword', { now: Date.now(), label, ...argon2 }, wrapping));
}

/** @param {string} id @param {Uint8Array} password  the new one */
export async function changePassword(id, password) {
  const argon2 = await fresh();
  const wrapping = await derive(argon2, password);
  await begun(await vault.change('changePassword', { now: Date.now(), slot: id, ...argon2 }, wrapping));
}

/** Parameters for a new password. What was scanned while the vault was locked comes first: its keys may be made anew. */
async function fresh() {
  await vault.collect();
  return vault.call('argon2', {}).result;
}

/** Makes all keys new. @param {Uint8Array} password  from then on the only way in */
export async function renew(password) {
  const argon2 = await fresh();
  const wrapping = await derive(argon2, password);
  await begun(await vault.change('addPassword', { now: Date.now(), label: '', only: true, ...argon2 }, wrapping));
}

/** Gives up all ways in. */
export async function unprotect() {
  await vault.collect();
  await begun(await vault.change('unprotect', { now: Date.now() }));
}

/** The recovery key, to be shown once. It opens nothing before it is typed back. */
export function newRecoveryKey() {
  return /** @type {Uint8Array<ArrayBuffer>} */ (vault.call('newRecoveryKey', {}).bytes);
}

/** @param {Uint8Array} typed */
export async function confirmRecoveryKey(typed) {
  await vault.collect();
  await begun(await vault.change('confirmRecoveryKey', { now: Date.now() }, typed));
}

/**
 * @param {{ label: string, credential: string, transports: string[], salt: string }} passkey @param {Uint8Array} prf
 */
export async function addPasskey(passkey, prf) {
  await begun(await vault.change('addPasskey', { now: Date.now(), ...passkey }, prf));
}

/** @param {string} id */
export async function remove(id) {
  await begun(await vault.change('removeSlot', { now: Date.now(), slot: id }));
}

/** What a change of the ways in entails: another key to keep, and older files to take away. @param {unknown} _ */
async function begun(_) {
  await keepKey().catch(problemOf);
  // What is not done now is done at the next opening; the vault itself is as it was asked for.
  await vault.seclude().catch(problemOf);
}

export { cancel };
