// SPDX-License-Identifier: MIT
// How this document starts its Workers: Trusted Types let one start from a policy's URL only, and know each policy once.
const policy = trustedTypes.createPolicy('worker', { createScriptURL: (url) => url });

/** @param {string} name  of a module beside this one */
export function start(name) {
  return new Worker(policy.createScriptURL(new URL(name, import.meta.url).href), { type: 'module' });
}
