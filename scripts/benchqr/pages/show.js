// SPDX-License-Identifier: MIT
// Shows one planned page and answers where its symbols are, in device pixels.
import { backdrop } from './backdrop.js';
import { drawn } from './symbol.js';

const frame = () => new Promise((done) => { requestAnimationFrame(done); });

/** What makes a symbol hard is laid over it. @param {any} code @param {number} side  CSS pixels */
function covering(code, side) {
  const { kind, share, at, colour } = code.cover;
  const part = document.createElement('div');
  // The three corners with finder patterns stay free: what lies in the way there is not corrected by anything.
  const length = kind === 'tape' ? 0.5 : Math.sqrt(share);
  const [w, h] = [length * side, (share / length) * side];
  const styles = {
    tape: `transform:rotate(-24deg);opacity:.96`, finger: 'border-radius:50% 50% 45% 45%', stamp: 'border-radius:50%',
    pointer: 'clip-path:polygon(0 0, 100% 68%, 58% 70%, 82% 100%, 60% 100%, 38% 76%, 0 100%)',
  };
  part.style.cssText = `position:absolute;left:${0.68 * side - w / 2}px;top:${at * side + (kind === 'tape' ? 0.12 * side : 0) - h / 2}px;width:${w}px;height:${h}px;background:${colour};${styles[/** @type {'tape'} */ (kind)]}`;
  return part;
}

/** @param {any} code @param {number} side */
function logo(code, side) {
  const { share, kind, colour } = code.logo;
  const part = document.createElement('div');
  const length = share * side;
  part.style.cssText = `position:absolute;inset:0;margin:auto;width:${length}px;height:${length}px;box-sizing:border-box;background:#fff;overflow:hidden;display:grid;place-items:center;font:700 ${length * 0.7}px sans-serif`;
  part.style.borderRadius = kind === 'disc' ? '50%' : '18%';
  if (kind === 'letter') part.textContent = 'K';
  else if (kind === 'emoji') part.textContent = '🐧';
  else part.innerHTML = `<div style="width:72%;height:72%;border-radius:inherit;background:${colour}"></div>`;
  part.style.color = colour;
  return part;
}

/** @param {any} code */
async function place(code) {
  const side = code.side * code.m;
  const quiet = code.quiet * code.m;
  const whole = side + 2 * quiet;
  const box = document.createElement('div');
  const paper = code.light2 ? `linear-gradient(120deg, ${code.light}, ${code.light2})` : code.light === 'none' ? 'transparent' : code.light;
  box.style.cssText = `position:absolute;left:${code.x}px;top:${code.y}px;width:${whole}px;height:${whole}px;background:${paper}`;
  const content = document.createElement('div');
  content.className = 'content';
  content.style.cssText = `position:absolute;left:${quiet}px;top:${quiet}px;width:${side}px;height:${side}px`;
  content.append(await drawn(code));
  if (code.logo) content.append(logo(code, side));
  if (code.cover) content.append(covering(code, side));
  box.append(content);
  if (code.transform) box.style.transform = code.transform;
  if (code.filter) box.style.filter = `blur(${code.filter * code.m}px)`;
  for (const other of around(code, whole)) document.body.append(other);
  document.body.append(box);
  return content;
}

/** The card under a symbol, or what comes too near to it. @param {any} code @param {number} whole */
function around(code, whole) {
  const put = (/** @type {string} */ css, text = '') => {
    const part = document.createElement('div');
    part.style.cssText = `position:absolute;overflow:hidden;${css}`;
    part.textContent = text;
    return part;
  };
  const at = (/** @type {number} */ more) => `left:${code.x - more}px;top:${code.y - more}px;width:${whole + 2 * more}px;height:${whole + 2 * more}px;`;
  const list = [];
  if (code.touched === 'ground') list.push(put(`${at(14)}background:${code.ground}`));
  if (code.touched === 'bare' || code.touched === 'lines') list.push(put(`${at(30)}background:#fff`));
  if (code.touched === 'lines') list.push(put(`${at(2)}border:2px solid #333;box-sizing:border-box`), put(`left:${code.x - 60}px;top:${code.y + whole * 0.4}px;width:${whole + 120}px;height:3px;background:#225`));
  if (code.touched === 'words') list.push(put(`${at(90)}background:#fff;color:#111;font:13px/1.05 sans-serif;word-break:break-all`, 'scan this with the app you use at work and keep the paper '.repeat(120)));
  if (code.transform || code.light === 'none') return list;
  if (code.card === 'plain') list.push(put(`${at(10)}background:${code.light}`));
  if (code.card === 'shadow') list.push(put(`${at(12)}background:${code.light};border-radius:9px;box-shadow:0 3px 14px #0005`));
  if (code.card === 'caption') list.push(put(`${at(9)}padding-bottom:22px;background:${code.light};color:${code.dark};font:12px sans-serif;display:grid;align-items:end;text-align:center`, 'Scan to set up'));
  return list;
}

/** @param {any} page */
globalThis.show = async (page) => {
  document.body?.remove();
  const body = document.createElement('body');
  body.style.cssText = 'margin:0;position:fixed;inset:0;overflow:hidden;font:15px/1.5 sans-serif';
  document.documentElement.append(body);
  backdrop(body, page);
  const contents = [];
  for (const code of page.codes) contents.push(await place(code));
  await document.fonts.ready;
  await frame();
  await frame();
  return contents.map((content) => {
    const { left, top, width, height } = content.getBoundingClientRect();
    return [left, top, width, height].map((v) => v * devicePixelRatio);
  });
};
globalThis.shows = true;
