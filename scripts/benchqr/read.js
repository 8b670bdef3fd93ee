// SPDX-License-Identifier: MIT
// Lets every decoder read every picture, one after the other in one process, and writes what came of it.
//   node read.js FOLDER ENGINE OPTIONS   FOLDER has sets.json and gozxing.wasm, ENGINE scan.wasm; OPTIONS is JSON, see main.go
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { all } from './decoders.js';
import { cut, load, region } from './pixels.js';

/** @typedef {import('./decoders.js').Decoder} Decoder @typedef {import('./decoders.js').Pixels} Pixels */
/** @typedef {{ text: string, version: number, level: string, box: number[], module: number }} Code */
/** @typedef {{ file: string, set: string, category: string, size: string, codes: Code[] }} Picture */

const [folder = '', engine = '', options = '{}'] = process.argv.slice(2);
/** @type {{ quick: boolean, crops: boolean, decoders: string[], results: string }} */
const { quick, crops, decoders: names, results: file } = JSON.parse(options);

const decoders = (await all(folder, engine)).filter(({ name }) => names.length === 0 || names.includes(name));
/** @type {Picture[]} */
const pictures = JSON.parse(readFileSync(join(folder, 'sets.json'), 'utf8'));

/** Milliseconds: the smaller of wall time and processor time, as others share the machine. @param {() => unknown} work */
async function timed(work) {
  const cpu = process.cpuUsage();
  const wall = performance.now();
  const result = await work();
  const passed = performance.now() - wall;
  const { user, system } = process.cpuUsage(cpu);
  return { result, ms: Math.min(passed, (user + system) / 1000) };
}

/** @param {Decoder} decoder @param {Pixels} pixels */
async function once(decoder, pixels) {
  /** @type {string | null} */
  let failed = null;
  const { result, ms } = await timed(async () => {
    try {
      return await decoder.decode(pixels);
    } catch (error) {
      failed = String(error);
      return [];
    }
  });
  return { texts: /** @type {string[]} */ (result), ms, failed };
}

/**
 * What one decoder made of a picture: which codes it read, by their index, and texts that are not there.
 * @param {string[]} texts @param {Code[]} codes @param {Code[]} known  all codes that may be seen
 */
function judge(texts, codes, known) {
  const left = [...texts];
  const read = codes.flatMap(({ text }, i) => {
    const at = left.indexOf(text);
    if (at < 0) return [];
    left.splice(at, 1);
    return [i];
  });
  return { read, wrong: [...new Set(texts)].filter((text) => !known.some((code) => code.text === text)) };
}

const rows = [];
let turn = 0;

/**
 * @param {Picture & { part?: object }} picture @param {Pixels} pixels @param {Code[]} codes @param {string} set
 * @param {(decoder: Decoder) => boolean} takesPart
 */
async function compare(picture, pixels, codes, set, takesPart) {
  const results = [];
  turn++;
  for (let k = 0; k < decoders.length; k++) {
    const decoder = /** @type {Decoder} */ (decoders[(k + turn) % decoders.length]); // nobody always follows the same one
    if (!takesPart(decoder)) continue;
    const first = await once(decoder, pixels);
    const ms = decoder.twice ? Math.min(first.ms, (await once(decoder, pixels)).ms) : first.ms;
    results.push({ decoder: decoder.name, ms: Number(ms.toFixed(3)), failed: first.failed, ...judge(first.texts, codes, picture.codes) });
  }
  rows.push({ file: picture.file, set, category: picture.category, size: picture.size, width: pixels.width, height: pixels.height, part: picture.part, codes, results });
}

/** Runs what happens once: compilation by tiers, growth of the memories. */
async function warm() {
  const first = pictures.filter(({ size }) => size === '720p' || size === '1080p').slice(0, quick ? 3 : 8).map(({ file }) => load(file));
  for (const [n, pixels] of first.entries()) for (const decoder of decoders) if (n < 2 || !slow.includes(decoder.name)) await once(decoder, pixels);
  const largest = pictures.findLast(({ size }) => size === '4K' || size === '5K');
  if (!largest) return;
  const pixels = load(largest.file);
  for (const decoder of decoders) if (!slow.includes(decoder.name)) await once(decoder, pixels);
}

/** Those who need most of the time and come nowhere near: they read every fourth generated page. */
const slow = ['jsQR', 'zbar', 'gozxing combo'];

/** Who takes part in picture i of all: everybody, but in the set that is not ours only those who come nearest. @param {Picture} picture @param {number} i */
const partners = (picture, i) => (/** @type {Decoder} */ { name }) => {
  if (picture.set === 'shared') return ['Inkan', 'zxing-cpp', 'zxing-cpp full', 'qr'].includes(name);
  return picture.set === 'blackbox' || i % 4 === 0 || !slow.includes(name);
};

/** @type {unknown[][]} */
let memory = [];

/** Leaves what there is so far, so that a run that is stopped was not for nothing. */
function save() {
  writeFileSync(join(folder, file), JSON.stringify({
    node: process.version, date: new Date().toISOString().slice(0, 10),
    planned: pictures.length, decoders: decoders.map(({ name, version, note }) => ({ name, version, note })), rows, memory,
  }));
}

await warm();
// Spread over all sets and categories, so that a run that is stopped still tells something about each.
const order = pictures.map((_, i) => i).sort((a, b) => ((a * 0.6180339887) % 1) - ((b * 0.6180339887) % 1));
for (const [done, i] of order.entries()) {
  const picture = /** @type {Picture} */ (pictures[i]);
  const pixels = load(picture.file);
  await compare(picture, pixels, picture.codes, picture.set, partners(picture, i));
  if (done % 25 === 24) {
    process.stderr.write(`benchqr: picture ${done + 1} of ${pictures.length}\n`);
    save();
  }
  if (picture.set === 'blackbox' || !crops) continue;
  for (const [k, code] of picture.codes.entries()) {
    if (picture.codes.length > 4 && k % 3) continue; // a page with many codes is not worth more than others
    for (const kind of /** @type {const} */ (['tight', 'sloppy'])) {
      const part = region(pixels, code, kind, i * 100 + k);
      await compare({ ...picture, part }, cut(pixels, part), [code], `${picture.set} ${kind}`, partners(picture, i));
    }
  }
}

/** The memory of ours over many decodes: [decodes, bytes] each. @param {number} total */
async function growth(total) {
  const ours = /** @type {Decoder} */ (decoders[0]);
  const some = pictures.filter(({ set }) => set === 'generated').filter((_, i) => i % 17 === 0).slice(0, 20).map(({ file }) => load(file));
  const marks = [];
  for (let n = 0; n <= total; n++) {
    if (n % (total / 10) === 0) marks.push([n, ours.memory?.()]);
    const pixels = some[n % some.length];
    if (pixels) await once(ours, pixels);
  }
  return marks;
}

memory = await growth(quick ? 200 : 1000);
save();
