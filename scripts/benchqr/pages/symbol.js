// SPDX-License-Identifier: MIT
// Draws the modules of a symbol in the ways that pages do.

const svgNamespace = 'http://www.w3.org/2000/svg';

/** @param {any} code @returns {(x: number, y: number) => boolean} */
const reader = (code) => (x, y) => x >= 0 && y >= 0 && x < code.side && y < code.side && code.bits[y * code.side + x] === '1';

/** Whether a module belongs to one of the three finder patterns. @param {any} code @param {number} x @param {number} y */
const inEye = (code, x, y) => (x < 7 && (y < 7 || y >= code.side - 7)) || (x >= code.side - 7 && y < 7);

/** @param {number} x @param {number} y @param {number} w @param {number} h @param {number} [r] */
const box = (x, y, w, h, r = 0) => r === 0
  ? `M${x} ${y}h${w}v${h}h${-w}z`
  : `M${x + r} ${y}h${w - 2 * r}a${r} ${r} 0 0 1 ${r} ${r}v${h - 2 * r}a${r} ${r} 0 0 1 ${-r} ${r}h${2 * r - w}a${r} ${r} 0 0 1 ${-r} ${-r}v${2 * r - h}a${r} ${r} 0 0 1 ${r} ${-r}z`;

/** A module in each shape, as an SVG path in modules. @type {Record<string, (dark: (x: number, y: number) => boolean, x: number, y: number) => string>} */
const shapes = {
  square: (_, x, y) => box(x, y, 1, 1),
  dots: (_, x, y) => box(x + 0.06, y + 0.06, 0.88, 0.88, 0.44),
  round: (_, x, y) => box(x, y, 1, 1, 0.32),
  small: (_, x, y) => box(x + 0.11, y + 0.11, 0.78, 0.78),
  diamond: (_, x, y) => `M${x + 0.5} ${y - 0.12}l.62 .62l-.62 .62l-.62 -.62z`,
  fluid: (dark, x, y) => box(x, y, 1, 1, 0.5) + (dark(x + 1, y) ? box(x + 0.5, y, 1, 1) : '') + (dark(x, y + 1) ? box(x, y + 0.5, 1, 1) : ''),
  bars: (dark, x, y) => box(x, y + 0.1, 1, 0.8, 0.4) + (dark(x + 1, y) ? box(x + 0.5, y + 0.1, 1, 0.8) : ''),
  columns: (dark, x, y) => box(x + 0.1, y, 0.8, 1, 0.4) + (dark(x, y + 1) ? box(x + 0.1, y + 0.5, 0.8, 1) : ''),
};

/** How far the three rings of an eye are rounded: outer, inner edge, centre; modules. @type {Record<string, number[]>} */
const eyes = { round: [1.8, 1.2, 0.8], circle: [3.5, 2.5, 1.5], leaf: [2.6, 1.4, 1.5], sharp: [0, 0, 0.5] };

/** @param {any} code @returns {{ modules: string, eyes: string }} SVG paths, in modules */
function paths(code) {
  const dark = reader(code);
  const shape = shapes[code.shape];
  let modules = '';
  for (let y = 0; y < code.side; y++) {
    for (let x = 0; x < code.side; x++) {
      if (!dark(x, y) || (code.eyes !== 'module' && inEye(code, x, y))) continue;
      if (code.shape !== 'square') {
        modules += shape?.(dark, x, y);
        continue;
      }
      let run = 1;
      while (dark(x + run, y) && !(code.eyes !== 'module' && inEye(code, x + run, y))) run++;
      modules += box(x, y, run, 1);
      x += run - 1;
    }
  }
  const rings = eyes[code.eyes];
  if (!rings) return { modules, eyes: '' };
  const [outer = 0, inner = 0, centre = 0] = rings;
  const far = code.side - 7;
  const eye = [[0, 0], [far, 0], [0, far]].map(([x = 0, y = 0]) => box(x, y, 7, 7, outer) + box(x + 1, y + 1, 5, 5, inner) + box(x + 2, y + 2, 3, 3, centre)).join('');
  return { modules, eyes: eye };
}

/** @param {any} code @param {number} side */
function svg(code, side) {
  const made = paths(code);
  const [a, b] = [code.dark, code.dark2];
  const stops = `<stop offset="0" stop-color="${a}"/><stop offset="1" stop-color="${b}"/>`;
  const id = `g${Math.round(code.x * 97 + code.y)}`;
  const fill = code.gradient ? `url(#${id})` : a;
  const definition = code.gradient === 'radial' ? `<radialGradient id="${id}" gradientUnits="userSpaceOnUse" cx="${code.side / 2}" cy="${code.side / 2}" r="${code.side * 0.7}">${stops}</radialGradient>`
    : `<linearGradient id="${id}" gradientUnits="userSpaceOnUse" x1="0" y1="0" x2="${code.side}" y2="${code.side}">${stops}</linearGradient>`;
  const crisp = code.shape === 'square' && !code.transform && code.bits.length % 2 === 1 && Math.round(code.x) % 2 ? ' shape-rendering="crispEdges"' : '';
  return `<svg xmlns="${svgNamespace}" width="${side}" height="${side}" viewBox="0 0 ${code.side} ${code.side}"${crisp} style="display:block">`
    + `${code.gradient ? `<defs>${definition}</defs>` : ''}<path d="${made.modules}" fill="${fill}"/><path d="${made.eyes}" fill="${code.eyeColour ?? fill}" fill-rule="evenodd"/></svg>`;
}

/** A bitmap of the symbol with so many pixels a module. @param {any} code @param {number} grain */
function bitmap(code, grain) {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = Math.max(1, Math.round(code.side * grain));
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  const made = paths(code);
  const side = canvas.width;
  context.fillStyle = code.dark;
  if (code.gradient) {
    const way = code.gradient === 'radial' ? context.createRadialGradient(side / 2, side / 2, 0, side / 2, side / 2, side * 0.7) : context.createLinearGradient(0, 0, side, side);
    way.addColorStop(0, code.dark);
    way.addColorStop(1, code.dark2);
    context.fillStyle = way;
  }
  const scale = new DOMMatrix().scale(side / code.side);
  const path = new Path2D();
  path.addPath(new Path2D(made.modules), scale);
  context.fill(path);
  const eye = new Path2D();
  eye.addPath(new Path2D(made.eyes), scale);
  if (code.eyeColour) context.fillStyle = code.eyeColour;
  context.fill(eye, 'evenodd');
  return canvas;
}

/** @param {any} code @param {number} side */
async function image(code, side) {
  const picture = new Image();
  if (code.grain || code.shape === 'square') {
    picture.src = bitmap(code, code.grain ?? Math.max(1, Math.round(code.m * devicePixelRatio))).toDataURL();
    if (!code.smooth && !code.transform) picture.style.imageRendering = 'pixelated';
  } else {
    picture.src = `data:image/svg+xml,${encodeURIComponent(svg(code, side))}`;
  }
  picture.style.cssText += `;display:block;width:${side}px;height:${side}px`;
  await picture.decode();
  return picture;
}

/** @param {any} code @param {number} side */
function canvas(code, side) {
  // Some pages think of the device pixel ratio, some do not and get a smoothed picture.
  const grain = code.grain ?? (code.m * devicePixelRatio < 3.2 || Math.round(code.y) % 2 ? code.m * devicePixelRatio : Math.max(1, Math.round(code.m)));
  const made = bitmap(code, grain);
  made.style.cssText = `display:block;width:${side}px;height:${side}px`;
  return made;
}

/** @param {any} code */
function table(code) {
  const dark = reader(code);
  const made = document.createElement('table');
  made.style.cssText = 'border-collapse:collapse;border-spacing:0;table-layout:fixed';
  made.innerHTML = Array.from({ length: code.side }, (_, y) => `<tr style="height:${code.m}px">${Array.from({ length: code.side }, (_, x) =>
    `<td style="padding:0;width:${code.m}px;height:${code.m}px;font-size:0;background:${dark(x, y) ? code.dark : 'transparent'}"></td>`).join('')}</tr>`).join('');
  return made;
}

/** Block characters, or coloured blanks, of a fixed-width font. @param {any} code */
function terminal(code) {
  const dark = reader(code);
  const pen = /** @type {CanvasRenderingContext2D} */ (document.createElement('canvas').getContext('2d'));
  pen.font = '100px "DejaVu Sans Mono", monospace';
  const advance = pen.measureText('█').width / 100; // em
  const wide = code.draw === 'half' ? 1 : 2; // characters in the width of a module are 1 or 2
  const made = document.createElement('pre');
  made.style.cssText = `margin:0;white-space:pre;color:${code.dark};font:${code.m / advance / wide}px/1 "DejaVu Sans Mono", monospace;line-height:${code.draw === 'half' ? 2 * code.m : code.m}px`;
  const rows = [];
  for (let y = 0; y < code.side; y += code.draw === 'half' ? 2 : 1) {
    rows.push(Array.from({ length: code.side }, (_, x) => {
      if (code.draw === 'half') return dark(x, y) ? (dark(x, y + 1) ? '█' : '▀') : (dark(x, y + 1) ? '▄' : ' ');
      if (code.draw === 'full') return dark(x, y) ? '██' : '  ';
      return `<span style="display:inline-block;height:${code.m}px;vertical-align:top;background:${dark(x, y) ? code.dark : code.light}">  </span>`;
    }).join(''));
  }
  made.innerHTML = rows.join('\n');
  return made;
}

/** @param {any} code @returns {Promise<Element>} */
export async function drawn(code) {
  const side = code.side * code.m;
  switch (code.draw) {
    case 'img': return image(code, side);
    case 'canvas': return canvas(code, side);
    case 'table': return table(code);
    case 'svg': {
      const holder = document.createElement('div');
      holder.innerHTML = svg(code, side);
      return holder;
    }
    default: return terminal(code);
  }
}
