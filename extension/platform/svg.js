// SPDX-License-Identifier: MIT
// What an SVG comes to before anything draws it. Only a document can draw one, and this one's thread is that of all of Inkan: a
// kilobyte in which ten parts stand for ten others, nine times over, would have it draw a thousand million of them.
import { headLength, sizeOf } from './picture.js';

/**
 * @typedef {{ kids: Part[], refs: string[], work: number, said: number }} Part  an element; refs: ids that it names; work: to as many
 *   plain elements it comes; said: characters of its attributes and its text
 */

/** Elements that are drawn, at most: the modules of the largest QR code are 31,329. */
const most = 200_000;

/** The work that they are, at most: however small, a layer is some. */
const mostWork = 10 * most;

/** Characters of them, each as often as it is drawn: those of the longest file and as many again. */
const mostSaid = 16 << 20;

/** What a filter comes to that takes some pixels for each: about as much work as so many plain elements. */
const filtering = 100;

/** What has an element drawn on a layer of its own first, as "name:value" says it, and the work that is. @type {[RegExp, number][]} */
const layers = [
  [/\b(blur|drop-shadow)\s*\(/i, filtering], [/\bmask\b/i, 50], [/\b(clip-path|mix-blend-mode|isolation)\b/i, 10],
  [/(^|[^-\w])opacity(?!\s*:\s*(1|1\.0|100%)\s*($|[;!}]))/i, 10],
];

/** @param {string} said  of an element, or of a style sheet */
const workOf = (said) => layers.find(([layer]) => layer.test(said))?.[1] ?? 1;

/** Filters that take as many pixels for each as the file says, or a calculation: one of them can take seconds. */
const endless = /(^|:)fe(Turbulence|ConvolveMatrix|Morphology|DisplacementMap|DiffuseLighting|SpecularLighting|Image|Tile)$/;

/** The tokens of XML 1.0, sticky; of a document type only what cannot stand for elements. Groups: CDATA, end, name, attributes, empty, text. */
const token = new RegExp([
  /<!--[^]*?-->/, /<!\[CDATA\[([^]*?)\]\]>/, /<\?(?!xml-stylesheet)[^]*?\?>/,
  /<!DOCTYPE\s[^[\]<>]*(?:\[(?:\s|<!--[^]*?-->|<!ENTITY\s+[\w:.-]+\s+(?:"https?:[^"<>&%\]]*"|'https?:[^'<>&%\]]*')\s*>)*\]\s*)?>/,
  /<\/([^\s<>/]+)\s*>/, /<([^\s<>/!?=]+)((?:\s+[^\s<>/=]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/, /([^<]+)/,
].map(({ source }) => source).join('|'), 'y');

/** Character sets in which each sign of XML is a byte, and no byte of another character looks like one. */
const plainSets = /^(utf-?8|us-ascii|iso-8859-\d+|windows-125\d)$/i;

/** What a style or an attribute's value says without escapes of XML and CSS. @param {string} text */
const unescaped = (text) => text.replace(/&#(?:x([\da-f]{1,6})|(\d{1,7}));/gi, (_, hex, decimal) => letter(hex ? parseInt(hex, 16) : Number(decimal)))
  .replace(/\\([\da-f]{1,6})\s?/gi, (_, hex) => letter(parseInt(hex, 16))).replace(/[\t\n\r]/g, '');

/** @param {number} code */
const letter = (code) => (code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd');

/** A URL that brings along another drawing, or a style. */
const nested = /data:(?!image\/(?:png|jpe?g|gif|webp|avif|bmp)[;,]|(?:application\/(?:x-)?)?font)/i;

/** Pixels of pictures in a drawing, at most. */
const mostPixels = 30e6;

/** The pixels of the pictures that a text brings along. @param {string} text @returns {number} Infinity of one that does not say how many */
function pixelsIn(text) {
  let pixels = 0;
  for (const [, how = '', data = ''] of text.matchAll(/data:image\/[a-z]+((?:;[^,;]*)*),([^"')]*)/gi)) {
    const size = /;base64$/i.test(how.trim()) ? sizeIn(data) : null;
    pixels += size ? size.width * size.height : Infinity;
  }
  return pixels;
}

/** @param {string} data  Base64 of a picture, perhaps with escapes */
function sizeIn(data) {
  try {
    const head = decodeURIComponent(data.slice(0, 2 * headLength).replace(/%.?$/, '')).replace(/\s/g, '');
    return sizeOf(Uint8Array.fromBase64(head.slice(0, head.length & ~3)));
  } catch {
    return null; // no Base64
  }
}

/** The ids that a text names, as "#id" or "url(#id)". @param {string} text */
function idsIn(text) {
  return [...text.matchAll(/#([^\s"'();,]+)/g)].map(([, id = '']) => {
    try {
      return decodeURIComponent(id);
    } catch {
      return id;
    }
  });
}

/**
 * The work of drawing an SVG, in plain elements that are each as large as all of the picture.
 * @param {string} text  decoded as UTF-8
 * @returns {number} Infinity when it is not drawn in no time, is not well-formed, or could say more than is seen here
 */
export function workIn(text) {
  const [, set = 'utf-8'] = /^\ufeff?\s*<\?xml[^>]*?encoding\s*=\s*["']([^"']*)/.exec(text) ?? [];
  if (!plainSets.test(set)) return Infinity;
  try {
    const read = partsOf(text);
    return read === null ? Infinity : count(read);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error; // nested too deep, or too long a list of attributes
    return Infinity;
  }
}

/**
 * @param {string} text
 * @returns {{ root: Part, named: Map<string, Part[]>, styles: string[], styled: number } | null} styled: the work that style sheets make of
 *   any of them; null of what is not well-formed
 */
function partsOf(text) {
  /** @type {Part} */
  const root = { kids: [], refs: [], work: 1, said: 0 };
  let styled = 1;
  let pixels = 0;
  /** @type {Map<string, Part[]>} */
  const named = new Map();
  /** @type {string[]} */
  const styles = [];
  /** @type {{ name: string, part: Part }[]} */
  const open = [{ name: '', part: root }];
  for (token.lastIndex = 0; token.lastIndex < text.length;) {
    const found = token.exec(text);
    if (!found) return null;
    const [, data, end, name, attributes = '', empty, words] = found;
    const { name: inside, part: parent } = /** @type {typeof open[0]} */ (open.at(-1));
    if (end !== undefined) {
      if (open.length === 1 || inside !== end) return null;
      open.pop();
    } else if (name !== undefined) {
      const part = partOf(name, attributes, named);
      pixels += pixelsIn(unescaped(attributes));
      if (!part || pixels > mostPixels) return null;
      parent.kids.push(part);
      if (!empty) open.push({ name, part });
    } else if (/(^|:)style$/i.test(inside)) {
      const style = unescaped(data ?? words ?? '');
      pixels += pixelsIn(style);
      if (nested.test(style) || pixels > mostPixels) return null;
      styled = Math.max(styled, workOf(style));
      styles.push(...idsIn(style));
    } else {
      parent.said += (data ?? words ?? '').length;
    }
  }
  return open.length === 1 ? { root, named, styles: [...new Set(styles)], styled } : null;
}

/** @param {string} name @param {string} attributes @param {Map<string, Part[]>} named @returns {Part | null} */
function partOf(name, attributes, named) {
  if (endless.test(name)) return null;
  /** @type {Part} */
  const part = { kids: [], refs: [], work: /(^|:)fe[A-Z]/.test(name) ? filtering : 1, said: attributes.length };
  const drawn = !/(^|:)(linear|radial)Gradient$/.test(name); // whose few stops are no drawing, whoever is filled with it
  for (const [, key = '', quoted = ''] of attributes.matchAll(/([^\s=]+)\s*=\s*("[^"]*"|'[^']*')/g)) {
    const value = unescaped(quoted.slice(1, -1));
    if (nested.test(value)) return null;
    part.work = Math.max(part.work, workOf(`${key}:${value}`));
    if (!drawn) continue;
    if (!/(^|:)id$/.test(key)) part.refs.push(...idsIn(value));
    else if (named.has(value)) named.get(value)?.push(part);
    else named.set(value, [part]);
  }
  return part;
}

/**
 * Counts what is drawn: each element as often as it is stood for. What a style names any element may have.
 * @param {NonNullable<ReturnType<typeof partsOf>>} read @returns {number} the work of it; Infinity of more than the most
 */
function count({ root, named, styles, styled }) {
  let drawn = 0;
  let said = 0;
  let work = 0;
  /** Those that are being gone through: a browser does not draw what is in itself. @type {Set<Part>} */
  const path = new Set();
  const byStyles = styles.flatMap((id) => named.get(id) ?? []);
  const over = () => drawn > most || said > mostSaid || work > mostWork;
  const walk = (/** @type {Part} */ part) => {
    drawn++;
    said += part.said;
    work += Math.max(part.work, styled);
    if (over() || path.has(part)) return;
    path.add(part);
    for (const kid of part.kids) walk(kid);
    for (const id of part.refs) for (const other of named.get(id) ?? []) walk(other);
    for (const other of byStyles) walk(other);
    path.delete(part);
  };
  walk(root);
  return over() ? Infinity : work;
}
