// SPDX-License-Identifier: MIT
// What else is on a page: quiet layouts, loud patterns, and things that look like symbols and are none.
import { Chance } from './random.js';

const english = 'account security settings device backup code recovery sign in verify continue organisation member invoice report deploy region latency update review owner policy access token session history export archive'.split(' ');
const japanese = '設定 認証 確認 登録 利用者 管理 画面 続行 端末 履歴 組織 請求 更新 権限 通知 復旧'.split(' ');

/** @param {Chance} c @param {number} n */
const words = (c, n) => Array.from({ length: n }, () => c.pick(c.chance(0.15) ? japanese : english)).join(' ');
/** @param {Chance} c */
const tint = (c) => `hsl(${c.whole(0, 360)} ${c.whole(10, 70)}% ${c.whole(25, 75)}%)`;
/** @template T @param {number} n @param {(i: number) => T} f @returns {T[]} */
const times = (n, f) => Array.from({ length: n }, (_, i) => f(i));

/** @type {Record<string, (c: Chance) => string>} */
const layouts = {
  blank: () => '',
  pale: (c) => `<div style="position:absolute;inset:0;background:linear-gradient(${c.whole(0, 180)}deg, hsl(${c.whole(0, 360)} 60% 94%), hsl(${c.whole(0, 360)} 55% 82%))"></div>`,
  settings: (c) => `<nav style="position:absolute;inset:0 auto 0 0;width:220px;background:#8882;padding:20px">${times(14, () => `<p>${words(c, 2)}</p>`).join('')}</nav>
    <main style="margin:24px 24px 0 280px"><h1>${words(c, 3)}</h1>${times(9, () => `<section style="border-bottom:1px solid #8886;padding:10px"><b>${words(c, 2)}</b><p>${words(c, 18)}</p><button>${words(c, 1)}</button> <input type="checkbox"> <input value="${words(c, 2)}"></section>`).join('')}</main>`,
  article: (c) => `<article style="max-width:1000px;margin:20px auto;font:${c.whole(14, 19)}px/1.6 ${c.pick(['serif', 'sans-serif'])}"><h1>${words(c, 6)}</h1>${times(16, () => `<p>${words(c, 70)}</p>`).join('')}</article>`,
  dialog: (c) => `${times(30, () => `<p style="margin:4px 20px">${words(c, 40)}</p>`).join('')}<div style="position:absolute;inset:0;background:#000a"></div><div style="position:absolute;inset:8% 16%;background:Canvas;border-radius:14px;padding:24px"><h2>${words(c, 4)}</h2><p>${words(c, 30)}</p></div>`,
  dashboard: (c) => `<div style="display:grid;grid-template-columns:repeat(3, 1fr);gap:14px;padding:14px">${times(9, () => `<div style="border:1px solid #8888;padding:10px"><b>${words(c, 2)}</b><div style="display:flex;align-items:end;gap:3px;height:150px">${times(24, () => `<i style="flex:1;height:${c.whole(5, 100)}%;background:${tint(c)}"></i>`).join('')}</div></div>`).join('')}</div>
    <table border="1" style="width:96%;margin:10px;border-collapse:collapse">${times(20, () => `<tr>${times(8, () => `<td>${c.whole(1, 99999)}</td>`).join('')}</tr>`).join('')}</table>`,
  chat: (c) => times(26, (i) => `<div style="width:46%;margin:10px ${i % 3 ? 20 : 50}%;padding:9px 14px;border-radius:16px;background:${i % 3 ? '#8883' : '#47a6'}">${words(c, c.whole(3, 30))}</div>`).join(''),
  editor: (c) => `<div style="position:absolute;inset:0;background:#1c2128;color:#adbac7;font:14px/1.4 monospace;white-space:pre;overflow:hidden">${times(150, (i) => `${String(i + 1).padStart(4)}  ${' '.repeat(2 * c.whole(0, 5))}<span style="color:hsl(${c.whole(0, 360)} 60% 70%)">${words(c, c.whole(1, 12))}</span> = {${c.whole(0, 999)}};`).join('\n')}</div>`,
  words: (c) => `<div style="position:absolute;inset:0;font:${c.whole(8, 16)}px/1.1 ${c.pick(['serif', 'sans-serif', 'monospace'])};word-break:break-all">${words(c, 9000)}</div>`,
  barcodes: (c) => times(40, () => `<div style="display:inline-flex;height:${c.whole(30, 120)}px;margin:12px;background:#fff;padding:8px">${times(60, () => `<i style="width:${c.whole(1, 4)}px;margin-right:${c.whole(1, 4)}px;background:#000"></i>`).join('')}</div>`).join(''),
};

/** @typedef {{ p: CanvasRenderingContext2D, w: number, h: number, c: Chance }} Painting */

/** A square ring of modules around a square centre, as a finder pattern has them. @param {Painting} a @param {number} x @param {number} y @param {number} m @param {string} dark @param {string} light */
function eye({ p }, x, y, m, dark, light) {
  for (const [inset, colour] of /** @type {[number, string][]} */ ([[0, dark], [1, light], [2, dark]])) {
    p.fillStyle = colour;
    p.fillRect(x + inset * m, y + inset * m, (7 - 2 * inset) * m, (7 - 2 * inset) * m);
  }
}

/** Modules by chance. @param {Painting} a @param {number} x @param {number} y @param {number} m @param {number} n */
function modules({ p, c }, x, y, m, n) {
  p.fillStyle = '#fff';
  p.fillRect(x - 4 * m, y - 4 * m, (n + 8) * m, (n + 8) * m);
  p.fillStyle = '#000';
  for (let j = 0; j < n; j++) for (let i = 0; i < n; i++) if (c.chance(0.5)) p.fillRect(x + i * m, y + j * m, m, m);
}

/** Device pixels of every kind. @type {Record<string, (a: Painting) => void>} */
const paintings = {
  checker: ({ p, w, h, c }) => {
    const s = c.whole(2, 30);
    p.fillStyle = tint(c);
    for (let y = 0; y < h; y += s) for (let x = (y / s) % 2 ? s : 0; x < w; x += 2 * s) p.fillRect(x, y, s, s);
  },
  stripes: ({ p, w, h, c }) => {
    p.rotate(c.between(-0.6, 0.6));
    for (let x = -h; x < w + h;) {
      const s = c.whole(1, 40);
      p.fillStyle = tint(c);
      p.fillRect(x, -w, s, 2 * w + h);
      x += s + c.whole(1, 40);
    }
  },
  grid: ({ p, w, h, c }) => {
    const s = c.whole(5, 60);
    p.fillStyle = tint(c);
    for (let x = 0; x < w; x += s) p.fillRect(x, 0, 1 + (s >> 3), h);
    for (let y = 0; y < h; y += s) p.fillRect(0, y, w, 1 + (s >> 3));
  },
  cells: (a) => { for (let k = 0; k < 14; k++) modules(a, a.c.between(40, a.w - 300), a.c.between(40, a.h - 300), a.c.whole(2, 8), a.c.whole(12, 45)); },
  shapes: ({ p, w, h, c }) => {
    for (let k = 0; k < 700; k++) {
      p.fillStyle = tint(c);
      p.beginPath();
      if (c.chance(0.5)) p.ellipse(c.real() * w, c.real() * h, c.scale(3, 160), c.scale(3, 160), c.real() * 3, 0, 7);
      else p.rect(c.real() * w, c.real() * h, c.scale(3, 260), c.scale(3, 160));
      p.fill();
    }
  },
  // Summed value noise lit from one side, with grain: as many edges and as few flat stretches as a photograph has.
  photo: ({ p, w, h, c }) => {
    p.fillStyle = tint(c);
    p.fillRect(0, 0, w, h);
    for (const [cells, weight] of [[4, 0.9], [11, 0.6], [37, 0.4], [120, 0.3], [400, 0.22]]) {
      const noise = document.createElement('canvas');
      noise.width = /** @type {number} */ (cells);
      noise.height = Math.ceil((noise.width * h) / w);
      const q = /** @type {CanvasRenderingContext2D} */ (noise.getContext('2d'));
      const data = q.createImageData(noise.width, noise.height);
      for (let i = 0; i < data.data.length; i += 4) {
        const v = c.whole(0, 255);
        data.data.set([v + c.whole(-30, 30), v, v + c.whole(-30, 30), 255 * (weight ?? 0)], i);
      }
      q.putImageData(data, 0, 0);
      p.drawImage(noise, 0, 0, w, h);
    }
    for (let k = 0; k < 60; k++) {
      p.fillStyle = `hsl(${c.whole(0, 360)} 40% ${c.whole(5, 95)}% / .55)`;
      p.beginPath();
      p.moveTo(c.real() * w, c.real() * h);
      for (let n = 0; n < 4; n++) p.lineTo(c.real() * w, c.real() * h);
      if (c.chance(0.25)) p.fill();
    }
    const grain = p.getImageData(0, 0, w, h);
    for (let i = 0; i < grain.data.length; i += 4) {
      const v = c.real() * 22 - 11;
      for (let k = 0; k < 3; k++) grain.data[i + k] = /** @type {number} */ (grain.data[i + k]) + v;
    }
    p.putImageData(grain, 0, 0);
  },
  // Finder patterns without a symbol.
  rings: (a) => { for (let k = 0; k < 90; k++) eye(a, a.c.real() * a.w, a.c.real() * a.h, a.c.scale(1.5, 14), a.c.chance(0.8) ? '#000' : tint(a.c), '#fff'); },
  targets: ({ p, w, h, c }) => {
    for (let k = 0; k < 120; k++) {
      const [x, y, r] = [c.real() * w, c.real() * h, c.scale(1.5, 16)];
      for (const [ring, colour] of /** @type {[number, string][]} */ ([[3.5, '#000'], [2.5, '#fff'], [1.5, '#000']])) {
        p.fillStyle = colour;
        p.beginPath();
        p.arc(x, y, ring * r, 0, 7);
        p.fill();
      }
    }
  },
  // Three finder patterns in the right places around modules that mean nothing.
  fakes: (a) => {
    for (let k = 0; k < 9; k++) {
      const [m, n] = [a.c.whole(2, 7), 17 + 4 * a.c.whole(1, 8)];
      const [x, y] = [a.c.between(40, Math.max(41, a.w - n * m - 40)), a.c.between(40, Math.max(41, a.h - n * m - 40))];
      modules(a, x, y, m, n);
      for (const [dx, dy] of [[0, 0], [n - 7, 0], [0, n - 7]]) {
        a.p.fillStyle = '#fff';
        a.p.fillRect(x + ((dx ?? 0) - 1) * m, y + ((dy ?? 0) - 1) * m, 9 * m, 9 * m);
        eye(a, x + (dx ?? 0) * m, y + (dy ?? 0) * m, m, '#000', '#fff');
      }
    }
  },
};

/** Fills a body with the backdrop of a page. @param {HTMLElement} body @param {any} page */
export function backdrop(body, page) {
  const { kind, dark } = page.backdrop;
  const c = new Chance(page.seed);
  body.style.colorScheme = dark ? 'dark' : 'light';
  body.style.background = dark ? '#14181d' : '#fff';
  body.style.color = dark ? '#d5dbe1' : '#1b1f24';
  const paint = paintings[kind];
  if (!paint) {
    body.innerHTML = layouts[kind]?.(c) ?? '';
    return;
  }
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(innerWidth * devicePixelRatio);
  canvas.height = Math.round(innerHeight * devicePixelRatio);
  canvas.style.cssText = `position:absolute;left:0;top:0;width:${innerWidth}px;height:${innerHeight}px`;
  body.append(canvas);
  paint({ p: /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d', { willReadFrequently: true })), w: canvas.width, h: canvas.height, c });
}
