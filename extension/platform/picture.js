// SPDX-License-Identifier: MIT
// What the first bytes of a picture tell before anything is decoded: what kind it is, whatever its name says, and how large.

/** @typedef {{ width: number, height: number }} Size  pixels */

/** The first bytes of pictures that a browser draws. @type {[type: string, offset: number, bytes: string][]} */
const signatures = [
  ['image/png', 0, '89504e470d0a1a0a'], ['image/jpeg', 0, 'ffd8ff'], ['image/gif', 0, '47494638'], ['image/webp', 8, '57454250'],
  ['image/avif', 4, '6674797061766966'], ['image/avif', 4, '6674797061766973'], ['image/bmp', 0, '424d'],
];

/** How much of a file is looked at. A photograph's size may stand behind its preview and profile. Bytes. */
export const headLength = 1 << 20;

/** The type of a picture that is made of pixels. @param {Uint8Array} head @returns {string | undefined} undefined for what is none */
export const pixelType = (head) => signatures.find(([, offset, bytes]) => head.subarray(offset, offset + bytes.length / 2).toHex() === bytes)?.[0];

/** Whether a file is a PDF, which may have something before it (ISO 32000-1 §7.5.2, and what readers take). @param {Uint8Array} head */
export const isPDF = (head) => new TextDecoder('latin1').decode(head.subarray(0, 1024)).includes('%PDF-');

/** The type of any picture. @param {Uint8Array} head @returns {string | undefined} undefined for what is none */
export const typeOf = (head) => pixelType(head) ?? (isSVG(head) ? 'image/svg+xml' : undefined);

/** An element svg, with nothing before it but what XML allows there. @param {Uint8Array} head */
function isSVG(head) {
  const text = new TextDecoder().decode(head.subarray(0, 8192));
  return /^\s*(<\?xml[^>]*\?>\s*)?((<!--[^]*?-->|<!DOCTYPE[^>[]*(\[[^\]]*\])?\s*>)\s*)*<svg[\s>]/i.test(text);
}

/**
 * The size that a picture's header states; null where it is not found, as in an SVG.
 * @param {Uint8Array} head @returns {Size | null}
 */
export function sizeOf(head) {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  try {
    switch (typeOf(head)) {
      case 'image/png': return { width: view.getUint32(16), height: view.getUint32(20) };
      case 'image/gif': return gifSize(view);
      case 'image/bmp': return bitmapSize(view);
      case 'image/jpeg': return photographSize(view);
      case 'image/webp': return webpSize(view);
      case 'image/avif': return avifSize(head, view);
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error; // the header is cut off
  }
  return null;
}

/**
 * The logical screen, and the first picture on it: where that is larger, browsers make room for it (GIF89a §18 and §20).
 * @param {DataView} view
 */
function gifSize(view) {
  const word = (/** @type {number} */ at) => view.getUint16(at, true);
  const flags = view.getUint8(10);
  for (let at = 13 + (flags & 0x80 ? 3 << ((flags & 7) + 1) : 0); ;) {
    const block = view.getUint8(at);
    if (block === 0x2c) return { width: Math.max(word(6), word(at + 1) + word(at + 5)), height: Math.max(word(8), word(at + 3) + word(at + 7)) };
    if (block !== 0x21) return null;
    for (at += 2; view.getUint8(at) > 0;) at += 1 + view.getUint8(at); // what an extension says
    at++;
  }
}

/** A height below zero is one from the top down; the oldest headers have two bytes each. @param {DataView} view */
function bitmapSize(view) {
  if (view.getUint32(14, true) === 12) return { width: view.getUint16(18, true), height: view.getUint16(20, true) };
  return { width: Math.abs(view.getInt32(18, true)), height: Math.abs(view.getInt32(22, true)) };
}

/** From marker to marker to the frame header, SOF0 to SOF15 (ITU-T T.81 §B.2.2). @param {DataView} view */
function photographSize(view) {
  for (let at = 2; ;) {
    const marker = view.getUint8(at + 1);
    if (view.getUint8(at) !== 0xff) return null;
    if (marker === 0xff) at += 1; // a fill byte
    else if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    else at += marker >= 0xd0 && marker <= 0xd8 ? 2 : 2 + view.getUint16(at + 2);
  }
}

/** RFC 9649: lossy, lossless, or with a header of its own. @param {DataView} view */
function webpSize(view) {
  const kind = String.fromCharCode(...[12, 13, 14, 15].map((at) => view.getUint8(at)));
  const three = (/** @type {number} */ at) => view.getUint16(at, true) + (view.getUint8(at + 2) << 16);
  if (kind === 'VP8X') return { width: three(24) + 1, height: three(27) + 1 };
  if (kind === 'VP8 ') return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
  if (kind !== 'VP8L') return null;
  const bits = view.getUint32(21, true);
  return { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 };
}

/** The largest of its image spatial extents (ISO/IEC 23008-12 §6.5.3). @param {Uint8Array} head @param {DataView} view */
function avifSize(head, view) {
  /** @type {Size | null} */
  let largest = null;
  for (let at = 0; at + 16 <= head.length; at++) {
    if (view.getUint32(at) !== 0x69737065) continue; // "ispe"
    const [width, height] = [view.getUint32(at + 8), view.getUint32(at + 12)];
    if (!largest || width * height > largest.width * largest.height) largest = { width, height };
  }
  return largest;
}
