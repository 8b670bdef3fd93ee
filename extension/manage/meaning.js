// SPDX-License-Identifier: MIT
// What a QR code that was taken apart says: an account, a link, a text. What may be a secret stands nowhere in the page before it
// is asked for, and is gone from it when the person looks at something else.
import { button, make } from '../look/form.js';
import * as engine from '../platform/engine.js';
import { problemOf } from '../platform/messages.js';
import { addressOf, mayBeSecret } from '../platform/secrecy.js';
import { explain, groups, say } from '../platform/words.js';
import { announce, attempt, once } from './manage.js';
import { save } from './save.js';

/**
 * @typedef {import('./lab.js').Symbol} Symbol
 * @typedef {import('../engine/vault.d.ts').Reading} Reading
 * @typedef {import('../engine/vault.d.ts').Account} Account
 */

export class Meaning {
  /** @type {Symbol} */
  symbol;
  /** @type {Reading} */
  reading;
  /** What shows that it is chosen: its outline and its button. @type {Element[]} */
  parts = [];
  /** Whether a secret was asked for. */
  revealed = false;
  /** Ids of the accounts that were made of it just now. @type {string[]} */
  added = [];
  /** @type {HTMLElement | null} */
  #place = null;
  /** @type {() => Node[]} */
  #more = () => [];
  #timer = 0;

  /** @param {Symbol} symbol @param {Reading} reading */
  constructor(symbol, reading) {
    this.symbol = symbol;
    this.reading = reading;
  }

  /** @param {Symbol} symbol */
  static async of(symbol) {
    const made = new Meaning(symbol, await read(symbol));
    // For the history; that it could not be kept keeps nobody from looking.
    if (!made.secret && symbol.text.length > 0) engine.act('scans.note', {}, [symbol.text.slice()]).catch(problemOf);
    return made;
  }

  get secret() {
    return mayBeSecret(this.reading, this.symbol);
  }

  /** Whether what it says can be in the page now. */
  get open() {
    return !this.secret || this.revealed;
  }

  /** What it is, in a word. */
  get kind() {
    return say(`qrKind_${this.reading.kind.replaceAll('-', '_')}`);
  }

  /** What it says; "" in a character set that is not known. */
  get text() {
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(this.symbol.text);
  }

  /**
   * @param {HTMLElement} place @param {() => Node[]} more  what else there is to show of it
   */
  show(place, more) {
    this.#place = place;
    this.#more = more;
    this.paint();
  }

  paint() {
    clearTimeout(this.#timer);
    this.#place?.replaceChildren(this.#card(), ...this.#more());
  }

  /** What was asked for is gone from the page. */
  hide() {
    if (!this.revealed) return;
    this.revealed = false;
    this.paint();
  }

  end() {
    clearTimeout(this.#timer);
    this.revealed = false;
    this.#place?.replaceChildren();
    this.#place = null;
  }

  #card() {
    const { reading, open } = this;
    const { account, problem, kind } = reading;
    const head = make('h2', { textContent: this.kind });
    const made = make('section', { className: 'card meaning', 'aria-label': say('qrSays') }, head);
    if (account) made.append(this.#account(account));
    if (kind === 'migration') made.append(make('p', { textContent: say('qrMigration') }));
    if (problem && (this.symbol.text.length > 0 || this.symbol.append)) made.append(make('p', { className: 'problem', textContent: explain(problem) }));
    if (this.symbol.charset !== '') made.append(make('p', { textContent: say('qrCharsetUnknown', this.symbol.charset) }));
    if (open) made.append(this.#text());
    made.append(this.#acts());
    return made;
  }

  /** @param {Account} account */
  #account(account) {
    const { issuer, account: name, type, algorithm, digits, period, counter } = account;
    const code = make('span', { className: 'digits' });
    const { present, conflict } = this.reading;
    const note = this.added.length > 0 ? '' : present ? say('alreadyThere') : conflict ? say('conflictShort') : '';
    const list = figures([
      [say('issuer'), issuer || say('nameless')], [say('account'), name || say('nameless')],
      [say('type'), type === 'totp' ? say('typeTotp') : type === 'hotp' ? say('typeHotp') : type],
      [say('algorithm'), algorithm], [say('digits'), String(digits)],
      period !== undefined && [say('period'), say('seconds', period)], counter !== undefined && [say('counter'), counter],
      this.reading.code?.code && [say('qrCode'), code], [say('secret'), this.open ? keyOf(this.text) : say('qrHidden')],
    ]);
    if (this.reading.code?.code) this.#tick(code);
    return make('div', { className: 'account' }, list, note && make('p', { textContent: note }));
  }

  /** The code is that of now for as long as it is seen. @param {HTMLElement} place */
  #tick(place) {
    const { ref = '', code } = this.reading;
    place.textContent = groups(code?.code ?? '').join(' ');
    if (code?.until === undefined) return;
    this.#timer = setTimeout(async () => {
      if (!place.isConnected) return;
      try {
        const [next] = await engine.call('codes', { now: Date.now(), ids: [ref] });
        // An engine that was ended meanwhile has forgotten it, and is told again: a code of then is none.
        this.reading = next ? { ...this.reading, code: next } : await read(this.symbol);
        if (place.isConnected) this.#tick(place);
      } catch (error) {
        problemOf(error); // it was added, and is an account now
        place.textContent = '';
      }
    }, Math.max(code.until - Date.now(), 0) + 5);
  }

  /** What it says, as it stands. */
  #text() {
    const { text } = this;
    if (text === '') return '';
    return make('pre', { className: 'says', tabIndex: 0, 'aria-label': say('qrText'), textContent: text });
  }

  #acts() {
    const { reading, secret, open } = this;
    const link = reading.kind === 'link' ? addressOf(this.text) : null;
    return make('div', {},
      // As the browser writes it: no other letters that look alike, and whose it is for sure.
      link && make('p', { className: 'address' }, say('qrOpens'), make('b', { textContent: link.host }), make('span', { textContent: link.href })),
      this.added.length > 0 && make('p', { className: 'state good', textContent: say('importAdded', this.added.length) }),
      make('div', { className: 'row' },
        reading.account && !reading.present && button(say('add'), once(() => this.#add()), 'primary'),
        this.added.length > 0 && button(say('undo'), once(() => this.#undo())),
        secret && button(say(open ? 'qrHide' : 'qrShow'), () => this.#reveal()),
        link && make('a', { className: 'button', href: link.href, target: '_blank', rel: 'noopener noreferrer', textContent: say('qrOpenLink') }),
        open && this.symbol.text.length > 0 && button(say('qrCopy'), () => attempt(() => this.#copy())),
        open && button(say('qrSave'), () => save(this.symbol.content.slice(), this.symbol.text.length > 0 ? 'qr.txt' : 'qr.bin'))));
  }

  #reveal() {
    this.revealed = !this.revealed;
    this.paint();
    this.#focus(say(this.revealed ? 'qrHide' : 'qrShow'));
  }

  async #copy() {
    await navigator.clipboard.writeText(this.text);
    announce(say('copied'));
    const at = this.#button(say('qrCopy'));
    if (at) at.textContent = say('copied');
  }

  async #add() {
    const { added } = await this.#stored();
    this.added = added;
    await this.#again();
    this.#focus(say('undo'));
    announce(say('importAdded', added.length));
  }

  async #stored() {
    try {
      return await engine.add([this.reading.ref ?? '']);
    } catch (error) {
      if (problemOf(error).code !== 'reading-unknown') throw error;
      this.reading = await read(this.symbol); // as in #tick
      return engine.add([this.reading.ref ?? '']);
    }
  }

  async #undo() {
    await engine.change('remove', { now: Date.now(), ids: this.added });
    this.added = [];
    await this.#again();
    this.#focus(say('add'));
    announce(say('undone'));
  }

  /** Says anew what the text is to the vault. */
  async #again() {
    this.reading = await read(this.symbol);
    this.paint();
  }

  /** @param {string} words */
  #button(words) {
    return [...this.#place?.querySelectorAll('button') ?? []].find(({ textContent }) => textContent === words);
  }

  /** @param {string} words */
  #focus(words) {
    this.#button(words)?.focus();
  }
}

/**
 * What the engine says that a symbol is; of one that is no text, by its bytes: they may be a key's.
 * @param {Symbol} symbol
 */
async function read({ text, content, append }) {
  const own = (text.length > 0 ? text : content).slice();
  try {
    return await engine.call('read', { now: Date.now(), site: '', part: append !== undefined }, own);
  } finally {
    own.fill(0);
  }
}

/** Terms and what they are. @param {([string, string | Node] | false | '' | undefined)[]} rows */
export function figures(rows) {
  const kept = rows.filter((row) => row !== false && row !== '' && row !== undefined);
  return make('dl', { className: 'figures' }, ...kept.map(([term, value]) => make('div', {}, make('dt', { textContent: term }), make('dd', {}, value))));
}

/** The key as an otpauth link has it, in groups of four. @param {string} uri */
function keyOf(uri) {
  const raw = /[?&]secret=([^&#]*)/i.exec(uri)?.[1] ?? '';
  return (raw.match(/.{1,4}/g) ?? [say('qrKeyBelow')]).join(' ');
}
