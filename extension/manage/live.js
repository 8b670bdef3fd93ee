// SPDX-License-Identifier: MIT
// A code as it is now, with the ring that says for how long, and the next one when little time is left.
import { make } from '../look/form.js';
import { problemOf } from '../platform/messages.js';
import { explain, groups, say } from '../platform/words.js';

/** @typedef {import('../engine/vault.d.ts').Code} Code */

/** The last part of a period, in which the next code is shown, as in the popup. Milliseconds. */
const ending = 5000;

/** A look at the clock at least this often: the computer may sleep, and its clock may be set. Milliseconds. */
const longest = 10_000;

/**
 * A place for a code that is renewed for as long as it is in the page.
 * @param {() => Promise<Code | null> | Code | null} ask  for the code now; null: there is none to show
 */
export function live(ask) {
  const digits = make('span', { className: 'live-code' });
  const next = make('span', { className: 'live-next' });
  const ring = circle();
  const problem = make('p', { className: 'problem' });
  const element = make('div', { className: 'live' }, make('span', { className: 'live-digits' }, digits, next), ring, problem);
  let timer = 0;
  let turn = 0;
  let shown = '';
  /** @type {Animation | undefined} */
  let turning;

  /** @param {Code | null} code */
  const draw = (code) => {
    const { code: text = '', next: after = '', from, until } = code ?? {};
    const timed = from !== undefined && until !== undefined;
    element.classList.toggle('empty', text === '');
    digits.replaceChildren(...groups(text).flatMap((group) => [make('span', { textContent: group }), ' ']));
    const late = timed && until - Date.now() <= ending;
    next.textContent = late && after ? say('nextCode', groups(after).join(' ')) : '';
    element.classList.toggle('ending', late);
    ring.toggleAttribute('hidden', !timed);
    problem.textContent = code?.problem ? explain(code.problem) : '';
    if (timed && shown !== `${from} ${until}`) turning = start(ring, from, until, turning);
    shown = timed ? `${from} ${until}` : '';
  };

  const renew = async () => {
    clearTimeout(timer);
    const mine = ++turn;
    /** @type {Code | null} */
    let code = null;
    try {
      code = await ask();
      if (mine !== turn) return;
      draw(code);
    } catch (error) {
      if (mine !== turn) return;
      draw(null);
      problem.textContent = explain(problemOf(error));
    }
    if (code?.until === undefined) return;
    const left = code.until - Date.now();
    const wait = left > ending ? left - ending : Math.max(left, 0);
    timer = setTimeout(() => { if (element.isConnected) void renew(); }, Math.min(wait, longest) + 5);
  };
  return { element, renew };
}

/** A circle that empties. @returns {SVGSVGElement} */
function circle() {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  for (const [name, value] of Object.entries({ class: 'live-ring', viewBox: '0 0 24 24', 'aria-hidden': 'true' })) svg.setAttribute(name, value);
  for (const name of ['track', 'left']) {
    const part = document.createElementNS('http://www.w3.org/2000/svg', 'circle');
    for (const [key, value] of Object.entries({ class: name, cx: '12', cy: '12', r: '9.5', pathLength: '100' })) part.setAttribute(key, value);
    svg.append(part);
  }
  return svg;
}

const less = matchMedia('(prefers-reduced-motion: reduce)');

/** @param {SVGSVGElement} ring @param {number} from @param {number} until @param {Animation} [before] */
function start(ring, from, until, before) {
  before?.cancel();
  const duration = until - from;
  const steps = Math.max(1, Math.round(duration / (less.matches ? 5000 : 500)));
  const moving = ring.querySelector('.left')?.animate([{ strokeDashoffset: '0' }, { strokeDashoffset: '-100' }], { duration, easing: `steps(${steps})`, fill: 'forwards' });
  if (moving) moving.currentTime = Date.now() - from;
  return moving;
}
