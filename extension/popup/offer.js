// SPDX-License-Identifier: MIT
// A QR code that the page behind the popup shows is offered to be added: below the list, where it moves nothing, and without
// the focus, which is where the person is.
import { leave, problemOf } from '../platform/messages.js';
import { say } from '../platform/words.js';
import * as engine from '../platform/engine.js';
import { behind, nameOf } from './first.js';

/** @typedef {import('../background/peek.js').Offer} Offer */

/** What is offered, and how to tell that it was decided on: when the popup closes before that, the background has it forgotten. @type {{ found: Offer, seen: () => void } | null} */
let offered = null;

const bar = /** @type {HTMLElement} */ (document.getElementById('offer'));

/** Looks at the page, once. @param {(offer: Offer) => unknown} take  the person wants to add it */
export async function look(take) {
  const { id } = await behind;
  const { answer, seen } = leave('scan.peek', { tabId: id });
  /** @type {Offer | null} */
  const found = await answer;
  if (!found) {
    seen();
    return;
  }
  // Whoever scans already, or has begun something else, is not in need of it.
  const scanning = /** @type {HTMLButtonElement} */ (document.getElementById('scan')).disabled;
  if (scanning || document.getElementById('news')?.firstElementChild || document.body.classList.contains('locked')) {
    forget(found);
    seen();
    return;
  }
  offered = { found, seen };
  show(found, take);
}

/** @param {Offer} found @param {(offer: Offer) => unknown} take */
function show(found, take) {
  const { account } = found.reading;
  if (!account) return;
  const words = document.createElement('p');
  words.textContent = say('seenCode', nameOf(account));
  const add = button(say('seenAdd'), () => {
    offered?.seen();
    offered = null;
    hide();
    take(found);
  });
  const not = button(say('notNow'), () => {
    hide();
    document.getElementById('search')?.focus();
  });
  not.classList.add('quiet');
  bar.replaceChildren(words, add, not);
  bar.hidden = false;
}

/** @param {string} words @param {() => void} act */
function button(words, act) {
  const made = document.createElement('button');
  made.type = 'button';
  made.className = 'button';
  made.textContent = words;
  made.addEventListener('click', act);
  return made;
}

/** Takes the offer back: something else has begun. */
export function hide() {
  bar.hidden = true;
  bar.replaceChildren();
  if (offered) {
    forget(offered.found);
    offered.seen();
  }
  offered = null;
}

/** @param {Offer} offer */
function forget({ reading }) {
  if (reading.ref) Promise.resolve(engine.call('forget', { refs: [reading.ref] })).catch(problemOf);
}
