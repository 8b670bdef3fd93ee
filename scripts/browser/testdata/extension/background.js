// SPDX-License-Identifier: MIT
globalThis.events = [];
const note = (name) => async () => {
  events.push(name);
  const { log = [] } = await chrome.storage.local.get('log');
  await chrome.storage.local.set({ log: [...log, name] });
};
chrome.runtime.onInstalled.addListener(note('installed'));
chrome.runtime.onStartup.addListener(note('startup'));
chrome.commands.onCommand.addListener(note('command'));

const engine = async () => {
  const living = await chrome.runtime.getContexts({ contextTypes: ['OFFSCREEN_DOCUMENT'] });
  if (living.length === 0) {
    await chrome.offscreen.createDocument({ url: 'offscreen.html', reasons: ['WORKERS'], justification: 'fixture' });
  }
};
const capture = async () => {
  const url = await chrome.tabs.captureVisibleTab({ format: 'png' });
  const bitmap = await createImageBitmap(new Blob([Uint8Array.fromBase64(url.slice(url.indexOf(',') + 1))]));
  return `captured ${bitmap.width}x${bitmap.height}`;
};
const area = async () => {
  const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
  await chrome.scripting.executeScript({ target: { tabId: tab.id }, files: ['overlay.js'] });
};
chrome.runtime.onMessage.addListener((message, sender, reply) => {
  if (message.area) {
    chrome.storage.local.set({ area: message.area }).then(() => reply(true));
    return true;
  }
  const job = { capture, area, engine }[message];
  if (!job) return false;
  job().then(reply, (error) => reply(String(error)));
  return true;
});
engine();
