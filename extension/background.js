// SPDX-License-Identifier: MIT
// The service worker: routes messages, captures tabs, starts the engine. It keeps no state of its own, so that it may be
// stopped between any two events; every listener is registered before the first await.
import * as attempts from './background/attempts.js';
import * as fill from './background/fill.js';
import * as lock from './background/lock.js';
import * as menu from './background/menu.js';
import * as mirror from './background/mirror.js';
import * as notice from './background/notice.js';
import * as omnibox from './background/omnibox.js';
import * as peek from './background/peek.js';
import * as scan from './background/scan.js';
import * as selection from './background/selection.js';
import { since } from './platform/changes.js';
import { ask, listen } from './platform/messages.js';
import * as offscreen from './platform/offscreen.js';

// Content scripts could read storage.local otherwise, and sync, if anything were in it; setting it again on every start is free.
for (const area of [chrome.storage.local, chrome.storage.session, chrome.storage.sync]) {
  void area.setAccessLevel({ accessLevel: 'TRUSTED_CONTEXTS' });
}

chrome.runtime.onInstalled.addListener(({ reason, previousVersion = '' }) => {
  if (reason === 'update') void notice.updated(since(previousVersion));
  if (reason === 'install') greet().catch((error) => console.error('no page of welcome', error));
  startEngine();
});
chrome.runtime.onStartup.addListener(startEngine);
chrome.alarms.onAlarm.addListener(({ name }) => { if (name === 'sweep') ask('engine', 'sweep').catch(() => {}); });
lock.watch();
menu.watch();
omnibox.watch();
chrome.tabs.onRemoved.addListener((tabId) => { void selection.forget(tabId); });

void selection.recover();

function startEngine() {
  menu.make().catch((error) => console.error('there is no context menu', error));
  void chrome.alarms.create('sweep', { periodInMinutes: 24 * 60 });
  offscreen.start().catch((error) => console.error('the engine did not start', error));
}

/** Once: an unpacked extension is installed anew each time the browser starts. */
async function greet() {
  const { greeted } = await chrome.storage.local.get('greeted');
  if (greeted) return;
  await chrome.storage.local.set({ greeted: true });
  await chrome.tabs.create({ url: '/manage/manage.html#welcome' });
}

listen('background', {
  'engine.start': { from: ['popup', 'selector', 'manage'], answer: () => offscreen.start() },
  'engine.restart': { from: ['engine'], answer: () => offscreen.restart() },
  'key.recall': { from: ['engine'], answer: () => lock.recallKey() },
  'key.keep': { from: ['engine'], answer: ({ key }) => lock.keepKey(key) },
  'key.drop': { from: ['engine'], answer: () => lock.dropKey() },
  'lock.report': { from: ['engine'], answer: ({ locked, plan }) => lock.report(locked, plan) },
  'lock.used': { from: ['engine'], answer: () => lock.used() },
  'lock.now': { from: ['engine', 'popup', 'manage'], answer: () => lock.lock() },
  'attempt.check': { from: ['engine'], answer: () => attempts.check() },
  'attempt.count': { from: ['engine'], answer: () => attempts.count() },
  'attempt.right': { from: ['engine'], answer: () => attempts.right() },
  'mirror.read': { from: ['engine'], answer: () => mirror.read() },
  'mirror.write': { from: ['engine'], answer: ({ file }) => mirror.write(file) },
  'notice.read': { from: ['popup', 'engine', 'manage'], answer: () => notice.read() },
  'notice.mended': { from: ['engine'], answer: () => notice.mended() },
  'notice.added': { from: ['engine'], answer: ({ ids }) => notice.collected(ids) },
  'notice.seen': { from: ['popup'], answer: () => notice.clear() },
  'scan.peek': { from: ['popup'], answer: ({ tabId }) => peek.peek(tabId), unseen: (_, answer) => peek.unseen(answer) },
  'scan.tab': { from: ['popup'], answer: ({ tabId }) => scan.tab(tabId), unseen: ({ tabId }, outcome) => selection.unseen(tabId, outcome) },
  'scan.area': { from: ['popup'], answer: ({ tabId }) => selection.begin(tabId) },
  fill: { from: ['popup'], answer: ({ tabId, id }) => fill.fill(tabId, id) },
  'fill.look': { from: ['popup'], answer: ({ tabId, id }) => fill.offers(tabId, id) },
  // The only messages a page's content script may send: "this box, please" and "never mind". Both mean something only
  // while the person is selecting in that very document.
  'selection.done': { from: ['page'], answer: ({ selection: box }, sender) => selection.donePage(box, sender) },
  'selection.cancelled': { from: ['page'], answer: (_, sender) => selection.cancelPage(sender) },
  'selector.done': { from: ['selector'], answer: ({ box }, sender) => selection.doneSelector(box, sender) },
  'selector.cancelled': { from: ['selector'], answer: (_, sender) => selection.cancelSelector(sender) },
});
