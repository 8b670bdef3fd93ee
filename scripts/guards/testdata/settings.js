// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { check, clock } from './chrome.js';
import { groupsOf, inOrder, steady } from './extension/engine/order.js';
import { checkSetting, planOf, settingsOf, table } from './extension/engine/settings.js';

const day = 24 * 60 * 60_000;

await check('what was chosen holds, and of what cannot be the standard', async () => {
  const standard = Object.fromEntries(Object.entries(table).map(([name, { standard: value }]) => [name, value]));
  assert.deepEqual(settingsOf([]), standard);
  for (const [name, { standard: own, values }] of Object.entries(table)) {
    assert.ok(values.includes(own), name);
    for (const value of values) assert.deepEqual(settingsOf([{ name, value: JSON.stringify(value) }]), { ...standard, [name]: value }, name);
    for (const value of ['null', '7', '"x"', '{}', '[1]', '"true"', '-1']) assert.deepEqual(settingsOf([{ name, value }]), standard, `${name} ${value}`);
  }
  assert.deepEqual(settingsOf([{ name: 'of another version', value: '1' }, { name: '__proto__', value: '{"x":1}' }]), standard);
  assert.deepEqual(planOf(settingsOf([{ name: 'lock.minutes', value: '0' }])), { minutes: 0, screen: true, window: true });
});

await check('only what is a setting can be set, to what it can be', async () => {
  assert.equal(checkSetting({ name: 'lock.minutes', value: '60' }), 'lock');
  assert.equal(checkSetting({ name: 'list.order', value: '"hand"' }), 'popup');
  for (const [name, value] of [['lock.minutes', '61'], ['lock.minutes', '"60"'], ['lock.screen', 'null'], ['list.order', '"x"'], ['other', 'true'], ['toString', '1'], ['__proto__', '1']]) {
    assert.throws(() => checkSetting({ name, value }), ({ problem }) => problem.code === 'refused', name);
  }
});

/** @param {string} ids  of accounts */
const named = (ids) => ids.split('').map((id) => ({ id, issuer: id, account: '', added: 0 }));
/** @param {any[]} accounts */
const ids = (accounts) => accounts.map(({ id }) => id).join('');

await check('what is used often and was used last comes first, after what is pinned', async () => {
  const { now } = clock;
  const accounts = [
    { id: 'n', issuer: 'n', account: '', added: now - day }, // never used
    { id: 'o', issuer: 'o', account: '', added: now - 90 * day, uses: 1000, used: now - 60 * day },
    { id: 'p', issuer: 'p', account: '', added: now - 90 * day, pinned: true },
    { id: 'd', issuer: 'd', account: '', added: now - 90 * day, uses: 40, used: now - day },
    { id: 'j', issuer: 'j', account: '', added: now - 90 * day, uses: 1, used: now },
    { id: 'f', issuer: 'f', account: '', added: now - 90 * day, uses: 1, used: now + 900 * day }, // by a clock that was wrong
  ];
  assert.equal(ids(inOrder(accounts, 'use')), 'pdjfno');
  clock.now += 30 * day; // nothing is used, and nothing moves but for what was to come
  assert.equal(ids(inOrder(accounts.slice(0, 5), 'use')), 'pdjno');
  clock.now -= 30 * day;
  // Of ones that were never used the order by hand holds; so it does by hand.
  assert.equal(ids(inOrder(named('xab'), 'use')), 'xab');
  assert.equal(inOrder(accounts, 'hand'), accounts);
});

await check('names are in the order of the language, numbers by what they are', async () => {
  const accounts = ['b', 'Émile', 'a10', 'a9', 'Z', 'f', 'A'].map((issuer, i) => ({ id: String(i), issuer, account: '', added: 0, pinned: issuer === 'Z' }));
  assert.deepEqual(inOrder(accounts, 'name').map(({ issuer }) => issuer), ['Z', 'A', 'a9', 'a10', 'b', 'Émile', 'f']);
  const one = [{ id: '1', issuer: 'x', account: 'b' }, { id: '2', issuer: '', account: 'w' }, { id: '3', issuer: 'x', account: 'a' }];
  assert.equal(ids(inOrder(/** @type {any} */ (one), 'name')), '231');
});

await check('a list that is open stays as it is; what is new comes before what follows it', async () => {
  const before = named('abcd');
  const pin = (/** @type {any[]} */ accounts, /** @type {string} */ pins) => accounts.map((one) => ({ ...one, pinned: pins.includes(one.id) }));
  assert.equal(ids(steady(before, named('dcba'))), 'abcd');
  assert.equal(ids(steady(before, named('xdcyza'))), 'yzacxd');
  assert.equal(ids(steady(before, pin(named('cdba'), 'c'))), 'cabd');
  assert.equal(ids(steady(pin(before, 'ab'), pin(named('bdac'), 'b'))), 'bacd');
  assert.equal(ids(steady(pin(before, 'ab'), pin(named('bdca'), 'b'))), 'bcda');
  assert.equal(ids(steady([], named('ba'))), 'ba');
});

await check('groups are named once, in the order of the language', async () => {
  assert.deepEqual(groupsOf(/** @type {any} */ ([{ groups: ['Work', 'a'] }, {}, { groups: ['Éa', 'Work', 'B'] }])), ['a', 'B', 'Éa', 'Work']);
  assert.deepEqual(groupsOf([]), []);
});
