// SPDX-License-Identifier: MIT
// The engine as pages call it: through the window of the offscreen document when that is in this process, which takes no
// message and answers before the first paint; by messages otherwise.
import { Failure, ask } from './messages.js';

/**
 * @typedef {import('../engine/vault.d.ts').VaultMethods} Methods
 * @typedef {import('../engine/vault.d.ts').Account} Account
 * @typedef {import('../background/notice.js').Notice} Notice
 * @typedef {{ state: string, problem: import('./messages.js').Problem | null, accounts: Account[], listed: Account[], groups: string[],
 *   slots: import('../engine/vault.d.ts').Slot[], waiting: number, settings: import('../engine/settings.js').Settings, bypassed: boolean, late: number }} Overview
 */

// The two functions stand in popup/first.js as well: a module more would cost the popup's first paint some milliseconds.

/** @returns {(Window & { inkan?: import('../engine/engine.js').Engine }) | undefined} the engine's, when it is in this process */
function engineWindow() {
  return chrome.extension.getViews().find((view) => view.location.pathname === '/engine/engine.html');
}

/** @returns {import('../engine/engine.js').Engine | null} the engine, when it can be called at once */
function live() {
  const engine = engineWindow()?.inkan;
  return engine && engine.state !== 'starting' ? engine : null;
}

/** How often a change under way looks whether the engine still lives. Milliseconds. */
const pulse = 300;

/**
 * What there is to show, at once.
 * @returns {(Overview & { notice: Notice | null }) | null} null when the engine has to be started first
 */
export function overview() {
  const engine = live();
  return engine && /** @type {Overview & { notice: Notice | null }} */ (engine);
}

/** Starts the engine and says what there is to show. @returns {Promise<Overview & { notice: Notice | null }>} */
export async function start() {
  await ask('background', 'engine.start');
  const notice = await ask('background', 'notice.read');
  // Last: what was asked for later may be shown by now, and must not be followed by what was there before.
  const found = live()?.overview() ?? await ask('engine', 'overview');
  return { ...found, notice };
}

/**
 * Reads; synchronous when the engine is in this process and runs. One that was killed is started again.
 * @template {keyof Methods & string} M
 * @param {M} method @param {Methods[M]['params']} params @param {Uint8Array} [bytes]
 * @returns {Methods[M]['result'] | Promise<Methods[M]['result']>}
 */
export function call(method, params, bytes) {
  return live()?.call(method, params, bytes) ?? started('call', method, params, bytes);
}

/**
 * Changes the vault; resolved means stored. When the engine is killed before that, rejects with the code "gone", and only
 * the list tells whether it had stored it.
 * @template {keyof Methods & string} M
 * @param {M} method @param {Methods[M]['params']} params @param {Uint8Array} [bytes]
 * @returns {Promise<Methods[M]['result']>}
 */
export function change(method, params, bytes) {
  const engine = live();
  return engine ? whileAlive(engine.change(method, params, bytes)) : started('change', method, params, bytes);
}

/**
 * A promise of a window that is destroyed never settles: watch the window while waiting.
 * @template T @param {Promise<T>} work @returns {Promise<T>}
 */
function whileAlive(work) {
  const window = engineWindow();
  /** @type {number} */
  let timer;
  const death = new Promise((_, reject) => {
    timer = setInterval(() => {
      if (engineWindow() !== window) reject(new Failure({ code: 'gone' }));
    }, pulse);
  });
  return Promise.race([work, /** @type {Promise<never>} */ (death)]).finally(() => clearInterval(timer));
}

/** Starts the engine. @returns {Promise<ReturnType<typeof live>>} null when it is in another process */
async function startedHere() {
  await ask('background', 'engine.start');
  return live();
}

/**
 * Starts the engine, then asks it.
 * @param {'call' | 'change'} type @param {keyof Methods & string} method @param {any} params @param {Uint8Array | undefined} bytes
 * @returns {Promise<any>}
 */
async function started(type, method, params, bytes) {
  const engine = await startedHere();
  if (engine) return type === 'call' ? engine.call(method, params, bytes) : whileAlive(engine.change(method, params, bytes));
  // Messages carry JSON only; Base64 is as near to bytes as they get.
  return ask('engine', type, { method, params, ...(bytes && { bytes: bytes.toBase64() }) });
}

/**
 * What a page of the web is to the accounts; at once when the engine is in this process and has what it takes.
 * @param {string} url
 * @returns {import('../engine/site.js').Place | Promise<import('../engine/site.js').Place>}
 */
export function place(url) {
  return live()?.place(url) ?? startedHere().then((engine) => engine?.place(url) ?? ask('engine', 'place', { url }));
}

/**
 * Makes accounts of pending readings; those of a locked vault wait until it is unlocked.
 * @param {string[]} refs
 * @returns {Promise<{ added: string[], present: string[], waiting: number }>}
 */
export async function add(refs) {
  const engine = live() ?? await startedHere();
  return engine ? whileAlive(engine.add(refs)) : ask('engine', 'add', { refs });
}

/**
 * Has the engine do something of its table of acts. Secrets are wiped, here or there.
 * @param {string} name @param {Record<string, unknown>} [params] @param {Uint8Array<ArrayBuffer>[]} [secrets]
 * @returns {Promise<any>}
 */
export async function act(name, params = {}, secrets = []) {
  const engine = live() ?? await startedHere();
  if (engine) return whileAlive(engine.act(name, params, secrets));
  const encoded = secrets.map((secret) => secret.toBase64());
  for (const secret of secrets) secret.fill(0);
  const answer = await ask('engine', 'act', { name, params, secrets: encoded });
  return typeof answer === 'string' ? Uint8Array.fromBase64(answer) : answer;
}

/** What this page is to the engine: the name of a lock that it holds for as long as it lives. */
const page = crypto.randomUUID();
/** @type {Promise<void> | null} */
let living = null;

/** Resolves when the lock is held. */
function lives() {
  return living ??= new Promise((held) => {
    void navigator.locks.request(page, () => {
      held();
      return new Promise(() => {});
    });
  });
}

/**
 * Has the engine do an act with a file, for this page alone: what other pages do with theirs does not disturb it, and when
 * this one closes nothing of it goes on or is kept.
 * @param {'import' | 'losses' | 'export'} name @param {Record<string, unknown>} params @param {Uint8Array<ArrayBuffer>[]} [secrets]
 * @returns {Promise<any>}
 */
export async function file(name, params, secrets) {
  await lives();
  return act(name, { ...params, page }, secrets);
}

/** Gives up what takes its time: the check of a password, or of this page what is done with a file. */
export const cancel = () => act('cancel', { page });

/** Whether something is needed to open the vault. @param {Pick<Overview, 'slots'>} overview */
export const isProtected = ({ slots }) => slots.some(({ type }) => type !== 'none');

/** Whether there is something to lock. @param {Overview} overview */
export const lockable = (overview) => overview.state === 'open' && isProtected(overview);

/** Locks the vault; resolves when nothing of it is left in memory of the engine. @returns {Promise<void>} */
export function lock() {
  return ask('background', 'lock.now');
}

/** Lets the scan Worker get ready, since a scan is likely. */
export function warm() {
  ask('engine', 'warm').catch(() => {});
}
