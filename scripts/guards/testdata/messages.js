// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { check, listeners, local, session } from './chrome.js';
import { listen, originOf } from './extension/platform/messages.js';
import './extension/background.js';

const own = 'chrome-extension://inkan';
const inkan = (path, more) => ({ id: 'inkan', origin: own, url: own + path, ...more });
const tab = { tab: { id: 1 } };

const engine = inkan('/engine/engine.html');
const senders = {
  background: [inkan('/background.js')],
  engine: [engine],
  popup: [inkan('/popup/popup.html'), inkan('/popup/popup.html#x', tab)],
  manage: [inkan('/manage/manage.html#security', tab)],
  selector: [inkan('/scan/selector.html#1', tab)],
  page: [
    { id: 'inkan', origin: 'https://a.example', url: 'https://a.example/', ...tab },
    { id: 'inkan', origin: 'https://a.example', url: `${own}/engine/engine.html`, ...tab },
    { id: 'inkan', origin: 'null', url: 'about:blank', ...tab },
    { id: 'inkan', url: 'https://a.example/', ...tab },
  ],
  stranger: [
    {}, { id: 'other', origin: own, url: `${own}/engine/engine.html` }, { id: 'inkan' }, { id: 'inkan', origin: own },
    { id: 'inkan', origin: own, url: own },
    inkan('/engine/engine.html', { id: undefined }), inkan('/other.html'), inkan('/engine/scan-worker.js'), inkan('/toString'), inkan('/__proto__'),
    { id: 'inkan', origin: `${own}.example`, url: `${own}.example/engine/engine.html` },
    { id: 'inkan', origin: 'https://a.example', url: 'https://a.example/engine/engine.html' },
    inkan('/engine/engine.html', tab), inkan('/background.js', tab), // neither lives in a tab
  ],
};

/** What a part answers. @param {any} message @param {any} sender */
function answer(message, sender) {
  return new Promise((done) => {
    const answering = listeners.filter((listener) => listener(message, sender, done));
    if (answering.length === 0) done(undefined);
  });
}

const refused = { error: { code: 'refused' } };

await check('a sender is judged by what the browser says', async () => {
  for (const [origin, all] of Object.entries(senders)) {
    for (const sender of all) assert.equal(originOf(sender), origin, JSON.stringify(sender));
  }
});

await check('a message is answered to whom its entry names, and to nobody else', async () => {
  let answered = 0;
  listen('engine', { one: { from: ['popup'], answer: () => { answered++; return 'secret'; } } });
  for (const [origin, all] of Object.entries(senders)) {
    for (const sender of all) {
      assert.deepEqual(await answer({ to: 'engine', type: 'one' }, sender), origin === 'popup' ? { ok: 'secret' } : refused, JSON.stringify(sender));
    }
  }
  assert.equal(answered, senders.popup.length);
});

await check('what is in no table is refused', async () => {
  for (const type of ['toString', '__proto__', 'constructor', 'two', '', 1, null, undefined, {}, ['one']]) {
    assert.deepEqual(await answer({ to: 'engine', type }, engine), refused);
  }
  for (const message of [null, undefined, 1, 'one', [], { to: 'popup', type: 'one' }, { type: 'one' }]) assert.equal(await answer(message, engine), undefined);
});

await check('what goes wrong is told by a code, never by its text', async () => {
  const { error } = console;
  console.error = () => {};
  listen('engine', { bad: { from: ['popup'], answer: () => { throw new Error('secret'); } } });
  const [told] = await Promise.all(senders.popup.slice(0, 1).map((sender) => new Promise((done) => { listeners.at(-1)({ to: 'engine', type: 'bad' }, sender, done); })));
  console.error = error;
  assert.deepEqual(told, { error: { code: 'internal' } });
});

await check('keys, tries, locks and copies are the engine’s alone', async () => {
  const messages = [
    { type: 'key.recall' }, { type: 'key.keep', key: 'AAAA' }, { type: 'key.drop' }, { type: 'attempt.check' }, { type: 'attempt.count' }, { type: 'attempt.right' },
    { type: 'lock.report', locked: false, plan: { minutes: 0 } }, { type: 'lock.used' }, { type: 'mirror.read' }, { type: 'mirror.write', file: 'AAAA' }, { type: 'engine.restart' },
    { type: 'notice.added', ids: [] },
  ];
  session.kept.set('key', 'KEY');
  local.kept.set('vault', 'VAULT');
  local.kept.set('attempts', { wrong: 9, until: 0 });
  const before = structuredClone([session.kept, local.kept]);
  for (const [origin, all] of Object.entries(senders)) {
    if (origin === 'engine') continue;
    for (const message of messages) {
      for (const sender of all) assert.deepEqual(await answer({ to: 'background', ...message }, sender), refused, `${message.type} ${JSON.stringify(sender)}`);
    }
  }
  assert.deepEqual([session.kept, local.kept], before);
  assert.deepEqual(await answer({ to: 'background', type: 'key.recall' }, engine), { ok: 'KEY' });
});

await check('a page ends a selection of its own document once, and no other', async () => {
  const [page] = senders.page;
  const pending = { kind: 'page', tabId: 1, windowId: 1, documentId: 'D' };
  const selects = (sender, type = 'selection.done') => answer({ to: 'background', type, selection: { x: 0, y: 0, width: 1, height: 1 } }, sender);
  session.kept.set('selection', pending);
  for (const other of [{ ...page, documentId: 'E' }, { ...page, documentId: 'D', tab: { id: 2 } }, page]) {
    assert.deepEqual(await selects(other), refused);
    assert.deepEqual(await selects(other, 'selection.cancelled'), { ok: null });
    assert.deepEqual(session.kept.get('selection'), pending);
  }
  const both = await Promise.all([selects({ ...page, documentId: 'D' }), selects({ ...page, documentId: 'D' })]);
  assert.equal(both.filter(({ error }) => error?.code === 'refused').length, 1);
  assert.equal(session.kept.has('selection'), false);
});

await check('a code is filled when the popup asks for it, and nobody else', async () => {
  globalThis.chrome.tabs.get = async () => ({ url: 'https://a.example/' });
  for (const type of ['fill', 'fill.look']) {
    for (const [origin, all] of Object.entries(senders)) {
      for (const sender of all) {
        const told = await answer({ to: 'background', type, tabId: 1, id: 'X' }, sender);
        assert.equal(told.error?.code === 'refused', origin !== 'popup', `${type} ${JSON.stringify(sender)}`);
      }
    }
  }
});
