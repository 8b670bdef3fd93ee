// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { check } from './chrome.js';
import * as site from './extension/engine/site.js';

assert.throws(() => site.domain('a.example'), /not loaded/);
await site.load();

await check('a site is a registrable domain', async () => {
  for (const [host, domain] of Object.entries({
    'example.com': 'example.com', 'login.eu.example.com': 'example.com', 'EXAMPLE.com.': 'example.com', 'a.example.co.jp': 'example.co.jp',
    'ann.github.io': 'ann.github.io', 'x.ann.github.io': 'ann.github.io', 'github.io': 'github.io', 'co.jp': 'co.jp',
    'localhost': 'localhost', 'a.bank.localhost': 'bank.localhost', '192.168.1.1': '192.168.1.1', '[::1]': '[::1]', 'intranet': 'intranet',
    'xn--r8jz45g.jp': 'xn--r8jz45g.jp',
  })) assert.equal(site.domain(host), domain, host);
});

await check('hosts are of one site or they are not', async () => {
  for (const [a, b] of [['example.com', 'www.example.com'], ['a.example.com', 'b.example.com'], ['localhost', 'LOCALHOST'], ['10.0.0.1', '10.0.0.1']]) {
    assert.ok(site.same(a, b), `${a} ${b}`);
  }
  for (const [a, b] of [
    ['example.com', 'example.org'], ['ann.github.io', 'bob.github.io'], ['a.co.jp', 'b.co.jp'], ['10.0.0.1', '10.0.0.2'], ['0.0.1', '10.0.0.1'],
    ['localhost', 'a.localhost'], ['', ''], ['', 'example.com'], ['notexample.com', 'example.com'], ['example.com.evil.net', 'example.com'],
    ['github.io', 'ann.github.io'], ['co.jp', 'example.co.jp'],
  ]) assert.ok(!site.same(a, b), `${a} ${b}`);
});

await check('an account is bound to pages of its site, by whichever port', async () => {
  const account = { site: 'login.example.com' };
  for (const url of ['https://example.com/', 'https://a.example.com:8443/x?y#z', 'http://example.com/']) assert.ok(site.binds(account, url), url);
  for (const url of [
    'https://example.org/', 'https://example.com.evil.net/', 'https://example.com@evil.net/', 'https://evil.net/?example.com', 'data:text/html,example.com',
    'chrome-extension://example.com/', 'file:///example.com', 'ftp://example.com/', 'blob:https://example.com/1', 'view-source:https://example.com/', 'about:blank', '', 'example.com',
  ]) assert.ok(!site.binds(account, url), url);
  assert.ok(!site.binds({ site: '' }, 'https://example.com/'));
});

await check('an account is bound to each site that was added', async () => {
  const account = { site: '', sites: ['example.org', 'ann.github.io'] };
  for (const url of ['https://www.example.org/', 'https://ann.github.io/']) assert.ok(site.binds(account, url), url);
  for (const url of ['https://example.com/', 'https://bob.github.io/', 'https://github.io/']) assert.ok(!site.binds(account, url), url);
  assert.ok(site.binds({ ...account, site: 'example.com' }, 'https://example.com/'));
  assert.ok(!site.binds({ site: 'example.com', sites: ['co.jp'] }, 'https://other.co.jp/'));
});

await check('what is typed is a site, or it is none', async () => {
  for (const [text, name] of Object.entries({
    'example.com': 'example.com', ' https://login.example.com:8443/x?y#z ': 'example.com', 'EXAMPLE.com.': 'example.com', 'example.com/login': 'example.com',
    'ann.github.io': 'ann.github.io', 'x.ann.github.io': 'ann.github.io', 'a.example.co.jp': 'example.co.jp', '例え.jp': 'xn--r8jz45g.jp', 'exаmple.com': 'xn--exmple-4nf.com',
    'localhost:3000': 'localhost', 'intranet': 'intranet', '192.168.1.1': '192.168.1.1', 'http://[::1]:8/': '[::1]', 'a.bank.localhost': 'bank.localhost',
  })) assert.equal(site.meant(text), name, text);
  for (const text of [
    '', ' ', 'co.jp', 'https://co.jp/', 'github.io', 'com', 'jp', 'CO.JP.', 'two words', 'example.com@evil.net', 'https://example.com@evil.net/', 'https://user:pass@example.com/', 'file:///example.com',
    'chrome://settings', 'javascript:alert(1)', 'data:text/html,example.com', 'ftp://example.com', 'https://', '*.com', '<example>',
  ]) assert.equal(site.meant(text), '', text);
});

await check('what others can write is not secure', async () => {
  for (const url of ['https://example.com/', 'http://localhost:8/', 'http://a.localhost/', 'http://127.0.0.1:8/', 'http://[::1]/']) assert.ok(site.secure(url), url);
  for (const url of ['http://example.com/', 'http://192.168.1.1/', 'http://localhost.example.com/', 'http://127.0.0.1.example.com/', 'ftp://localhost/', '']) assert.ok(!site.secure(url), url);
});

/** A host as a URL has it. @param {string} host */
const ascii = (host) => new URL(`https://${host}`).hostname;

await check('Punycode is read', async () => {
  for (const host of ['пример.рф', 'bücher.example', '例え.jp', 'ｅxample.com'.normalize('NFKC'), 'مصر.com', '他们为什么不说中文.com', '💌a.example']) {
    assert.equal(site.readable(ascii(host)), host);
  }
  for (const host of ['xn--', 'xn--a!.com', 'xn--999999999b.com']) assert.equal(typeof site.readable(host), 'string');
  assert.equal(site.readable('xn--!!.com'), 'xn--!!.com');
});

await check('a site that could be taken for another is noticed', async () => {
  const bound = 'login.example.com';
  for (const host of [
    'exаmple.com' /* Cyrillic */, 'éxample.com', 'examp1e.com', '3xample.com', 'exarnple.com', 'exampel.com', 'exmple.com', 'examplle.com', 'example.org', 'example.co.jp',
    'example-login.com', 'my-example.net', 'secureexample.com', 'example.com.evil.net', 'example.evil.net', 'login-example.evil.net', 'EXAMPIE.com', 'ехаmрlе.com', 'example.github.io',
  ]) assert.ok(site.resembles(ascii(host), bound), host);
  assert.ok(site.resembles('app1e.com', 'apple.com'));
  for (const host of [
    'example.com', 'www.example.com', 'sample.org', 'exam.com', 'news.net', 'localhost', '127.0.0.1', '[::1]', 'intranet', 'exa.mple.com',
  ]) assert.ok(!site.resembles(host, bound), host);
  for (const [host, other] of [
    ['pineapple.com', 'apple.com'], ['bob.github.io', 'ann.github.io'], ['meta.com', 'beta.com'], ['idea.com', 'id.me'], ['10.0.0.1', '10.0.0.2'], ['anything.com', ''],
    ['localhost', '127.0.0.1'], ['b.localhost', 'localhost'], ['com', 'example.com'],
  ]) assert.ok(!site.resembles(host, other), `${host} ${other}`);
});

await check('a page is told what it is to the accounts', async () => {
  const accounts = [
    { id: 'A', site: 'a.example.com', type: 'totp', digits: 6 }, { id: 'B', site: 'example.com', type: 'steam', digits: 5 },
    { id: 'C', site: 'other.net', sites: ['moreover.net'], type: 'hotp', digits: 8 }, { id: 'D', site: '', type: 'totp', digits: 6 },
  ];
  assert.deepEqual(site.place('https://www.example.com:8/login', accounts), {
    site: 'example.com', secure: true, alike: '', accounts: [{ id: 'A', digits: 6, letters: false }, { id: 'B', digits: 5, letters: true }],
  });
  assert.deepEqual(site.place('https://www.moreover.net/', accounts).accounts, [{ id: 'C', digits: 8, letters: false }]);
  assert.equal(site.place('https://moreover.org/', accounts).alike, 'moreover.net');
  assert.deepEqual(site.place('http://examp1e.com/', accounts), { site: 'examp1e.com', secure: false, alike: 'example.com', accounts: [] });
  assert.deepEqual(site.place('https://nothing.net/', accounts), { site: 'nothing.net', secure: true, alike: '', accounts: [] });
  for (const url of ['', 'chrome://extensions', 'file:///x', 'about:blank']) {
    assert.deepEqual(site.place(url, accounts), { site: '', secure: false, alike: '', accounts: [] });
  }
  // A page of a foreign suffix that others can have a name under is nobody's.
  assert.deepEqual(site.place('https://github.io/', [{ id: 'E', site: 'ann.github.io', type: 'totp', digits: 6 }]).accounts, []);
});
