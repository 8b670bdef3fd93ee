// SPDX-License-Identifier: MIT
// Generated from the method table in wasm/door/scan by "go test ./scripts/dts -update". Do not edit.

/** What Program.call answers, by method: parameters, bytes in, result, bytes out. */
export interface ScanMethods {
  /** Reads the QR codes of the picture in the allocated memory, which is cleared. No symbol is no error. Bytes out: the texts of all symbols, UTF-8, one after the other. */
  decode: { params: Picture, bytes: undefined, result: Decoded, out: Uint8Array<ArrayBuffer>, writes: false };
  /** Reads a picture of its own, so that the first real one is not slowed down by what happens once. */
  warm: { params: Record<string, never>, bytes: undefined, result: Record<string, never>, out: null, writes: false };
}

/** Picture says where in the allocated memory a picture lies. Pixel (x, y) is the byte at offset + y × stride + x: 0 black to 255 white. */
export interface Picture {
  width: number;
  height: number;
  stride: number;
  /** of the first pixel; absent means 0 */
  offset?: number;
}

/** Decoded are the symbols of a picture in reading order. */
export interface Decoded {
  symbols: Symbol[];
  /** there is none, but a part of one, which goes on beyond the picture's edge */
  cut: boolean;
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

/** Symbol is a QR code that was found and read. */
export interface Symbol {
  /** four, in the symbol's own order: upright, from the top left clockwise */
  corners: Point[];
  /** 1 to 40 */
  version: number;
  /** of error correction */
  level: Level;
  moduleSize: number;
  /** of a structured append: its text alone does not tell what the whole is */
  part: boolean;
  /** of its text among the bytes of the answer */
  byteLength: number;
}

/** Point is a position in pixels of the picture, from its top left corner. */
export interface Point {
  x: number;
  y: number;
}

/** Level is a level of error correction. */
export type Level = 'L' | 'M' | 'Q' | 'H';

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

/** Program. Synchronous; what goes wrong is said in the JSON, which is an Outcome of the method's result. */
export interface ScanDoor {
  call(method: keyof ScanMethods, params: string, bytes?: Uint8Array | null): { json: string, bytes: Uint8Array<ArrayBuffer> | null };
}
