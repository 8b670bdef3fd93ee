// SPDX-License-Identifier: MIT
// What is gathered of codes that are seen in any order, again and again: one export and no other, each account once.
import assert from 'node:assert/strict';
import { check } from './chrome.js';
import { Gathering } from './extension/manage/gathering.js';

/** @param {string} text */
const bytes = (text) => new TextEncoder().encode(text);
/** @param {Uint8Array} file */
const lines = (file) => new TextDecoder().decode(file).split('\n');

let asked = 0;
/** "part 7 0/3" is the first of three parts of export 7. Wipes, as the engine does. @param {Uint8Array} text @param {boolean} symbolPart */
function read(text, symbolPart) {
  asked++;
  if (symbolPart) return { kind: 'problem', problem: { code: 'symbol-part' } };
  const [kind = '', number, place = ''] = new TextDecoder().decode(text).split(' ');
  text.fill(0);
  const [index, size] = place.split('/').map(Number);
  if (kind === 'part') return { kind: 'migration', part: { export: Number(number), index, size } };
  return { kind };
}

/** Shows texts one after the other. @param {Gathering} all @param {...string} texts */
async function show(all, ...texts) {
  const found = [];
  for (const text of texts) found.push(await all.add(bytes(text), false));
  return found.join(' ');
}

await check('an export is gathered in any order, without what is of another', async () => {
  const all = new Gathering(read);
  assert.deepEqual([all.some, all.whole, all.progress], [false, false, { seen: 0, of: 0 }]);
  assert.equal(await show(all, 'part 7 2/3', 'part 7 2/3', 'part 8 0/3', 'part 7 0/3', 'part 7 0/4'), 'kept known foreign kept foreign');
  assert.deepEqual([all.some, all.whole, all.progress], [true, false, { seen: 2, of: 3 }]);
  assert.equal(await show(all, 'part 7 0/3 of another making', 'part 8 0/3'), 'foreign foreign', 'two codes in one place');
  assert.equal(await show(all, 'account a', 'account a'), 'kept known');
  assert.equal(all.whole, false, 'an account does not make the export whole');
  assert.equal(await show(all, 'part 7 1/3'), 'kept');
  assert.equal(all.whole, true);
  assert.deepEqual(lines(all.take()), ['account a', 'part 7 0/3', 'part 7 1/3', 'part 7 2/3', ''], 'in the order of the export');
  assert.deepEqual([all.some, all.whole, all.progress], [false, false, { seen: 0, of: 0 }], 'nothing is kept');
  assert.equal(await show(all, 'part 8 0/3'), 'kept', 'another export may begin');
});

await check('exports that are whole in one code go together', async () => {
  const all = new Gathering(read);
  assert.equal(await show(all, 'part 0 0/1', 'part 0 0/1 of another app'), 'kept kept', 'those that are whole in one code go together');
  assert.equal(all.whole, true);
});

await check('what is asked about when all is forgotten is not kept', async () => {
  for (const text of ['account a', 'part 7 0/3', 'link a']) {
    /** @type {() => void} */
    let answer = () => {};
    const all = new Gathering((own, symbolPart) => new Promise((resolve) => { answer = () => resolve(read(own, symbolPart)); }));
    const found = all.add(bytes(text), false);
    all.clear();
    answer();
    assert.equal(await found, 'known');
    assert.deepEqual([all.some, all.other, all.progress.of, all.take().length], [false, null, 0, 0], text);
  }
});

await check('of one picture the parts of several exports are kept', async () => {
  const all = new Gathering(read, true);
  assert.equal(await show(all, 'part 7 0/3', 'part 8 0/3', 'part 7 0/3', 'account a', 'part 8 2/3'), 'kept kept known kept kept');
  assert.deepEqual(lines(all.take()), ['part 7 0/3', 'part 8 0/3', 'account a', 'part 8 2/3', '']);
});

await check('of one picture a key that cannot be read is in the file beside the others', async () => {
  const all = new Gathering(read, true);
  assert.equal(await show(all, 'account a', 'problem b', 'link c', 'migration d'), 'kept other other other');
  assert.equal(await all.add(bytes('account e'), true), 'other');
  assert.deepEqual(lines(all.take()), ['account a', 'problem b', 'migration d', '']);
  await show(all, 'problem b');
  assert.equal(all.some, false, 'by itself it is told');
});

await check('a part of a longer message is told as what it is', async () => {
  const all = new Gathering(read);
  assert.equal(await all.add(bytes('account a'), true), 'other');
  assert.equal(all.other?.problem?.code, 'symbol-part');
  assert.equal(all.some, false);
});

await check('what is no account is told as often as it is seen', async () => {
  const all = new Gathering(read);
  asked = 0;
  assert.equal(await show(all, 'link a', 'text b', 'link a', 'migration'), 'other other other other', 'a damaged part is told, too');
  assert.equal(asked, 3, 'what was asked about is known');
  assert.equal(all.other?.kind, 'migration');
  await show(all, 'text b');
  assert.equal(all.other?.kind, 'text', 'it is the one in sight');
  for (let i = 0; i < 100; i++) await show(all, `text ${i}`);
  asked = 0;
  await show(all, 'text 99', 'text 80', 'text 79');
  assert.equal(asked, 1, 'the last twenty are remembered');
  assert.equal(all.some, false);
  all.clear();
  assert.equal(all.other, null);
});
