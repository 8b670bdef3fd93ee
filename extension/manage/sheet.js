// SPDX-License-Identifier: MIT
// The sheet to print: each account's QR code and key on paper, ten accounts a page. The keys stand in the open in a document
// that exists for this alone: an empty tab without an address, which no link, no history and no restored session leads
// back to. It is emptied when it was printed; emptied and closed when it is left, after five minutes, and when the manage page
// goes, as it does when Inkan locks.
import { button, make } from '../look/form.js';
import { Failure } from '../platform/messages.js';
import { dayOf, explain, language, say } from '../platform/words.js';
import { draw } from './symbol.js';

/**
 * @typedef {{ uri: string, issuer: string, account: string, secret: string[], type: string, algorithm?: string, digits?: number,
 *   period?: number, counter?: string }} Entry  transfer.SheetEntry
 */

/** Accounts on a page. */
const most = 10;
/** Groups of a key with more of which it is written smaller, so that ten of 64 bytes still fit on a page. */
const many = 16;
/** How long the sheet stays when nobody prints it. Milliseconds. */
const lifetime = 5 * 60_000;
/** How long the tab stays empty after printing: with it the browser would end a job that it has not yet handed over. Milliseconds. */
const grace = 60_000;

/** @type {Window | null} */
let shown = null;
let timer = 0;

/** What the engine gave, as entries; the bytes are wiped. @param {Uint8Array} bytes @returns {Entry[]} */
export function entriesOf(bytes) {
  const entries = JSON.parse(new TextDecoder().decode(bytes));
  bytes.fill(0);
  return entries;
}

/** Shows the sheet in a tab of its own. @param {Entry[]} entries */
export async function open(entries) {
  close();
  const tab = window.open('about:blank');
  if (!tab) throw new Failure({ code: 'sheet-blocked' });
  shown = tab;
  timer = setTimeout(close, lifetime);
  tab.addEventListener('afterprint', () => printed(tab));
  tab.addEventListener('keydown', ({ key }) => { if (key === 'Escape') close(); });
  const { document: page } = tab;
  page.documentElement.lang = language();
  page.title = say('sheetTitle');
  await Promise.all(['../look/look.css', 'sheet.css'].map((name) => new Promise((resolve) => {
    page.head.append(make('link', { rel: 'stylesheet', href: new URL(name, import.meta.url).href, onload: resolve, onerror: resolve }));
  })));
  const print = button(say('print'), () => tab.print(), 'primary');
  print.disabled = true;
  const main = make('main');
  page.body.append(bar(say('sheetHow'), button(say('close'), close), print), main);
  const pages = Math.ceil(entries.length / most);
  for (let at = 0; at < pages; at++) {
    if (shown !== tab || !print.isConnected) return;
    main.append(leaf(entries.slice(at * most, (at + 1) * most), at + 1, pages));
    // The sheet of a thousand accounts is drawn page by page, and can be left meanwhile.
    await new Promise((resolve) => { tab.setTimeout(resolve); });
  }
  print.disabled = false;
  print.focus();
}

/** The browser has what it prints, or the person has decided not to: the keys go, the tab stays a little. @param {Window} tab */
function printed(tab) {
  if (shown !== tab) return;
  clearTimeout(timer);
  timer = setTimeout(close, grace);
  const done = button(say('close'), close, 'primary');
  tab.document.body.replaceChildren(make('main', {}, make('h1', { className: 'unseen', textContent: say('sheetTitle') }), bar(say('sheetDone'), done)));
  done.focus();
}

/** Takes the sheet away. */
function close() {
  clearTimeout(timer);
  const tab = shown;
  shown = null;
  if (!tab || tab.closed) return;
  tab.document.body.replaceChildren();
  tab.close();
}

addEventListener('pagehide', close);

/** What is above the paper, on the screen only. @param {string} words @param {...HTMLElement} buttons */
const bar = (words, ...buttons) => make('header', { className: 'bar' }, make('p', { role: 'status', textContent: words }), ...buttons);

/** A page. @param {Entry[]} entries @param {number} number @param {number} pages */
function leaf(entries, number, pages) {
  const date = dayOf(Date.now(), 'long');
  return make('section', { className: 'leaf' },
    make('header', {},
      make('h1', { textContent: say('sheetTitle') }),
      make('p', { textContent: [say('sheetDate', date), say('sheetPage', number, pages)].join(say('between')) }),
      make('p', { className: 'warning', textContent: say('sheetWarning') })),
    make('ul', {}, ...entries.map((entry) => make('li', {}, symbolOf(entry), wordsOf(entry)))),
    make('footer', {},
      make('p', { textContent: say('sheetUse') }),
      make('p', {}, make('b', { textContent: say('sheetLostTitle') }), ' ', say('sheetLost'))));
}

/** @param {Entry} entry */
function symbolOf({ uri, issuer, account }) {
  try {
    return draw(uri, say('symbolOf', [issuer, account].filter(Boolean).join(say('between'))));
  } catch {
    return make('p', { className: 'none', textContent: explain({ code: 'symbol-long' }) }); // more than 2,331 bytes: the key stands beside it
  }
}

/** @param {Entry} entry */
function wordsOf(entry) {
  const [first = say('nameless'), second] = [entry.issuer, entry.account].filter(Boolean);
  const facts = factsOf(entry);
  return make('div', {}, make('b', { textContent: first }), second && make('span', { textContent: second }),
    make('code', { className: entry.secret.length > many ? 'long' : '' }, ...entry.secret.map((group) => make('span', { textContent: group }))),
    facts && make('small', { textContent: facts }));
}

/** What is not as it usually is. @param {Entry} entry */
function factsOf({ type, algorithm, digits, period, counter }) {
  const kinds = { hotp: 'HOTP', steam: 'Steam', yandex: 'Yandex', motp: 'mOTP' };
  return [
    kinds[/** @type {keyof typeof kinds} */ (type)], algorithm?.replace('SHA', 'SHA-'), digits && say('digitsFact', digits),
    period && say('periodFact', period), counter && say('counterFact', counter),
  ].filter(Boolean).join(say('between'));
}
