// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { answers, check, clock } from './chrome.js';
import { bytesOf, called } from './go.js';

const minute = 60_000;
const { warn, error } = console;
console.warn = console.error = () => {};

/** The age of the document. Milliseconds. */
let age = 0;
performance.now = () => age;
const pass = (/** @type {number} */ time) => {
  clock.now += time;
  age += time;
};

let born = 0;
answers['mirror.read'] = () => 'AAAA'; // the vault; there is no IndexedDB

/** An engine with a locked vault. */
async function engine() {
  await import(`./extension/engine/engine.js?${++born}`);
  await globalThis.inkan.ready;
  assert.equal(globalThis.inkan.state, 'locked');
  return globalThis.inkan;
}

/** An engine whose vault was opened. @param {string} slot @param {string} text */
async function opened(slot, text) {
  const made = await engine();
  await made.act('unlock', { slot }, [bytesOf(text)]);
  assert.equal(made.state, 'open');
  return made;
}

/** How something ends. @param {() => unknown} work */
async function ends(work) {
  try {
    await work();
    return 'done';
  } catch (error) {
    return error.problem?.code ?? error;
  }
}

const makes = (/** @type {any} */ asked) => ends(() => asked.act('recovery.new'));
const changes = (/** @type {any} */ asked) => ends(() => asked.act('password.change', { slot: 'A' }, [bytesOf('forgotten'), bytesOf('a new one')]));

await check('who has come in by a passkey shows more to make a way in, or to change one', async () => {
  const asked = await opened('P', 'prf');
  assert.equal(asked.overview().bypassed, false);
  assert.equal(await makes(asked), 'verify');
  assert.equal(await changes(asked), 'password-wrong');
  await asked.act('verify', { slot: 'P' }, [bytesOf('prf')]);
  assert.equal(await makes(asked), 'done');
});

await check('a passkey that is used for it changes the password', async () => {
  const asked = await opened('P', 'prf');
  const changed = (/** @type {string} */ text) => ends(() => asked.act('password.change', { slot: 'A', by: 'P' }, [bytesOf(text), bytesOf('a new one')]));
  assert.equal(await changed('other'), 'passkey-wrong');
  assert.equal(await changed('prf'), 'store-failed'); // which is further than before
});

await check('who has come in by the recovery key has five minutes to set a password, and no more by showing another way in', async () => {
  const asked = await opened('R', 'recovery');
  assert.equal(asked.overview().bypassed, true);
  assert.equal(await changes(asked), 'store-failed'); // there is no IndexedDB; the old password was not asked for
  pass(5 * minute);
  assert.equal(asked.overview().bypassed, false);
  assert.equal(await makes(asked), 'verify');
  const again = await opened('R', 'recovery');
  await again.act('verify', { slot: 'P' }, [bytesOf('prf')]);
  assert.equal(again.overview().bypassed, false);
});

await check('who knows a password is trusted for five minutes, by the date and by the age of the document', async () => {
  const asked = await opened('A', 'second');
  assert.equal(asked.overview().bypassed, false);
  assert.equal(await makes(asked), 'done');
  clock.now += 5 * minute;
  assert.equal(await makes(asked), 'verify');
  clock.now -= 5 * minute;
  assert.equal(await makes(asked), 'done');
  age += 5 * minute;
  assert.equal(await makes(asked), 'verify');
});

await check('a wrong secret opens nothing', async () => {
  const asked = await engine();
  for (const [slot, code] of [['A', 'password-wrong'], ['R', 'recovery-wrong'], ['P', 'passkey-wrong']]) {
    assert.equal(await ends(() => asked.act('unlock', { slot }, [bytesOf('wrong')])), code);
    assert.equal(asked.state, 'locked');
  }
});

await check('pages reach no method of Go that is the engine’s own', async () => {
  const asked = await opened('A', 'first');
  for (const method of [
    'create', 'open', 'commit', 'abort', 'derive', 'argon2', 'unlock', 'resume', 'key', 'verify', 'addPassword', 'changePassword', 'addPasskey',
    'newRecoveryKey', 'confirmRecoveryKey', 'removeSlot', 'unprotect', 'take', 'give', 'post', 'collect', 'reseal', 'offer', 'merge', 'revert', 'bind', 'sealAside', 'openAside',
  ]) {
    called.length = 0;
    assert.equal(await ends(() => asked.call(method, {})), 'refused', method);
    assert.equal(await ends(() => asked.change(method, {})), 'refused', method);
    assert.deepEqual(called, [], method);
  }
});

await check('a locked vault is asked for what a scan needs alone', async () => {
  const asked = await engine();
  for (const method of ['accounts', 'settings', 'trash', 'set', 'edit', 'remove', 'restore', 'purge']) {
    called.length = 0;
    assert.equal(await ends(() => asked.call(method, {})), 'vault-locked', method);
    assert.equal(await ends(() => asked.change(method, {})), 'vault-locked', method);
    assert.deepEqual(called, [], method);
  }
  assert.equal(await ends(() => asked.call('read', {})), 'done');
});

await check('what is asked for first after a sleep finds the vault locked', async () => {
  for (const later of [15 * minute + 1, -15 * minute - 1]) {
    const asked = await opened('A', 'first');
    assert.equal(await ends(() => asked.call('codes', {})), 'done');
    clock.now += later;
    assert.equal(await ends(() => asked.call('codes', {})), 'vault-locked', String(later));
  }
});

await check('codes that a page renews by itself are no use of it, what a person does is', async () => {
  const asked = await opened('A', 'first');
  for (const way of [() => asked.call('accounts', {}), () => asked.act('present'), () => asked.place('')]) {
    clock.now += 14 * minute;
    assert.equal(await ends(() => asked.call('codes', {})), 'done');
    assert.equal(await ends(way), 'done');
  }
  clock.now += 14 * minute;
  assert.equal(await ends(() => asked.call('codes', {})), 'done');
  clock.now += 2 * minute;
  assert.equal(await ends(() => asked.call('codes', {})), 'vault-locked');
});

Object.assign(console, { warn, error });

await check('a code for a page is made for an account that is bound to its site, and for no other', async () => {
  const asked = await opened('A', 'first');
  const code = (/** @type {string} */ id, /** @type {string[]} */ ...urls) => ends(async () => assert.equal(await asked.codeFor(id, urls), '123456'));
  called.length = 0;
  for (const urls of [
    [], ['https://example.org/'], ['https://example.com.evil.net/'], ['https://example.com/', 'https://example.org/'], ['https://example.org/', 'https://example.com/'], [''],
  ]) assert.equal(await code('X', ...urls), 'fill-site', urls.join());
  for (const id of ['Y', 'Z', '']) assert.equal(await code(id, 'https://example.com/'), 'fill-site', id);
  assert.equal(await code('X', 'http://example.com/'), 'fill-insecure');
  assert.deepEqual(called, []);
  assert.equal(await code('X', 'https://example.com/', 'https://www.example.com/frame'), 'done');
  assert.deepEqual(called, ['codes']);
});

await check('a locked vault tells no page what it is, and makes no code for it', async () => {
  const asked = await engine();
  assert.equal(await ends(() => asked.place('https://example.com/')), 'vault-locked');
  assert.equal(await ends(() => asked.codeFor('X', ['https://example.com/'])), 'vault-locked');
});

await check('an account is bound to a site that is one, and to nothing else', async () => {
  const asked = await opened('A', 'first');
  const binds = (/** @type {string} */ id, /** @type {string} */ text) => ends(() => asked.act('site.bind', { id, text }));
  called.length = 0;
  for (const text of ['co.jp', 'https://github.io/', 'com', '', 'two words', 'example.org@evil.net']) assert.equal(await binds('X', text), 'site', text);
  assert.equal(await binds('nobody', 'example.org'), 'account-unknown');
  assert.equal(await binds('X', 'https://www.example.com/'), 'done'); // it is already
  assert.deepEqual(called, []);
  assert.equal(await binds('X', 'https://www.example.org/'), 'store-failed'); // which is further than before
  assert.equal(called[0], 'bind');
  const told = await asked.act('site', { id: 'X', text: 'exаmple.com' });
  assert.deepEqual(told, { site: 'xn--exmple-4nf.com', shown: 'exаmple.com', bound: false, alike: 'example.com' });
  assert.deepEqual(await asked.act('site', { id: 'X', text: 'a.example.com' }), { site: 'example.com', shown: 'example.com', bound: true, alike: '' });
});
