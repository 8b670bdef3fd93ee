// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { check } from './chrome.js';
import * as icons from './extension/engine/icons.js';
import * as site from './extension/engine/site.js';
import services from './extension/icons/services.js';

/** @param {string} issuer @param {string} [bound] */
const iconOf = (issuer, bound = '') => icons.dress([{ issuer, site: bound }])[0].icon;
/** @param {string} name */
const serviceOf = (name) => services.find(({ names }) => names[0] === name);

assert.equal(iconOf('GitHub'), undefined, 'before they are loaded everybody has a letter');
await site.load();
await icons.load();

await check('an issuer has the icon of the service it names', async () => {
  for (const [issuer, service] of Object.entries({
    'GitHub': 'GitHub', 'github': 'GitHub', 'ＧｉｔＨｕｂ': 'GitHub', 'GitHub: work': 'GitHub', 'Google (Acme Ltd.)': 'Google', 'GitLab - self-hosted': 'GitLab',
    'github.com': 'GitHub', 'www.github.com': 'GitHub', 'Twitter': 'X', 'ニコニコ': 'niconico', 'Proxmox VE': 'Proxmox', 'Home-Assistant': 'Home Assistant',
  })) assert.equal(iconOf(issuer), serviceOf(service) ?? 'such a service', issuer);
});

await check('a name that only has another inside has none', async () => {
  for (const issuer of ['Line Works', 'Xylophone', 'My GitHub', 'GitHubber', 'github.com.evil.net', '管理コンソール', '', '-', ':']) {
    assert.equal(iconOf(issuer), undefined, issuer);
  }
});

await check('the site counts where there is no issuer', async () => {
  assert.equal(iconOf('', 'login.github.com'), serviceOf('GitHub'));
  assert.equal(iconOf('Acme', 'mail.google.com'), undefined);
  assert.equal(iconOf('', 'ann.github.io'), undefined);
});

await check('names that objects have are names', async () => {
  for (const issuer of ['__proto__', 'constructor', 'toString']) assert.equal(iconOf(issuer, issuer), undefined);
});
