// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { answers, check, clock, heard, session } from './chrome.js';
import { direct, fill, offers } from './extension/background/fill.js';

console.warn = () => {};
const url = 'https://a.example/login';
const origin = 'https://a.example';

/** What a check finds in the browser: how each document of the tab answers, what the tab shows each time it is asked. */
let world;
/** Scripts that ran in documents, in order. */
let ran;

globalThis.chrome.tabs.get = async () => ({ id: 1, windowId: 1, url: world.shows.length > 1 ? world.shows.shift() : world.shows[0] });
globalThis.chrome.scripting = {
  async executeScript({ target, files, func, args = [] }) {
    ran.push({ target, files, func, args });
    if (world.hangs?.(target, files)) return new Promise(() => {});
    if (files) return [];
    if (!target.documentIds) return world.documents.map(({ documentId, frameId = 0, ...result }) => ({ documentId, frameId, result }));
    if (world.gone) throw new Error('No document with id');
    return [{ documentId: target.documentIds[0], result: world.takes }];
  },
};
answers.place = ({ url: asked }) => (asked === url ? world.place : { site: 'other', secure: true, accounts: [], alike: '' });
answers['fill.code'] = ({ id, urls }) => {
  world.asked = { id, urls };
  return '123456';
};

/** @param {object} [more] */
function given(more) {
  ran = [];
  heard.length = 0;
  world = {
    shows: [url], takes: true, gone: false, place: { site: 'a.example', secure: true, alike: '', accounts: [{ id: 'X', digits: 6, letters: false }] },
    documents: [{ documentId: 'D', url, origin, score: 80 }], ...more,
  };
}

/** How it ends. @param {() => unknown} work */
async function ends(work = () => fill(1, 'X')) {
  try {
    await work();
    return 'done';
  } catch (error) {
    return error.problem?.code ?? error;
  }
}

/** Scripts that were given the code. */
const handed = () => ran.filter(({ args }) => args.includes('123456'));

await check('the code goes to the document with the best field, and to no other', async () => {
  given({ documents: [{ documentId: 'C', frameId: 3, url: `${origin}/frame`, origin, score: 60 }, { documentId: 'D', frameId: 0, url, origin, score: 80 }, { documentId: 'E', frameId: 4, url, origin, score: 0 }] });
  assert.equal(await ends(), 'done');
  assert.deepEqual(world.asked, { id: 'X', urls: [url, url] });
  assert.deepEqual(handed().map(({ target, args }) => ({ target, args })), [{ target: { tabId: 1, documentIds: ['D'] }, args: ['123456', origin, clock.now + 10_000] }]);
  assert.equal(await ends(() => fill(1, 'X', 3)), 'done');
  assert.deepEqual(world.asked, { id: 'X', urls: [url, `${origin}/frame`] });
  assert.deepEqual(handed().at(-1)?.target, { tabId: 1, documentIds: ['C'] });
});

await check('an account that is not bound to the site gets no script into the page', async () => {
  given();
  assert.equal(await ends(() => fill(1, 'Y')), 'fill-site');
  given({ shows: ['https://b.example/'] });
  assert.equal(await ends(), 'fill-site');
  given({ shows: [undefined] });
  assert.equal(await ends(), 'fill-site');
  assert.deepEqual(ran, []);
  assert.ok(!heard.includes('ask fill.code'));
});

await check('a page that others can have written gets none', async () => {
  given();
  world.place.secure = false;
  assert.equal(await ends(), 'fill-insecure');
  assert.deepEqual(ran, []);
});

await check('no code is made before a field is found', async () => {
  for (const documents of [
    [], [{ documentId: 'D', url, origin, score: 0 }], [{ documentId: 'D', url: 'https://b.example/', origin, score: 90 }], [{ documentId: 'D', url, origin: 'https://b.example', score: 90 }],
    [{ documentId: 'D', url, origin: 'null', score: 90 }], [{ documentId: 'D', url, origin, score: '90x' }], [{ documentId: 'D', origin, score: 90 }], [{ documentId: 'D' }],
  ]) {
    given({ documents });
    assert.equal(await ends(), 'fill-none', JSON.stringify(documents));
    assert.equal(await offers(1, 'X'), false);
    assert.ok(!heard.includes('ask fill.code'));
  }
});

await check('a page that became another meanwhile gets none', async () => {
  for (const shows of [[url, 'https://b.example/login'], [url, 'http://a.example/login'], [url, undefined]]) {
    given({ shows });
    assert.equal(await ends(), 'fill-gone');
    assert.deepEqual(handed(), []);
  }
  for (const gone of [{ gone: true }, { takes: undefined }, { takes: null }]) {
    given(gone);
    assert.equal(await ends(), 'fill-gone');
  }
});

await check('what the page did not take is told', async () => {
  given({ takes: false });
  assert.equal(await ends(), 'fill-refused');
});

await check('the engine’s refusal holds', async () => {
  given();
  const { 'fill.code': code } = answers;
  answers['fill.code'] = () => { throw new Error('refused'); };
  assert.notEqual(await ends(), 'done');
  assert.deepEqual(handed(), []);
  answers['fill.code'] = code;
});

await check('looking makes no code', async () => {
  given();
  assert.equal(await offers(1, 'X'), true);
  assert.deepEqual(handed(), []);
  assert.ok(!heard.includes('ask fill.code'));
});

/** Runs a check in which whatever is waited for at most so long is late. @param {() => Promise<void>} work */
async function impatient(work) {
  const { setTimeout } = globalThis;
  globalThis.setTimeout = /** @type {any} */ ((late, _, ...what) => setImmediate(late, ...what));
  await work().finally(() => { globalThis.setTimeout = setTimeout; });
}

await check('a page that hangs is not waited for for ever, and the next key counts', () => impatient(async () => {
  for (const hangs of [() => true, (_, files) => !files, ({ documentIds }) => documentIds]) {
    given({ hangs });
    assert.equal(await ends(), 'fill-slow');
    for (const _ of [1, 2]) {
      session.kept.clear();
      ran = [];
      await direct({ id: 1, windowId: 1 });
      assert.deepEqual(session.kept.get('notice'), { kind: 'failed', problem: { code: 'fill-slow' } });
      assert.ok(ran.length > 0);
    }
  }
  given({ hangs: () => true });
  assert.equal(await offers(1, 'X'), false);
}));

await check('a page that answers when nobody waits any more gets no code', async () => {
  given();
  await ends();
  const [{ func, args }] = handed();
  let puts = 0;
  globalThis.inkanField = { put: () => { puts++; return true; } };
  assert.equal(await func(...args), true);
  clock.now += 10_000;
  assert.equal(await func(...args), false);
  assert.equal(puts, 1);
});
