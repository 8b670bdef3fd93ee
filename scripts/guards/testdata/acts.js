// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { check } from './chrome.js';

globalThis.trustedTypes = { createPolicy: (_, rules) => rules };
const { acts } = await import('./extension/engine/acts.js');

/** What Go was asked for. */
let called = [];
/** What it answers to anything. */
const told = (method) => { called.push(method); return { json: '{"error":{"code":"told"}}' }; };
globalThis.vault = { call: told };

/** An engine as acts see it. @param {object} [more] */
const engine = (more) => ({
  state: 'open', slots: [{ id: 'P', type: 'password' }, { id: 'R', type: 'recovery' }], trusted: false, bypassed: false,
  trust() { this.trusted = true; }, changed: async () => {}, ...more,
});

/** How an act ends. @param {string} name @param {object} asked @param {object} [params] */
async function ends(name, asked, params = {}) {
  called = [];
  try {
    await acts[name](asked, params, [new Uint8Array(32), new Uint8Array(32)]);
    return 'done';
  } catch (error) {
    return error.problem?.code ?? error;
  }
}

const makers = ['password.add', 'recovery.new', 'passkey.add', 'slot.remove'];

await check('who finds the vault open makes and removes no way in', async () => {
  for (const name of makers) {
    assert.equal(await ends(name, engine()), 'verify', name);
    assert.deepEqual(called, [], name);
  }
});

await check('who finds the vault open takes nothing away', async () => {
  for (const form of ['text', 'sheet', 'migration', 'aegis', 'backup']) {
    assert.equal(await ends('export', engine(), { form }), 'verify', form);
    assert.equal(await ends('export', engine(), { form, ids: ['A'] }), 'verify', form);
    assert.deepEqual(called, [], form);
  }
});

await check('a vault that opens without a password is guarded all the same', async () => {
  for (const slots of [[{ id: 'R', type: 'recovery' }], [{ id: 'R', type: 'recovery' }, { id: 'K', type: 'passkey' }], [{ id: 'U', type: 'unknown' }]]) {
    for (const name of [...makers, 'export']) {
      assert.equal(await ends(name, engine({ slots }), { form: 'text' }), 'verify', name);
      assert.deepEqual(called, [], name);
    }
  }
});

await check('a note is given as bytes, of the account that is asked for', async () => {
  const asked = [];
  const bytes = new Uint8Array(3);
  assert.equal(await acts.note(engine({ secret: (...what) => { asked.push(what); return bytes; } }), { id: 'A' }, []), bytes);
  assert.deepEqual(asked, [['note', 'A']]);
});

await check('who finds the vault open reads no recovery codes', async () => {
  const asked = [];
  const bytes = new Uint8Array(3);
  const secret = (...what) => { asked.push(what); return bytes; };
  assert.equal(await ends('spares', engine({ secret }), { id: 'A' }), 'verify');
  assert.deepEqual(asked, []);
  assert.equal(await acts.spares(engine({ secret, trusted: true }), { id: 'A' }, []), bytes);
  assert.deepEqual(asked, [['spares', 'A']]);
});

await check('who has shown to know one does', async () => {
  for (const name of ['recovery.new', 'passkey.add', 'slot.remove', 'export']) {
    assert.equal(await ends(name, engine({ trusted: true })), 'told', name);
    assert.equal(called.length, 1, name);
  }
});

await check('nor does who finds it open where there is no password, but a recovery key', async () => {
  for (const name of makers) assert.equal(await ends(name, engine({ slots: [{ id: 'R', type: 'recovery' }] })), 'verify', name);
});

await check('the first password needs none', async () => {
  assert.notEqual(await ends('password.add', engine({ slots: [{ id: 'N', type: 'none' }] })), 'verify');
});

await check('the old password is asked for, but of somebody who came in without', async () => {
  await ends('password.change', engine(), { slot: 'R' });
  assert.deepEqual(called, ['slots']); // which way it is to be verified by
  await ends('password.change', engine({ trusted: true }), { slot: 'R' });
  assert.deepEqual(called, ['slots']);
  await ends('password.change', engine({ bypassed: true }), { slot: 'R' });
  assert.notDeepEqual(called, ['slots']);
});

await check('all keys are made new, and all protection is given up, by who shows to know a way in', async () => {
  for (const name of ['renew', 'unprotect']) {
    assert.equal(await ends(name, engine({ trusted: true, bypassed: true }), { slot: 'R' }), 'told', name);
    assert.deepEqual(called, ['slots'], name);
  }
});

await check('a wrong secret is no reason to trust, whatever the way', async () => {
  // Go says what ways there are, and that the secret opens none of them.
  for (const type of ['recovery', 'passkey']) {
    const asked = engine({ slots: [{ id: 'W', type }] });
    const answers = { slots: `{"ok":[{"id":"W","type":"${type}"}]}`, verify: '{"error":{"code":"told"}}' };
    globalThis.vault = { call: (method) => { called.push(method); return { json: answers[method] }; } };
    assert.equal(await ends('verify', asked, { slot: 'W' }), 'told');
    assert.deepEqual(called, ['slots', 'verify']);
    assert.equal(asked.trusted, false);
  }
  globalThis.vault = { call: told };
});

await check('a vault that is not open is not changed', async () => {
  for (const state of ['locked', 'starting', 'failed']) {
    for (const name of ['password.add', 'password.change', 'recovery.confirm', 'passkey.add', 'slot.remove', 'renew', 'unprotect', 'note', 'spares', 'site', 'site.bind', 'site.unbind', 'scans', 'scans.note', 'scans.delete', 'import', 'losses', 'export']) {
      assert.equal(await ends(name, engine({ state, trusted: true })), 'vault-locked', `${name} ${state}`);
      assert.deepEqual(called, [], name);
    }
  }
});
