// SPDX-License-Identifier: MIT
// What Inkan uses of Go's wasm_exec.js, which the build copies from the Go tree that compiled the binaries.
declare class Go {
  importObject: WebAssembly.Imports;
  run(instance: WebAssembly.Instance): Promise<void>;
  exited: boolean;
  /** The JavaScript values that Go refers to by their places, how often it does, and the places by the values. */
  _values: any[];
  _goRefCounts: number[];
  _ids: Map<unknown, number>;
}

/** Where Go writes its last words. */
declare var fs: { writeSync(file: number, bytes: Uint8Array): number };
