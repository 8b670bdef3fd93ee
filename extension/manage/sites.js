// SPDX-License-Identifier: MIT
// The sites that an account is bound to: into their pages its codes are filled, and into no others. What is typed is judged by
// the engine, which takes no suffix for a site; here it is shown what would be bound, and asked.
import { button, field, make } from '../look/form.js';
import * as engine from '../platform/engine.js';
import { problemOf } from '../platform/messages.js';
import { explain, say } from '../platform/words.js';
import * as dialog from './dialog.js';
import { announce, attempt, told } from './manage.js';

/**
 * @typedef {import('../engine/vault.d.ts').Account} Account
 * @typedef {{ site: string, shown: string, bound: boolean, alike: string }} Meant  as engine.site tells it
 */

/** @param {Account} first */
export function card(first) {
  let account = first;
  const list = make('ul', { className: 'list' });
  const none = make('p', { textContent: say('sitesNone') });
  const { element, input, problem } = field(say('siteAdd'), { name: 'site', autocomplete: 'off', spellcheck: false, placeholder: 'example.com', maxLength: 2000 });
  const form = make('form', { className: 'inline', noValidate: true, autocomplete: 'off', onsubmit: async (/** @type {Event} */ event) => {
    event.preventDefault();
    problem.textContent = '';
    input.removeAttribute('aria-invalid');
    try {
      await add(account.id, input.value, () => { input.value = ''; });
    } catch (error) {
      problem.textContent = explain(problemOf(error));
      input.setAttribute('aria-invalid', 'true');
      input.focus();
    }
  } }, element, make('button', { type: 'submit', className: 'button', textContent: say('add') }));

  const draw = async () => {
    const id = account.id;
    const all = [...(account.site ? [account.site] : []), ...account.sites ?? []];
    /** @type {Meant[]} */
    const known = await Promise.all(all.map((site) => engine.act('site', { id, text: site }).catch(() => ({ site, shown: site, bound: true, alike: '' }))));
    // Two hosts of one site are one to whoever fills.
    const sites = [...new Map(known.map((meant) => [meant.site, meant])).values()];
    none.hidden = sites.length > 0;
    list.hidden = sites.length === 0;
    list.replaceChildren(...sites.map((meant) => row(account, meant)));
  };
  void draw().catch(problemOf);
  return {
    element: make('section', { className: 'card' }, make('h2', { textContent: say('sites') }), make('p', { textContent: say('sitesHow') }), none, list, form),
    renew: (/** @type {Account} */ again) => {
      const same = again.site === account.site && String(again.sites) === String(account.sites);
      account = again;
      if (!same) void draw().catch(problemOf);
    },
  };
}

/** @param {Account} account @param {Meant} meant */
function row(account, { site, shown }) {
  const scanned = account.site !== '' && (account.site === site || account.site.endsWith(`.${site}`));
  const remove = button(say('remove'), () => attempt(async () => {
    await engine.act('site.unbind', { id: account.id, site });
    announce(say('saved'));
  }), 'danger');
  remove.setAttribute('aria-label', `${say('remove')}: ${shown}`);
  // Letters of other scripts can look like any: beside them stands the name as the browser knows it.
  const also = [shown !== site && site, scanned && say('readOn', account.site)].filter(Boolean).join(say('between'));
  return make('li', {}, make('div', { className: 'what' }, make('b', { textContent: shown }), also && make('span', { textContent: also })), remove);
}

/** @param {string} id @param {string} text @param {() => void} done */
async function add(id, text, done) {
  /** @type {Meant} */
  const { site, shown, bound, alike } = await engine.act('site', { id, text });
  if (bound) {
    announce(say('siteThere', shown));
    done();
    return;
  }
  const warning = alike && make('p', { className: 'problem', textContent: say('siteAlike', alike) });
  const ascii = shown !== site && !alike && make('p', { className: 'hint', textContent: say('siteAscii', site) });
  dialog.form({
    title: say('siteTitle', alike ? site : shown), lead: say('siteLead'), parts: [ascii || null, warning || null], submit: say('siteDo'), busy: say('checking'), kind: alike ? 'danger' : 'primary',
    act: async () => {
      await engine.act('site.bind', { id, text });
      done();
    },
    done: told(say('saved')),
  });
}
