// SPDX-License-Identifier: MIT
// How this document starts its Workers: Trusted Types let one start from a policy's URL only, and know each policy once.
import { Failure } from '../platform/messages.js';

const policy = trustedTypes.createPolicy('worker', { createScriptURL: (url) => url });

/** @param {string} name  of a module beside this one */
export function start(name) {
  return new Worker(policy.createScriptURL(new URL(name, import.meta.url).href), { type: 'module' });
}

/**
 * Work that is done in a Worker of its own each time, which is thrown away with all its memory.
 * @param {string} name  of the Worker's module; it answers an order once, with an error or anything else
 * @param {string} failed  the code when the Worker itself fails
 * @param {number} [patience]  after which it is given up, milliseconds
 */
export function several(name, failed, patience) {
  /** @type {Set<(error: Failure) => void>} */
  const underWay = new Set();
  /** Ends all work under way; whoever waits for it gets the code "cancelled". */
  const cancel = () => { for (const giveUp of underWay) giveUp(new Failure({ code: 'cancelled' })); };
  /** @param {unknown} order @param {Transferable[]} [transfer] @returns {Promise<any>} */
  const run = (order, transfer = []) => new Promise((resolve, reject) => {
    const worker = start(name);
    const end = () => {
      worker.terminate();
      clearTimeout(timer);
      underWay.delete(giveUp);
    };
    const giveUp = (/** @type {Failure} */ error) => {
      end();
      reject(error);
    };
    const timer = patience === undefined ? 0 : setTimeout(() => giveUp(new Failure({ code: failed })), patience);
    underWay.add(giveUp);
    worker.onmessage = ({ data }) => {
      end();
      if (data.error) reject(new Failure(data.error));
      else resolve(data);
    };
    worker.onerror = () => giveUp(new Failure({ code: failed }));
    worker.postMessage(order, { transfer });
  });
  return { run, cancel };
}

/**
 * As several, but one at a time: who asks for another does not wait for the first any more.
 * @param {string} name @param {string} failed @param {number} [patience]
 */
export function single(name, failed, patience) {
  const { run, cancel } = several(name, failed, patience);
  return {
    run: (/** @type {Parameters<typeof run>} */ ...order) => {
      cancel();
      return run(...order);
    },
    cancel,
  };
}
