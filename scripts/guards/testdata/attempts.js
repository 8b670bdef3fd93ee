// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { check, clock, local } from './chrome.js';
import * as attempts from './extension/background/attempts.js';

const minute = 60_000;

/** Seconds that the next try has to wait; 0 for none. */
async function wait() {
  try {
    await attempts.check();
    return 0;
  } catch (error) {
    assert.equal(error.problem.code, 'wait');
    return Number(error.problem.value);
  }
}

/** Counts wrong passwords, each after its wait, and returns the waits. @param {number} times */
async function wrong(times) {
  const waits = [];
  for (let i = 0; i < times; i++) {
    await attempts.count();
    waits.push(await wait());
    clock.now += waits.at(-1) * 1000;
  }
  return waits;
}

await check('three are free, then each waits twice as long, up to five minutes', async () => {
  assert.deepEqual(await wrong(13), [0, 0, 0, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
  await attempts.right();
  assert.deepEqual(await wrong(4), [0, 0, 0, 2]);
});

await check('none is counted, and so none tried, before its time', async () => {
  await attempts.right();
  await wrong(9);
  await attempts.count();
  const before = structuredClone(local.kept.get('attempts'));
  clock.now += 1000;
  await assert.rejects(attempts.count(), { message: 'wait' });
  assert.deepEqual(local.kept.get('attempts'), before);
});

await check('a clock that is set back locks nobody out for longer than the wait', async () => {
  await attempts.right();
  await wrong(4);
  await attempts.count(); // 4 seconds
  clock.now -= 1000 * 24 * 60 * minute;
  assert.ok(await wait() <= 4);
  clock.now += 4000;
  assert.equal(await wait(), 0);
});

await check('nor does a service worker that is started anew', async () => {
  await attempts.right();
  await wrong(5);
  await attempts.count(); // 8 seconds
  const again = await import('./extension/background/attempts.js?again');
  await assert.rejects(again.check(), { message: 'wait' });
});

await check('what cannot be counted is not tried, and that is said', async () => {
  await attempts.right();
  const { set } = local;
  local.set = async () => { throw new Error('no space left on device'); };
  await assert.rejects(attempts.count(), { message: 'attempt-uncounted' });
  local.set = set;
  await attempts.count();
  assert.equal(local.kept.get('attempts').wrong, 1);
});
