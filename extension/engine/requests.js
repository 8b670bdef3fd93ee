// SPDX-License-Identifier: MIT
// What other parts of Inkan can ask the engine by messages, and which of them may ask what. JSON is all that a message carries:
// bytes come, and go, as Base64.
import { Failure, listen } from '../platform/messages.js';
import { news } from './news.js';
import { peek } from './peek.js';
import * as scanner from './scanner.js';
import * as sights from './sights.js';

/** @typedef {import('./engine.js').Engine} Engine */

/** The bytes of a message, which can carry them only as Base64. @param {unknown} text */
function bytesOf(text) {
  if (text === undefined) return undefined;
  try {
    return Uint8Array.fromBase64(/** @type {string} */ (text));
  } catch {
    throw new Failure({ code: 'refused' });
  }
}

/** Answers for the engine of this document. */
export const serve = (/** @type {Engine} */ engine) => listen('engine', {
  ready: {
    from: ['background'],
    answer: async () => {
      await engine.ready;
      return engine.state;
    },
  },
  overview: {
    from: ['popup', 'selector', 'manage'],
    answer: () => engine.overview(),
  },
  call: {
    from: ['popup', 'background', 'manage'],
    answer: ({ method, params, bytes }) => engine.call(method, params, bytesOf(bytes)),
  },
  change: {
    from: ['popup', 'background', 'manage'],
    answer: ({ method, params, bytes }) => engine.change(method, params, bytesOf(bytes)),
  },
  add: {
    from: ['popup', 'background'],
    answer: ({ refs }) => engine.add(refs),
  },
  act: {
    from: ['popup', 'manage'],
    answer: async ({ name, params, secrets }) => {
      if (!Array.isArray(secrets)) throw new Failure({ code: 'refused' });
      const answer = await engine.act(name, params, secrets.map((secret) => bytesOf(secret) ?? new Uint8Array()));
      return answer instanceof Uint8Array ? answer.toBase64() : answer;
    },
  },
  place: {
    from: ['popup', 'background'],
    answer: async ({ url }) => {
      await engine.ready;
      if (typeof url !== 'string') throw new Failure({ code: 'refused' });
      return engine.place(url);
    },
  },
  find: {
    from: ['background'],
    answer: async ({ typed }) => {
      await engine.ready;
      return engine.find(String(typed));
    },
  },
  seek: {
    from: ['background'],
    answer: ({ typed }) => engine.seek(String(typed)),
  },
  'fill.code': {
    from: ['background'],
    answer: ({ id, urls }) => engine.codeFor(id, urls),
  },
  end: {
    from: ['background'],
    answer: () => engine.end(),
  },
  sweep: {
    from: ['background'],
    answer: () => engine.sweep(),
  },
  warm: {
    from: ['popup', 'background'],
    answer: () => scanner.warm(),
  },
  scan: {
    from: ['background'],
    answer: ({ picture, box, site }) => sights.scan(engine, picture, box, site),
  },
  peek: {
    from: ['background'],
    answer: async ({ picture, site }) => {
      await engine.ready;
      return peek(engine, picture, site);
    },
  },
  link: {
    from: ['background'],
    answer: async ({ link, site }) => ({ readings: await sights.readLink(engine, bytesOf(link) ?? new Uint8Array(), site) }),
  },
  'picture.keep': {
    from: ['background'],
    answer: ({ id, picture }) => { engine.pictures.set(id, picture); },
  },
  'picture.show': {
    from: ['selector'],
    answer: ({ id }) => engine.pictures.get(id) ?? null,
  },
  'picture.scan': {
    from: ['background'],
    answer: ({ id, box, site }) => {
      const picture = engine.pictures.get(id);
      engine.pictures.delete(id);
      if (!picture) throw new Failure({ code: 'picture-gone' });
      return sights.scan(engine, picture, box, site);
    },
  },
  'picture.drop': {
    from: ['background'],
    answer: ({ id }) => { engine.pictures.delete(id); },
  },
  notice: {
    from: ['background'],
    answer: ({ notice }) => {
      engine.notice = notice;
      news.postMessage('notice');
    },
  },
});
