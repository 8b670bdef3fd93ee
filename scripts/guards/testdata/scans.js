// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { answers as asks, check, clock } from './chrome.js';
import { answers, bytesOf, called, gives } from './go.js';
import * as sights from './extension/engine/sights.js';

const day = 24 * 60 * 60_000;
const { warn } = console;
console.warn = () => {}; // the vault's own database is not there

/** All that is stored, by database and key. @type {Map<string, Uint8Array>} */
const disk = new Map();

/** As much of IndexedDB as the history asks for: one store a database. */
const record = (/** @type {string} */ name) => ({
  get: (/** @type {string} */ key) => ({ result: disk.get(`${name} ${key}`)?.slice() }),
  put: (/** @type {Uint8Array} */ bytes, /** @type {string} */ key) => ({ result: void disk.set(`${name} ${key}`, bytes.slice()) }),
  clear: () => ({ result: void disk.clear() }),
});
globalThis.indexedDB = /** @type {any} */ ({
  cmp: () => 0,
  open: (/** @type {string} */ name) => {
    const request = /** @type {any} */ ({ result: { createObjectStore() {}, close() {} } });
    request.result.transaction = () => {
      const transaction = { objectStore: () => record(name), oncomplete() {} };
      setTimeout(() => transaction.oncomplete(), 0).ref();
      return transaction;
    };
    setTimeout(() => (name === 'inkan-scans' ? request.onsuccess() : request.onerror()), 0).ref();
    return request;
  },
});

// Sealed is what begins with the key's number.
let key = 1;
const turned = (/** @type {Uint8Array} */ bytes, /** @type {number} */ by) => bytes.map((byte) => byte ^ by);
gives.sealAside = (bytes) => Uint8Array.of(key, ...turned(bytes, 0xa5));
gives.openAside = (bytes) => turned(bytes.subarray(1), 0xa5);
answers.openAside = (_, bytes) => (bytes?.[0] === key ? {} : { error: { code: 'key-wrong' } });
/** @type {{ name: string, value: string }[]} */
let chosen = [];
answers.settings = () => chosen;
answers.read = (_, bytes) => {
  const text = new TextDecoder().decode(bytes);
  if (text.startsWith('otpauth:')) return { kind: 'account', ref: 'R' };
  return { kind: text.startsWith('https:') ? 'link' : text.includes('secret=') ? 'problem' : 'text' };
};
asks['mirror.read'] = () => 'AAAA';

let born = 0;

/** An engine whose vault was opened. */
async function opened() {
  await import(`./extension/engine/engine.js?${++born}`);
  const made = globalThis.inkan;
  await made.ready;
  await made.act('unlock', { slot: 'A' }, [bytesOf('first')]);
  assert.equal(made.state, 'open');
  return made;
}
/** @param {any} asked @param {string[]} texts */
const notes = async (asked, ...texts) => { for (const text of texts) await asked.act('scans.note', {}, [bytesOf(text)]); };
/** @param {any} asked @returns {Promise<string[]>} */
const listed = async (asked) => (await asked.act('scans')).map(({ text }) => text);

await check('links and texts are kept, the latest first, sealed, for the next engine', async () => {
  const asked = await opened();
  await notes(asked, 'https://example.com/', 'a text', 'another', 'a text');
  assert.deepEqual(await listed(asked), ['a text', 'another', 'https://example.com/']);
  assert.deepEqual((await asked.act('scans')).map(({ link }) => link), [false, false, true]);
  assert.deepEqual([...disk.keys()], ['inkan-scans scans']);
  assert.ok(!Buffer.from(disk.get('inkan-scans scans')).includes('text'));
  assert.deepEqual(await listed(await opened()), ['a text', 'another', 'https://example.com/']);
});

await check('what is no link and no text is not kept, whoever says that it is one', async () => {
  const asked = await opened();
  const before = await listed(asked);
  called.length = 0;
  await notes(asked, 'otpauth://totp/a?secret=AAAA', 'here: secret=AAAA', 'WIFI:T:WPA;S:home;P:sesame;;', 'wifi:S:a;P:b;;', '\ufeffWIFI:S:a;P:b;;', '\n WiFi:S:a;P:b;;', '');
  assert.deepEqual(await listed(asked), before);
  assert.ok(called.includes('forget')); // what it was read for
  await sights.readLink(asked, bytesOf('otpauth://totp/a?secret=AAAA'), '');
  await sights.readLink(asked, bytesOf('https://example.org/'), '');
  assert.deepEqual(await listed(asked), ['https://example.org/', ...before]);
});

await check('what opens something by itself is not kept, and what only speaks of it is', async () => {
  const asked = await opened();
  const before = await listed(asked);
  for (const text of [
    'LPA:1$rsp.example.com$CODE', 'onepassword://team-account/add?key=A3-ABCDEF', 'ss://YWVzOnBhc3N3b3Jk@example.com:8388', ' vless://uuid@example.com:443', 'Trojan://word@example.com',
    '[Interface]\nPrivateKey = yAnz5TF+lXXJte14tji3zlMNq+hd2rYUIgJBgB3fBmk=', `-----BEGIN ${'PRIVATE'} KEY-----\nMIG`, `-----BEGIN OPENSSH ${'PRIVATE'} KEY-----\nb3Bl`,
    `-----BEGIN PGP ${'PRIVATE'} KEY BLOCK-----\n`, `AGE-${'SECRET'}-KEY-1QQPQQ`, `key: AGE-${'SECRET'}-KEY-1QQPQQ`,
  ]) {
    await notes(asked, text);
    assert.deepEqual(await listed(asked), before, text);
  }
  await notes(asked, 'the wifi: ask at the desk', 'https://example.com/lpa:1$', 'a private key is private', 'press: news');
  assert.equal((await listed(asked)).length, before.length + 4);
  await asked.act('scans.delete', { ids: null });
  for (const text of before.toReversed()) await notes(asked, text);
});

await check('of what was scanned no part of a longer message is kept', async () => {
  const asked = await opened();
  const before = await listed(asked);
  const { prototype } = globalThis.Worker;
  const post = prototype.postMessage;
  prototype.postMessage = function answer({ id, type }) {
    const symbols = [['a part', true], ['whole', false]].map(([text, part]) => ({ text: bytesOf(text), part, corners: [] }));
    if (type === 'look') queueMicrotask(() => this.onmessage({ data: { id, ok: { symbols, width: 1, height: 1, times: {} } } }));
  };
  const read = answers.read;
  /** @type {boolean[]} */
  const parts = [];
  answers.read = (params, bytes) => {
    parts.push(params.part);
    return read(params, bytes);
  };
  const { readings } = await sights.scan(asked, '', undefined, '');
  answers.read = read;
  prototype.postMessage = post;
  assert.equal(readings.length, 2);
  assert.deepEqual(parts, [true, false]); // what Go is not told it would take for the whole
  assert.deepEqual(await listed(asked), ['whole', ...before]);
});

await check('that the edge cuts a code is said of a box that goes as far', async () => {
  const asked = await opened();
  const { prototype } = globalThis.Worker;
  const post = prototype.postMessage;
  prototype.postMessage = function answer({ id, type, box }) {
    // What the box cuts is no matter.
    if (type === 'look') queueMicrotask(() => this.onmessage({ data: { id, ok: { symbols: [], cut: Boolean(box) || edge, width: 1, height: 1, times: {} } } }));
  };
  let edge = true;
  const cut = async (/** @type {[number, number, number, number] | undefined} */ at) => {
    const [x = 0, y = 0, width = 0, height = 0] = at ?? [];
    return (await sights.scan(asked, '', at && { x, y, width, height }, '')).cut;
  };
  assert.equal(await cut(undefined), true);
  assert.equal(await cut([0.4, 0.4, 0.2, 0.2]), false); // another code is meant
  for (const at of /** @type {[number, number, number, number][]} */ ([[0, 0.4, 0.2, 0.2], [0.4, 0.01, 0.2, 0.2], [0.8, 0.4, 0.2, 0.2], [0.4, 0.79, 0.2, 0.2]])) assert.equal(await cut(at), true, at.join());
  edge = false;
  assert.equal(await cut([0, 0, 0.2, 0.2]), false);
  prototype.postMessage = post;
});

await check('entries are deleted one by one, or all', async () => {
  const asked = await opened();
  await asked.act('scans.delete', { ids: null });
  assert.deepEqual(disk.size, 0);
  await notes(asked, 'one', 'two', 'three');
  const [, two] = await asked.act('scans');
  await asked.act('scans.delete', { ids: [two.id] });
  assert.deepEqual(await listed(asked), ['three', 'one']);
  await asked.act('scans.delete', { ids: (await asked.act('scans')).map(({ id }) => id) });
  assert.deepEqual(disk.size, 0);
});

await check('there are 200 at most, of 2,000 characters; a link that was cut is none', async () => {
  const asked = await opened();
  for (let i = 0; i < 205; i++) await notes(asked, `text ${i}`);
  const long = `https://example.com/${'é𠮷'.repeat(1000)}`;
  await notes(asked, long);
  const all = await asked.act('scans');
  assert.equal(all.length, 200);
  assert.equal(all[0].text, `${Array.from(long).slice(0, 2000).join('')}…`);
  assert.equal(all[0].link, false);
  assert.equal(all.at(-1).text, 'text 6');
  await notes(asked, long); // the same again
  assert.equal((await asked.act('scans'))[1].text, 'text 204');
  await asked.act('scans.delete', { ids: null });
});

await check('after the days that were chosen they are gone, in the daily sweep, too', async () => {
  chosen = [{ name: 'lock.minutes', value: '0' }];
  const asked = await opened();
  await notes(asked, 'first');
  clock.now += 6 * day;
  await notes(asked, 'second');
  assert.deepEqual(await listed(asked), ['second', 'first']);
  clock.now += day;
  assert.deepEqual(await listed(asked), ['second']);
  clock.now += 7 * day;
  await asked.sweep();
  assert.deepEqual(disk.size, 0);
  chosen.push({ name: 'scans.days', value: '30' });
  const other = await opened();
  await notes(other, 'third');
  clock.now += 29 * day;
  assert.deepEqual(await listed(other), ['third']);
  // A clock that was fast keeps nothing for longer than the days from when that is seen.
  clock.now -= 1000 * day;
  assert.deepEqual(await listed(other), ['third']);
  clock.now += 30 * day;
  assert.deepEqual(await listed(other), []);
  chosen = [];
});

await check('under other keys it is sealed anew; what does not open any more is deleted', async () => {
  const asked = await opened();
  await notes(asked, 'kept');
  const openNow = answers.openAside;
  answers.openAside = () => ({}); // as Go opens what was sealed under the key before
  key = 2;
  await asked.changed();
  answers.openAside = openNow;
  assert.equal(disk.get('inkan-scans scans')?.[0], 2);
  assert.deepEqual(await listed(asked), ['kept']);
  key = 3;
  await asked.sweep();
  assert.deepEqual(disk.size, 0);
});

await check('what cannot be read now is not overwritten', async () => {
  const asked = await opened();
  await notes(asked, 'kept');
  const openNow = answers.openAside;
  answers.openAside = () => ({ error: { code: 'internal' } });
  await assert.rejects(notes(asked, 'more'), ({ problem }) => problem.code === 'internal');
  answers.openAside = openNow;
  assert.deepEqual(await listed(asked), ['kept']);
});

await check('switched off, nothing is kept, and nothing stays', async () => {
  chosen = [{ name: 'scans.keep', value: 'false' }];
  const asked = await opened();
  await asked.sweep();
  assert.deepEqual(disk.size, 0);
  await notes(asked, 'a text');
  await sights.readLink(asked, bytesOf('https://example.org/'), '');
  assert.deepEqual(disk.size, 0);
  assert.deepEqual(await listed(asked), []);
  chosen = [];
});

await check('a locked vault keeps nothing of what is scanned', async () => {
  await import(`./extension/engine/engine.js?${++born}`);
  const asked = globalThis.inkan;
  await asked.ready;
  assert.equal(asked.state, 'locked');
  await sights.readLink(asked, bytesOf('https://example.org/'), '');
  await assert.rejects(notes(asked, 'a text'), ({ problem }) => problem.code === 'vault-locked');
  await asked.act('unlock', { slot: 'A' }, [bytesOf('first')]);
  assert.deepEqual(await listed(asked), []);
});

await check('pictures of codes, which are secrets as they are, go with the engine, and before when nobody can ask for them', async () => {
  const asked = await opened();
  const { prototype } = globalThis.Worker;
  const post = prototype.postMessage;
  /** @type {Uint8Array} */
  let sheet = bytesOf('');
  const corners = (/** @type {number} */ x) => [{ x, y: 1 }, { x: x + 1, y: 2 }];
  prototype.postMessage = function answer({ id, type }) {
    const symbols = [1, 8].map((x, at) => ({ text: bytesOf('https://example.com/'), part: false, corners: corners(x), at }));
    sheet = bytesOf('PNG');
    if (type === 'look') queueMicrotask(() => this.onmessage({ data: { id, ok: { symbols, sheet, width: 10, height: 10, times: {} } } }));
  };
  const scan = (/** @type {any} */ box) => sights.scan(asked, '', box, '').then(({ readings }) => readings.map(({ crop }) => crop));
  assert.deepEqual(await scan({ x: 0.5, y: 0, width: 0.5, height: 1 }), [undefined]);
  assert.ok(sheet.every((byte) => byte === 0));
  const [, crop] = await scan(undefined);
  assert.equal(crop?.at, 1);
  const copy = () => asked.act('crops', { sheet: crop?.sheet });
  assert.deepEqual([...await copy()], [...bytesOf('PNG')]);
  assert.equal((await asked.act('crops', { sheet: 'other' })).length, 0);
  await asked.end();
  assert.ok(sheet.every((byte) => byte === 0));
  assert.equal((await copy()).length, 0);
  prototype.postMessage = post;
});

console.warn = warn;
