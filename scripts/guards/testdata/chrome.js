// SPDX-License-Identifier: MIT
// As much of the browser as the service worker's modules ask for while they are checked: storage that remembers, and a
// clock that can be set.

/** A storage area. */
function area() {
  const kept = new Map();
  return {
    kept,
    setAccessLevel: async () => {},
    get: async (key) => (kept.has(key) ? { [key]: structuredClone(kept.get(key)) } : {}),
    set: async (items) => { for (const [key, value] of Object.entries(items)) kept.set(key, structuredClone(value)); },
    remove: async (key) => { kept.delete(key); },
  };
}

export const local = area();
export const session = area();

/** What the clock says. Milliseconds. */
export const clock = { now: Date.UTC(2026, 0, 1) };
Date.now = () => clock.now;

// Who waits for something else at most so long keeps no check from ending.
const later = setTimeout;
globalThis.setTimeout = /** @type {any} */ ((...what) => later(...what).unref());

/** Who listens to runtime messages. */
export const listeners = [];

/** What the browser and other parts were asked for, in order. */
export const heard = [];
/** What the engine does when it is asked for something. @type {Record<string, (body: any) => unknown>} */
export const answers = {};

globalThis.BroadcastChannel = /** @type {any} */ (class {
  postMessage(message) { heard.push(`tell ${message}`); }
});

globalThis.addEventListener = () => {};

/** What happens in the browser, as it tells it. @type {Record<string, (...what: any[]) => unknown>} */
export const happens = {};

const event = { addListener: () => {} };
const nothing = async () => {};

globalThis.location = /** @type {any} */ ({ origin: 'chrome-extension://inkan' });
globalThis.chrome = /** @type {any} */ ({
  runtime: {
    id: 'inkan',
    onMessage: { addListener: (listener) => listeners.push(listener) },
    onConnect: event,
    onInstalled: event,
    onStartup: event,
    getContexts: async () => [{}],
    sendMessage: async ({ type, ...body }) => {
      heard.push(`ask ${type}`);
      return { ok: (await answers[type]?.(body)) ?? null };
    },
  },
  action: {
    setIcon: nothing, setTitle: nothing, setBadgeText: nothing, setBadgeBackgroundColor: nothing, setBadgeTextColor: nothing, openPopup: nothing,
  },
  alarms: { create: nothing, clear: nothing, onAlarm: event },
  commands: { onCommand: event },
  contextMenus: { onClicked: event },
  i18n: { getMessage: (key) => key },
  idle: { onStateChanged: { addListener: (listener) => { happens.screen = listener; } } },
  omnibox: { onInputChanged: event, onInputEntered: event },
  offscreen: { closeDocument: async () => { heard.push('close'); } },
  storage: { local, session, sync: area() },
  tabs: { onRemoved: event, get: async () => ({ active: false }) },
  windows: { onRemoved: event },
});

let failed = false;

/** The check that is under way; "" while none is. Node ends, as if all were well, when nothing is left that it could wait for. */
let under = '';

/** Runs a check and goes on after one that does not hold. @param {string} name @param {() => Promise<void>} check */
export async function check(name, check) {
  under = name;
  try {
    await check();
    console.log(`ok ${name}`);
  } catch (error) {
    failed = true;
    console.log(`not ok ${name}: ${error.stack}`);
  }
  under = '';
}

process.on('unhandledRejection', (error) => {
  failed = true;
  console.log(`not ok something nobody waited for: ${error.stack}`);
});
process.on('exit', (code) => {
  if (under) console.log(`not ok ${under}: it waits for what never comes`);
  process.exitCode = failed || under ? 1 : code;
});
