// SPDX-License-Identifier: MIT
// As much of the browser as the service worker's modules ask for while they are checked: storage that remembers, and a
// clock that can be set.

/** A storage area. */
function area() {
  const kept = new Map();
  return {
    kept,
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

/** Who listens to runtime messages. */
export const listeners = [];

globalThis.location = /** @type {any} */ ({ origin: 'chrome-extension://inkan' });
globalThis.chrome = /** @type {any} */ ({
  runtime: {
    id: 'inkan',
    onMessage: { addListener: (listener) => listeners.push(listener) },
    onConnect: { addListener: () => {} },
    sendMessage: async () => ({ ok: null }),
  },
  storage: { local, session },
});

let failed = false;

/** Runs a check and goes on after one that does not hold. @param {string} name @param {() => Promise<void>} check */
export async function check(name, check) {
  try {
    await check();
    console.log(`ok ${name}`);
  } catch (error) {
    failed = true;
    console.log(`not ok ${name}: ${error.stack}`);
  }
}

process.on('exit', (code) => { process.exitCode = failed ? 1 : code; });
