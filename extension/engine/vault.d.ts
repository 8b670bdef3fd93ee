// SPDX-License-Identifier: MIT
// Generated from the method table in wasm/core by "go test ./scripts/dts -update". Do not edit.

/** What globalThis.vault.call answers, by method: parameters, bytes in, result, bytes out. */
export interface VaultMethods {
  /** Checks that a vault file is whole and readable by this version, without a key. Bytes in: a vault file. */
  inspect: { params: Record<string, never>, bytes: Uint8Array, result: Inspection, out: null, writes: false };
  /** Makes an empty, unprotected vault. Bytes out: the complete vault file. With bytes out, it takes effect at commit; without, nothing changed. */
  create: { params: Dated, bytes: undefined, result: Record<string, never>, out: Uint8Array<ArrayBuffer> | null, writes: true };
  /** Opens a vault that is not protected; a protected one is here from then on, locked, and can be given anew. Bytes in: a vault file. */
  open: { params: Dated, bytes: Uint8Array, result: Opened, out: null, writes: false };
  /** Makes the pending write the state that is read. */
  commit: { params: Record<string, never>, bytes: undefined, result: Committed, out: null, writes: false };
  /** Drops the pending write, if there is one. */
  abort: { params: Record<string, never>, bytes: undefined, result: Committed, out: null, writes: false };
  /** Makes the wrapping key of a password. It takes 64 MiB and about a second, needs no vault, and is for an instance in a Worker that is thrown away. Bytes in: the password in normalization form C, UTF-8. Bytes out: the wrapping key, 32 bytes. */
  derive: { params: Argon2, bytes: Uint8Array, result: Record<string, never>, out: Uint8Array<ArrayBuffer>, writes: false };
  /** New parameters to derive a new password with: the salt is another each time. */
  argon2: { params: Record<string, never>, bytes: undefined, result: Argon2, out: null, writes: false };
  /** The ways into the vault that is here, locked or open. */
  slots: { params: Record<string, never>, bytes: undefined, result: Slot[], out: null, writes: false };
  /** Opens the locked vault. Bytes in: password: the wrapping key that derive made, 32 bytes; passkey: the PRF output, 32 bytes; recovery: the text as typed, UTF-8. */
  unlock: { params: SlotParams, bytes: Uint8Array, result: Opened, out: null, writes: false };
  /** Opens the locked vault with its key, after another engine had it open. Bytes in: the vault key, as key gave it. */
  resume: { params: Record<string, never>, bytes: Uint8Array, result: Opened, out: null, writes: false };
  /** The vault key, to be kept in storage.session until the vault is locked. It becomes another with protection that begins, ends or is renewed. Bytes out: the vault key, 32 bytes. */
  key: { params: Record<string, never>, bytes: undefined, result: Record<string, never>, out: Uint8Array<ArrayBuffer>, writes: false };
  /** Checks that a secret opens a way into the open vault: before an export, say. Bytes in: password: the wrapping key that derive made, 32 bytes; passkey: the PRF output, 32 bytes; recovery: the text as typed, UTF-8. */
  verify: { params: SlotParams, bytes: Uint8Array, result: Record<string, never>, out: null, writes: false };
  /** Adds a password. The first way in protects the vault: its keys are made anew, and files from before must go. Bytes in: the wrapping key that derive made of the new password with these parameters, 32 bytes. Bytes out: the complete vault file. With bytes out, it takes effect at commit; without, nothing changed. */
  addPassword: { params: PasswordParams, bytes: Uint8Array, result: Slot, out: Uint8Array<ArrayBuffer> | null, writes: true };
  /** Puts another password in the place of one. Bytes in: the wrapping key that derive made of the new password with these parameters, 32 bytes. Bytes out: the complete vault file. With bytes out, it takes effect at commit; without, nothing changed. */
  changePassword: { params: ChangeParams, bytes: Uint8Array, result: Slot, out: Uint8Array<ArrayBuffer> | null, writes: true };
  /** Adds a passkey to a vault that has a password or a recovery key. Bytes in: the PRF output for the salt, 32 bytes. Bytes out: the complete vault file. With bytes out, it takes effect at commit; without, nothing changed. */
  addPasskey: { params: PasskeyParams, bytes: Uint8Array, result: Slot, out: Uint8Array<ArrayBuffer> | null, writes: true };
  /** Makes a recovery key, which opens nothing before it is confirmed. Bytes out: the recovery key, 47 characters of ASCII, to be shown once. */
  newRecoveryKey: { params: Record<string, never>, bytes: undefined, result: Record<string, never>, out: Uint8Array<ArrayBuffer>, writes: false };
  /** Makes the recovery key that was shown last the vault's, in the place of one there was. Bytes in: the recovery key as typed back, UTF-8. Bytes out: the complete vault file. With bytes out, it takes effect at commit; without, nothing changed. */
  confirmRecoveryKey: { params: Dated, bytes: Uint8Array, result: Slot, out: Uint8Array<ArrayBuffer> | null, writes: true };
  /** Removes a way in; a password or a recovery key has to be left. Bytes out: the complete vault file. With bytes out, it takes effect at commit; without, nothing changed. */
  removeSlot: { params: RemoveSlotParams, bytes: undefined, result: Record<string, never>, out: Uint8Array<ArrayBuffer> | null, writes: true };
  /** Makes the vault open without a secret; all ways in go. Bytes out: the complete vault file. With bytes out, it takes effect at commit; without, nothing changed. */
  unprotect: { params: Dated, bytes: undefined, result: Record<string, never>, out: Uint8Array<ArrayBuffer> | null, writes: true };
  /** All accounts in the order they are shown: the pinned ones, then the one added last first. */
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
  /** Changes the groups and the note of an account, and whether it is pinned. Bytes in: with note the new note, UTF-8, at most 10,000 characters; else no bytes (an empty array). Bytes out: the complete vault file. With bytes out, it takes effect at commit; without, nothing changed. */
  describe: { params: DescribeParams, bytes: Uint8Array, result: Account, out: Uint8Array<ArrayBuffer> | null, writes: true };
  /** Counts that codes of accounts were used, one for each time an id is there. An id that is none is left out. Bytes out: the complete vault file. With bytes out, it takes effect at commit; without, nothing changed. */
  use: { params: IDsParams, bytes: undefined, result: Record<string, never>, out: Uint8Array<ArrayBuffer> | null, writes: true };
  /** Gives the note of an account. It is a secret. Bytes out: the note, UTF-8; empty when there is none. */
  note: { params: NoteParams, bytes: undefined, result: Record<string, never>, out: Uint8Array<ArrayBuffer>, writes: false };
  /** Says whose notes hold words of a search. The notes themselves, which are secrets, stay here. */
  noted: { params: SearchParams, bytes: undefined, result: Noted[], out: null, writes: false };
  /** Gives the recovery codes of an account. They are secrets. Bytes out: a line each, UTF-8: when it was checked off, milliseconds since the Unix epoch, 0 when it was not; a space; the code. */
  spares: { params: NoteParams, bytes: undefined, result: Record<string, never>, out: Uint8Array<ArrayBuffer>, writes: false };
  /** Gives an account recovery codes. Those that it had already stay checked off. Bytes in: recovery codes as the site shows them, one a line, UTF-8; none (an empty array) to have none. Bytes out: the complete vault file. With bytes out, it takes effect at commit; without, nothing changed. */
  setSpares: { params: SparesParams, bytes: Uint8Array, result: Account, out: Uint8Array<ArrayBuffer> | null, writes: true };
  /** Checks a recovery code off, or takes that back. Bytes in: the recovery code, UTF-8. Bytes out: the complete vault file. With bytes out, it takes effect at commit; without, nothing changed. */
  checkSpare: { params: CheckParams, bytes: Uint8Array, result: Account, out: Uint8Array<ArrayBuffer> | null, writes: true };
  /** Gives the picture of an account or of a pending reading. Bytes out: a PNG; empty when its icon is none of its own. */
  icon: { params: NoteParams, bytes: undefined, result: Record<string, never>, out: Uint8Array<ArrayBuffer>, writes: false };
  /** Gives an account another icon. Bytes in: of a picture a PNG of at most 96 by 96 pixels and 24,576 bytes; else no bytes (an empty array). Bytes out: the complete vault file. With bytes out, it takes effect at commit; without, nothing changed. */
  setIcon: { params: IconParams, bytes: Uint8Array, result: Account, out: Uint8Array<ArrayBuffer> | null, writes: true };
  /** Gives a picture to the pending readings of a parcel. A ref that is none is left out. Bytes in: a PNG of at most 96 by 96 pixels and 24,576 bytes. */
  setReadingIcon: { params: RefsParams, bytes: Uint8Array, result: Marked, out: null, writes: false };
  /** The code that an account would have with other parameters; of hotp the counter alone. */
  preview: { params: AdjustParams, bytes: undefined, result: Code, out: null, writes: false };
  /** Changes the parameters of an account: its codes become others. Bytes out: the complete vault file. With bytes out, it takes effect at commit; without, nothing changed. */
  adjust: { params: AdjustParams, bytes: undefined, result: Account, out: Uint8Array<ArrayBuffer> | null, writes: true };
  /** Makes these the sites that an account is bound to. Whoever asks has made sure that each is one, and no public suffix. Bytes out: the complete vault file. With bytes out, it takes effect at commit; without, nothing changed. */
  bind: { params: BindParams, bytes: undefined, result: Account, out: Uint8Array<ArrayBuffer> | null, writes: true };
  /** Puts accounts into a group. Bytes out: the complete vault file. With bytes out, it takes effect at commit; without, nothing changed. */
  group: { params: GroupParams, bytes: undefined, result: Changed, out: Uint8Array<ArrayBuffer> | null, writes: true };
  /** Pins accounts, or no longer. Bytes out: the complete vault file. With bytes out, it takes effect at commit; without, nothing changed. */
  pin: { params: PinParams, bytes: undefined, result: Changed, out: Uint8Array<ArrayBuffer> | null, writes: true };
  /** Moves all but one of several accounts to the trash. That one gets their groups, notes, sites, recovery codes and pins, and of one key the highest counter. Bytes out: the complete vault file. With bytes out, it takes effect at commit; without, nothing changed. */
  unite: { params: UniteParams, bytes: undefined, result: Changed, out: Uint8Array<ArrayBuffer> | null, writes: true };
  /** Takes the last group, pin or unite back, unless the accounts were changed since. Bytes out: the complete vault file. With bytes out, it takes effect at commit; without, nothing changed. */
  undo: { params: UndoParams, bytes: undefined, result: Changed, out: Uint8Array<ArrayBuffer> | null, writes: true };
  /** Accounts that have one key, or names that cannot be told apart. */
  duplicates: { params: Record<string, never>, bytes: undefined, result: Duplicates, out: null, writes: false };
  /** The accounts in the trash, the one removed last first. */
  trash: { params: Record<string, never>, bytes: undefined, result: Trashed[], out: null, writes: false };
  /** Empties accounts in the trash for good. An id that is not there is left out. Bytes out: the complete vault file. With bytes out, it takes effect at commit; without, nothing changed. */
  purge: { params: IDsParams, bytes: undefined, result: Purged, out: Uint8Array<ArrayBuffer> | null, writes: true };
  /** Counts the time in the trash and empties what has been there for 30 days: once a day is enough. Bytes out: the complete vault file. With bytes out, it takes effect at commit; without, nothing changed. */
  sweep: { params: Dated, bytes: undefined, result: Record<string, never>, out: Uint8Array<ArrayBuffer> | null, writes: true };
  /** Puts an account right before another in the order they are shown. Bytes out: the complete vault file. With bytes out, it takes effect at commit; without, nothing changed. */
  move: { params: MoveParams, bytes: undefined, result: Record<string, never>, out: Uint8Array<ArrayBuffer> | null, writes: true };
  /** Says what a scanned text is, and keeps a key as a pending reading. Bytes in: the text of one QR symbol, UTF-8. */
  read: { params: ReadParams, bytes: Uint8Array, result: Reading, out: null, writes: false };
  /** Makes a pending reading of a typed key. Of a URI pasted in its place, the parameters count and typed names win. Bytes in: the secret as typed, or a whole URI, UTF-8. */
  enter: { params: EnterParams, bytes: Uint8Array, result: Reading, out: null, writes: false };
  /** Makes accounts of pending readings, which are then forgotten. Bytes out: the complete vault file. With bytes out, it takes effect at commit; without, nothing changed. */
  add: { params: AddParams, bytes: undefined, result: Added, out: Uint8Array<ArrayBuffer> | null, writes: true };
  /** Drops pending readings. */
  forget: { params: RefsParams, bytes: undefined, result: Record<string, never>, out: null, writes: false };
  /** Keeps the accounts of a parcel as pending readings, until they are added or forgotten. Bytes in: a parcel of transfer.wasm. */
  take: { params: TakeParams, bytes: Uint8Array, result: Taken, out: null, writes: false };
  /** Gives accounts, for an export. Bytes out: a parcel for transfer.wasm, with secrets. */
  give: { params: GiveParams, bytes: undefined, result: Given, out: Uint8Array<ArrayBuffer>, writes: false };
  /** Seals pending readings for the vault that is here, which may be locked. They stay pending: forget them when the entries are stored. Bytes out: inbox entries, which may be put behind others. */
  post: { params: PostParams, bytes: undefined, result: Posted, out: Uint8Array<ArrayBuffer>, writes: false };
  /** Makes accounts of inbox entries. Those collected before add nothing. Bytes in: inbox entries, one behind the other. Bytes out: the complete vault file. With bytes out, it takes effect at commit; without, nothing changed. */
  collect: { params: Dated, bytes: Uint8Array, result: Collected, out: Uint8Array<ArrayBuffer> | null, writes: true };
  /** Takes another file, such as an older version or a backup, for merge or revert. Bytes in: a vault file. */
  offer: { params: Record<string, never>, bytes: Uint8Array, result: Inspection, out: null, writes: false };
  /** Brings everything that the offered file has into the vault. Bytes in: what opens that way, as for unlock; no bytes (an empty array) for none. Bytes out: the complete vault file. With bytes out, it takes effect at commit; without, nothing changed. */
  merge: { params: MergeParams, bytes: Uint8Array, result: Record<string, never>, out: Uint8Array<ArrayBuffer> | null, writes: true };
  /** Brings the accounts back to what they are in the offered file. What was made since goes to the trash; counters stay. Bytes in: what opens that way, as for unlock; no bytes (an empty array) for none. Bytes out: the complete vault file. With bytes out, it takes effect at commit; without, nothing changed. */
  revert: { params: MergeParams, bytes: Uint8Array, result: Record<string, never>, out: Uint8Array<ArrayBuffer> | null, writes: true };
  /** Seals an older file anew when the ways in have changed: its key may stand in it in clear, or nothing may open it any more. Bytes in: an older file of this vault: not protected, or under its present key or the one before. Bytes out: the same under the present ways in. */
  reseal: { params: Record<string, never>, bytes: Uint8Array, result: Record<string, never>, out: Uint8Array<ArrayBuffer>, writes: false };
  /** Which older files to keep: of the last ten changes, and one a day for thirty days. */
  keep: { params: KeepParams, bytes: undefined, result: Kept, out: null, writes: false };
  /** Tells what an account was in an older file, and what of that has changed since the one asked about before. Bytes in: an older file of this vault, not protected or under its present key. */
  past: { params: PastParams, bytes: Uint8Array, result: Past, out: null, writes: false };
  /** Brings an account back to what it was in an older file. Its counter stays. Bytes in: an older file of this vault, not protected or under its present key. Bytes out: the complete vault file. With bytes out, it takes effect at commit; without, nothing changed. */
  putBack: { params: PutBackParams, bytes: Uint8Array, result: Changed, out: Uint8Array<ArrayBuffer> | null, writes: true };
  /** When the vault was changed last: a clock that is before that is slow, or was fast. */
  seen: { params: Record<string, never>, bytes: undefined, result: Seen, out: null, writes: false };
  /** The settings that are kept in the vault, by name. */
  settings: { params: Record<string, never>, bytes: undefined, result: Setting[], out: null, writes: false };
  /** Changes a setting. Bytes out: the complete vault file. With bytes out, it takes effect at commit; without, nothing changed. */
  set: { params: SetParams, bytes: undefined, result: Record<string, never>, out: Uint8Array<ArrayBuffer> | null, writes: true };
  /** Seals what is kept beside the vault. Its file, and earlier ones, hold nothing of it. Bytes in: what is to be sealed, at most 4 MiB. Bytes out: the same, sealed under a key of the vault's. */
  sealAside: { params: AsideParams, bytes: Uint8Array, result: Record<string, never>, out: Uint8Array<ArrayBuffer>, writes: false };
  /** Opens what is kept beside the vault. After a change of keys what was sealed before it opens until the engine ends: seal it anew. Bytes in: what sealAside gave. Bytes out: what was sealed. */
  openAside: { params: AsideParams, bytes: Uint8Array, result: Record<string, never>, out: Uint8Array<ArrayBuffer>, writes: false };
}

/** Inspection is what a vault file tells without a key. */
export interface Inspection {
  generation: number;
  version: number;
  /** it does not open by itself */
  protected: boolean;
  /** the ways in */
  slots: Slot[];
}

/** Dated are the parameters of methods that need only the time. */
export interface Dated {
  now: number;
}

/** Opened is what is to know first about a vault that was opened. */
export interface Opened {
  generation: number;
  /** 0 while locked */
  accounts: number;
  /** it is here, and needs unlock or resume */
  locked: boolean;
}

/** Committed is the generation of the state that is read; 0 when no vault is open. */
export interface Committed {
  generation: number;
}

/** Argon2 are the parameters of derive: those of a slot, or new ones. */
export interface Argon2 {
  /** KiB */
  memory: number;
  passes: number;
  lanes: number;
  /** Base64 */
  salt: string;
}

/** Slot is a way into the vault, without its secret. */
export interface Slot {
  /** "" of an unknown type */
  id: string;
  type: SlotType;
  /** as the user named a password or passkey; may be empty */
  label: string;
  /** when what opens it was set, milliseconds since the Unix epoch; 0 of none */
  created: number;
  /** password: what derive needs */
  argon2?: Argon2;
  /** passkey: what navigator.credentials.get needs */
  passkey?: Passkey;
}

/** SlotParams name a way in. */
export interface SlotParams {
  slot: string;
}

/** PasswordParams are a new password's: the answer of argon2, and a label. */
export interface PasswordParams {
  now: number;
  /** at most 100 characters; may be empty */
  label: string;
  memory: number;
  passes: number;
  lanes: number;
  salt: string;
  /** all other ways in go, and all keys are made anew */
  only?: boolean;
}

/** ChangeParams are the answer of argon2, and which password to change. */
export interface ChangeParams {
  now: number;
  slot: string;
  memory: number;
  passes: number;
  lanes: number;
  salt: string;
}

/** PasskeyParams are a new credential's. */
export interface PasskeyParams {
  now: number;
  /** at most 100 characters; may be empty */
  label: string;
  /** Base64: its id */
  credential: string;
  /** of getTransports() */
  transports: string[];
  /** Base64, 32 random bytes: prf.eval.first */
  salt: string;
}

/** RemoveSlotParams name a way in to remove. */
export interface RemoveSlotParams {
  now: number;
  slot: string;
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
  /** bound to it beside site */
  sites?: string[];
  /** milliseconds since the Unix epoch */
  added: number;
  /** names */
  groups?: string[];
  /** it has a note, which the method note gives */
  noted?: boolean;
  /** it stands before those that are not */
  pinned?: boolean;
  /** how often its code was used, at most 2^53-1 */
  uses?: number;
  /** when last, milliseconds since the Unix epoch; absent: not known */
  used?: number;
  /** recovery codes it has, which the method spares gives */
  spares?: number;
  /** of these, those not checked off */
  left?: number;
  /** icon that was chosen: "letter", "service:" and a name, "picture:" and a word for which one */
  mark?: string;
  warnings?: Warning[];
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

/** EditParams give an account other names; one that is not said stays. */
export interface EditParams {
  now: number;
  id: string;
  issuer?: string;
  account?: string;
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

/** DescribeParams are what an account is to have beside its key and names. What is not said stays as it is: it may have changed since the person looked. */
export interface DescribeParams {
  now: number;
  id: string;
  /** at most 64 names of at most 100 characters */
  groups?: string[];
  pinned?: boolean;
  /** the bytes are its new note; else the one it has stays */
  note: boolean;
}

/** NoteParams name an account. */
export interface NoteParams {
  id: string;
}

/** SearchParams are the words of a search. */
export interface SearchParams {
  /** at least one, none of them empty, in lower case, form NFKC (UAX #15) and hiragana */
  words: string[];
}

/** Noted says which words of a search stand in the note of an account. */
export interface Noted {
  id: string;
  /** places of the words among those of the search, ascending */
  words: number[];
}

/** SparesParams give an account recovery codes. */
export interface SparesParams {
  now: number;
  id: string;
  /** those it has stay, and come first */
  keep: boolean;
}

/** CheckParams say whether a recovery code was used. */
export interface CheckParams {
  now: number;
  id: string;
  used: boolean;
}

/** IconParams say which icon an account is to have. */
export interface IconParams {
  now: number;
  id: string;
  /** "" what its names call for, "letter", "service:" and a name, or "picture": the bytes */
  icon: string;
}

/** RefsParams name pending readings. */
export interface RefsParams {
  refs: string[];
}

/** Marked names the icon of readings. */
export interface Marked {
  mark: string;
}

/** AdjustParams are what the codes of an account are made with, beside its secret and its type. What the type leaves no choice in has to be as it is. */
export interface AdjustParams {
  now: number;
  id: string;
  algorithm: Algorithm;
  /** 1–10 */
  digits: number;
  /** seconds, 1–86400; 0 for hotp */
  period: number;
  /** of the next code, decimal; only for hotp. Not said: it stays where it is by then */
  counter?: string;
}

/** BindParams say which sites an account is bound to. */
export interface BindParams {
  now: number;
  id: string;
  /** hosts as in a URL; at most 32 beside where it was scanned */
  sites: string[];
}

/** GroupParams put accounts into a group. */
export interface GroupParams {
  now: number;
  ids: string[];
  /** its name, at most 100 characters */
  group: string;
}

/** Changed says what was changed, and how it is taken back. */
export interface Changed {
  /** ids */
  changed: string[];
  /** for undo; only the last such change can be taken back */
  undo: string;
}

/** PinParams pin accounts, or no longer. */
export interface PinParams {
  now: number;
  ids: string[];
  pinned: boolean;
}

/** UniteParams say which of several accounts stays. */
export interface UniteParams {
  now: number;
  keep: string;
  /** of the others */
  ids: string[];
}

/** UndoParams name a change. */
export interface UndoParams {
  now: number;
  /** as the change gave it */
  undo: string;
}

/** Duplicates are all there are. */
export interface Duplicates {
  duplicates: Duplicate[];
}

/** Trashed is an account in the trash. */
export interface Trashed {
  account: Account;
  /** when it was removed, milliseconds since the Unix epoch */
  deleted: number;
  /** milliseconds until it can be emptied */
  left: number;
}

/** Purged names the accounts whose content is gone. */
export interface Purged {
  purged: string[];
}

/** MoveParams say where an account is to stand. */
export interface MoveParams {
  now: number;
  id: string;
  /** the id of the account after it; "" for last */
  before: string;
}

/** ReadParams say where and when a symbol was scanned. */
export interface ReadParams {
  now: number;
  /** may be empty */
  site: string;
  /** of a structured append: its text alone does not tell what the whole is */
  part?: boolean;
  /** it was no symbol but text that a person selected: words may follow the key */
  text?: boolean;
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
  /** migration: absent when it is damaged */
  part?: ExportPart;
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

/** AddParams name the pending readings to become accounts, all of them or, with more, the last of them: the ones before come with the next call. The last call of them has the file; until it is made every other change is refused. */
export interface AddParams {
  now: number;
  refs: string[];
  more?: boolean;
}

/** Added names the accounts made, and those that were there with the same key. */
export interface Added {
  added: string[];
  present: string[];
}

/** TakeParams say when a parcel was taken. */
export interface TakeParams {
  now: number;
}

/** Taken are the readings of a parcel, in its order. */
export interface Taken {
  readings: Reading[];
  /** what some entry has too much of, and is left out: "groups", "note", "sites", "spares" */
  left: string[];
}

/** GiveParams name accounts. */
export interface GiveParams {
  /** none: all, in the order they are shown */
  ids: string[];
}

/** Given says how many accounts a parcel holds. */
export interface Given {
  accounts: number;
}

/** PostParams name the pending readings to be sealed. */
export interface PostParams {
  now: number;
  refs: string[];
}

/** Posted names the readings that were sealed. */
export interface Posted {
  posted: string[];
}

/** Collected says what came of the inbox. */
export interface Collected {
  /** the ids of the accounts made */
  added: string[];
  /** of those that were there with the same key */
  present: string[];
  /** the entries, counted from 0, that cannot be read: keep them */
  refused: number[];
}

/** MergeParams say how the offered file is opened. */
export interface MergeParams {
  now: number;
  /** a way into it; "" when it is not protected or has this vault's key */
  slot: string;
}

/** KeepParams are older files of the vault: the generation of each and when it was written, two lists of one length. */
export interface KeepParams {
  generations: number[];
  /** milliseconds since the Unix epoch */
  times: number[];
}

/** Kept are the generations worth keeping, the newest first. */
export interface Kept {
  generations: number[];
}

/** PastParams name an account in an older file. */
export interface PastParams {
  id: string;
  /** it is compared with the account as it is; else with the file that was asked about before */
  first: boolean;
}

/** Past is what an account was. */
export interface Past {
  /** absent: it was not there, or in the trash */
  account?: Account;
  /** what became another after that; nothing when it was not there then or before */
  changed: Part[];
}

/** PutBackParams name an account. */
export interface PutBackParams {
  now: number;
  id: string;
}

/** Seen says when the vault was changed last. */
export interface Seen {
  /** milliseconds since the Unix epoch, by the clock of the computer; 0: not known */
  time: number;
}

/** Setting is one of the user's settings. */
export interface Setting {
  name: string;
  /** JSON text */
  value: string;
}

/** SetParams change a setting. */
export interface SetParams {
  now: number;
  /** at most 100 bytes */
  name: string;
  /** JSON text, at most 64 KiB */
  value: string;
}

/** AsideParams say what for something is sealed beside the vault. */
export interface AsideParams {
  /** "scans" */
  purpose: string;
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

/** SlotType says what a way into the vault is opened with. */
export type SlotType = 'none' | 'password' | 'passkey' | 'recovery' | 'unknown';

/** Passkey is a WebAuthn credential. */
export interface Passkey {
  /** Base64: its id */
  credential: string;
  transports: string[];
  /** Base64, 32 bytes: prf.eval.first */
  salt: string;
}

/** Type says how codes come about. */
export type Type = 'totp' | 'hotp' | 'steam' | 'motp' | 'yandex';

/** Algorithm is the hash that codes are made with. */
export type Algorithm = 'SHA1' | 'SHA256' | 'SHA512' | 'MD5';

/** Warning is something unusual about a key that is accepted. */
export interface Warning {
  code: WarningCode;
  /** issuer-mismatch: the name that is left out */
  value?: string;
}

/** Duplicate is accounts that may be one. */
export interface Duplicate {
  /** they have one key; else names that cannot be told apart, and other keys */
  same: boolean;
  /** two or more, in the order in which they are shown */
  ids: string[];
}

/** Kind says what a scanned or typed text is. */
export type Kind = 'account' | 'problem' | 'migration' | 'known-app' | 'link' | 'text';

/** ExportPart says which transfer code of an export one is. */
export interface ExportPart {
  /** the same in all of an export, of 32 bits */
  export: number;
  /** from 0 */
  index: number;
  /** how many the export takes, at least 1 */
  size: number;
}

/** Part is something of an account that changes by itself. */
export type Part = 'issuer' | 'account' | 'key' | 'sites' | 'groups' | 'icon' | 'note' | 'pinned' | 'spares';

/** WarningCode says what is unusual; otp.WarningCode. */
export type WarningCode = 'secret-short' | 'secret-length' | 'digits' | 'period' | 'issuer-mismatch' | 'unnamed' | 'name-cleaned' | 'empty-parameter' | 'parameter-dropped' | 'steam';

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
  | 'file-damaged'
  | 'groups'
  | 'icon'
  | 'icons-full'
  | 'inbox-damaged'
  | 'internal'
  | 'key-wrong'
  | 'last-way'
  | 'method'
  | 'migration'
  | 'name'
  | 'no-counter'
  | 'no-vault'
  | 'note'
  | 'nothing-offered'
  | 'nothing-pending'
  | 'parameter'
  | 'params'
  | 'passkey-wrong'
  | 'password-empty'
  | 'password-long'
  | 'password-wrong'
  | 'period'
  | 'pin'
  | 'pin-missing'
  | 'push'
  | 'reading-unknown'
  | 'readings-full'
  | 'recovery-character'
  | 'recovery-checksum'
  | 'recovery-gone'
  | 'recovery-length'
  | 'recovery-other'
  | 'recovery-wrong'
  | 'scheme'
  | 'secret-character'
  | 'secret-checksum'
  | 'secret-hex'
  | 'secret-length'
  | 'secret-missing'
  | 'sites'
  | 'slot-unknown'
  | 'spare-unknown'
  | 'spares'
  | 'symbol-part'
  | 'time'
  | 'too-long'
  | 'type'
  | 'undo-gone'
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
