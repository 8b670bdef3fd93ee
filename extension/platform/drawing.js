// SPDX-License-Identifier: MIT
// Drawing pictures of anybody's making. Only a document can draw an SVG: as an image it runs no script and fetches nothing.
import { contentOf } from './file.js';
import { Failure } from './messages.js';
import { headLength, isPDF, sizeOf, typeOf } from './picture.js';
import { workIn } from './svg.js';

/** How much of an SVG is read. Bytes. */
const mostSVG = 8 << 20;

/** Larger pictures are refused before they are decoded. Pixels. */
const most = 100e6;

/** A larger file is no picture that is read; all of it is searched for its size where its head does not say it. Bytes. */
const mostBytes = 64 << 20;

/** The longer side that an SVG is drawn with, to be read. Pixels. */
export const drawn = 1600;

/** The sides of an icon of one's own: 36 CSS pixels, on screens of twice as many. Pixels. */
const side = 72;

/**
 * What kind of picture a file is, before anything is decoded.
 * @param {Blob} file @param {number} [limit]  pixels
 * @returns {Promise<string>} its type; refused is what is none, has no pixels, or too many
 */
export async function admit(file, limit = most) {
  const head = await contentOf(file, headLength);
  if (file.size === 0) throw new Failure({ code: 'picture-empty' });
  const type = typeOf(head);
  if (!type) throw new Failure({ code: isPDF(head) ? 'picture-pdf' : 'picture' });
  if (file.size > mostBytes) throw new Failure({ code: 'picture-too-large' });
  const size = sizeOf(head) ?? (file.size > head.length ? sizeOf(await contentOf(file)) : null);
  // A browser finds what is not found here, past bytes that do not belong there, and makes room for it.
  if (!size && type !== 'image/svg+xml') throw new Failure({ code: 'picture-cut' });
  if (size && size.width * size.height === 0) throw new Failure({ code: 'picture-empty' });
  if (size && size.width * size.height > limit) throw new Failure({ code: 'picture-pixels', value: String(Math.round(size.width * size.height / 1e6)) });
  return type;
}

/** Pixels of all elements of an SVG together, were each as large as the picture: a second's work. With more than 4,000 it is drawn smaller. */
const effort = 4000 * 1600 * 1600;

/**
 * An SVG, its longer side as long as asked for, or shorter when there is much in it.
 * @param {Blob} file @param {number} longer  pixels @param {string} [ground]  colour under it
 * @returns {Promise<ImageBitmap>}
 */
export async function raster(file, longer, ground) {
  if (file.size > mostSVG) throw new Failure({ code: 'picture-cut' });
  const work = workIn(await file.text());
  if (work === Infinity) throw new Failure({ code: 'picture' });
  const url = URL.createObjectURL(new Blob([file], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode().catch(() => { throw new Failure({ code: 'picture-cut' }); });
    const { naturalWidth: width, naturalHeight: height } = image;
    if (width * height === 0) throw new Failure({ code: 'picture-empty' });
    const scale = Math.min(longer, Math.sqrt(effort / work)) / Math.max(width, height);
    const canvas = new OffscreenCanvas(Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale)));
    const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext('2d'));
    if (ground) {
      context.fillStyle = ground;
      context.fillRect(0, 0, canvas.width, canvas.height);
    }
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    try {
      context.getImageData(0, 0, 1, 1);
    } catch {
      throw new Failure({ code: 'picture' }); // it has a piece of a page in it, whose pixels the browser keeps to itself
    }
    return canvas.transferToImageBitmap();
  } finally {
    URL.revokeObjectURL(url);
  }
}

/**
 * A picture as it can be read without a document.
 * @param {Blob} file  of any kind of picture
 * @returns {Promise<Uint8Array<ArrayBuffer>>} itself, or of an SVG a PNG
 */
export async function pixels(file) {
  const svg = await admit(file) === 'image/svg+xml';
  return new Uint8Array(await (svg ? await png(await raster(file, drawn, '#fff')) : file).arrayBuffer());
}

/** @param {ImageBitmap} image  closed */
function png(image) {
  const canvas = new OffscreenCanvas(image.width, image.height);
  canvas.getContext('bitmaprenderer')?.transferFromImageBitmap(image);
  return canvas.convertToBlob({ type: 'image/png' });
}

/**
 * A picture as an icon: the whole of it in a small square.
 * @param {Blob} file  of any kind of picture @param {number} [limit]  pixels
 * @returns {Promise<Uint8Array<ArrayBuffer>>} a PNG, of at most some 21,000 bytes
 */
export async function thumbnail(file, limit) {
  const type = await admit(file, limit);
  const image = type === 'image/svg+xml' ? await raster(file, side) : await createImageBitmap(new Blob([file], { type })).catch(() => {
    throw new Failure({ code: 'picture-cut' });
  });
  try {
    const canvas = new OffscreenCanvas(side, side);
    const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext('2d'));
    const scale = side / Math.max(image.width, image.height);
    const [width, height] = [image.width * scale, image.height * scale];
    context.imageSmoothingQuality = 'high';
    context.drawImage(image, (side - width) / 2, (side - height) / 2, width, height);
    const png = await canvas.convertToBlob({ type: 'image/png' });
    return new Uint8Array(await png.arrayBuffer());
  } finally {
    image.close();
  }
}
