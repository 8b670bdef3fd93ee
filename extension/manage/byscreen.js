// SPDX-License-Identifier: MIT
// Accounts read off another window, a tab or the whole screen, for the import: one picture of it, with every code that it shows.
import * as scanner from '../engine/scanner.js';
import { button, make } from '../look/form.js';
import { isLink, sheetOf } from '../platform/crops.js';
import { problemOf } from '../platform/messages.js';
import * as screen from '../platform/screen.js';
import { explain, say } from '../platform/words.js';
import * as dialog from './dialog.js';
import { Inside, gather, gathering, told } from './seen.js';

/**
 * Says what is to be chosen; the browser wants a click in this document before it lets the person do so.
 * @param {import('./seen.js').Take} take
 */
export const begin = (take) => ask(take, say('screenLead'), say('screenChoose'));

/** Has the person choose, and reads what was chosen. @param {import('./seen.js').Take} take */
export async function read(take) {
  const all = gathering(true);
  const inside = new Inside(say('screenOr'), () => close());
  let close = () => {};
  const seen = await look(all, inside).catch((error) => explain(problemOf(error)));
  if (typeof seen === 'string') close = ask(take, seen, say('screenAgain'), inside);
  else if (all.some) take(say('screenOr'), all.take(), seen);
  all.clear();
}

/**
 * Gathers the codes of one picture; inside gets it when one of them is no account.
 * @param {import('./gathering.js').Gathering} all @param {Inside} inside
 * @returns {Promise<string | import('./import.js').Crops | null>} why there is no account, in words; of several codes their pictures; null
 *   where there are none, and when the person thought better of it
 */
async function look(all, inside) {
  const frame = await screen.take();
  if (!frame) return null;
  const copy = frame.clone();
  try {
    const { symbols } = await scanner.see(frame);
    const corners = symbols.map((symbol) => symbol.corners);
    const links = symbols.map(({ text }) => isLink(text)); // which is wiped
    const found = await gather(all, symbols);
    if (all.some) {
      const sheet = corners.length > 1 ? await sheetOf(copy, corners) : null;
      return sheet && { sheet, links: links.flatMap((link, at) => (link && found[at] === 'kept' ? [at] : [])) };
    }
    if (!all.other) return explain({ code: 'screen-nothing' });
    await inside.offer(copy);
    return told(all.other);
  } finally {
    copy.close();
    scanner.end();
  }
}

/**
 * @param {import('./seen.js').Take} take @param {string} words @param {string} choose  on the button that goes on
 * @param {Inside} [inside]
 * @returns {() => void} closes it
 */
function ask(take, words, choose, inside) {
  const go = button(choose, () => {
    close();
    void read(take);
  }, 'primary');
  const content = make('div', { className: 'asking' }, make('p', { role: 'status', textContent: words }),
    make('div', { className: 'actions' }, inside?.button, button(say('cancel'), () => close()), go));
  const close = dialog.open(say('screenOr'), content);
  content.closest('dialog')?.addEventListener('close', () => inside?.end());
  go.focus();
  return close;
}
