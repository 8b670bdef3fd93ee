// SPDX-License-Identifier: MIT
// The engine: the offscreen document that owns the vault. Pages of Inkan in the same process call it synchronously
// through its window; the service worker, and pages that cannot see the window, through messages.
import { ask, Failure, listen, problemOf } from '../platform/messages.js';
import * as scanner from './scanner.js';
import * as vault from './keeper.js';

/**
 * @typedef {import('./vault.d.ts').VaultMethods} Methods
 * @typedef {import('./vault.d.ts').Account} Account
 * @typedef {import('./vault.d.ts').Reading} Reading
 * @typedef {{ readings: Reading[], times: Record<string, number> }} Sight
 * @typedef {import('../platform/messages.js').Problem} Problem
 */

/** What pages are told over this channel: that there is something new to paint. */
const news = new BroadcastChannel('inkan');

export class Engine {
  /** @type {'starting' | 'open' | 'failed'} */
  state = 'starting';
  /** @type {Problem | null} why the vault cannot be used */
  problem = null;
  /** @type {Account[]} no secrets; replaced as a whole after each change */
  accounts = [];
  /** @type {unknown} what the next popup has to say first; kept here so that it can do so at its first paint */
  notice = null;
  /** @type {Map<string, string>} screenshots shown in a selector tab: data: URLs */
  pictures = new Map();
  ready = this.#start();

  async #start() {
    try {
      // What was to be said when the engine before this one ended is still to be said.
      const notice = ask('background', 'notice.read').catch(() => null);
      await vault.startGo();
      await vault.open();
      this.notice = await notice;
      this.accounts = vault.call('accounts', {}).result;
      this.state = 'open';
      // A page that was open when the engine before this one ended has codes to paint again.
      news.postMessage('accounts');
    } catch (error) {
      this.problem = problemOf(error);
      this.state = 'failed';
    }
  }

  /**
   * Reads; changes nothing.
   * @template {keyof Methods & string} M
   * @param {M} method @param {Methods[M]['params']} params @param {Uint8Array} [bytes]
   * @returns {Methods[M]['result']}
   */
  call(method, params, bytes) {
    this.#open();
    try {
      return vault.call(method, params, bytes).result;
    } catch (error) {
      this.#watch(error);
      throw error;
    }
  }

  /**
   * Changes the vault; what the promise resolves to is stored.
   * @template {keyof Methods & string} M
   * @param {M} method @param {Methods[M]['params']} params @param {Uint8Array} [bytes]
   * @returns {Promise<Methods[M]['result']>}
   */
  async change(method, params, bytes) {
    this.#open();
    try {
      const result = await vault.change(method, params, bytes);
      this.accounts = vault.call('accounts', {}).result;
      news.postMessage('accounts');
      return result;
    } catch (error) {
      this.#watch(error);
      throw error;
    }
  }

  /**
   * Reads the QR codes in a picture and says what each one is. Accounts stay in Go, under a ref.
   * @param {string} picture  a data: URL
   * @param {import('./scanner.js').Box | undefined} box @param {string} site  host the picture shows, or ""
   * @returns {Promise<Sight>}
   */
  async scan(picture, box, site) {
    await this.ready;
    this.#open();
    const { symbols, times } = await this.#look(picture, box);
    const readings = symbols.map(({ text }) => this.call('read', { now: Date.now(), site }, text));
    return { readings, times };
  }

  /**
   * A box drawn by hand may cut the quiet zone or the code itself: a little more than the box is read, and when that holds
   * no code the whole picture is; what the box touches is taken.
   * @param {string} picture @param {import('./scanner.js').Box | undefined} box
   */
  async #look(picture, box) {
    if (!box) return scanner.look(picture);
    const near = within(await scanner.look(picture, widened(box)), box);
    return near.symbols.length > 0 ? near : within(await scanner.look(picture), box);
  }

  #open() {
    if (this.state !== 'open') throw new Failure(this.problem ?? { code: 'starting' });
  }

  /**
   * A Go program that has panicked answers no more, and one whose vault is not the stored one must not: ask for a new
   * engine, which starts from what is stored.
   * @param {unknown} error
   */
  #watch(error) {
    if (!(error instanceof Failure) || !['crashed', 'closed', 'store-conflict'].includes(error.problem.code)) return;
    this.state = 'failed';
    this.problem = error.problem;
    ask('background', 'engine.restart').catch(problemOf);
  }
}

/** A box with a tenth of its size more on every side. @param {import('./scanner.js').Box} box */
function widened({ x, y, width, height }) {
  return { x: Math.max(0, x - width / 10), y: Math.max(0, y - height / 10), width: width * 1.2, height: height * 1.2 };
}

/**
 * The symbols of a sight that a box touches.
 * @param {import('./scanner.js').Sight} sight @param {import('./scanner.js').Box} box
 * @returns {import('./scanner.js').Sight}
 */
function within(sight, box) {
  const touches = (/** @type {{ corners: { x: number, y: number }[] }} */ { corners }) => {
    const xs = corners.map(({ x }) => x / sight.width);
    const ys = corners.map(({ y }) => y / sight.height);
    return Math.min(...xs) < box.x + box.width && Math.max(...xs) > box.x
      && Math.min(...ys) < box.y + box.height && Math.max(...ys) > box.y;
  };
  return { ...sight, symbols: sight.symbols.filter(touches) };
}

const engine = new Engine();
globalThis.inkan = engine;

/** The bytes of a message, which can carry them only as Base64. @param {string | undefined} text */
const bytesOf = (text) => (text === undefined ? undefined : Uint8Array.fromBase64(text));

listen('engine', {
  ready: {
    from: ['background'],
    answer: async () => {
      await engine.ready;
      return engine.state;
    },
  },
  overview: {
    from: ['popup', 'selector'],
    answer: () => ({ state: engine.state, problem: engine.problem, accounts: engine.accounts }),
  },
  call: {
    from: ['popup', 'background'],
    answer: ({ method, params, bytes }) => engine.call(method, params, bytesOf(bytes)),
  },
  change: {
    from: ['popup', 'background'],
    answer: ({ method, params, bytes }) => engine.change(method, params, bytesOf(bytes)),
  },
  warm: {
    from: ['popup', 'background'],
    answer: () => scanner.warm(),
  },
  scan: {
    from: ['background'],
    answer: ({ picture, box, site }) => engine.scan(picture, box, site),
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
      return engine.scan(picture, box, site);
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
