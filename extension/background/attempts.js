// SPDX-License-Identifier: MIT
// Wrong passwords make the next one wait. They are counted in storage.local, so that neither closing the popup nor ending
// the browser begins anew. It is a brake on hands at this browser; who has the file is slowed down by Argon2id alone.
import { Failure } from '../platform/messages.js';

/** @typedef {{ wrong: number, until: number }} Attempts  until: before this time no password is tried */

const key = 'attempts';

/** Wrong passwords that cost nothing: typing errors. */
const free = 3;
/** The longest wait. Milliseconds. */
const longest = 5 * 60_000;

/** What so many wrong ones make the next one wait. Milliseconds. @param {number} wrong */
const waitAfter = (wrong) => (wrong > free ? Math.min(longest, 1000 * 2 ** (wrong - free)) : 0);

/** @returns {Promise<Attempts>} */
async function read() {
  const { [key]: kept } = /** @type {{ [key]?: Attempts }} */ (await chrome.storage.local.get(key));
  if (!kept) return { wrong: 0, until: 0 };
  const last = Date.now() + waitAfter(kept.wrong);
  if (kept.until <= last) return kept;
  // A clock that was set back must not lock anybody out for longer: the wait begins anew, and is stored, or it would never end.
  const shorter = { ...kept, until: last };
  await chrome.storage.local.set({ [key]: shorter });
  return shorter;
}

/** Refuses ("wait", with the seconds) as long as the last wrong password makes the next one wait. @returns {Promise<Attempts>} */
export async function check() {
  const kept = await read();
  const left = kept.until - Date.now();
  if (left > 0) throw new Failure({ code: 'wait', value: String(Math.ceil(left / 1000)) });
  return kept;
}

/** Counts a password as wrong, before it is tried: an end in between is no way around, and what cannot be counted is not tried. */
export async function count() {
  const wrong = (await check()).wrong + 1;
  try {
    await chrome.storage.local.set({ [key]: { wrong, until: Date.now() + waitAfter(wrong) } });
  } catch (error) {
    console.warn('a password cannot be counted', error);
    throw new Failure({ code: 'attempt-uncounted' });
  }
}

/** It was right. */
export async function right() {
  await chrome.storage.local.remove(key);
}
