// SPDX-License-Identifier: MIT
// The service worker: routes messages, captures tabs, starts the engine. It keeps no state of its own, so that it may be
// stopped between any two events; every listener is registered before the first await.
import * as mirror from './background/mirror.js';
import * as notice from './background/notice.js';
import * as selection from './background/selection.js';
import { listen } from './platform/messages.js';
import * as offscreen from './platform/offscreen.js';

// Content scripts could read storage.local otherwise; setting it again on every start is free.
chrome.storage.local.setAccessLevel({ accessLevel: 'TRUSTED_CONTEXTS' });
chrome.storage.session.setAccessLevel({ accessLevel: 'TRUSTED_CONTEXTS' });

chrome.runtime.onInstalled.addListener(startEngine);
chrome.runtime.onStartup.addListener(startEngine);
chrome.tabs.onRemoved.addListener((tabId) => { void selection.forget(tabId); });

void selection.recover();

function startEngine() {
  offscreen.start().catch((error) => console.error('the engine did not start', error));
}

listen('background', {
  'engine.start': { from: ['popup', 'selector'], answer: () => offscreen.start() },
  'engine.restart': { from: ['engine'], answer: () => offscreen.restart() },
  'mirror.read': { from: ['engine'], answer: () => mirror.read() },
  'mirror.write': { from: ['engine'], answer: ({ file }) => mirror.write(file) },
  'notice.read': { from: ['popup', 'engine'], answer: () => notice.read() },
  'notice.seen': { from: ['popup'], answer: () => notice.clear() },
  'scan.tab': { from: ['popup'], answer: ({ tabId }, sender) => selection.whole(tabId, sender) },
  'scan.area': { from: ['popup'], answer: ({ tabId }) => selection.begin(tabId) },
  // The only messages a page's content script may send: "this box, please" and "never mind". Both mean something only
  // while the person is selecting in that very document.
  'selection.done': { from: ['page'], answer: ({ selection: box }, sender) => selection.donePage(box, sender) },
  'selection.cancelled': { from: ['page'], answer: (_, sender) => selection.cancelPage(sender) },
  'selector.done': { from: ['selector'], answer: ({ box }, sender) => selection.doneSelector(box, sender) },
  'selector.cancelled': { from: ['selector'], answer: (_, sender) => selection.cancelSelector(sender) },
});
