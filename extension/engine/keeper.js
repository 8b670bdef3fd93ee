// SPDX-License-Identifier: MIT
// The keeper of the vault: calls through the one door to Go, and changes that are stored before they count.
import { Failure, problemOf } from '../platform/messages.js';
import { turns } from '../platform/turns.js';
import * as store from './store.js';

/**
 * @typedef {import('./vault.d.ts').VaultMethods} Methods
 * @typedef {import('./vault.d.ts').Account} Account
 */

/** @type {WebAssembly.Module | null} */
let compiled = null;
/** @type {WebAssembly.Memory | null} */
let memory = null;

/** @returns {Promise<void>} resolves when Go answers */
export async function startGo() {
  const go = new Go();
  // Bytes and instantiate rather than instantiateStreaming: for an extension's own files it is the faster of the two.
  const response = await fetch(new URL('vault.wasm', import.meta.url));
  const { module, instance } = await WebAssembly.instantiate(await response.arrayBuffer(), go.importObject);
  compiled = module;
  memory = /** @type {WebAssembly.Memory} */ (instance.exports.mem);
  void go.run(instance);
}

let wiped = false;

/**
 * Overwrites all that Go has in memory, and with it Go: the browser gives the memory of a closed document back when it pleases.
 */
export function wipe() {
  wiped = true;
  if (memory) new Uint8Array(memory.buffer).fill(0);
}

/** The program, for a Worker that runs an instance of its own. */
export function program() {
  if (!compiled) throw new Failure({ code: 'starting' });
  return compiled;
}

/**
 * Calls Go. The bytes given are wiped: they are secrets or files, and Go has its own copy, which it wipes too.
 * @template {keyof Methods & string} M
 * @param {M} method @param {Methods[M]['params']} params @param {Uint8Array} [bytes]
 * @returns {{ result: Methods[M]['result'], bytes: Uint8Array<ArrayBuffer> | null }}
 */
export function call(method, params, bytes) {
  // Who was waiting for something else when the vault was locked: nothing of Go is left to run.
  if (wiped) throw new Failure({ code: 'vault-locked' });
  const answer = answered(method, JSON.stringify(params), bytes);
  bytes?.fill(0);
  const { ok, error } = JSON.parse(answer.json);
  if (error) {
    const { message, ...problem } = error;
    throw new Failure(problem);
  }
  return { result: ok, bytes: answer.bytes };
}

/**
 * A Go program that has ended (out of memory, say) throws or answers nothing; either way it is over.
 * @param {keyof Methods & string} method @param {string} params @param {Uint8Array | undefined} bytes
 */
function answered(method, params, bytes) {
  try {
    const answer = globalThis.vault.call(method, params, bytes);
    if (typeof answer?.json === 'string') return answer;
  } catch (error) {
    console.error('the Go program has ended', error);
  }
  throw new Failure({ code: 'crashed' });
}

let generation = 0;
/** Whether another copy than the current one had to be opened. */
let mended = false;
/** Whether the file that is current needs something to be opened with. */
let guarded = false;
/** When the file that is current was written. */
let written = 0;
/** The older versions there are: when each generation was written. @type {Map<number, number>} */
let versions = new Map();

/**
 * Opens the newest whole copy there is, and mends the others from it; makes a new vault only where there never was one.
 * @returns {Promise<boolean>} whether it is locked, and waits to be unlocked
 */
export async function open() {
  const unlisted = (/** @type {unknown} */ error) => {
    console.warn('the older versions cannot be listed', error); // the vault itself may well be readable
    return new Map();
  };
  const [found, older] = await Promise.all([store.copies(), store.versionTimes().catch(unlisted)]);
  versions = older;
  if (found.length === 0) {
    const { bytes } = call('create', { now: Date.now() });
    await keep(bytes, 0);
    return false;
  }
  const copies = found.map((copy) => ({ ...copy, ...inspected(copy.file) }));
  // The first of the newest: the current one before its mirror.
  const newest = copies.reduce((a, b) => (b.generation > a.generation ? b : a));
  const best = newest.whole ? newest : await newestVersion();
  if (!best) throw new Failure({ code: 'vault-damaged' });
  const opened = call('open', { now: Date.now() }, best.file.slice()).result;
  generation = opened.generation;
  written = best.time ?? Date.now();
  guarded = opened.locked;
  mended = best.where !== 'current';
  // Mending is for next time: what was opened is whole, and a store that cannot be written says so at the next change.
  await store.mend({ generation, file: best.file }, copies).catch(problemOf);
  return opened.locked;
}

/** Whether another copy was opened than the one that should have been: what was changed last may be missing. */
export const wasMended = () => mended;

/**
 * The copies that cannot be used: the one that was put aside when another took its place or, when none is whole, all.
 * @returns {Promise<Uint8Array<ArrayBuffer>[]>}
 */
export async function damaged() {
  const [aside, others] = await Promise.all([store.aside(), generation === 0 ? store.copies() : []]);
  return [...others.map(({ file }) => file), ...(aside ? [aside] : [])];
}

/** Gives up the copy that was put aside. */
export const dropDamaged = () => store.dropAside();

/** Whether the vault needs something to be opened with. */
export const isGuarded = () => guarded;

/** The newest older version that is whole, for when no copy is. Those after it go: what comes next takes their numbers. */
async function newestVersion() {
  const broken = [];
  for (const { generation: one, time } of listVersions()) {
    const file = await store.version(one);
    if (file && inspected(file).whole) {
      for (const version of broken) {
        await store.replaceVersion(version, 0, null);
        versions.delete(version);
      }
      return { where: 'version', file, time };
    }
    broken.push(one);
  }
  return null;
}

/**
 * @param {Uint8Array<ArrayBuffer>} file
 * @returns {{ whole: boolean, generation: number }}
 */
function inspected(file) {
  try {
    return { whole: true, generation: call('inspect', {}, file.slice()).result.generation };
  } catch (error) {
    // A copy by a newer Inkan must win over an older whole one: writing the older would lose what the newer knows.
    if (!(error instanceof Failure) || error.problem.code !== 'vault-damaged') throw error;
    return { whole: false, generation: -1 };
  }
}

const inTurn = turns();

/** What leaves files behind that open with less, or with something else, than the vault does from then on. */
const replacing = ['addPassword', 'changePassword', 'confirmRecoveryKey', 'removeSlot', 'unprotect'];

/** What no earlier version is kept for: somebody would look through ten of them for what they have changed. */
const passing = ['use'];

/**
 * Changes the vault: one change at a time, and the promise resolves when the new state is stored durably. A change that
 * cannot be stored never happened.
 * @template {keyof Methods & string} M
 * @param {M} method @param {Methods[M]['params']} params @param {Uint8Array} [bytes]
 * @returns {Promise<Methods[M]['result']>}
 */
export function change(method, params, bytes) {
  return inTurn(async () => {
    const { result, bytes: file } = call(method, params, bytes);
    if (!file) return result;
    const outdates = replacing.includes(method);
    await keep(file, generation, { outdates, passing: passing.includes(method) });
    if (outdates) guarded = method !== 'unprotect';
    return result;
  });
}

/** Accounts added at a time: some milliseconds' work. */
const portion = 50;

/**
 * As change, of pending readings that become accounts, all or none. Between portions whatever else waits for this thread has
 * its turn: popups share it.
 * @param {string[]} refs @returns {Promise<Methods['add']['result']>}
 */
export function add(refs) {
  return inTurn(async () => {
    const now = Date.now();
    /** @type {Methods['add']['result']} */
    const all = { added: [], present: [] };
    for (let to = refs.length; ; to -= portion) {
      const from = Math.max(0, to - portion);
      const { result, bytes } = call('add', { now, refs: refs.slice(from, to), more: from > 0 });
      all.added.unshift(...result.added);
      all.present.unshift(...result.present);
      if (from === 0) {
        if (bytes) await keep(bytes, generation);
        return all;
      }
      await pause();
    }
  });
}

/** Resolves when nothing else waits for this thread. */
export const pause = () => scheduler.postTask(() => {}, { priority: 'background' });

/** Resolves when what was asked for until now is stored, or was refused; the mirror too. */
export async function settled() {
  await inTurn(() => {});
  await store.mirrored();
}

/**
 * @param {Uint8Array<ArrayBuffer> | null} file @param {number} from
 * @param {{ outdates?: boolean, passing?: boolean }} [how]  outdates: what is stored beside it; passing: what it replaces becomes
 *   no version
 */
async function keep(file, from, how = {}) {
  if (!file) throw new Failure({ code: 'internal' });
  const now = Date.now();
  try {
    const { kept, drop } = how.passing ? { kept: versions, drop: [] } : versionsAfter(from);
    await store.put({ generation: from + 1, file, time: now }, from, { ...how, written, drop });
    versions = kept;
    written = now;
  } catch (error) {
    call('abort', {});
    throw error;
  }
  generation = call('commit', {}).result.generation;
}

/**
 * The older versions there are once one more is stored, and those that are not worth keeping any more then.
 * @param {number} newest  generation
 * @returns {{ kept: Map<number, number>, drop: number[] }}
 */
function versionsAfter(newest) {
  const all = new Map(versions);
  if (newest > 0) all.set(newest, written);
  const { generations } = call('keep', { generations: [...all.keys()], times: [...all.values()] }).result;
  const kept = new Map([...all].filter(([one]) => generations.includes(one)));
  return { kept, drop: [...all.keys()].filter((one) => !kept.has(one)) };
}

/** The older versions there are, the newest first. @returns {{ generation: number, time: number }[]} */
export function listVersions() {
  return [...versions].map(([one, time]) => ({ generation: one, time })).sort((a, b) => b.generation - a.generation);
}

/** @param {number} older  generation @returns {Promise<Uint8Array<ArrayBuffer>>} its file */
async function versionOf(older) {
  const file = await store.version(older);
  if (!file) throw new Failure({ code: 'version-gone' });
  return file;
}

/**
 * What an account was in an older version.
 * @param {number} older  its generation @param {Methods['past']['params']} params
 */
export const past = async (older, params) => call('past', params, await versionOf(older)).result;

/**
 * Brings an account back to what it was in an older version.
 * @param {number} older  its generation @param {string} id
 */
export const putBack = async (older, id) => change('putBack', { now: Date.now(), id }, await versionOf(older));

/**
 * Brings the accounts back to what they were in an older version.
 * @param {number} older  its generation
 */
export async function revert(older) {
  call('offer', {}, await versionOf(older));
  await change('revert', { now: Date.now(), slot: '' }, new Uint8Array());
}

/**
 * Takes away, or seals anew, every file that opens with less, or with something else, than the vault does now. Until all of
 * it is done the store remembers that it has to be, so that it is done at the next opening at the latest.
 */
export function seclude() {
  return inTurn(async () => {
    if (!await store.hasOutdated()) return;
    // All that are stored, whether or not they could be listed when the vault was opened.
    for (const [one, time] of await store.versionTimes()) {
      const file = await store.version(one);
      const again = file && resealed(file);
      await store.replaceVersion(one, time, again);
      if (!again) versions.delete(one);
    }
    await store.forgetOutdated();
  });
}

/** @param {Uint8Array<ArrayBuffer>} file @returns {Uint8Array<ArrayBuffer> | null} null when it cannot be: its key was another one */
function resealed(file) {
  try {
    return call('reseal', {}, file).bytes;
  } catch (error) {
    problemOf(error);
    return null;
  }
}

/**
 * Takes what was scanned while the vault was locked into it. Entries are removed once what they hold is stored; those that
 * cannot be read stay.
 * @returns {Promise<string[]>} the ids of the accounts made
 */
export async function collect() {
  const entries = await store.inbox();
  if (entries.length === 0) return [];
  const all = new Uint8Array(await new Blob(entries.map(({ entry }) => entry)).arrayBuffer());
  const { added, refused } = await change('collect', { now: Date.now() }, all);
  await store.emptyInbox(entries.filter((_, i) => !refused.includes(i)).map(({ key }) => key));
  return added;
}

/**
 * Counts what is in the trash, unless that was done in the last hours: each time is a change, and a version.
 * @returns {Promise<boolean>} whether anything is another now
 */
export async function sweep() {
  const now = Date.now();
  const since = now - await store.swept();
  if (since >= 0 && since < 20 * 60 * 60_000) return false;
  const before = generation;
  await change('sweep', { now });
  await store.setSwept(now);
  return generation !== before;
}

/** How many accounts wait to be collected. A store that cannot be read has none to offer. */
export async function countWaiting() {
  return (await store.inbox().catch(() => [])).length;
}

/**
 * Seals pending readings for the locked vault. They are forgotten when the entries are stored.
 * @param {string[]} refs
 */
export async function post(refs) {
  const now = Date.now();
  // One record each, so that one that cannot be read can be told from the others. The first is to be shown first.
  const entries = refs.map((ref, i) => call('post', { now: now + refs.length - 1 - i, refs: [ref] }).bytes ?? new Uint8Array());
  await store.post(entries);
  call('forget', { refs });
}
