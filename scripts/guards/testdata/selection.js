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
/** Tabs that were opened. @type {string[]} */
const tabs = [];
Object.assign(chrome.tabs, { create: async (/** @type {{ url: string }} */ { url }) => tabs.push(url.split('#')[0]) && { id: 9 } });
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

await check('what came by another way while a box was read was there already, and Undo does not take it', async () => {
  const { add } = answers;
  answers.add = () => ({ added: [], present: ['A'], waiting: 0 });
  await selecting();
  await selection.donePage({ x: 0, y: 0, width: 1, height: 1 }, /** @type {any} */ ({ tab: { id: 1 }, documentId: 'D' }));
  assert.deepEqual(session.kept.get('notice'), { kind: 'found', readings: [{ ...account, present: 'A' }], site: 'example.com', area: true });
  answers.add = add;
});

await check('a page that hangs has its picture to drag a box over', async () => {
  await selection.begin(2);
  assert.deepEqual(tabs, ['/scan/selector.html']);
  assert.equal(session.kept.get('selection').kind, 'selector');
});

await check('a picture that was pointed at in a page that hangs is looked for in all of the tab, and the next key counts', async () => {
  /** @type {(info: any, tab: any) => void} */
  let choose = () => {};
  /** @type {(command: string, tab: any) => void} */
  let press = () => {};
  Object.assign(chrome.contextMenus, { onClicked: { addListener: (listener) => { choose = listener; } } });
  Object.assign(chrome.commands, { onCommand: { addListener: (listener) => { press = listener; } } });
  (await import('./extension/background/menu.js')).watch();
  let scans = 0;
  const scanned = () => new Promise((resolve) => {
    answers.scan = ({ box }) => {
      scans++;
      assert.equal(box, undefined);
      resolve(0);
      return { readings: [account, account], times: {} };
    };
  });
  await Promise.all([scanned(), choose({ menuItemId: 'scan', mediaType: 'image', srcUrl: 'a', frameId: 0 }, { id: 2, windowId: 1 })]);
  while (session.kept.has('underway')) await new Promise(setImmediate);
  await new Promise(setImmediate);
  await Promise.all([scanned(), press('scan', { id: 2, windowId: 1 })]);
  assert.equal(scans, 2);
});
