// SPDX-License-Identifier: MIT
// The kinds of pages: what is special about the symbols of each, and how many pages there are. A symbol that is drawn
// can be read in principle: 1.5 device pixels a module and more, covered less than its level can correct.
import { pair, withLuma } from './colour.js';
import { link, migration, others, otpauth } from './text.js';

/**
 * @typedef {import('./random.js').Chance} Chance
 * @typedef {Record<string, any>} Page
 * @typedef {(wish?: Record<string, any>) => any} Encode
 * @typedef {{ count: number, draw: (c: Chance, page: Page, encode: Encode, i: number) => void }} Category
 */

const ways = ['img', 'img', 'canvas', 'svg', 'table'];
const calm = ['settings', 'article', 'dialog', 'dashboard', 'chat', 'editor', 'blank'];
const loud = ['photo', 'checker', 'words', 'shapes', 'stripes', 'grid'];

/** @param {Page} page */
const unit = (page) => page.dpr * page.zoom; // device pixels in a CSS pixel

/**
 * Puts a symbol somewhere in the page.
 * @param {Chance} c @param {Page} page @param {any} symbol
 * @param {Record<string, any>} [how]  least and most: device pixels a module; room: how much larger than itself it may get
 */
function place(c, page, symbol, how = {}) {
  const { least = 2.2, most = 11, room = 1, area, ...rest } = how;
  const quiet = rest.quiet ?? c.pick([4, 4, 4, 3, 2]);
  const [width, height] = [page.width / unit(page), page.height / unit(page)];
  const cell = area ?? { x: 12, y: 12, width: width - 24, height: height - 24 };
  const modules = (symbol.side + 2 * quiet) * room;
  const fits = (Math.min(cell.width, cell.height) / modules) * unit(page) * 0.98;
  let m = c.scale(least, Math.max(least, Math.min(most, fits))) / unit(page);
  const draw = rest.draw ?? c.pick(ways);
  if (draw === 'table') m = Math.max(Math.ceil(least / unit(page)), Math.floor(m)); // tables know whole CSS pixels only
  else if (c.chance(0.4) && fits > 2 * least) m = Math.max(Math.ceil(least), Math.floor(m * unit(page))) / unit(page); // whole device pixels
  const side = m * modules;
  const margin = (side - side / room) / 2;
  page.codes.push({
    ...symbol, m, quiet, draw, shape: 'square', eyes: 'module', dark: '#000', light: '#fff', card: c.pick(['none', 'plain', 'shadow', 'caption']), ...rest,
    x: cell.x + margin + c.real() * Math.max(0, cell.width - side), y: cell.y + margin + c.real() * Math.max(0, cell.height - side),
  });
}

/** Most pages hold one symbol and differ in how it looks. @param {number} count @param {(c: Chance, page: Page, i: number) => Record<string, any>} how @returns {Category} */
const single = (count, how) => ({
  count,
  draw: (c, page, encode, i) => {
    page.backdrop = { kind: c.pick(calm), dark: c.chance(0.2) };
    const { wish, ...rest } = how(c, page, i);
    place(c, page, encode(wish), rest);
  },
});

/** @param {Chance} c */
const styled = (c) => ({ shape: c.pick(['dots', 'round', 'fluid', 'bars', 'columns', 'diamond', 'small']), eyes: c.pick(['module', 'round', 'circle', 'leaf', 'sharp']) });

/** The largest share of the area that is covered, far enough within what each level corrects. */
const coverable = { M: 0.045, Q: 0.08, H: 0.1 };

/** @param {Chance} c @param {Page} page @param {string} kind */
function bait(c, page, kind) {
  page.backdrop = { kind, dark: c.chance(0.3) };
}

/** @type {Record<string, Category>} */
export const categories = {
  img: single(14, () => ({ draw: 'img' })),
  canvas: single(12, () => ({ draw: 'canvas' })),
  svg: single(12, () => ({ draw: 'svg' })),
  table: single(12, () => ({ draw: 'table' })),
  terminal: single(14, (c) => ({ draw: c.pick(['half', 'half', 'full', 'ansi']), least: 3, most: 9, quiet: c.pick([1, 2, 4]), card: 'none', ...(c.chance(0.6) ? { dark: '#111', light: '#e8e8e8' } : { dark: '#eee', light: '#101418' }) })),
  inverted: single(18, (c) => ({ ...pair(c, 90, 250, true), card: 'plain', ...(c.chance(0.3) ? styled(c) : {}), least: 3 })),
  'dark page': single(8, (c, page) => { page.backdrop.dark = true; return { quiet: c.pick([1, 2, 4]), card: 'none' }; }),
  transparent: single(12, (c, page) => { page.backdrop = { ...page.backdrop, kind: c.pick(['pale', 'pale', 'blank', 'article']), dark: false }; return { draw: c.pick(['img', 'svg', 'canvas']), light: 'none', card: 'none', dark: withLuma(c, c.between(0, 70)) }; }),
  'no quiet zone': single(18, (c) => {
    const touched = c.pick(['words', 'lines', 'ground', 'ground', 'bare']);
    return { quiet: 0, touched, least: 2.5, card: 'none', ground: touched === 'ground' ? withLuma(c, c.between(70, 200)) : 'none' };
  }),
  logo: single(14, (c) => {
    const level = c.pick(['M', 'Q', 'H', 'H']);
    return { wish: { level }, logo: { share: Math.sqrt(coverable[/** @type {'H'} */ (level)]) * c.between(0.6, 1), kind: c.pick(['disc', 'tile', 'letter', 'emoji']), colour: withLuma(c, c.between(20, 220)) }, ...(c.chance(0.4) ? styled(c) : {}), draw: c.pick(['svg', 'img']), least: 3 };
  }),
  styled: single(22, (c) => ({ ...styled(c), draw: c.pick(['svg', 'canvas', 'img']), dark: withLuma(c, c.between(0, 90)), eyeColour: c.chance(0.4) ? withLuma(c, c.between(0, 90)) : null, least: 3.5 })),
  gradient: single(14, (c) => ({
    draw: c.pick(['svg', 'canvas', 'img']), dark: withLuma(c, c.between(0, 130)), dark2: withLuma(c, c.between(0, 130)), gradient: c.pick(['linear', 'radial']),
    light: withLuma(c, c.between(200, 255)), ...(c.chance(0.5) ? { light2: withLuma(c, c.between(195, 255)) } : {}), ...(c.chance(0.4) ? styled(c) : {}), least: 3,
  })),
  'low contrast': single(16, (c) => ({ ...pair(c, 26, 64, c.chance(0.3)), least: 2.5, card: 'plain' })),
  busy: { count: 26, draw: (c, page, encode) => {
    page.backdrop = { kind: c.pick(loud), dark: c.chance(0.3) };
    for (let n = c.chance(0.2) ? 2 : 1, k = 0; k < n; k++) {
      const half = page.width / unit(page) / n;
      place(c, page, encode(), { card: 'none', quiet: c.pick([1, 2, 3, 4]), area: { x: 12 + k * half, y: 12, width: half - 24, height: page.height / unit(page) - 24 } });
    }
  } },
  rotated: single(14, (c) => ({ transform: `rotate(${c.between(-180, 180).toFixed(2)}deg)`, room: 1.5, least: 2.7 })),
  skewed: single(12, (c) => ({
    transform: c.pick([
      () => `skew(${c.between(-13, 13).toFixed(1)}deg, ${c.between(-9, 9).toFixed(1)}deg)`,
      () => `perspective(900px) rotateX(${c.between(-38, 38).toFixed(1)}deg) rotateY(${c.between(-32, 32).toFixed(1)}deg)`,
      () => `scale(${c.between(0.8, 1).toFixed(2)}, ${c.between(0.75, 1).toFixed(2)}) rotate(${c.between(-12, 12).toFixed(1)}deg)`,
      () => `scaleX(-1) rotate(${c.between(-8, 8).toFixed(1)}deg)`,
    ])(), room: 1.6, least: 3.4,
  })),
  blurred: single(16, (c) => (c.chance(0.6) ? { draw: 'img', grain: c.pick([1, 1, 2, 3]), smooth: true, least: 2.6 } : { filter: c.between(0.12, 0.42), least: 3 })),
  jpeg: { count: 20, draw: (c, page, encode) => {
    Object.assign(page, { format: 'jpeg', quality: c.pick([60, 60, 92]) });
    page.backdrop = { kind: c.pick([...calm, ...loud]), dark: c.chance(0.2) };
    place(c, page, encode(), { least: page.quality === 60 ? 2.5 : 2, ...(c.chance(0.3) ? pair(c, 80, 250, c.chance(0.3)) : {}) });
  } },
  occluded: single(12, (c) => {
    const level = c.pick(['M', 'Q', 'H', 'H']);
    return { wish: { level }, cover: { kind: c.pick(['tape', 'tape', 'finger', 'pointer', 'stamp']), share: coverable[/** @type {'H'} */ (level)] * c.between(0.3, 0.9), at: c.between(0.38, 0.62), colour: withLuma(c, c.between(0, 255)) }, least: 2.6 };
  }),
  many: { count: 14, draw: (c, page, encode) => {
    page.backdrop = { kind: c.pick(['blank', 'pale', 'settings']), dark: c.chance(0.2) };
    const [width, height] = [page.width / unit(page), page.height / unit(page)];
    const [columns, rows] = c.pick([[2, 1], [3, 1], [3, 2], [4, 2], [4, 3], [5, 3]]);
    const twice = otpauth(c);
    for (let k = 0; k < columns * rows; k++) {
      const area = { x: (k % columns) * (width / columns) + 10, y: Math.floor(k / columns) * (height / rows) + 10, width: width / columns - 20, height: height / rows - 20 };
      const text = k < 2 && c.chance(0.5) ? twice : c.pick([otpauth, link])(c);
      place(c, page, encode({ text, level: c.pick(['L', 'M', 'Q']) }), { area, least: 2, ...(c.chance(0.3) ? pair(c, 120, 255, c.chance(0.5)) : {}) });
    }
  } },
  tiny: single(18, (c) => ({ wish: { text: c.chance(0.5) ? link(c).slice(0, 42) : otpauth(c) }, least: 1.5, most: 2.3, draw: c.pick(['svg', 'img', 'canvas']), grain: c.pick([1, 4]), quiet: 4, smooth: c.chance(0.5) })),
  versions: single(14, (c, page, i) => {
    const version = [1, 2, 7, 11, 14, 18, 22, 25, 27, 30, 33, 36, 38, 40][i] ?? 40;
    // Less than level H holds: 8 bits a codeword, of which it leaves a third to the data.
    const length = Math.floor(version < 7 ? 4 + 4 * version : 0.3 * (2 * version ** 2 + 16 * version));
    return { wish: { text: c.letters('abcdefghijklmnopqrstuvwxyz0123456789/?&=', length), version }, least: 2 };
  }),
  texts: single(18, (c, page, i) => ({ wish: { parts: Object.values(others)[i % Object.keys(others).length]?.(c) } })),
  migration: single(8, (c) => ({ wish: { text: migration(c, c.whole(2, 10)), level: c.pick(['L', 'M']) }, least: 2 })),
  zoom: single(16, (c, page) => { page.zoom = c.pick([0.5, 0.67, 0.8, 0.9, 1.1, 1.25, 1.5, 1.75]); return { least: 2 }; }),
  'none: words': { count: 12, draw: (c, page) => bait(c, page, c.pick([...calm, 'words'])) },
  'none: patterns': { count: 12, draw: (c, page) => bait(c, page, c.pick(['checker', 'stripes', 'grid', 'cells'])) },
  'none: baits': { count: 12, draw: (c, page, encode, i) => bait(c, page, ['rings', 'targets', 'barcodes', 'fakes'][i % 4] ?? 'rings') },
  'none: photos': { count: 8, draw: (c, page) => bait(c, page, c.pick(['photo', 'photo', 'shapes'])) },
};
