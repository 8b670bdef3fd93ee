// SPDX-License-Identifier: MIT
// The About section: which Inkan this is, what each permission is for, what the programs in it are, and whose work they are
// made of. All of it is read from the extension's own files as they are here.
import { make } from '../look/form.js';
import { problemOf } from '../platform/messages.js';
import { explain, say } from '../platform/words.js';

/** @typedef {{ name: string, version: string, text: string }} Part  of scripts/licences */

export const title = 'about';

/** The programs. Their names are as in the build. */
const programs = ['vault', 'scan', 'lab', 'transfer'];

/** @param {HTMLElement} place */
export function show(place) {
  if (view.childElementCount === 0) draw();
  place.replaceChildren(view);
}

/** Nothing of the vault is here, and nothing changes. */
export const renew = () => view.isConnected;

const view = make('div', { className: 'section about' });

function draw() {
  const { version, permissions = [], optional_permissions: optional = [] } = chrome.runtime.getManifest();
  view.append(
    make('p', { className: 'lead', textContent: say('aboutVersion', version) }),
    make('section', { className: 'card' }, make('h2', { textContent: say('permissions') }), make('p', { textContent: say('permissionsHow') }),
      explained(permissions), ...(optional.length > 0 ? [make('p', { textContent: say('permissionsOptional') }), explained(optional)] : []),
      make('p', { textContent: say('permissionsAsked') })),
    programsCard(), licencesCard());
}

/** @param {string[]} names  of permissions */
const explained = (names) => make('dl', { className: 'explained' }, ...names.flatMap((name) => [
  make('dt', {}, make('code', { textContent: name })), make('dd', { textContent: say(`permission_${name}`) }),
]));

function programsCard() {
  const list = make('dl', { className: 'explained' }, ...programs.flatMap((name) => {
    const sum = make('dd', {}, make('code', { textContent: '…' }));
    void hash(name).then((text) => sum.replaceChildren(make('code', { textContent: text })), (error) => { sum.textContent = explain(problemOf(error)); });
    return [make('dt', {}, make('code', { textContent: `${name}.wasm` }), ' ', say(`program_${name}`)), sum];
  }));
  return make('section', { className: 'card' }, make('h2', { textContent: say('programs') }), make('p', { textContent: say('programsHow') }), list,
    make('p', { textContent: say('programsCheck') }), make('pre', { textContent: 'make build\nsha256sum .build/extension/engine/*.wasm' }));
}

/** SHA-256 of a program, as it is in this extension. @param {string} name */
async function hash(name) {
  const file = await fetch(new URL(`../engine/${name}.wasm`, import.meta.url));
  return new Uint8Array(await crypto.subtle.digest('SHA-256', await file.arrayBuffer())).toHex();
}

function licencesCard() {
  const list = make('div', { className: 'licences' });
  const fill = async () => {
    const file = await fetch(new URL('licences.json', import.meta.url));
    /** @type {Part[]} */
    const parts = await file.json();
    list.replaceChildren(...parts.map(({ name, version, text }) => make('details', {},
      make('summary', {}, make('b', { textContent: name, lang: 'en' }), ` ${version}`), make('pre', { textContent: text, lang: 'en', tabIndex: 0 }))));
  };
  fill().catch((error) => { list.textContent = explain(problemOf(error)); });
  return make('section', { className: 'card' }, make('h2', { textContent: say('licences') }), make('p', { textContent: say('licencesHow') }), list);
}

