// SPDX-License-Identifier: MIT
// What the symbols say. Every text holds enough chance to be the only one of its kind.

/** @typedef {import('./random.js').Chance} Chance */

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const alphanumeric = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';
const kanji = '東京都港区芝公園四丁目二番八号認証鍵登録装置確認番号秘密情報利用者会社支店営業技術開発部長山田太郎花子鈴木佐藤高橋';
const kana = 'あいうえおかきくけこさしすせそたちつてとなにぬねのアイウエオカキクケコサシスセソタチツテト';
const issuers = ['Harbour Bank', 'Tern Mail', 'Quarry', 'Lantern Cloud', 'Orchard Git', 'Nimbus VPN', 'Pelican Pay', 'Moss CRM', '灯台クラウド', 'Café Noir'];
const people = ['mika', 'j.okafor', 'ops+totp', 'root', 'beatriz.lima', 'first.last@corp.example', 'svc-deploy@eu-west.example.org', '経理部'];

/** @param {Chance} c */
export function otpauth(c) {
  const issuer = encodeURIComponent(c.pick(issuers));
  const account = encodeURIComponent(c.pick(people));
  const more = c.chance(0.4) ? `&algorithm=${c.pick(['SHA1', 'SHA256', 'SHA512'])}&digits=${c.pick([6, 8])}&period=${c.pick([30, 60])}` : '';
  return `otpauth://totp/${issuer}:${account}?secret=${c.letters(base32, c.pick([16, 26, 32, 52]))}&issuer=${issuer}${more}`;
}

/** As long as an export of so many accounts. @param {Chance} c @param {number} accounts */
export function migration(c, accounts) {
  const data = c.letters('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789', 62 * accounts);
  return `otpauth-migration://offline?data=${data}%3D`;
}

/** @param {Chance} c */
export function link(c) {
  return `https://${c.letters('abcdefghijklmnoprstuvw', 7)}.example/${c.letters('abcdefghkmnpqrstuvwxyz0123456789-_', c.whole(4, 60))}`;
}

/** @typedef {{ data: string, mode: 'byte' | 'kanji' | 'numeric' | 'alphanumeric' }} Part */

/** All other things symbols say, as the parts they are encoded in. @type {Record<string, (c: Chance) => Part[]>} */
export const others = {
  digits: (c) => [{ data: c.letters('0123456789', c.whole(8, 300)), mode: 'numeric' }],
  capitals: (c) => [{ data: `HTTP://EXAMPLE.ORG/${c.letters(alphanumeric, c.whole(6, 180))}X`, mode: 'alphanumeric' }],
  kanji: (c) => [{ data: c.letters(kanji, c.whole(8, 120)), mode: 'kanji' }],
  kana: (c) => [{ data: c.letters(kana + kanji, c.whole(6, 60)), mode: 'byte' }],
  emoji: (c) => [{ data: `${c.letters('🔑🏮🐈🍵🗻🚃', c.whole(2, 8))} ${c.letters('abcdefgh', 8)}`, mode: 'byte' }],
  accents: (c) => [{ data: `Größe, ${c.letters('éèàçßñøåœž', 6)} ${c.letters('abcdefgh0123', 10)}`, mode: 'byte' }],
  mixed: (c) => [
    { data: c.letters('0123456789', 24), mode: 'numeric' }, { data: c.letters(alphanumeric, 20), mode: 'alphanumeric' },
    { data: c.letters(kanji, 12), mode: 'kanji' }, { data: c.letters('abc;,_~{}', 9), mode: 'byte' },
  ],
  wifi: (c) => [{ data: `WIFI:T:WPA;S:${c.letters('abcdefgh', 6)} guests;P:${c.letters('abcdefghjkmnp23456789', 14)};;`, mode: 'byte' }],
  card: (c) => [{ data: `BEGIN:VCARD\r\nVERSION:3.0\r\nN:Sato;Hana\r\nTEL:+81${c.letters('0123456789', 9)}\r\nEMAIL:hana@example.jp\r\nEND:VCARD\r\n`, mode: 'byte' }],
};
