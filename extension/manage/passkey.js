// SPDX-License-Identifier: MIT
// Passkeys (WebAuthn with the PRF extension): one is made, and used, in this tab, since the browser draws its dialog over a
// tab. The vault key is wrapped with what the PRF gives, never equal to it.
import { field } from '../look/form.js';
import * as engine from '../platform/engine.js';
import { Failure } from '../platform/messages.js';
import { say } from '../platform/words.js';
import * as proof from './proof.js';

/** @typedef {import('../engine/vault.d.ts').Slot} Slot */

/** @param {number} length */
const random = (length) => crypto.getRandomValues(new Uint8Array(length));

/** Ends the ceremony before this one, whose dialog may still be open: the browser has one at a time. */
let one = new AbortController();

/**
 * A ceremony that the person did not finish is no fault of ours; what the browser says about it holds no more.
 * @param {(signal: AbortSignal) => Promise<Credential | null>} work @returns {Promise<PublicKeyCredential>}
 */
async function ceremony(work) {
  one.abort();
  one = new AbortController();
  try {
    const credential = await work(one.signal);
    if (credential instanceof PublicKeyCredential) return credential;
  } catch (error) {
    console.warn('no passkey', /** @type {Error} */ (error).name);
  }
  throw new Failure({ code: 'passkey-none' });
}

/** @param {PublicKeyCredential} credential @returns {Uint8Array<ArrayBuffer> | null} 32 bytes */
function prfOf(credential) {
  const { prf } = /** @type {any} */ (credential.getClientExtensionResults());
  return prf?.results?.first ? new Uint8Array(prf.results.first) : null;
}

/**
 * Asks for one of these credentials, and for what it makes of its salt.
 * @param {{ id: Uint8Array<ArrayBuffer>, transports: string[], salt: Uint8Array<ArrayBuffer> }[]} known
 */
async function get(known) {
  const credential = await ceremony((signal) => navigator.credentials.get({
    signal,
    publicKey: {
      challenge: random(32), userVerification: 'required', timeout: 120_000,
      allowCredentials: known.map(({ id, transports }) => ({ type: 'public-key', id, transports: /** @type {AuthenticatorTransport[]} */ (transports) })),
      extensions: /** @type {any} */ ({
        prf: { evalByCredential: Object.fromEntries(known.map(({ id, salt }) => [id.toBase64({ alphabet: 'base64url', omitPadding: true }), { first: salt }])) },
      }),
    },
  }));
  const prf = prfOf(credential);
  if (!prf) throw new Failure({ code: 'passkey-prf' });
  return { id: new Uint8Array(credential.rawId), prf };
}

/**
 * Asks for one of the vault's passkeys.
 * @param {Slot[]} slots @returns {Promise<{ slot: string, secret: Uint8Array<ArrayBuffer> }>} which way in it is, and what opens it
 */
export async function use(slots) {
  const passkeys = slots.flatMap(({ id, passkey }) => (passkey ? [{
    slot: id, id: Uint8Array.fromBase64(passkey.credential), transports: passkey.transports, salt: Uint8Array.fromBase64(passkey.salt),
  }] : []));
  const { id, prf } = await get(passkeys);
  const used = passkeys.find((one) => one.id.toBase64() === id.toBase64());
  return { slot: used?.slot ?? '', secret: prf };
}

/** Opens the locked vault. @param {Slot[]} slots */
export async function unlock(slots) {
  const { slot, secret } = await use(slots);
  await engine.act('unlock', { slot }, [secret]);
}

/** Asks for a name and makes a passkey. @param {Slot[]} slots @param {() => unknown} done */
export function add(slots, done) {
  const { element, input } = field(say('passkeyName'), { type: 'text', maxLength: 100, autocomplete: 'off', value: say('passkey') });
  proof.ask(slots, { title: say('addPasskey'), lead: say('addPasskeyLead'), submit: say('addPasskey'), more: [element] }, () => make(input.value.trim(), slots), { done });
}

/** @param {string} label @param {Slot[]} slots */
async function make(label, slots) {
  const salt = random(32);
  const created = await ceremony((signal) => navigator.credentials.create({
    signal,
    publicKey: {
      rp: { name: 'Inkan' }, challenge: random(32),
      user: { id: random(16), name: label || 'Inkan', displayName: label || 'Inkan' },
      pubKeyCredParams: [{ type: 'public-key', alg: -7 }, { type: 'public-key', alg: -8 }, { type: 'public-key', alg: -257 }],
      authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
      excludeCredentials: slots.flatMap(({ passkey }) => (passkey ? [{ type: 'public-key', id: Uint8Array.fromBase64(passkey.credential) }] : [])),
      extensions: /** @type {any} */ ({ prf: { eval: { first: salt } } }),
    },
  }));
  const credential = new Uint8Array(created.rawId).toBase64();
  try {
    await enrol(label, created, salt);
  } catch (error) {
    // The device has it already, and would offer what opens nothing; but when the engine ended, it may be a way in all the same.
    const now = (await engine.start().catch(() => null))?.slots;
    if (now && !now.some(({ passkey }) => passkey?.credential === credential)) await forget(credential);
    throw error;
  }
}

/** Makes a passkey that the device has made a way in. @param {string} label @param {PublicKeyCredential} created @param {Uint8Array<ArrayBuffer>} salt */
async function enrol(label, created, salt) {
  const id = new Uint8Array(created.rawId);
  const response = /** @type {AuthenticatorAttestationResponse} */ (created.response);
  const transports = response.getTransports();
  // Some authenticators give the PRF's answer only when the passkey is used.
  const prf = prfOf(created) ?? (await get([{ id, transports, salt }])).prf;
  await engine.act('passkey.add', { label, credential: id.toBase64(), transports, salt: salt.toBase64() }, [prf]);
}

/**
 * Tells devices that a passkey is of no use any more. Not all of them listen; Chromium 156 lets an extension tell them, under
 * its own id, but does not pass it on.
 * @param {string} credential  Base64
 */
export async function forget(credential) {
  const credentialId = Uint8Array.fromBase64(credential).toBase64({ alphabet: 'base64url', omitPadding: true });
  try {
    await PublicKeyCredential.signalUnknownCredential?.({ rpId: chrome.runtime.id, credentialId });
  } catch (error) {
    console.warn('a passkey stays on its device', /** @type {Error} */ (error).name);
  }
}
