// SPDX-License-Identifier: MIT
// What of a QR code may stand in the page without having been asked for, and which addresses may be opened.

/**
 * Whether a symbol may hold a secret: whatever the engine does not plainly take for a link or a text, and each part of a
 * structured append, for nothing in it tells what the whole is.
 * @param {Pick<import('../engine/vault.d.ts').Reading, 'kind'>} reading
 * @param {Pick<import('../engine/lab.d.ts').Symbol, 'append'>} symbol
 */
export function mayBeSecret({ kind }, { append }) {
  return (kind !== 'link' && kind !== 'text') || append !== undefined;
}

/** A link that may be opened: of http and https only; null for all else. @param {string} text */
export function addressOf(text) {
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : null;
  return url && ['http:', 'https:'].includes(url.protocol) ? url : null;
}
