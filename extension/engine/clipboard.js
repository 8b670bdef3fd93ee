// SPDX-License-Identifier: MIT
// The clipboard after a code was copied: emptied after a time if that code is still on it, and left alone if anything else is.
// A page that has not the focus can look at it and change it only in the old way, and with the two permissions that the person
// gives when they choose this.

/** What the code that was copied last can be known by again, which is not the code itself. */
let mark = /** @type {{ key: CryptoKey, signature: ArrayBuffer } | null} */ (null);
let timer = 0;
let last = 0;

/**
 * A code is on the clipboard from now on.
 * @param {Uint8Array<ArrayBuffer>} code  UTF-8 @param {number} seconds  until it is taken away
 */
export async function watch(code, seconds) {
  const mine = ++last;
  clearTimeout(timer);
  mark = null;
  const key = await crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify']);
  const signature = await crypto.subtle.sign('HMAC', key, code);
  if (mine !== last) return; // another one was copied meanwhile
  mark = { key, signature };
  timer = setTimeout(() => { empty().catch((error) => console.warn('the clipboard was not emptied', error)); }, seconds * 1000);
}

/** Empties the clipboard now if the code that was copied last is on it. */
export async function empty() {
  last++;
  clearTimeout(timer);
  const known = mark;
  mark = null;
  if (!known) return;
  const text = read();
  if (!text || !await crypto.subtle.verify('HMAC', known.key, known.signature, new TextEncoder().encode(text))) return;
  // Once more, since something else may have been copied while that was found out.
  if (read() === text) clear();
}

/** The text on the clipboard; null when the browser does not say. It never stands in the document. @returns {string | null} */
function read() {
  /** @type {string | null} */
  let text = null;
  once('paste', (data) => { text = data.getData('text/plain'); });
  return text;
}

function clear() {
  once('copy', (data) => data.setData('text/plain', ''));
}

/**
 * Has the browser do something with the clipboard, and does that in its place.
 * @param {'copy' | 'paste'} command @param {(data: DataTransfer) => void} act
 */
function once(command, act) {
  const area = document.createElement('textarea');
  area.value = ' '; // nothing at all cannot be copied
  document.documentElement.append(area);
  area.select();
  area.addEventListener(command, (event) => {
    event.preventDefault();
    if (event.clipboardData) act(event.clipboardData);
  });
  document.execCommand(command);
  area.remove();
}
