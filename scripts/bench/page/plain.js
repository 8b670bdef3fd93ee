// SPDX-License-Identifier: MIT
// The rival: the same page, which knows its accounts by heart and makes one code, for all of them, with the browser's own HMAC.
const account = { issuer: 'Service 0001', account: 'user0001@example.com', secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', period: 30_000 };
const say = (key, ...values) => chrome.i18n.getMessage(key, values);
const by = (id) => document.getElementById(id);

function fill(root) {
  for (const element of root.querySelectorAll('[data-say]')) element.textContent = say(element.getAttribute('data-say'));
  for (const element of root.querySelectorAll('[data-say-label]')) element.setAttribute('aria-label', say(element.getAttribute('data-say-label')));
  for (const element of root.querySelectorAll('[data-say-hint]')) element.setAttribute('placeholder', say(element.getAttribute('data-say-hint')));
  for (const element of root.querySelectorAll('[data-say-title]')) element.setAttribute('title', say(element.getAttribute('data-say-title')));
}

/** RFC 4648 without padding. */
function base32(text) {
  const bytes = new Uint8Array(Math.floor(text.length * 5 / 8));
  let bits = 0;
  let value = 0;
  let at = 0;
  for (const letter of text) {
    value = (value << 5 | 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter)) & 0xfff;
    bits += 5;
    if (bits >= 8) bytes[at++] = value >> (bits -= 8);
  }
  return bytes;
}

/** RFC 6238. */
async function totp({ secret, period }, now) {
  const key = await crypto.subtle.importKey('raw', base32(secret), { name: 'HMAC', hash: 'SHA-1' }, false, ['sign']);
  const counter = new DataView(new ArrayBuffer(8));
  counter.setBigUint64(0, BigInt(Math.floor(now / period)));
  const mac = new DataView(await crypto.subtle.sign('HMAC', key, counter));
  const number = mac.getUint32(mac.getUint8(19) & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, '0');
}

document.documentElement.lang = say('language');
fill(document);
const now = Date.now();
const code = await totp(account, now);
const template = by('account');
fill(template.content);
const digits = [code.slice(0, 3), code.slice(3)];

/** The row of the account with a number; all show the one code. */
function drawn(number) {
  const row = template.content.firstElementChild.cloneNode(true);
  const issuer = account.issuer.replace('1', number);
  const user = account.account.replace('1', number);
  row.querySelector('.issuer').textContent = issuer;
  row.querySelector('.name').textContent = user;
  row.querySelector('.letter').textContent = issuer[0];
  row.querySelector('.code').replaceChildren(...digits.map((group) => {
    const span = document.createElement('span');
    span.textContent = group;
    return span;
  }));
  const name = `${issuer} (${user})`;
  row.querySelector('.tile').setAttribute('aria-label', say('editAccount', name));
  row.querySelector('.copy').setAttribute('aria-label', say('copyCodeOf', `${name}, ${digits.join(' ')}`));
  const ring = row.querySelector('.ring');
  ring.style.setProperty('--period', `${account.period}ms`);
  ring.style.setProperty('--since', `${-(now % account.period)}ms`);
  ring.classList.add('even');
  return row;
}

const rows = Number(new URLSearchParams(location.search).get('rows') ?? 1);
by('accounts').replaceChildren(...Array.from({ length: rows }, (_, i) => drawn(i + 1)));
requestAnimationFrame(() => by('search').focus({ preventScroll: true }));
setTimeout(() => document.body.classList.add('turning'), 100);
