// SPDX-License-Identifier: MIT
// Messages between the parts of Inkan. Each part keeps a table that names, for every message, who may send it; whatever
// is not in the table, or comes from somebody else, is refused before it is looked at.

/** @typedef {'background' | 'engine'} Part  who can be asked */
/** @typedef {'background' | 'engine' | 'popup' | 'manage' | 'selector' | 'page' | 'stranger'} Origin  who asks */
/** @typedef {{ code: string, field?: string, value?: string, position?: number }} Problem  what went wrong, in words the code stands for */
/** @typedef {chrome.runtime.MessageSender} Sender */
/**
 * @typedef {object} Entry
 * @property {Origin[]} from  who may send the message
 * @property {(message: any, sender: Sender) => unknown} answer
 * @property {(message: any, answer: Answer) => unknown} [unseen]  when the page closed before it had shown the answer
 */
/** @typedef {{ ok: any, error?: undefined } | { ok?: undefined, error: Problem }} Answer */

const pages = /** @type {Record<string, Origin>} */ ({
  '/background.js': 'background',
  '/engine/engine.html': 'engine',
  '/popup/popup.html': 'popup',
  '/manage/manage.html': 'manage',
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
 * @param {Sender} sender
 * @returns {Origin}
 */
export function originOf(sender) {
  if (sender.id !== chrome.runtime.id) return 'stranger';
  const own = location.origin;
  if (sender.tab && sender.origin !== own) return 'page';
  if (!sender.url?.startsWith(`${own}/`)) return 'stranger';
  const origin = pages[new URL(sender.url).pathname] ?? 'stranger';
  // Opened in a tab, the engine's page would be a second engine, which no locking ends.
  return sender.tab && (origin === 'engine' || origin === 'background') ? 'stranger' : origin;
}

/**
 * Answers the messages addressed to this part. Call it once, synchronously, when the part starts.
 * @param {Part} part
 * @param {Record<string, Entry>} table
 */
export function listen(part, table) {
  chrome.runtime.onMessage.addListener((message, sender, reply) => {
    if (message?.to !== part) return false;
    void answerTo(message, sender).then(reply);
    return true;
  });
  // What leave() sends. Only documents of this extension are clients of its service worker.
  if (part === 'background') {
    addEventListener('message', (/** @type {any} */ event) => {
      const { data, source, origin, ports: [port] } = event;
      if (!port) return;
      const seen = new Promise((resolve) => { port.onmessage = () => resolve(true); });
      const answered = async () => {
        const answer = await answerTo(data, { id: chrome.runtime.id, url: source.url, origin });
        port.postMessage(answer);
        const unseen = answer.error?.code === 'refused' ? undefined : table[data.type]?.unseen;
        if (!unseen || await Promise.race([seen, navigator.locks.request(String(data.page), () => false)])) return;
        await unseen(data, answer);
      };
      event.waitUntil(answered());
    });
    // By this a popup that waits for an answer learns that the worker ended.
    chrome.runtime.onConnect.addListener((life) => {
      if (!life.sender || originOf(life.sender) !== 'popup') life.disconnect();
    });
  }

  /** @param {any} message @param {Sender} sender @returns {Promise<Answer>} */
  async function answerTo(message, sender) {
    const type = message?.type;
    const entry = typeof type === 'string' && Object.hasOwn(table, type) ? table[type] : undefined;
    if (!entry || !entry.from.includes(originOf(sender))) return { error: { code: 'refused' } };
    try {
      return { ok: await entry.answer(message, sender) ?? null };
    } catch (error) {
      return { error: problemOf(error) };
    }
  }
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
  return unwrap(answer);
}

/**
 * Asks the background for what may be done twice: once more when the service worker was ended over it.
 * @param {string} type @param {Record<string, unknown>} [body] @returns {Promise<any>}
 */
export async function insist(type, body) {
  try {
    return await ask('background', type, body);
  } catch (error) {
    if (problemOf(error).code !== 'gone') throw error;
    return ask('background', type, body);
  }
}

/**
 * Asks the background for what has to happen also when this page closes at once. The browser drops a runtime message whose
 * sender goes before the service worker has it; one that is posted to the worker itself arrives, and starts it if need be.
 * Call seen when the person has what the answer says in front of them: if the page closes before, the background sees to it
 * in another way (Entry.unseen).
 * @param {string} type
 * @param {Record<string, unknown>} body
 * @returns {{ answer: Promise<any>, seen: () => void }}
 */
export function leave(type, body) {
  const { port1, port2 } = new MessageChannel();
  const { controller, ready } = navigator.serviceWorker;
  // The lock is this page's for as long as it lives: who gets it knows that the page has closed.
  const page = crypto.randomUUID();
  void navigator.locks.request(page, () => new Promise(() => {}));
  /** @param {ServiceWorker | null} worker */
  const post = (worker) => worker?.postMessage({ ...body, to: 'background', type, page }, [port2]);
  if (controller) post(controller);
  else void ready.then(({ active }) => post(active));
  const life = chrome.runtime.connect();
  const answer = new Promise((resolve) => {
    port1.onmessage = ({ data }) => resolve(data);
    life.onDisconnect.addListener(() => resolve(undefined)); // the worker ended first
  });
  return {
    answer: answer.finally(() => life.disconnect()).then(unwrap),
    seen: () => port1.postMessage('seen'),
  };
}

/** @param {any} answer */
function unwrap(answer) {
  if (!answer) throw new Failure({ code: 'gone' });
  if (answer.error) throw new Failure(answer.error);
  return answer.ok;
}
