// SPDX-License-Identifier: MIT
// The same content as a new symbol, of a version and level of choice, to be saved.
import { button, make } from '../look/form.js';
import { explain, say } from '../platform/words.js';
import { attempt } from './manage.js';
import { save } from './save.js';
import { modulesOf, outlineOf } from './symbol.js';

/**
 * @typedef {import('./meaning.js').Meaning} Meaning
 * @typedef {import('./symbol.js').Level} Level
 */

/** A module of a PNG, pixels; the quiet zone, modules. */
const modulePixels = 10;
const quiet = 4;

/** @param {Meaning} meaning */
export function redraw(meaning) {
  const { symbol } = meaning;
  // What is no text is drawn by its bytes.
  const content = symbol.text.length > 0 ? meaning.text : symbol.content;
  const level = select('level', say('qrLevel'), ['L', 'M', 'Q', 'H'].map((one) => [one, one]), symbol.level);
  const version = select('version', say('qrVersion'), [], '');
  const place = make('canvas', { className: 'redrawn', role: 'img', 'aria-label': say('qrRedrawn') });
  const problem = make('p', { className: 'problem', role: 'alert' });
  const acts = make('div', { className: 'row' },
    button(say('qrSaveSVG'), () => attempt(async () => save(new TextEncoder().encode(svgOf(modules)), 'qr.svg'))),
    button(say('qrSavePNG'), () => attempt(async () => save(await pngOf(modules), 'qr.png'))));
  /** @type {boolean[][]} */
  let modules = [];

  const offer = () => {
    const before = version.input.value;
    let least = 0;
    try {
      least = versionOf(modulesOf(content, { level: /** @type {Level} */ (level.input.value), quiet }));
    } catch {
      // More than a symbol of this level holds: there is no version to choose.
    }
    const fitting = least > 0 ? Array.from({ length: 41 - least }, (_, i) => String(least + i)) : [];
    version.input.replaceChildren(...fitting.map((one, i) => make('option', { value: one, textContent: i === 0 ? say('qrSmallest', one) : one })));
    if (fitting.includes(before)) version.input.value = before;
    paint();
  };
  const paint = () => {
    const fits = version.input.value !== '';
    modules = fits ? modulesOf(content, { level: /** @type {Level} */ (level.input.value), version: Number(version.input.value), quiet }) : [];
    problem.textContent = fits ? '' : explain({ code: 'redraw-long' });
    place.hidden = acts.hidden = !fits;
    if (fits) drawOn(place, modules, 1);
  };
  level.input.addEventListener('change', offer);
  version.input.addEventListener('change', paint);
  offer();
  return make('div', { className: 'redraw' }, place, make('div', { className: 'choices' }, level.element, version.element, problem, acts));
}

/** @param {string} name @param {string} label @param {string[][]} options @param {string} value */
function select(name, label, options, value) {
  const input = make('select', { id: `redraw-${name}`, name }, ...options.map(([one = '', words = '']) => make('option', { value: one, textContent: words })));
  input.value = value;
  return { element: make('div', { className: 'field' }, make('label', { htmlFor: input.id, textContent: label }), input), input };
}

/** @param {boolean[][]} modules */
const versionOf = (modules) => (modules.length - 2 * quiet - 17) / 4;

/** Dark on light in every theme. @param {HTMLCanvasElement | OffscreenCanvas} canvas @param {boolean[][]} modules @param {number} scale */
function drawOn(canvas, modules, scale) {
  canvas.width = canvas.height = modules.length * scale;
  const context = /** @type {CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D} */ (canvas.getContext('2d'));
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = '#000';
  modules.forEach((row, y) => row.forEach((dark, x) => { if (dark) context.fillRect(x * scale, y * scale, scale, scale); }));
}

/** @param {boolean[][]} modules */
async function pngOf(modules) {
  const canvas = new OffscreenCanvas(1, 1);
  drawOn(canvas, modules, modulePixels);
  const blob = await canvas.convertToBlob({ type: 'image/png' });
  return new Uint8Array(await blob.arrayBuffer());
}

/** @param {boolean[][]} modules */
export function svgOf(modules) {
  const side = modules.length;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}" width="${side * modulePixels}" height="${side * modulePixels}" shape-rendering="crispEdges">`
    + `<rect width="${side}" height="${side}" fill="#fff"/><path d="${outlineOf(modules)}" fill="#000"/></svg>\n`;
}
