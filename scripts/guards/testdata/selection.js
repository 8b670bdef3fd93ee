// SPDX-License-Identifier: MIT
// A page that hangs, by itself or on purpose, keeps the person from nothing but itself.
import assert from 'node:assert/strict';
import { answers, check, session } from './chrome.js';

/** Runs at once what would be waited for at most so long. */
globalThis.setTimeout = /** @type {any} */ ((work, _, ...what) => setImmediate(work, ...what));
const never = new Promise(() => {});

Object.assign(chrome, { scripting: { executeScript: () => never } });
Object.assign(chrome.tabs, {
  get: async (/** @type {number} */ id) => ({ id, windowId: 1, active: true, lastAccessed: 1, url: 'https://example.com/' }),
  captureVisibleTab: async () => 'data:image/jpeg;base64,',
});
answers.place = () => ({ site: 'example.com', secure: true, accounts: [{ id: 'A', digits: 6 }], alike: '' });
answers.add = () => ({ added: ['A'], present: [], waiting: 0 });

const selection = await import('./extension/background/selection.js');
const account = { kind: 'account', ref: 'R', account: { issuer: 'a' } };
const selecting = () => session.set({ selection: { kind: 'page', tabId: 1, windowId: 1, documentId: 'D' } });

await check('another page is read while one hangs on which a box was to be dragged', async () => {
  await selecting();
  answers.scan = () => ({ readings: [account, account], times: {} });
  await selection.direct(2, 1, async () => undefined);
  assert.equal(session.kept.get('notice').kind, 'found');
});

await check('what was added of a page that hangs then is told', async () => {
  await selecting();
  answers.scan = () => ({ readings: [account], times: {} });
  await selection.donePage({ x: 0, y: 0, width: 1, height: 1 }, /** @type {any} */ ({ tab: { id: 1 }, documentId: 'D' }));
  assert.deepEqual(session.kept.get('notice'), { kind: 'added', ids: ['A'], site: 'example.com', fills: false });
});
