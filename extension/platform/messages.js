// SPDX-License-Identifier: MIT
// Messages between the parts of Inkan. Each part keeps a table that names, for every message, who may send it; whatever
// is not in the table, or comes from somebody else, is refused before it is looked at.

/** @typedef {'background' | 'engine'} Part  who can be asked */
/** @typedef {'background' | 'engine' | 'popup' | 'selector' | 'page' | 'stranger'} Origin  who asks */
/** @typedef {{ code: string, field?: string, value?: string, position?: number }} Problem  what went wrong, in words the code stands for */
/** @typedef {{ from: Origin[], answer: (message: any, sender: chrome.runtime.MessageSender) => unknown }} Entry */

const pages = /** @type {Record<string, Origin>} */ ({
  '/background.js': 'background',
  '/engine/engine.html': 'engine',
  '/popup/popup.html': 'popup',
  '/scan/selector.html': 'selector',
});

/** A refusal or failure with a code that the user interface has words for; never holds a secret. */
export class Failure extends Error {
  /** @param {Problem} problem */
  constructor(problem) {
    super(problem.code);
    this.name = 'Failure';
    this.problem = problem;
  }
}

/**
 * What went wrong, as plain data. An unforeseen exception becomes "internal": its text stays in the console of the part
 * that threw it, and does not travel.
 * @param {unknown} error
 * @returns {Problem}
 */
export function problemOf(error) {
  if (error instanceof Failure) return error.problem;
  // The popup calls the engine in the engine's own window, where the class is another.
  if (/** @type {any} */ (error)?.name === 'Failure') return /** @type {any} */ (error).problem;
  console.error(error);
  return { code: 'internal' };
}

/**
 * Who sent a message, judged only by what the browser vouches for. A content script has the page's origin; a compromised
 * page can speak as its content script, so "page" means "anybody".
 * @param {chrome.runtime.MessageSender} sender
 * @returns {Origin}
 */
export function originOf(sender) {
  if (sender.id !== chrome.runtime.id) return 'stranger';
  const own = location.origin;
  if (sender.tab && sender.origin !== own) return 'page';
  if (!sender.url?.startsWith(`${own}/`)) return 'stranger';
  return pages[new URL(sender.url).pathname] ?? 'stranger';
}

/**
 * Answers the messages addressed to this part. Call it once, synchronously, when the part starts.
 * @param {Part} part
 * @param {Record<string, Entry>} table
 */
export function listen(part, table) {
  chrome.runtime.onMessage.addListener((message, sender, reply) => {
    if (message?.to !== part) return false;
    const entry = typeof message.type === 'string' && Object.hasOwn(table, message.type) ? table[message.type] : undefined;
    if (!entry || !entry.from.includes(originOf(sender))) {
      reply({ error: { code: 'refused' } });
      return false;
    }
    Promise.resolve()
      .then(() => entry.answer(message, sender))
      .then((ok) => reply({ ok: ok ?? null }), (error) => reply({ error: problemOf(error) }));
    return true;
  });
}

/**
 * Asks another part; settles also when that part dies first (code "gone").
 * @param {Part} part
 * @param {string} type
 * @param {Record<string, unknown>} [body]
 * @returns {Promise<any>}
 */
export async function ask(part, type, body = {}) {
  let answer;
  try {
    answer = await chrome.runtime.sendMessage({ ...body, to: part, type });
  } catch (error) {
    console.warn(`${part} did not answer ${type}`, error);
    throw new Failure({ code: 'gone' });
  }
  if (!answer) throw new Failure({ code: 'gone' });
  if (answer.error) throw new Failure(answer.error);
  return answer.ok;
}
