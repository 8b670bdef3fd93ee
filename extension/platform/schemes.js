// SPDX-License-Identifier: MIT
// What a text is by its scheme, found out without making a string of what may be a secret.

/** @param {Uint8Array} text  UTF-8 @param {string} scheme  lower case, with its colon */
const begins = (text, scheme) => new TextDecoder().decode(text.subarray(0, scheme.length)).toLowerCase() === scheme;

/** Whether a text is the key of an account. @param {Uint8Array} text  UTF-8 */
export const isKey = (text) => begins(text, 'otpauth:');

/** Whether a text is a transfer code of Google Authenticator. @param {Uint8Array} text  UTF-8 */
export const isTransfer = (text) => begins(text, 'otpauth-migration:');
