// SPDX-License-Identifier: MIT
const $ = (id) => document.getElementById(id);
document.documentElement.lang = chrome.i18n.getUILanguage();
$('capture').textContent = chrome.i18n.getMessage('capture');
const say = (text) => { $('status').textContent = text; };
let clicks = 0;
$('count').onclick = (event) => {
  clicks++;
  $('clicks').textContent = `${clicks} clicks${event.isTrusted ? '' : ' (not trusted)'}`;
};
$('capture').onclick = async () => say(await chrome.runtime.sendMessage('capture'));
$('area').onclick = async () => { await chrome.runtime.sendMessage('area'); window.close(); };
$('copy').onclick = async () => { await navigator.clipboard.writeText($('secret').value); say('copied'); };
$('tall').onclick = () => say('far button clicked');
$('secret').onkeydown = (event) => {
  if (event.key === 'Enter') say(`${event.shiftKey ? 'shift+' : ''}enter with ${$('secret').value}`);
};
