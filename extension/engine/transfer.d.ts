// SPDX-License-Identifier: MIT
// Generated from the method table in wasm/door/files by "go test ./scripts/dts -update". Do not edit.

/** What globalThis.transfer.call answers, by method: parameters, bytes in, result, bytes out. */
export interface TransferMethods {
  /** Reads a file of another authenticator. Bytes in: the length of the password in four bytes, little-endian, 0xFFFFFFFF for none; the password; the file. Bytes out: the accounts in parcels for vault.wasm, pictures, and icons. */
  import: { params: ImportParams, bytes: Uint8Array, result: Imported, out: Uint8Array<ArrayBuffer>, writes: false };
  /** Lists what a kind of export cannot carry. Bytes in: the parcel of accounts of vault.wasm. */
  losses: { params: LossesParams, bytes: Uint8Array, result: Losses, out: null, writes: false };
  /** Writes the accounts for another authenticator, or as a backup. Bytes in: the length of the password in four bytes, little-endian, 0xFFFFFFFF for none; the password; the parcel of accounts of vault.wasm. Bytes out: the file; of migration the URIs, one a line; of sheet a JSON array of transfer.SheetEntry. */
  export: { params: ExportParams, bytes: Uint8Array, result: Record<string, never>, out: Uint8Array<ArrayBuffer>, writes: false };
}

/** ImportParams name the file. */
export interface ImportParams {
  /** as it is called on the disk; may be empty */
  name: string;
}

/** Imported is what a file holds beside its accounts. */
export interface Imported {
  format: string;
  /** how many are in the parcels */
  accounts: number;
  /** lengths of the parcels at the start of the bytes out */
  parcels: number[];
  /** lengths of the pictures that follow them, each of which may show a QR code */
  pictures: number[];
  /** pictures of accounts, whose bytes come last, SVG, PNG or JPEG */
  icons: Icon[];
  /** indexes of accounts that are in the other program's trash */
  trashed: number[];
  /** fields that some account has and Inkan has no place for */
  left: string[];
  /** entries that could not be read */
  problems: Problem[];
  /** which part of an export over several pictures this is, from 1; 0: the whole */
  part: number;
  parts: number;
}

/** LossesParams name the kind of export. */
export interface LossesParams {
  form: Form;
}

/** Losses are those of all accounts. */
export interface Losses {
  losses: Loss[];
}

/** ExportParams name the kind of export and say when it is made. */
export interface ExportParams {
  form: Form;
  /** milliseconds since the Unix epoch */
  now: number;
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

/** Icon is a picture that accounts have. */
export interface Icon {
  /** their indexes */
  accounts: number[];
  /** bytes */
  length: number;
}

/** Problem is an entry that could not be read. */
export interface Problem {
  /** its position in the file, from 1; 0: it is about the file */
  entry: number;
  /** issuer and account, as far as they could be read */
  name: string;
  error: DoorError;
}

/** Form is a kind of export. */
export type Form = 'backup' | 'aegis' | 'text' | 'migration' | 'sheet';

/** Loss is what an export cannot carry of one account. */
export interface Loss {
  /** of the account in the parcel */
  index: number;
  /** the account is left out */
  whole: boolean;
  /** what has no place there: "period", "site", … */
  fields: string[];
}

/** Every code that an error or a problem can have. */
export type ErrorCode =
  | 'account-key'
  | 'algorithm'
  | 'backup-key'
  | 'closed'
  | 'counter'
  | 'counter-end'
  | 'counter-missing'
  | 'crashed'
  | 'damaged'
  | 'database'
  | 'device'
  | 'device-key'
  | 'digits'
  | 'duplicate'
  | 'empty'
  | 'entry'
  | 'entry-type'
  | 'file-size'
  | 'format'
  | 'internal'
  | 'keepass-method'
  | 'keepass-old'
  | 'memory'
  | 'method'
  | 'migration'
  | 'name'
  | 'no-export'
  | 'parameter'
  | 'params'
  | 'part'
  | 'password-needed'
  | 'password-wrong'
  | 'period'
  | 'pgp'
  | 'picture'
  | 'pin'
  | 'pin-missing'
  | 'push'
  | 'scheme'
  | 'secret-character'
  | 'secret-checksum'
  | 'secret-hex'
  | 'secret-length'
  | 'secret-missing'
  | 'sqlcipher'
  | 'time'
  | 'too-long'
  | 'type'
  | 'version'
  | 'windows'
  | 'work'
  | 'yubikey';

/** What the JSON of an answer holds. */
export type Outcome<T> = { ok: T, error?: undefined } | { ok?: undefined, error: DoorError };

/** globalThis.transfer. Synchronous; what goes wrong is said in the JSON, which is an Outcome of the method's result. */
export interface TransferDoor {
  call(method: keyof TransferMethods, params: string, bytes?: Uint8Array | null): { json: string, bytes: Uint8Array<ArrayBuffer> | null };
}
