// SPDX-License-Identifier: MIT
// Generated from the method table in wasm/door/lab by "go test ./scripts/dts -update". Do not edit.

/** What globalThis.lab.call answers, by method: parameters, bytes in, result, bytes out. */
export interface LabMethods {
  /** Takes the QR codes apart of the picture in the allocated memory, which is cleared. No symbol is no error. Bytes out: what the symbols say and consist of, as the package lab tells. */
  inspect: { params: Picture, bytes: undefined, result: Inspected, out: Uint8Array<ArrayBuffer>, writes: false };
}

/** Picture says where in the allocated memory a picture lies. Pixel (x, y) is the byte at offset + y × stride + x: 0 black to 255 white. */
export interface Picture {
  width: number;
  height: number;
  stride: number;
  /** of the first pixel; absent means 0 */
  offset?: number;
}

/** Inspected are the symbols of a picture in reading order. */
export interface Inspected {
  /** what a module can belong to */
  parts: string[];
  symbols: Symbol[];
}

/** Error is what JavaScript gets to see of an error. It never holds a secret. */
export interface DoorError {
  code: ErrorCode;
  /** English, for logs and tests */
  message: string;
  /** the parameter or part that is wrong */
  field?: string;
  /** the offending value, harmless and short */
  value?: string;
  /** 1-based character position within the part */
  position?: number;
  /** what the value was probably meant to be, to be shown only */
  hint?: string[];
}

/** Symbol is a QR code that was taken apart. */
export interface Symbol {
  /** four, in the symbol's own order: upright, from the top left clockwise */
  corners: Point[];
  /** 1 to 40 */
  version: number;
  /** of error correction */
  level: Level;
  /** data mask pattern, 0 to 7 */
  mask: number;
  /** modules on a side */
  size: number;
  moduleSize: number;
  inverted: boolean;
  mirrored: boolean;
  /** of a structured append */
  append?: Append;
  /** its position, 1 or 2; 0: none */
  fnc1: number;
  /** a character set that is not known, so that there is no text; mostly "" */
  charset: string;
  /** codewords */
  total: number;
  /** of them data */
  data: number;
  /** of them wrong as they were read */
  corrected: number;
  /** to find and read it, microseconds */
  micros: number;
  formats: Information[];
  /** none below version 7 */
  versions: Information[];
  blocks: Block[];
  runs: Run[];
  segments: Segment[];
  textLength: number;
  byteLength: number;
  meshed: boolean;
}

/** Point is a position in pixels of the picture, from its top left corner. */
export interface Point {
  x: number;
  y: number;
}

/** Level is a level of error correction. */
export type Level = 'L' | 'M' | 'Q' | 'H';

/** Append tells the place of a symbol in a structured append message. */
export interface Append {
  /** from 0 */
  index: number;
  total: number;
  parity: number;
}

/** Information is a copy of the format or the version information. */
export interface Information {
  /** as it was read, most significant bit first */
  read: number;
  /** the legal one that is nearest */
  right: number;
  /** how many bits differ */
  distance: number;
  /** it is the copy that counted */
  used: boolean;
  /** where its bits are, row by row, most significant bit first */
  modules: number[];
  /** of format information, what it says; else "" */
  level: string;
  mask: number;
  /** of version information, what it says; else 0 */
  version: number;
}

/** Block is a Reed–Solomon block. */
export interface Block {
  /** places in the symbol's sequence: data, then error correction */
  codewords: number[];
  /** how many of them are data */
  data: number;
  /** how many of them were wrong */
  wrong: number;
  /** how many may be */
  most: number;
}

/** Run is a stretch of the bits of the data codewords. */
export interface Run {
  /** a mode, or eci, append, fnc1, terminator, padding */
  kind: string;
  /** its first bit */
  from: number;
  /** how many */
  bits: number;
  /** of a segment, how many of them are its mode and count indicators */
  header: number;
  /** which segment it is; -1: none */
  segment: number;
}

/** Segment is a run of data in one mode. */
export interface Segment {
  mode: string;
  /** -1: none stated */
  eci: number;
  /** that it was read in, as the WHATWG Encoding Standard labels it */
  charset: string;
  /** characters */
  count: number;
  /** of the content */
  byteLength: number;
  /** 0 where its bytes alone are no text */
  textLength: number;
}

/** Every code that an error or a problem can have. */
export type ErrorCode =
  | 'closed'
  | 'crashed'
  | 'internal'
  | 'method'
  | 'params'
  | 'picture-empty'
  | 'picture-short'
  | 'picture-stride'
  | 'picture-too-large';

/** What the JSON of an answer holds. */
export type Outcome<T> = { ok: T, error?: undefined } | { ok?: undefined, error: DoorError };

/** globalThis.lab. Synchronous; what goes wrong is said in the JSON, which is an Outcome of the method's result. */
export interface LabDoor {
  call(method: keyof LabMethods, params: string, bytes?: Uint8Array | null): { json: string, bytes: Uint8Array<ArrayBuffer> | null };
}
