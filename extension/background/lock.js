// SPDX-License-Identifier: MIT
// The lock: keeps the vault key while the vault is open, for an engine that has to be started again, and ends the engine
// when the vault has to be locked. The key is in storage.session only: the end of the browser is the end of it.
import { Failure, ask, problemOf } from '../platform/messages.js';
import * as offscreen from '../platform/offscreen.js';
import { drop, keep, recall } from '../platform/session.js';
import { say } from '../platform/words.js';
import * as notice from './notice.js';
import { forget } from './peek.js';

/** @typedef {import('../engine/settings.js').Plan} Plan */

const alarm = 'lock';

/** Kept while the vault is being locked: a service worker that is started in the middle of that goes on with it. */
const mark = 'locking';

/** What pages are told over this channel: that they have something to forget. */
const news = new BroadcastChannel('inkan');

/** @returns {Promise<string | null>} Base64; null also when its time is over and the alarm, after a sleep, has not rung yet */
export async function recallKey() {
  if (await recall(mark)) return null;
  const plan = /** @type {Plan | undefined} */ (await recall('plan'));
  // Or when the clock was set back by as much: then nothing tells how long it was.
  if (plan && plan.minutes > 0 && Math.abs(Date.now() - ((await recall('used')) ?? 0)) > plan.minutes * 60_000) await dropKey();
  return (await recall('key')) ?? null;
}

/** @param {string} key  Base64 */
export async function keepKey(key) {
  // An engine that is being ended has nothing to keep any more.
  if (!await recall(mark)) await keep('key', key);
}

export async function dropKey() {
  await drop('key');
}

/**
 * What the engine says when it has started, and when the vault has been unlocked or protected.
 * @param {boolean} locked @param {Plan | null} plan  null of a vault that is locked, or cannot be
 */
export async function report(locked, plan) {
  if (plan && await recall(mark)) return; // of an engine that is being ended
  await show(locked);
  if (plan) {
    await keep('plan', plan);
    await used();
  } else {
    await Promise.all([drop('plan'), drop('used'), chrome.alarms.clear(alarm)]);
  }
}

/** @param {boolean} locked */
async function show(locked) {
  const icon = locked ? 'icons/locked-' : 'icons/';
  const title = locked ? `${say('appName')} – ${say('lockedTitle')}` : say('appName');
  await Promise.all([chrome.action.setIcon({ path: { 16: `${icon}16.png`, 32: `${icon}32.png` } }), chrome.action.setTitle({ title })]);
}

/** Inkan was used: the minutes begin anew. */
export async function used() {
  const plan = /** @type {Plan | undefined} */ (await recall('plan'));
  if (!plan) return;
  await keep('used', Date.now());
  if (plan.minutes > 0) await chrome.alarms.create(alarm, { delayInMinutes: plan.minutes });
  else await chrome.alarms.clear(alarm);
}

/** @type {Promise<void> | null} */
let locking = null;

/** Locks the vault, if it can be: the key is forgotten and the engine ended, with all its memory. */
export function lock() {
  locking ??= lockNow().finally(() => { locking = null; });
  return locking;
}

async function lockNow() {
  // A key is kept a moment before the engine says when to lock.
  if (!await recall('plan') && !await recall('key') && !await recall(mark)) throw new Failure({ code: 'not-protected' });
  await keep(mark, true);
  // The key goes first: whatever fails after that, no engine comes up open.
  await drop('key');
  // What is being stored is stored, but nobody waits for ever.
  await Promise.race([ask('engine', 'end').catch(problemOf), new Promise((resolve) => { setTimeout(resolve, 3000); })]);
  await offscreen.end();
  // The key again: the engine may have been about to keep it.
  await Promise.all([...['key', 'plan', 'used'].map(drop), forget(), chrome.alarms.clear(alarm), notice.clear()]);
  await drop(mark);
  await show(true);
  news.postMessage('locked');
}

/** @param {keyof Plan} when */
async function lockIf(when) {
  const plan = /** @type {Plan | undefined} */ (await recall('plan'));
  if (plan ? plan[when] : await recall('key')) await lock();
}

/** Registers what locks the vault by itself; called when the service worker starts. */
export function watch() {
  const quietly = (/** @type {Promise<unknown>} */ work) => { work.catch(problemOf); };
  quietly(recall(mark).then((locking) => locking && lock()));
  chrome.alarms.onAlarm.addListener(({ name }) => { if (name === alarm) quietly(lockIf('minutes')); });
  chrome.idle.onStateChanged.addListener((state) => { if (state === 'locked') quietly(lockIf('screen')); });
  chrome.windows.onRemoved.addListener(async () => {
    if ((await chrome.windows.getAll()).length === 0) quietly(lockIf('window'));
  });
  chrome.commands.onCommand.addListener((command) => { if (command === 'lock') lock().catch(problemOf); });
}
