// SPDX-License-Identifier: MIT
// Generated from the method table in wasm/core by "go test ./scripts/dts -update". Do not edit.

/** What globalThis.vault.call answers, by method: parameters, bytes in, result, bytes out. */
export interface VaultMethods {
  /** Checks that a vault file is whole and readable by this version, without a key. Bytes in: a vault file. */
  inspect: { params: Record<string, never>, bytes: Uint8Array, result: Inspection, out: null, writes: false };
  /** Makes an empty, unprotected vault. Bytes out: the complete vault file. With bytes out, it takes effect at commit; without, nothing changed. */
  create: { params: Dated, bytes: undefined, result: Record<string, never>, out: Uint8Array<ArrayBuffer> | null, writes: true };
  /** Opens a vault that is not protected. Bytes in: a vault file. */
  open: { params: Dated, bytes: Uint8Array, result: Opened, out: null, writes: false };
  /** Makes the pending write the state that is read. */
  commit: { params: Record<string, never>, bytes: undefined, result: Committed, out: null, writes: false };
  /** Drops the pending write, if there is one. */
  abort: { params: Record<string, never>, bytes: undefined, result: Committed, out: null, writes: false };
  /** All accounts in the order they are shown, the one added last first. */
  accounts: { params: Record<string, never>, bytes: undefined, result: Account[], out: null, writes: false };
  /** The codes of accounts and of pending readings, in the order asked for. An id that is neither is left out. */
  codes: { params: CodesParams, bytes: undefined, result: Code[], out: null, writes: false };
  /** The next code of a hotp account, whose counter moves on. Bytes out: the complete vault file. With bytes out, it takes effect at commit; without, nothing changed. */
  next: { params: NextParams, bytes: undefined, result: Code, out: Uint8Array<ArrayBuffer> | null, writes: true };
  /** Changes the names of an account. Bytes out: the complete vault file. With bytes out, it takes effect at commit; without, nothing changed. */
  edit: { params: EditParams, bytes: undefined, result: Account, out: Uint8Array<ArrayBuffer> | null, writes: true };
  /** Moves accounts to the trash, where their content stays for 30 days. An id that is none is left out. Bytes out: the complete vault file. With bytes out, it takes effect at commit; without, nothing changed. */
  remove: { params: IDsParams, bytes: undefined, result: Removed, out: Uint8Array<ArrayBuffer> | null, writes: true };
  /** Takes accounts out of the trash. An id that is not there is left out. Bytes out: the complete vault file. With bytes out, it takes effect at commit; without, nothing changed. */
  restore: { params: IDsParams, bytes: undefined, result: Restored, out: Uint8Array<ArrayBuffer> | null, writes: true };
  /** Says what a scanned text is, and keeps a key as a pending reading. Bytes in: the text of one QR symbol, UTF-8. */
  read: { params: ReadParams, bytes: Uint8Array, result: Reading, out: null, writes: false };
  /** Makes a pending reading of a typed key. Of a URI pasted in its place, the parameters count and typed names win. Bytes in: the secret as typed, or a whole URI, UTF-8. */
  enter: { params: EnterParams, bytes: Uint8Array, result: Reading, out: null, writes: false };
  /** Makes accounts of pending readings, which are then forgotten. Bytes out: the complete vault file. With bytes out, it takes effect at commit; without, nothing changed. */
  add: { params: AddParams, bytes: undefined, result: Added, out: Uint8Array<ArrayBuffer> | null, writes: true };
  /** Drops pending readings. */
  forget: { params: RefsParams, bytes: undefined, result: Record<string, never>, out: null, writes: false };
}

/** Inspection is what a vault file tells without a key. */
export interface Inspection {
  generation: number;
  version: number;
}

/** Dated are the parameters of methods that need only the time. */
export interface Dated {
  now: number;
}

/** Opened is what is to know first about a vault that was opened. */
export interface Opened {
  generation: number;
  accounts: number;
}

/** Committed is the generation of the state that is read; 0 when no vault is open. */
export interface Committed {
  generation: number;
}

/** Account is what is shown of an account, or of a pending reading. */
export interface Account {
  /** or the ref of the reading */
  id: string;
  issuer: string;
  account: string;
  type: Type;
  algorithm: Algorithm;
  digits: number;
  /** seconds; absent for hotp */
  period?: number;
  /** of the next code, decimal; only for hotp */
  counter?: string;
  site: string;
  /** milliseconds since the Unix epoch */
  added: number;
}

/** CodesParams ask for codes of accounts and of pending readings. */
export interface CodesParams {
  now: number;
  ids: string[];
}

/** Code is what is shown of an account's code at a time. */
export interface Code {
  id: string;
  /** "" for hotp, whose codes only next shows, and with a problem */
  code: string;
  /** the code from until on; absent for hotp */
  next?: string;
  /** when the code began, milliseconds since the Unix epoch */
  from?: number;
  /** when it ends */
  until?: number;
  /** hotp: of this code, or of the next one when there is no code */
  counter?: string;
  /** why there is no code */
  problem?: DoorError;
}

/** NextParams ask for the next code of an HOTP account. */
export interface NextParams {
  now: number;
  id: string;
}

/** EditParams give an account other names. */
export interface EditParams {
  now: number;
  id: string;
  issuer: string;
  account: string;
}

/** IDsParams name accounts to change. */
export interface IDsParams {
  now: number;
  ids: string[];
}

/** Removed names the accounts that are in the trash now. */
export interface Removed {
  removed: string[];
}

/** Restored names the accounts that are back. */
export interface Restored {
  restored: string[];
}

/** ReadParams say where and when a symbol was scanned. */
export interface ReadParams {
  now: number;
  /** may be empty */
  site: string;
}

/** Reading is what is shown of a scanned or typed text. */
export interface Reading {
  kind: Kind;
  /** account */
  ref?: string;
  /** account: its preview, whose id is the ref */
  account?: Account;
  /** account: its code now */
  code?: Code;
  /** account: id of the account with the same key */
  present?: string;
  /** account: id of one with the same names and another key */
  conflict?: string;
  /** link */
  link?: string;
  /** text: the first 200 characters */
  text?: string;
  /** problem, known-app */
  problem?: DoorError;
}

/** EnterParams are what was typed beside the secret. Fields that do not belong to the type are not looked at: only totp and hotp leave a choice of algorithm and digits, only totp has a period to choose, only hotp a counter. What is unknown comes back as a problem that names it. */
export interface EnterParams {
  now: number;
  type: string;
  algorithm?: string;
  digits?: number;
  /** seconds */
  period?: number;
  /** decimal */
  counter?: string;
  issuer: string;
  account: string;
  site: string;
}

/** AddParams name the pending readings to become accounts. */
export interface AddParams {
  now: number;
  refs: string[];
}

/** Added names the accounts made, and those that were there with the same key. */
export interface Added {
  added: string[];
  present: string[];
}

/** RefsParams name pending readings. */
export interface RefsParams {
  refs: string[];
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

/** Type says how codes come about. */
export type Type = 'totp' | 'hotp' | 'steam' | 'motp' | 'yandex';

/** Algorithm is the hash that codes are made with. */
export type Algorithm = 'SHA1' | 'SHA256' | 'SHA512' | 'MD5';

/** Kind says what a scanned or typed text is. */
export type Kind = 'account' | 'problem' | 'migration' | 'known-app' | 'link' | 'text';

/** Every code that an error or a problem can have. */
export type ErrorCode =
  | 'account-unknown'
  | 'algorithm'
  | 'bare-secret'
  | 'busy'
  | 'closed'
  | 'counter'
  | 'counter-end'
  | 'counter-missing'
  | 'crashed'
  | 'digits'
  | 'duplicate'
  | 'embedded'
  | 'empty'
  | 'internal'
  | 'method'
  | 'migration'
  | 'name'
  | 'no-counter'
  | 'no-vault'
  | 'nothing-pending'
  | 'parameter'
  | 'params'
  | 'period'
  | 'pin'
  | 'pin-missing'
  | 'push'
  | 'reading-unknown'
  | 'scheme'
  | 'secret-character'
  | 'secret-checksum'
  | 'secret-hex'
  | 'secret-length'
  | 'secret-missing'
  | 'time'
  | 'too-long'
  | 'type'
  | 'vault-damaged'
  | 'vault-full'
  | 'vault-locked'
  | 'vault-newer'
  | 'vault-open';

/** What the JSON of an answer holds. */
export type Outcome<T> = { ok: T, error?: undefined } | { ok?: undefined, error: DoorError };

/** globalThis.vault. Synchronous; what goes wrong is said in the JSON, which is an Outcome of the method's result. */
export interface VaultDoor {
  call(method: keyof VaultMethods, params: string, bytes?: Uint8Array | null): { json: string, bytes: Uint8Array<ArrayBuffer> | null };
}
