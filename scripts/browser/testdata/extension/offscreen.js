// SPDX-License-Identifier: MIT
globalThis.born = Date.now();
// Trusted Types want the address of a Worker to be vouched for.
const policy = trustedTypes.createPolicy('worker', { createScriptURL: () => 'worker.js' });
globalThis.work = () => new Promise((ready) => {
  const worker = new Worker(policy.createScriptURL(''));
  worker.onmessage = () => ready(true);
});
