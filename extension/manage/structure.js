// SPDX-License-Identifier: MIT
// A symbol as it is in the picture, with what its modules are drawn over it. On canvas: its modules say what it says, and must not
// stand in the document.
import { make } from '../look/form.js';
import { problemOf } from '../platform/messages.js';
import { say } from '../platform/words.js';
import { sharpen } from './lab.js';

/**
 * @typedef {import('./lab.js').Picture} Picture
 * @typedef {import('./lab.js').Symbol} Symbol
 * @typedef {{ x: number, y: number }} Point
 * @typedef {'grid' | 'patterns' | 'blocks' | 'errors'} Layer
 */

/** The longer side of the drawing, and what is shown around the symbol: pixels, modules. */
const side = 1280;
const margin = 2;

/** What the parts are tinted with, dark enough to be told apart on white and on black. @type {Record<string, string>} */
const tints = {
  finder: '#e0457b', separator: '#f2a5c0', timing: '#1f9d55', alignment: '#8a4fd8', format: '#e08a00', version: '#0088c9', dark: '#5a5a5a', remainder: '#a3a300',
};

/** A module that was wrong, one of a pattern that is, and the others of a codeword that was. */
const wrongTint = '#e02b1d';
const oddTint = '#ffb000';

/** The owner of a module that is of no codeword. */
const none = 0xffff;

/** @type {Layer[]} */
const layers = ['grid', 'patterns', 'blocks', 'errors'];
/** What is drawn, kept from one symbol to the next. @type {Set<Layer>} */
const shown = new Set(/** @type {Layer[]} */ (['grid', 'patterns', 'errors']));

/** @param {Picture} picture @param {Symbol} symbol */
export function structure(picture, symbol) {
  const label = say('qrStructureOf', symbol.version, wrongModules(symbol).length);
  const canvas = make('canvas', { role: 'img', tabIndex: 0, 'aria-label': label, 'aria-describedby': 'module' });
  const cursor = make('canvas', { className: 'cursor', 'aria-hidden': 'true' });
  const line = make('p', { id: 'module', role: 'status', textContent: say('qrModuleHow') });
  const legend = make('ul', { className: 'legend' });
  const paint = () => {
    draw(canvas, picture, symbol);
    cursor.width = canvas.width;
    cursor.height = canvas.height;
    legend.replaceChildren(...legendOf(picture, symbol));
  };
  const choices = layers.map((layer) => {
    const box = make('input', { type: 'checkbox', checked: shown.has(layer), onchange: () => {
      if (box.checked) shown.add(layer);
      else shown.delete(layer);
      paint();
    } });
    return make('label', { className: 'option' }, box, make('span', { textContent: say(`qrLayer_${layer}`) }));
  });
  paint();
  // What cannot be had again is drawn as it is shown.
  sharpen(picture).then((more) => { if (more) paint(); }, problemOf);
  pointing(canvas, picture, symbol, (x, y) => {
    mark(cursor, picture, symbol, x, y);
    line.textContent = describe(picture, symbol, x, y);
  });
  return make('div', { className: 'tables' }, make('fieldset', { className: 'row' }, make('legend', { className: 'unseen', textContent: say('qrLayers') }), ...choices),
    make('div', { className: 'structure' }, canvas, cursor), line, legend);
}

/**
 * Tells which module is meant, by the pointer or by the arrow keys.
 * @param {HTMLCanvasElement} canvas @param {Picture} picture @param {Symbol} symbol @param {(x: number, y: number) => void} meant
 */
function pointing(canvas, picture, symbol, meant) {
  const { size } = symbol;
  const at = onCanvas(picture, symbol);
  let [x, y] = [0, 0];
  const go = (/** @type {number} */ column, /** @type {number} */ row) => {
    x = Math.min(Math.max(column, 0), size - 1);
    y = Math.min(Math.max(row, 0), size - 1);
    meant(x, y);
  };
  canvas.addEventListener('pointermove', ({ offsetX, offsetY }) => {
    const scale = canvas.width / canvas.clientWidth;
    const [px, py] = [offsetX * scale, offsetY * scale];
    let [nearest, best] = [0, Infinity];
    for (let i = 0; i < size * size; i++) {
      const [a, b] = [at(i % size, Math.floor(i / size)), at(i % size + 1, Math.floor(i / size) + 1)];
      const distance = ((a.x + b.x) / 2 - px) ** 2 + ((a.y + b.y) / 2 - py) ** 2;
      if (distance < best) [nearest, best] = [i, distance];
    }
    go(nearest % size, Math.floor(nearest / size));
  });
  canvas.addEventListener('keydown', (event) => {
    const step = /** @type {Record<string, [number, number]>} */ ({ ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] })[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    go(x + step[0], y + step[1]);
  });
}

/** What a module is. @param {Picture} picture @param {Symbol} symbol @param {number} x @param {number} y */
function describe({ parts }, { size, modules, owners, blockOf, blocks: all }, x, y) {
  const module = modules[y * size + x] ?? 0;
  const owner = owners[y * size + x] ?? none;
  const block = all[blockOf[owner] ?? 0];
  const isData = block?.codewords.slice(0, block.data).includes(owner);
  const what = owner === none ? say(`qrPart_${parts[module >> 2]}`) : say(isData ? 'qrModuleData' : 'qrModuleCheck', owner + 1, (blockOf[owner] ?? 0) + 1);
  return [say('qrModuleAt', x, y), what, isOdd(module) && say('qrModuleWrong')].filter(Boolean).join(say('between'));
}

/** Outlines a module, and all of its codeword. @param {HTMLCanvasElement} canvas @param {Picture} picture @param {Symbol} symbol @param {number} x @param {number} y */
function mark(canvas, picture, symbol, x, y) {
  const context = canvas.getContext('2d');
  if (!context) return;
  const { size, owners } = symbol;
  const at = onCanvas(picture, symbol);
  const owner = owners[y * size + x];
  context.clearRect(0, 0, canvas.width, canvas.height);
  const outline = (/** @type {number[]} */ list, /** @type {string} */ tint, /** @type {number} */ width) => {
    context.strokeStyle = tint;
    context.lineWidth = width;
    context.beginPath();
    for (const i of list) trace(context, at, i % size, Math.floor(i / size));
    context.stroke();
  };
  const own = owner === none ? [] : [...owners.keys()].filter((i) => owners[i] === owner);
  const width = Math.max(2, side / size / 8);
  outline(own, '#fff', 1.6 * width);
  outline(own, '#1a5fd0', width);
  outline([y * size + x], '#fff', 2.6 * width);
  outline([y * size + x], '#c73a2b', 1.6 * width);
}

/** Whether a module is not as it should be. @param {number} module */
const isOdd = (module) => (module & 1) !== ((module >> 1) & 1);

/** Indexes of the modules that are not as they should be. @param {Symbol} symbol */
const wrongModules = ({ modules }) => [...modules.keys()].filter((i) => isOdd(modules[i] ?? 0));

/** @param {Picture} picture @param {Symbol} symbol */
function legendOf({ parts }, symbol) {
  /** @param {string} tint @param {string} words */
  const item = (tint, words) => {
    const swatch = make('i');
    swatch.style.setProperty('--tint', tint);
    return make('li', {}, swatch, words);
  };
  const there = new Set(symbol.modules.map((module) => module >> 2));
  const wrong = wrongModules(symbol);
  const data = wrong.filter((i) => symbol.owners[i] !== none).length;
  return [
    ...(shown.has('patterns') ? parts.flatMap((part, i) => (tints[part] && there.has(i) ? [item(tints[part], say(`qrPart_${part}`))] : [])) : []),
    ...(shown.has('blocks') ? [make('li', { textContent: say('qrBlocksHow') })] : []),
    ...(shown.has('errors') ? [
      wrong.length === 0 && make('li', { textContent: say('qrWrongNone') }),
      data > 0 && item(wrongTint, say('qrWrongData', data)),
      wrong.length > data && item(oddTint, say('qrWrongPattern', wrong.length - data)),
    ].filter((one) => one !== false) : []),
  ];
}

/** @param {HTMLCanvasElement} canvas @param {Picture} picture @param {Symbol} symbol */
function draw(canvas, picture, symbol) {
  const frame = frameOf(picture, symbol);
  canvas.width = Math.max(1, Math.round(frame.width * frame.scale));
  canvas.height = Math.max(1, Math.round(frame.height * frame.scale));
  const context = canvas.getContext('2d');
  if (!context) return;
  const shrunk = picture.image.width / picture.width;
  context.imageSmoothingEnabled = frame.scale < 1;
  context.drawImage(picture.image, frame.x * shrunk, frame.y * shrunk, frame.width * shrunk, frame.height * shrunk, 0, 0, canvas.width, canvas.height);
  const at = onCanvas(picture, symbol);
  if (shown.has('patterns')) patterns(context, at, picture, symbol);
  if (shown.has('blocks')) blocks(context, at, symbol);
  if (shown.has('grid')) grid(context, at, symbol);
  if (shown.has('errors')) errors(context, at, symbol);
}

/** Where the corners of modules are in the drawing. @param {Picture} picture @param {Symbol} symbol @returns {At} */
function onCanvas(picture, symbol) {
  const place = placeOf(symbol);
  const frame = frameOf(picture, symbol);
  return (x, y) => {
    const point = place(x, y);
    return { x: (point.x - frame.x) * frame.scale, y: (point.y - frame.y) * frame.scale };
  };
}

/**
 * Where the corners of modules are in the picture: as they were found, or between the symbol's own corners.
 * @param {Symbol} symbol @returns {(x: number, y: number) => Point}
 */
function placeOf({ mesh, size, corners }) {
  if (mesh) {
    return (x, y) => {
      const i = 2 * (y * (size + 1) + x);
      return { x: mesh[i] ?? 0, y: mesh[i + 1] ?? 0 };
    };
  }
  const [a, b, c, d] = /** @type {[Point, Point, Point, Point]} */ (corners);
  return (x, y) => {
    const [u, v] = [x / size, y / size];
    const mix = (/** @type {'x' | 'y'} */ axis) => (a[axis] * (1 - u) + b[axis] * u) * (1 - v) + (d[axis] * (1 - u) + c[axis] * u) * v;
    return { x: mix('x'), y: mix('y') };
  };
}

/** The part of the picture that is shown, in its pixels, and how much it is enlarged. @param {Picture} picture @param {Symbol} symbol */
function frameOf(picture, { corners, moduleSize }) {
  const reach = margin * moduleSize;
  const [xs, ys] = [corners.map(({ x }) => x), corners.map(({ y }) => y)];
  const x = Math.max(0, Math.min(...xs) - reach);
  const y = Math.max(0, Math.min(...ys) - reach);
  const width = Math.max(1, Math.min(picture.width, Math.max(...xs) + reach) - x);
  const height = Math.max(1, Math.min(picture.height, Math.max(...ys) + reach) - y);
  return { x, y, width, height, scale: side / Math.max(width, height) };
}

/** @typedef {(x: number, y: number) => Point} At */

/** Adds a module's outline to the path. @param {CanvasRenderingContext2D} context @param {At} at @param {number} x @param {number} y */
function trace(context, at, x, y) {
  const corners = [at(x, y), at(x + 1, y), at(x + 1, y + 1), at(x, y + 1)];
  corners.forEach((corner, i) => (i === 0 ? context.moveTo(corner.x, corner.y) : context.lineTo(corner.x, corner.y)));
  context.closePath();
}

/**
 * @param {CanvasRenderingContext2D} context @param {At} at @param {Symbol} symbol
 * @param {(i: number) => string | undefined} tint  of the module at an index; undefined: none
 */
function paintModules(context, at, { size, modules }, tint) {
  /** @type {Map<string, number[]>} */
  const byTint = new Map();
  for (const i of modules.keys()) {
    const one = tint(i);
    if (one === undefined) continue;
    const list = byTint.get(one);
    if (list) list.push(i);
    else byTint.set(one, [i]);
  }
  for (const [one, list] of byTint) {
    context.fillStyle = one;
    context.beginPath();
    for (const i of list) trace(context, at, i % size, Math.floor(i / size));
    context.fill();
  }
}

/** @param {CanvasRenderingContext2D} context @param {At} at @param {Picture} picture @param {Symbol} symbol */
function patterns(context, at, { parts }, symbol) {
  context.globalAlpha = 0.55;
  paintModules(context, at, symbol, (i) => tints[parts[(symbol.modules[i] ?? 0) >> 2] ?? '']);
  context.globalAlpha = 1;
}

/** Each block in a hue of its own; error correction is paler. @param {CanvasRenderingContext2D} context @param {At} at @param {Symbol} symbol */
function blocks(context, at, symbol) {
  const data = new Set(symbol.blocks.flatMap(({ codewords, data: count }) => codewords.slice(0, count)));
  paintModules(context, at, symbol, (i) => {
    const owner = symbol.owners[i] ?? none;
    if (owner === none) return undefined;
    const hue = Math.round(((symbol.blockOf[owner] ?? 0) * 137.5) % 360);
    return `hsl(${hue} 75% 50% / ${data.has(owner) ? 0.6 : 0.28})`;
  });
}

/** @param {CanvasRenderingContext2D} context @param {At} at @param {Symbol} symbol */
function grid(context, at, { size }) {
  context.strokeStyle = 'rgb(0 110 255 / .55)';
  context.lineWidth = 1;
  context.beginPath();
  for (let line = 0; line <= size; line++) {
    for (let i = 0; i <= size; i++) {
      const point = at(i, line);
      if (i === 0) context.moveTo(point.x, point.y);
      else context.lineTo(point.x, point.y);
    }
    for (let i = 0; i <= size; i++) {
      const point = at(line, i);
      if (i === 0) context.moveTo(point.x, point.y);
      else context.lineTo(point.x, point.y);
    }
  }
  context.stroke();
}

/** What was wrong, and the codewords it is of. @param {CanvasRenderingContext2D} context @param {At} at @param {Symbol} symbol */
function errors(context, at, symbol) {
  const { size, owners, read, right } = symbol;
  const wrong = new Set(wrongModules(symbol));
  const outline = (/** @type {string} */ tint, /** @type {number} */ width, /** @type {(i: number) => boolean} */ of) => {
    context.strokeStyle = tint;
    context.lineWidth = width;
    context.beginPath();
    for (let i = 0; i < size * size; i++) if (of(i)) trace(context, at, i % size, Math.floor(i / size));
    context.stroke();
  };
  const isWrong = (/** @type {number} */ owner) => owner !== none && read[owner] !== right[owner];
  const width = Math.max(1.5, side / size / 12);
  outline(wrongTint, width / 2, (i) => isWrong(owners[i] ?? none));
  context.globalAlpha = 0.7;
  paintModules(context, at, symbol, (i) => (wrong.has(i) ? (owners[i] === none ? oddTint : wrongTint) : undefined));
  context.globalAlpha = 1;
  outline('#fff', width, (i) => wrong.has(i));
}
