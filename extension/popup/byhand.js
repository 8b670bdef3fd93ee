// SPDX-License-Identifier: MIT
// Moving accounts by hand: dragged with the mouse, or with Alt and an arrow key. Only where the whole list is shown, and only
// among those that are pinned like it.
import { announce, mayMove, moveTo } from './popup.js';
import { say } from '../platform/words.js';
import { nameOf } from './first.js';

/** @typedef {import('./list.js').List} List */
/** @typedef {{ row: HTMLElement, peers: HTMLElement[], at: number, y: number }} Drag  at: among its peers, where it would stand */

/** So far is no click any more. Pixels. */
const slack = 6;
/** Near an edge the list scrolls, the faster the nearer. Pixels, and pixels a frame. */
const edge = 36;
const fastest = 14;

/** @param {List} list */
export function start(list) {
  const { element } = list;
  const main = /** @type {HTMLElement} */ (element.closest('main'));
  element.setAttribute('aria-keyshortcuts', 'Alt+ArrowUp Alt+ArrowDown');
  /** @type {{ row: HTMLElement, x: number, y: number } | null} */
  let pressed = null;
  /** @type {Drag | null} */
  let drag = null;

  const all = () => /** @type {HTMLElement[]} */ ([...element.querySelectorAll(':scope > .account')]);
  const isPinned = (/** @type {HTMLElement} */ row) => Boolean(list.row(row)?.account.pinned);
  /** The rows among which a row can stand, without it. @param {HTMLElement} row */
  const peersOf = (row) => all().filter((other) => other !== row && isPinned(other) === isPinned(row));
  const idOf = (/** @type {HTMLElement | undefined} */ row) => row?.dataset.id ?? '';

  /** @param {HTMLElement} row @param {HTMLElement[]} peers @param {number} at */
  const place = (row, peers, at) => {
    const name = nameOf(/** @type {NonNullable<ReturnType<List['row']>>} */ (list.row(row)).account);
    void moveTo(idOf(row), idOf(peers[at])).then((moved) => {
      if (moved) announce(say('movedTo', name, all().indexOf(row) + 1, list.length));
    });
  };

  const mark = () => {
    for (const row of element.querySelectorAll('.over, .under')) row.classList.remove('over', 'under');
    if (!drag) return;
    const { peers, at } = drag;
    if (peers[at]) peers[at].classList.add('over');
    else peers.at(-1)?.classList.add('under');
  };

  /** What the pointer does while it is down; captured by an element it would be let go at what the browser makes up itself. */
  const watched = { pointermove: follow, pointerup: drop, pointercancel: end, keydown: escape };

  function end() {
    drag?.row.classList.remove('dragged');
    element.classList.remove('dragging');
    drag = pressed = null;
    mark();
    for (const [type, listener] of Object.entries(watched)) document.removeEventListener(type, /** @type {EventListener} */ (listener), true);
  }

  /** Where a row would stand that is let go here. @param {HTMLElement[]} peers @param {number} y */
  const placeAt = (peers, y) => {
    const at = peers.findIndex((row) => {
      const { top, height } = row.getBoundingClientRect();
      return y < top + height / 2;
    });
    return at < 0 ? peers.length : at;
  };

  const scroll = () => {
    if (!drag) return;
    const { top, bottom } = main.getBoundingClientRect();
    const above = Math.max(0, top + edge - drag.y);
    const below = Math.max(0, drag.y - (bottom - edge));
    if (above > 0 || below > 0) {
      main.scrollTop += Math.round(fastest * (Math.min(below, edge) - Math.min(above, edge)) / edge);
      drag.at = placeAt(drag.peers, drag.y);
      mark();
    }
    requestAnimationFrame(scroll);
  };

  element.addEventListener('pointerdown', (event) => {
    const row = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest('.account'));
    if (!row || event.button !== 0 || event.pointerType === 'touch' || !mayMove()) return;
    pressed = { row, x: event.clientX, y: event.clientY };
    for (const [type, listener] of Object.entries(watched)) document.addEventListener(type, /** @type {EventListener} */ (listener), true);
  });

  /** @param {PointerEvent} event */
  function follow({ clientX, clientY }) {
    if (pressed && !drag && Math.hypot(clientX - pressed.x, clientY - pressed.y) > slack) {
      drag = { row: pressed.row, peers: peersOf(pressed.row), at: 0, y: clientY };
      drag.row.classList.add('dragged');
      element.classList.add('dragging');
      requestAnimationFrame(scroll);
    }
    if (!drag) return;
    drag.y = clientY;
    drag.at = placeAt(drag.peers, clientY);
    mark();
  }

  function drop() {
    if (drag) {
      // The click that follows at once, if the pointer is over what it was pressed on, is none.
      document.addEventListener('click', stop, true);
      setTimeout(() => document.removeEventListener('click', stop, true));
      if (mayMove() && drag.row.isConnected) place(drag.row, drag.peers, drag.at);
    }
    end();
  }

  /** @param {KeyboardEvent} event */
  function escape(event) {
    if (!drag || event.key !== 'Escape') return;
    stop(event);
    end();
  }

  /** @param {Event} event */
  function stop(event) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  element.addEventListener('keydown', (event) => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const row = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest('.account'));
    if (!by || !row || !event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || !mayMove()) return;
    event.preventDefault();
    event.stopPropagation();
    const peers = peersOf(row);
    const now = all().filter((other) => isPinned(other) === isPinned(row)).indexOf(row);
    const at = now + by;
    if (at >= 0 && at <= peers.length) place(row, peers, at);
    else announce(say(by < 0 ? 'movedFirst' : 'movedLast'));
  });
}
