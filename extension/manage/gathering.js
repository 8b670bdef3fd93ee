// SPDX-License-Identifier: MIT
// What is gathered of QR codes that are seen one after the other, again and again: accounts, and the parts of one export of
// Google Authenticator, in whatever order they come. Parts of another export are not mixed in.

/**
 * @typedef {import('../engine/vault.d.ts').Reading} Reading
 * @typedef {import('../engine/vault.d.ts').ExportPart} Part
 * @typedef {Uint8Array<ArrayBuffer>} Text  UTF-8
 * @typedef {'kept' | 'known' | 'foreign' | 'other'} Found  an account or a part, for the first time; again; a part of another
 *   export; no account
 */

/** How many texts that are not kept are remembered, so that the engine is not asked about them fifteen times a second. */
const most = 20;

export class Gathering {
  /** Accounts, and exports that are whole in one code. @type {Text[]} */
  #accounts = [];
  /** By their index. @type {Map<number, Text>} */
  #parts = new Map();
  /** Of the export whose parts are gathered. @type {Part | null} */
  #export = null;
  /** @type {{ text: Text, reading: Reading, found: Found }[]} */
  #others = [];
  /** What the last text was that is no account. @type {Reading | null} */
  other = null;
  #read;
  /** What is asked about when all is forgotten is forgotten, too. */
  #turn = 0;
  #mixed;

  /**
   * @param {(text: Text, part: boolean) => Reading | Promise<Reading>} read  what the engine says that a text is; an account is forgotten there again
   * @param {boolean} [mixed]  whether all there is to see is seen at once: then no part of another export comes later, and whoever reads
   *   the file tells the exports apart, and says what is missing
   */
  constructor(read, mixed = false) {
    this.#read = read;
    this.#mixed = mixed;
  }

  /** How many parts of an export were seen, and how many it has; of none 0 of 0. */
  get progress() {
    return { seen: this.#parts.size, of: this.#export?.size ?? 0 };
  }

  /** Whether there is anything. */
  get some() {
    return this.#accounts.length + this.#parts.size > 0;
  }

  /** Whether there is something, and no part of an export is wanting. */
  get whole() {
    const { seen, of } = this.progress;
    return this.some && seen === of;
  }

  /**
   * @param {Text} text  handed over: what reads it wipes it
   * @param {boolean} part  whether it is one of several symbols of a longer message
   * @returns {Promise<Found>}
   */
  async add(text, part) {
    if ([...this.#accounts, ...this.#parts.values()].some((known) => equal(known, text))) return 'known';
    const before = this.#others.find((other) => equal(other.text, text));
    if (before) return this.#say(before);
    const own = text.slice();
    const turn = this.#turn;
    const reading = await this.#read(text, part);
    if (turn !== this.#turn) {
      own.fill(0);
      return 'known';
    }
    const { kind, part: of } = reading;
    if (kind === 'account' || of?.size === 1 || (of && this.#mixed)) {
      this.#accounts.push(own);
      return 'kept';
    }
    if (of && this.#belongs(of)) {
      this.#export = of;
      this.#parts.set(of.index, own);
      return 'kept';
    }
    /** @type {{ text: Text, reading: Reading, found: Found }} */
    const other = { text: own, reading, found: of ? 'foreign' : 'other' };
    this.#others.push(other);
    for (const old of this.#others.splice(0, this.#others.length - most)) old.text.fill(0);
    return this.#say(other);
  }

  /** @param {{ reading: Reading, found: Found }} other */
  #say({ reading, found }) {
    if (found === 'other') this.other = reading;
    return found;
  }

  /** A second part of one place is of another export, whatever it says of itself. @param {Part} part */
  #belongs(part) {
    const own = this.#export;
    return !own || (part.export === own.export && part.size === own.size && !this.#parts.has(part.index));
  }

  /** Keys that cannot be read, which whoever reads the file tells of. @returns {Text[]} */
  #bad() {
    const bad = this.#others.filter(({ reading: { kind, problem } }) => kind === 'migration' || (kind === 'problem' && problem?.code !== 'symbol-part'));
    return this.#mixed ? bad.map(({ text }) => text) : [];
  }

  /** What was gathered, as a file of lines; nothing of it is kept. @returns {Text} */
  take() {
    const parts = [...this.#parts].sort(([a], [b]) => a - b).map(([, text]) => text);
    const texts = [...this.#accounts, ...parts, ...this.#bad()];
    const file = new Uint8Array(texts.reduce((length, text) => length + text.length + 1, 0)).fill(0x0a);
    let at = 0;
    for (const text of texts) {
      file.set(text, at);
      at += text.length + 1;
    }
    this.clear();
    return file;
  }

  /** Forgets all of it. */
  clear() {
    for (const text of [...this.#accounts, ...this.#parts.values(), ...this.#others.map((other) => other.text)]) text.fill(0);
    this.#turn++;
    this.#accounts = [];
    this.#others = [];
    this.#parts.clear();
    this.#export = this.other = null;
  }
}

/** @param {Text} a @param {Text} b */
const equal = (a, b) => a.length === b.length && a.every((byte, i) => byte === b[i]);
