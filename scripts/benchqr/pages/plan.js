// SPDX-License-Identifier: MIT
// Decides what the generated pages show, every number of it from a seed, and writes one JSON description a page.
//   node pages/plan.js > plan.json
import qrcode from 'qrcode';
import sjis from 'qrcode/helper/to-sjis.js';
import { Chance } from './random.js';
import { categories } from './categories.js';
import { otpauth } from './text.js';

const seed = 20_260_731;

/** Pictures, in pixels, with how often they come and the device pixel ratios they come with. */
const screens = [
  { size: '720p', width: 1280, height: 720, share: 0.22, ratios: [1, 1, 1.25] },
  { size: '1080p', width: 1920, height: 1080, share: 0.37, ratios: [1, 1, 1.25, 1.5, 2] },
  { size: '1440p', width: 2560, height: 1440, share: 0.2, ratios: [1, 1.25, 1.5, 2] },
  { size: '4K', width: 3840, height: 2160, share: 0.17, ratios: [1, 1.5, 2, 3] },
  { size: '5K', width: 5120, height: 2880, share: 0.04, ratios: [2, 3] },
];

/** @param {Chance} c */
function screen(c) {
  let left = c.real();
  const s = screens.find(({ share }) => (left -= share) < 0) ?? screens[1];
  return { size: s.size, width: s.width, height: s.height, dpr: c.pick(s.ratios) };
}

/**
 * Encodes a text. Levels that do not fit give way to lower ones.
 * @param {Chance} c @param {any} wish  parts or text, level, version, mask
 */
function encode(c, wish) {
  const parts = wish.parts ?? [{ data: wish.text ?? otpauth(c), mode: 'byte' }];
  const text = parts.map((/** @type {any} */ p) => p.data).join('');
  const levels = ['H', 'Q', 'M', 'L'];
  for (const level of levels.slice(levels.indexOf(wish.level ?? c.pick(['L', 'M', 'M', 'Q', 'H'])))) {
    try {
      // The package takes bytes for byte segments, or its own guess at a text's mode.
      const segments = parts.map((/** @type {any} */ p) => p.mode === 'byte' ? { data: new TextEncoder().encode(p.data), mode: p.mode } : p);
      const made = qrcode.create(segments, {
        errorCorrectionLevel: level, toSJISFunc: sjis, maskPattern: wish.mask ?? (c.chance(0.5) ? c.whole(0, 7) : undefined),
        ...(wish.version ? { version: wish.version } : {}),
      });
      const { size, data } = made.modules;
      return { text, version: made.version, level, mask: made.maskPattern, side: size, bits: Array.from(data, (bit) => (bit ? '1' : '0')).join('') };
    } catch (error) {
      if (level === 'L') throw error;
    }
  }
  throw new Error('plan: there is no level to encode with');
}

const pages = [];
for (const [category, { count, draw }] of Object.entries(categories)) {
  for (let i = 0; i < count; i++) {
    const c = new Chance(seed + pages.length * 7919);
    const page = { zoom: 1, format: 'png', quality: 0, codes: [], ...screen(c), seed: c.whole(1, 2 ** 30), category, backdrop: {} };
    draw(c, page, (/** @type {any} */ wish = {}) => encode(c, wish), i);
    pages.push({ name: `${String(pages.length).padStart(3, '0')}-${category.replace(/\W+/g, '-')}`, ...page });
  }
}
process.stdout.write(JSON.stringify(pages));
