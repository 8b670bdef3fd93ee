// SPDX-License-Identifier: MIT
// From an encoded picture to its luminance, one byte a pixel. A JPEG already holds it: plane 0 of the decoded frame is
// the luminance, so no canvas and no colour conversion is needed. Anything else goes through a canvas.

/**
 * @typedef {{
 *   pixels: Uint8Array, stride: number, width: number, height: number,
 *   x: number, y: number, fullWidth: number, fullHeight: number,
 * }} Luminance  pixels of the part asked for; x and y say where that part lies in the whole picture
 */

/** Larger pictures are refused before they are decoded: pixels. */
const limit = 100e6;

/**
 * @param {string} picture  a data: URL
 * @param {import('./scanner.js').Box} [box]
 * @param {VideoFrame | null} [frame]  of it, where there is one already; closed
 * @returns {Promise<Luminance>}
 */
export async function luminance(picture, box, frame) {
  frame ??= await frameOf(picture);
  if (frame) {
    try {
      const planar = await plane(frame, box);
      if (planar) return planar;
    } finally {
      frame.close();
    }
  }
  return fromCanvas(blobOf(picture), box);
}

/**
 * A JPEG as the browser's decoder has it, its luminance apart.
 * @param {string} picture  a data: URL @returns {Promise<VideoFrame | null>} null for what is no JPEG
 */
export async function frameOf(picture) {
  if (!picture.startsWith('data:image/jpeg;') || !('ImageDecoder' in globalThis)) return null;
  const { type, data } = contentOf(picture);
  const decoder = new ImageDecoder({ data, type });
  try {
    return (await decoder.decode()).image;
  } finally {
    decoder.close();
  }
}

/** @param {string} picture  a data: URL */
export function blobOf(picture) {
  const { type, data } = contentOf(picture);
  return new Blob([data], { type });
}

/** @param {string} picture  a data: URL */
function contentOf(picture) {
  const [head = '', body = ''] = picture.split(',', 2);
  return { type: head.slice('data:'.length, head.indexOf(';')), data: Uint8Array.fromBase64(body) };
}

/**
 * The luminance of a frame of a camera, a window or a screen.
 * @param {VideoFrame} frame  closed
 * @returns {Promise<Luminance>}
 */
export async function ofFrame(frame) {
  try {
    const planar = await plane(frame);
    if (planar) return planar;
    const image = await createImageBitmap(frame);
    try {
      return ofBitmap(image);
    } finally {
      image.close();
    }
  } finally {
    frame.close();
  }
}

/**
 * @param {VideoFrame} frame @param {import('./scanner.js').Box} [box]
 * @returns {Promise<Luminance | null>}  null when the frame has no luminance plane
 */
async function plane(frame, box) {
  if (!frame.format?.startsWith('I4') && frame.format !== 'NV12') return null;
  const { displayWidth: fullWidth, displayHeight: fullHeight } = frame;
  if (!upright(frame)) return null;
  // Chroma is shared by pairs of pixels: the part copied has to begin and end on even ones.
  const rect = part(box, fullWidth, fullHeight, 2);
  const pixels = new Uint8Array(frame.allocationSize({ rect }));
  const [luma] = await frame.copyTo(pixels, { rect });
  if (!luma) return null;
  const { x, y, width, height } = rect;
  return { pixels: pixels.subarray(luma.offset), stride: luma.stride, width, height, x, y, fullWidth, fullHeight };
}

/**
 * Whether a frame's pixels stand where they are seen. Those of a photograph may be turned or mirrored by what its header says
 * (Exif): copied as they are, they would be in other places than everywhere else where the picture is drawn.
 * @param {VideoFrame & { rotation?: number, flip?: boolean }} frame
 */
function upright({ rotation, flip, visibleRect, displayWidth, displayHeight }) {
  return rotation === 0 && flip === false
    && visibleRect?.x === 0 && visibleRect.y === 0 && visibleRect.width === displayWidth && visibleRect.height === displayHeight;
}

/**
 * @param {Blob} blob @param {import('./scanner.js').Box} [box]
 * @returns {Promise<Luminance>}
 */
async function fromCanvas(blob, box) {
  const image = await createImageBitmap(blob);
  try {
    return ofBitmap(image, box);
  } finally {
    image.close();
  }
}

/**
 * @param {ImageBitmap} image @param {import('./scanner.js').Box} [box]
 * @returns {Luminance}
 */
export function ofBitmap(image, box) {
  const { width: fullWidth, height: fullHeight } = image;
  if (fullWidth * fullHeight > limit) throw { code: 'picture-too-large' };
  const { x, y, width, height } = part(box, fullWidth, fullHeight, 1);
  const context = new OffscreenCanvas(width, height).getContext('2d', { alpha: false, willReadFrequently: true });
  if (!context) throw { code: 'picture-unreadable' };
  // White under what is transparent: a code drawn in black on nothing would otherwise be black on black.
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  context.drawImage(image, -x, -y);
  const { data } = context.getImageData(0, 0, width, height);
  const pixels = new Uint8Array(width * height);
  // ITU-R BT.601 weights in 1/256, as JPEG uses.
  for (let i = 0, p = 0; i < pixels.length; i++, p += 4) {
    pixels[i] = (77 * /** @type {number} */ (data[p]) + 150 * /** @type {number} */ (data[p + 1]) + 29 * /** @type {number} */ (data[p + 2])) >> 8;
  }
  return { pixels, stride: width, width, height, x, y, fullWidth, fullHeight };
}

/**
 * The part of a picture that a box covers, in pixels, on multiples of a step, within the picture.
 * @param {import('./scanner.js').Box | undefined} box @param {number} width @param {number} height @param {number} step
 */
function part(box, width, height, step) {
  if (!box) return { x: 0, y: 0, width, height };
  const left = Math.max(0, Math.floor((box.x * width) / step) * step);
  const top = Math.max(0, Math.floor((box.y * height) / step) * step);
  const right = Math.min(width, Math.ceil(((box.x + box.width) * width) / step) * step);
  const bottom = Math.min(height, Math.ceil(((box.y + box.height) * height) / step) * step);
  if (right <= left || bottom <= top) return { x: 0, y: 0, width, height };
  return { x: left, y: top, width: right - left, height: bottom - top };
}
