// SPDX-License-Identifier: MIT
// Files that a person chooses, pastes or lets go of.
import { Failure } from './messages.js';

/**
 * What is in a file. Refused is what cannot be read: it was changed or moved since, or it is a folder, which comes as a file that
 * has no type, and on some systems no bytes.
 * @param {Blob} file @param {number} [most]  bytes, from its beginning
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
export async function contentOf(file, most = file.size) {
  if (file instanceof File && file.size === 0 && file.type === '') throw unreadable();
  return new Uint8Array(await file.slice(0, most).arrayBuffer().catch(() => { throw unreadable(); }));
}

const unreadable = () => new Failure({ code: 'file-unreadable' });
