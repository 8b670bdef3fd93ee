// SPDX-License-Identifier: MIT
// How strong a new password is, by zxcvbn-ts with its list of common passwords. Loaded when a password is first typed:
// with its lists it is half a megabyte.
import { make } from '../look/form.js';
import { say } from '../platform/words.js';

/** Words that everybody would try first for this vault. */
const obvious = ['inkan', '印鑑', 'authenticator', '2fa', 'otp'];
/** Beyond so many characters nothing is weak, and the estimate takes its time. */
const longest = 100;

async function load() {
  const [{ ZxcvbnFactory }, { dictionary, adjacencyGraphs }] = await Promise.all([
    import('../vendor/zxcvbn-core.js').then((module) => module.default),
    import('../vendor/zxcvbn-common.js').then((module) => module.default),
  ]);
  return new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs, maxLength: longest });
}

/** @type {ReturnType<typeof load> | null} */
let estimator = null;

const words = /** @type {const} */ (['strength0', 'strength1', 'strength2', 'strength3', 'strength4']);

/** A meter that follows what is typed into a field. @param {HTMLInputElement} input */
export function meter(input) {
  const bars = Array.from({ length: 4 }, () => make('i'));
  const line = make('p', { role: 'status' });
  const element = make('div', { className: 'strength' }, make('div', { className: 'bar', 'aria-hidden': 'true' }, ...bars), line);
  input.addEventListener('input', async () => {
    estimator ??= load();
    const { check } = await estimator.then((made) => ({ check: made.check.bind(made) }), () => {
      estimator = null; // tried again at the next character
      return { check: null };
    });
    const score = check && input.value !== '' ? check(input.value.slice(0, longest), obvious).score : null;
    bars.forEach((bar, i) => bar.classList.toggle('on', score !== null && i < Math.max(score, 1)));
    element.classList.toggle('good', (score ?? 0) >= 3);
    line.textContent = score === null ? '' : say(/** @type {string} */ (words[score]));
  });
  return element;
}
