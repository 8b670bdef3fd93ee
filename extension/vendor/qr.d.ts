// SPDX-License-Identifier: MIT
// What Inkan uses of the package qr: the modules of a symbol, row by row, dark ones true.
export default function encodeQR(text: string, output: 'raw', options: {
  ecc: 'low' | 'medium' | 'quartile' | 'high', border: number, version?: number, encoding?: 'byte', textEncoder?: (text: string) => Uint8Array,
}): boolean[][];
