// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { check } from './chrome.js';
import { workIn } from './extension/platform/svg.js';

// Node 20 does not know these yet.
Uint8Array.fromBase64 ??= (text) => Uint8Array.from(Buffer.from(text, 'base64'));
Uint8Array.prototype.toHex ??= function toHex() { return Buffer.from(this).toString('hex'); };

/** The beginning of a PNG of so many pixels on each side, Base64. @param {number} side */
function png(side) {
  const head = Buffer.alloc(33);
  head.write('89504e470d0a1a0a', 'hex');
  head.writeUInt32BE(side, 16);
  head.writeUInt32BE(side, 20);
  return head.toString('base64');
}

const svg = (/** @type {string} */ content, head = '') => `${head}<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9">${content}</svg>`;

/** Ten parts that stand for ten others, nine times over. @param {(id: string) => string} stands @param {(id: string, content: string) => string} [part] */
const bomb = (stands, part = (id, content) => `<g id="${id}">${content}</g>`) => (
  `<g id="a0"><path d="M0 0h1v1z"/></g>${Array.from({ length: 9 }, (_, i) => part(`a${i + 1}`, stands(`a${i}`).repeat(10))).join('')}${stands('a9')}`);

await check('drawings are drawn', () => {
  for (const [what, text] of Object.entries({
    modules: svg(`<defs><path id="m" d="M0 0h1v1z"/></defs>${'<use xlink:href="#m" x="1"/>'.repeat(177 * 177)}`),
    rectangles: svg('<rect width="1" height="1" fill="#000"/>'.repeat(177 * 177)),
    illustrator: svg(`<style type="text/css">.a{fill:url(#g)}</style><g class="a"><image href="data:image/png;base64,${png(500)}"/></g><linearGradient id="g"><stop/></linearGradient>`,
      '<?xml version="1.0" encoding="utf-8"?>\n<!-- Generator -->\n<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd" [\n\t<!ENTITY ns_svg "http://www.w3.org/2000/svg">\n]>\n'),
    styled: svg(`<style><![CDATA[${Array.from({ length: 30 }, (_, i) => `.c${i}{fill:url(#g${i})}`).join('')}]]></style>${Array.from({ length: 30 }, (_, i) => `<radialGradient id="g${i}"><stop offset="0"/><stop offset="1"/></radialGradient><rect class="c${i}"/>`).join('')}`),
    itself: svg('<g id="a"><use href="#a"/></g><pattern id="p"><rect fill="url(#p)"/></pattern>'),
    shadow: svg('<filter id="f"><feGaussianBlur stdDeviation="2"/><feOffset/><feMerge/></filter><rect filter="url(#f)" style="filter:drop-shadow(0 0 1px #000)"/>'),
    quoted: svg("<text font-family='\"A\"'>a > b</text>"),
  })) assert.ok(workIn(text) < Infinity, what);
});

await check('what stands for thousands of millions is not', () => {
  for (const [what, text] of Object.entries({
    use: svg(bomb((id) => `<use href="#${id}"/>`)),
    'use, the old way': svg(bomb((id) => `<use xlink:href="#${id}"/>`)),
    'use, escaped': svg(bomb((id) => `<use href="&#x23;${id}"/>`)),
    'use, in percent': svg(bomb((id) => `<use href="#%61${id.slice(1)}"/>`)),
    pattern: svg(bomb((id) => `<rect fill="url(#${id})"/>`, (id, content) => `<pattern id="${id}">${content}</pattern>`)),
    'mask, in a style': svg(bomb((id) => `<rect style="mask:url('#${id}')"/>`, (id, content) => `<mask id="${id}">${content}</mask>`)),
    'mask, in a style sheet': svg(`<style>${Array.from({ length: 10 }, (_, i) => `.a${i}{mask:u\\72l(\\23 a${i})}`).join('')}</style>${bomb((id) => `<rect class="${id}"/>`, (id, content) => `<mask id="${id}">${content}</mask>`)}`),
    animated: svg(bomb((id) => `<use><set attributeName="href" to="#${id}"/></use>`)),
    'two of one id': svg(bomb((id) => `<use href="#${id}"/>`).replace('id="a0"', 'id="a1"')),
  })) assert.equal(workIn(text), Infinity, what);
});

await check('nor what could say more than is seen', () => {
  for (const [what, text] of Object.entries({
    entity: svg('&a;', '<!DOCTYPE svg [<!ENTITY a "<rect/>">]>'),
    'entity of a sign': svg('&a;', '<!DOCTYPE svg [<!ENTITY a "&#60;rect/>">]>'),
    'entity from elsewhere': svg('&a;', '<!DOCTYPE svg [<!ENTITY a SYSTEM "a">]>'),
    'drawing in it': svg('<image href="data:image/svg+xml,%3Csvg/%3E"/>'),
    'drawing in it, escaped': svg('<image href="d&#97;\nta:image/svg+xml,%3Csvg/%3E"/>'),
    'style in it': svg('<style>@import "d\\61 ta:text/css,*{}"</style>'),
    'style before it': svg('', '<?xml-stylesheet href="a"?>'),
    'another set': svg('', '<?xml version="1.0" encoding="iso-2022-jp"?>'),
    unclosed: '<svg><g>',
    crossed: '<svg><g></svg></g>',
    'cut off': svg('<rect width="1"').slice(0, 150),
    'unclosed comment': svg('<!-- <rect/>'),
    deep: svg('<g>'.repeat(200_000) + '</g>'.repeat(200_000)),
    'many attributes': svg(`<rect ${'a="" '.repeat(1_000_000)}`),
  })) assert.equal(workIn(text), Infinity, what);
});

await check('a filter of pixels without end is none, and what takes a layer of its own is more work', () => {
  for (const name of ['feTurbulence', 'feConvolveMatrix', 'feMorphology', 'svg:feDisplacementMap', 'feDiffuseLighting', 'feSpecularLighting', 'feImage', 'feTile']) {
    assert.equal(workIn(svg(`<filter id="f"><${name}/></filter>`)), Infinity, name);
  }
  const plain = workIn(svg('<rect/>'));
  assert.equal(workIn(svg('<rect opacity="1" style="fill-opacity:.5;opacity:1"/><rect/>')), plain + 1);
  for (const [one, work] of /** @type {[string, number][]} */ ([
    ['<feGaussianBlur/>', 100], ['<rect filter="blur(9px)"/>', 100], ['<rect style="filter:dr\\6fp-shadow(0 0 9px #000)"/>', 100],
    ['<animate attributeName="filter" to="blur (9px)"/>', 100], ['<rect mask="url(#m)"/>', 50], ['<g style="opacity:.5"/>', 10], ['<rect clip-path="url(#c)"/>', 10],
  ])) {
    assert.equal(workIn(svg(one)), plain - 1 + work, one);
  }
  assert.ok(workIn(svg(`<style>*{filter:blur(9px)}</style>${'<rect/>'.repeat(2000)}`)) > 200_000);
});

await check('a picture in it is as large as it says', () => {
  const image = (/** @type {string} */ data) => svg(`<image href="data:image/${data}"/>`);
  for (const data of [`png;base64,${png(5000)}`, `png;base64,${png(300).replaceAll('/', '%2F')}`, `png;base64,\n${png(300)}`]) assert.ok(workIn(image(data)) < Infinity, data);
  for (const data of [`png;base64,${png(20_000)}`, `png;base64,${png(20_000)}"/><image href="`, `png;base64,${png(20_000)}`.replace('6', '&#54;'), 'png;base64,AAAA', 'png,%89PNG', 'jpeg;base64,/9j/']) {
    assert.equal(workIn(image(data)), Infinity, data);
  }
  assert.equal(workIn(svg(`<image href="data:image/png;base64,${png(5000)}"/>`.repeat(2))), Infinity, 'together they are more than one may be');
  assert.equal(workIn(svg(`<style>*{mask:url(data:image/png;base64,${png(20_000)})}</style>`)), Infinity);
});

await check('what is long is not drawn over and over', () => {
  for (const long of [`<text>${'a'.repeat(100_000)}</text>`, `<path d="${'h1v1'.repeat(25_000)}"/>`]) {
    const stands = (/** @type {number} */ times) => svg(`<g id="a">${long}</g>${'<use href="#a"/>'.repeat(times)}`);
    assert.ok(workIn(stands(100)) < Infinity);
    assert.equal(workIn(stands(200)), Infinity);
  }
});
