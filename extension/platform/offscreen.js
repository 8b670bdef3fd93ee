// SPDX-License-Identifier: MIT
// The life of the offscreen document that holds the engine: started by the service worker.
import { ask } from './messages.js';

const path = '/engine/engine.html';

/** @type {Promise<void> | null} */
let starting = null;

/**
 * Starts the engine unless it lives, and resolves once it answers. Only the service worker may call it: it alone has
 * chrome.offscreen's life cycle in hand, so that two pages opening at once cannot make two engines.
 * @returns {Promise<void>}
 */
export function start() {
  starting ??= create().finally(() => { starting = null; });
  return starting;
}

async function create() {
  const had = await exists();
  if (!had) await open();
  const state = await ask('engine', 'ready');
  // What made an engine fail may be over: each time somebody asks for it, it gets one more chance.
  if (had && state === 'failed') {
    await chrome.offscreen.closeDocument();
    await open();
    await ask('engine', 'ready');
  }
}

function open() {
  return chrome.offscreen.createDocument({
    url: path,
    reasons: ['WORKERS'],
    justification: 'Runs the Go core and its Workers: codes, vault and QR decoding.',
  });
}

async function exists() {
  const contexts = await chrome.runtime.getContexts({ contextTypes: ['OFFSCREEN_DOCUMENT'] });
  return contexts.length > 0;
}

/** Ends the engine, dropping its whole memory. */
export async function end() {
  await starting?.catch(() => {});
  if (await exists()) await chrome.offscreen.closeDocument();
}

/** Ends the engine and starts a new one from what is stored. */
export async function restart() {
  await end();
  await start();
}
