// SPDX-License-Identifier: MIT
// What a symbol consists of: its figures, its modules over the picture, both informations with their copies, blocks, corrected
// codewords, segments, bytes.
import { make } from '../look/form.js';
import { language, say } from '../platform/words.js';
import { figures } from './meaning.js';
import { redraw } from './redraw.js';
import { structure } from './structure.js';

/**
 * @typedef {import('./lab.js').Picture} Picture
 * @typedef {import('./lab.js').Symbol} Symbol
 * @typedef {import('./meaning.js').Meaning} Meaning
 * @typedef {import('../engine/lab.d.ts').Information} Information
 */

/** What a level corrects, as a share of the codewords (ISO/IEC 18004, table 8). */
const capacities = { L: 0.07, M: 0.15, Q: 0.25, H: 0.3 };

/** @param {number} share */
const percent = (share) => new Intl.NumberFormat(language(), { style: 'percent', maximumFractionDigits: 1 }).format(share);
/** @param {number} number */
const decimal = (number) => new Intl.NumberFormat(language(), { maximumFractionDigits: 1 }).format(number);

/** @param {Picture} picture @param {Meaning} meaning @returns {Node[]} cards */
export function anatomy(picture, meaning) {
  const { symbol, open } = meaning;
  return [
    card(say('qrFigures'), facts(symbol)),
    card(say('qrStructure'), structure(picture, symbol)),
    card(say('qrInside'), informations(symbol), blocks(symbol), corrected(symbol, open), runs(symbol, open), open ? bytes(symbol) : ''),
    // A part drawn anew would pass for the whole: nothing in it would say that there are others.
    ...(open && !symbol.append ? [card(say('qrRedraw'), redraw(meaning))] : []),
  ];
}

/** @param {string} title @param {...(Node | string)} content */
function card(title, ...content) {
  return make('section', { className: 'card', 'aria-label': title }, make('h2', { textContent: title }), ...content);
}

/** Bits that segments and headers take, without terminator and padding. @param {Symbol} symbol */
const usedBits = ({ runs }) => runs.filter(({ kind }) => kind !== 'terminator' && kind !== 'padding').reduce((sum, { bits }) => sum + bits, 0);

/** @param {Symbol} symbol */
function facts(symbol) {
  const { version, size, level, total, data, corrected, mask, append, moduleSize, inverted, mirrored, fnc1, micros, byteLength, blocks } = symbol;
  const used = usedBits(symbol);
  const fullest = blocks.reduce((most, block) => (block.wrong / Math.max(block.most, 1) > most.wrong / Math.max(most.most, 1) ? block : most));
  return figures([
    [say('qrVersion'), say('qrVersionOf', version, size)],
    [say('qrLevel'), say('qrLevelOf', level, percent(capacities[level]))],
    [say('qrErrors'), say('qrErrorsOf', corrected, total, percent(corrected / total))],
    corrected > 0 && [say('qrFullest'), say('qrFullestOf', fullest.wrong, fullest.most)],
    [say('qrMask'), String(mask)],
    [say('qrAppend'), append ? say('qrAppendOf', append.index + 1, append.total, hex(append.parity)) : say('qrNone')],
    [say('qrData'), say('qrDataOf', data, Math.ceil(used / 8))],
    [say('qrCompression'), say('qrCompressionOf', byteLength, Math.ceil(used / 8), percent(used / 8 / Math.max(byteLength, 1)))],
    [say('qrTime'), say('qrMillis', decimal(micros / 1000))],
    [say('qrModule'), say('qrPixels', decimal(moduleSize))],
    [say('qrSeen'), [inverted && say('qrInverted'), mirrored && say('qrMirrored')].filter(Boolean).join(say('comma')) || say('qrUsual')],
    fnc1 > 0 && ['FNC1', say('qrFnc1Of', fnc1)],
  ]);
}

/** @param {string} title @param {string[]} heads @param {(string | Node)[][]} rows */
function table(title, heads, rows) {
  const made = make('table', {}, make('caption', { textContent: title }),
    make('thead', {}, make('tr', {}, ...heads.map((head) => make('th', { scope: 'col', textContent: head })))),
    make('tbody', {}, ...rows.map((row) => make('tr', {}, ...row.map((cell) => make('td', {}, cell))))));
  return make('div', { className: 'table', tabIndex: 0, role: 'group', 'aria-label': title }, made);
}

/** @param {Symbol} symbol */
function informations({ formats, versions }) {
  /** @param {Information} copy @param {number} i @param {string} meaning */
  const row = (copy, i, meaning) => [
    say(copy.used ? 'qrCopyUsed' : 'qrCopyNo', i + 1), bits(copy), String(copy.distance), meaning,
  ];
  const heads = [say('qrWhich'), say('qrBits'), say('qrWrong'), say('qrMeans')];
  return make('div', { className: 'tables' },
    table(say('qrFormats'), heads, formats.map((copy, i) => row(copy, i, say('qrFormatOf', copy.level, copy.mask)))),
    versions.length > 0 && table(say('qrVersions'), heads, versions.map((copy, i) => row(copy, i, say('qrVersionSays', copy.version)))));
}

/** The bits of a copy as they were read; those that are wrong stand out. @param {Information} copy */
function bits({ read, right, modules }) {
  const made = make('code', { className: 'bits' });
  modules.forEach((_, i) => {
    const bit = (/** @type {number} */ word) => (word >> (modules.length - 1 - i)) & 1;
    made.append(bit(read) === bit(right) ? String(bit(read)) : make('mark', { textContent: String(bit(read)) }));
  });
  return made;
}

/** @param {Symbol} symbol */
function blocks({ blocks: all }) {
  return table(say('qrBlocks'), [say('qrBlock'), say('qrDataPart'), say('qrCheckPart'), say('qrWrong'), say('qrMost')],
    all.map(({ codewords, data, wrong, most }, i) => [i + 1, data, codewords.length - data, wrong, most].map(String)));
}

/** Rows of corrected codewords, at most: the picture shows them all. */
const mostRows = 200;

/** The codewords that were wrong, with the modules they are made of. @param {Symbol} symbol @param {boolean} open */
function corrected({ read, right, blockOf, owners, modules, size }, open) {
  const wrong = [...read.keys()].filter((i) => read[i] !== right[i]);
  if (wrong.length === 0) return '';
  /** @type {Map<number, string[]>} */
  const places = new Map();
  owners.forEach((owner, i) => {
    const module = modules[i] ?? 0;
    if ((module & 1) !== ((module >> 1) & 1) && owner !== 0xffff) places.set(owner, [...places.get(owner) ?? [], `${i % size},${Math.floor(i / size)}`]);
  });
  return table(say('qrCorrected'), [say('qrCodeword'), say('qrBlock'), ...(open ? [say('qrReadAs'), say('qrShouldBe')] : []), say('qrModulesXY')],
    wrong.slice(0, mostRows).map((i) => [
      String(i + 1), String((blockOf[i] ?? 0) + 1), ...(open ? [hex(read[i] ?? 0), hex(right[i] ?? 0)] : []), (places.get(i) ?? []).join('  '),
    ]));
}

/** All bits of the data codewords. @param {Symbol} symbol @param {boolean} open */
function runs({ runs: all, segments, texts }, open) {
  const decoder = new TextDecoder();
  return table(say('qrRuns'), [say('qrKind'), say('qrFrom'), say('qrBits'), say('qrCharacters'), say('qrCharset'), ...(open ? [say('qrText')] : [])],
    all.map(({ kind, from, bits: length, header, segment }) => {
      const held = segments[segment];
      const set = held ? [held.charset, held.eci >= 0 ? `ECI ${held.eci}` : ''].filter(Boolean).join(say('between')) : '';
      const text = held ? decoder.decode(texts[segment]) : '';
      return [
        say(`qrRun_${kind}`), String(from), held ? `${header} + ${length - header}` : String(length), held ? String(held.count) : '', set,
        ...(open ? [make('span', { className: 'clip', textContent: text })] : []),
      ];
    }));
}

/** @param {number} byte */
const hex = (byte) => byte.toString(16).toUpperCase().padStart(2, '0');

/** @param {Symbol} symbol */
function bytes({ content, right, blocks: all }) {
  const data = Uint8Array.from(all.flatMap(({ codewords, data: count }) => codewords.slice(0, count).map((i) => right[i] ?? 0)));
  return make('div', { className: 'tables' }, dump(say('qrContent', content.length), content), dump(say('qrDataBytes', data.length), data));
}

/** Sixteen bytes a line: where, in hexadecimal, as ASCII. @param {string} title @param {Uint8Array} all */
function dump(title, all) {
  const lines = [];
  for (let at = 0; at < all.length; at += 16) {
    const line = [...all.subarray(at, at + 16)];
    const ascii = line.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·')).join('');
    lines.push(`${at.toString(16).padStart(4, '0')}  ${line.map(hex).join(' ').padEnd(47)}  ${ascii}`);
  }
  return make('details', {}, make('summary', { textContent: title }), make('pre', { className: 'dump', tabIndex: 0, 'aria-label': title, textContent: lines.join('\n') }));
}
