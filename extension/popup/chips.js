// SPDX-License-Identifier: MIT
// The groups above the list, one of which can be looked at alone. Nothing of it is remembered: the next popup shows all.
import { drawGroups } from './first.js';

/** The group that is looked at, "" for all accounts. */
export let group = '';

/** @type {string[]} */
let shown = [];

const bar = /** @type {HTMLElement} */ (document.getElementById('groups'));
const chips = () => /** @type {HTMLElement[]} */ ([...bar.children]);

/** Shows the groups that there are now. @param {string[]} groups */
export function show(groups) {
  const there = chips().map(({ dataset }) => dataset.group).slice(1);
  if (!groups.includes(group)) group = '';
  // The first paint has drawn them, and somebody may be at one.
  if (there.join('\n') !== groups.join('\n')) drawGroups(groups);
  shown = groups;
  mark();
}

function mark() {
  for (const chip of chips()) {
    const pressed = chip.dataset.group === group;
    chip.setAttribute('aria-pressed', String(pressed));
    chip.tabIndex = pressed ? 0 : -1;
  }
}

/** Looks at one group, or at all. @param {string} name */
export function press(name) {
  group = shown.includes(name) ? name : '';
  mark();
}

/** @param {() => void} changed */
export function start(changed) {
  bar.addEventListener('click', ({ target }) => {
    const chip = /** @type {HTMLElement | null} */ (/** @type {Element} */ (target).closest('.chip'));
    if (!chip) return;
    // Pressed again it is let go.
    press(chip.dataset.group === group ? '' : chip.dataset.group ?? '');
    changed();
  });
  bar.addEventListener('keydown', (event) => {
    const all = chips();
    const at = all.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    const rightToLeft = getComputedStyle(bar).direction === 'rtl';
    const to = { ArrowRight: at + (rightToLeft ? -1 : 1), ArrowLeft: at - (rightToLeft ? -1 : 1), Home: 0, End: all.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    all[to]?.focus();
  });
  // One line of them, along which a wheel goes sideways.
  bar.addEventListener('wheel', (event) => {
    if (event.deltaX !== 0 || bar.scrollWidth <= bar.clientWidth) return;
    event.preventDefault();
    bar.scrollLeft += event.deltaY;
  }, { passive: false });
}
