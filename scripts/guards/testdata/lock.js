// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { answers, check, clock, happens, heard, local, session } from './chrome.js';
import * as lock from './extension/background/lock.js';

const minute = 60_000;
const plan = { minutes: 15, screen: true, window: true };
const kept = () => Object.fromEntries(session.kept);

/** The vault is open, with this plan. @param {object} [other] */
async function open(other) {
  session.kept.clear();
  await lock.keepKey('AAAA');
  await lock.report(false, { ...plan, ...other });
}

await check('the key is there for the next engine until its time is over', async () => {
  await open();
  clock.now += 15 * minute;
  assert.equal(await lock.recallKey(), 'AAAA');
  clock.now += 1;
  assert.equal(await lock.recallKey(), null);
  assert.equal(session.kept.has('key'), false);
});

await check('using it begins the time anew', async () => {
  await open();
  clock.now += 10 * minute;
  await lock.used();
  clock.now += 10 * minute;
  assert.equal(await lock.recallKey(), 'AAAA');
});

await check('a clock that was set back by as much ends the time', async () => {
  await open();
  clock.now -= 15 * minute + 1;
  assert.equal(await lock.recallKey(), null);
});

await check('never is never', async () => {
  await open({ minutes: 0 });
  clock.now += 1e10;
  assert.equal(await lock.recallKey(), 'AAAA');
});

await check('a vault that is not protected any more leaves nothing', async () => {
  await open();
  await lock.dropKey();
  await lock.report(false, null);
  assert.deepEqual(kept(), {});
});

await check('locking forgets everything, ends the engine and tells all pages', async () => {
  await open();
  heard.length = 0;
  await lock.lock();
  assert.deepEqual(kept(), {});
  assert.deepEqual(local.kept, new Map());
  assert.deepEqual(heard, ['ask end', 'close', 'ask notice', 'tell locked']);
});

await check('an engine that is being ended keeps nothing, is given nothing and reports nothing', async () => {
  await open();
  const seen = [];
  answers.end = async () => {
    await lock.keepKey('BBBB');
    await lock.report(false, { ...plan, minutes: 0 });
    seen.push(kept().key, kept().plan);
    session.kept.set('key', 'CCCC');
    seen.push(await lock.recallKey());
  };
  await lock.lock();
  delete answers.end;
  assert.deepEqual(seen, [undefined, plan, null]);
  assert.deepEqual(kept(), {});
});

await check('a vault that is not protected is not locked', async () => {
  session.kept.clear();
  await assert.rejects(lock.lock(), { message: 'not-protected' });
  lock.watch();
  heard.length = 0;
  happens.screen('locked');
  await wait(10);
  assert.deepEqual(heard, []);
});

await check('the screen locks, or does not, as was chosen, and always while the vault is being opened', async () => {
  for (const [screen, is] of [[true, {}], [false, { key: 'AAAA' }]]) {
    await open({ screen });
    happens.screen('idle');
    await wait(10);
    assert.equal(kept().key, 'AAAA');
    happens.screen('locked');
    await wait(10);
    assert.equal(kept().key, is.key);
  }
  session.kept.clear();
  await lock.keepKey('AAAA');
  happens.screen('locked');
  await wait(10);
  assert.deepEqual(kept(), {});
});

await check('a service worker that starts in the middle goes on', async () => {
  await open();
  session.kept.set('locking', true);
  session.kept.delete('plan');
  const again = await import('./extension/background/lock.js?again');
  again.watch();
  await wait(10);
  assert.deepEqual(kept(), {});
});
