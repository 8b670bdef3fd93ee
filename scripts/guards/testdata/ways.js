// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { answers, check, clock, heard, local } from './chrome.js';
import { bytesOf, called } from './go.js';
import * as attempts from './extension/background/attempts.js';
import { startGo } from './extension/engine/keeper.js';
import * as ways from './extension/engine/ways.js';

const { warn, error } = console;
console.warn = console.error = () => {};

answers['attempt.check'] = attempts.check;
answers['attempt.count'] = attempts.count;
answers['attempt.right'] = attempts.right;
await startGo();

/** How many wrong ones are counted. */
const counted = () => local.kept.get('attempts')?.wrong ?? 0;

/** How trying a way in ends. @param {'unlock' | 'verify'} how @param {string} slot @param {string} text */
async function ends(how, slot, text) {
  called.length = 0;
  heard.length = 0;
  try {
    await ways[how](slot, bytesOf(text));
    return 'done';
  } catch (error) {
    return error.problem?.code ?? error;
  }
}

for (const how of /** @type {const} */ (['unlock', 'verify'])) {
  await check(`${how}: a wrong password counts once, however many there are`, async () => {
    await attempts.right();
    for (let times = 1; times <= 3; times++) {
      assert.equal(await ends(how, 'A', 'wrong'), 'password-wrong');
      assert.equal(counted(), times);
    }
    assert.deepEqual(called.filter((one) => one.startsWith(how)), [`${how} A`, `${how} B`, `${how} C`]);
  });

  await check(`${how}: any of the passwords opens, and leaves no wrong one counted`, async () => {
    for (const [slot, text] of [['A', 'first'], ['A', 'second'], ['A', 'third'], ['B', 'first'], ['C', 'third']]) {
      await attempts.right();
      await ends(how, 'A', 'wrong');
      assert.equal(await ends(how, slot, text), 'done', text);
      assert.equal(counted(), 0, text);
    }
  });

  await check(`${how}: it counts before it is tried`, async () => {
    await attempts.right();
    let before = -1;
    answers['attempt.count'] = async () => {
      before = called.filter((one) => one.startsWith(how)).length;
      await attempts.count();
    };
    await ends(how, 'A', 'wrong');
    answers['attempt.count'] = attempts.count;
    assert.equal(before, 0);
  });

  await check(`${how}: what has to wait, or cannot be counted, is not tried`, async () => {
    await attempts.right();
    for (let i = 0; i < 4; i++) await ends(how, 'A', 'wrong');
    assert.notEqual(await ends(how, 'A', 'first'), 'done');
    assert.deepEqual(called, ['slots']);
    clock.now += 2000;
    const { set } = local;
    local.set = async () => { throw new Error('no space left on device'); };
    assert.notEqual(await ends(how, 'A', 'first'), 'done');
    local.set = set;
    assert.ok(!called.includes(`${how} A`));
    assert.equal(await ends(how, 'A', 'first'), 'done');
  });

  await check(`${how}: what nobody can guess is not counted`, async () => {
    await attempts.right();
    assert.equal(await ends(how, 'R', 'wrong'), 'recovery-wrong');
    assert.equal(await ends(how, 'P', 'wrong'), 'passkey-wrong');
    assert.equal(await ends(how, 'R', 'recovery'), 'done');
    assert.equal(counted(), 0);
    assert.ok(!heard.includes('ask attempt.count'));
  });

  await check(`${how}: no password is no try`, async () => {
    assert.equal(await ends(how, 'A', ''), 'password-empty');
    assert.equal(counted(), 0);
  });
}

Object.assign(console, { warn, error });
