// SPDX-License-Identifier: MIT
// What an account was before, as far as the earlier versions of the vault go back: each state that differs from the one after it,
// and the way back to it.
import { button, make } from '../look/form.js';
import * as engine from '../platform/engine.js';
import { problemOf } from '../platform/messages.js';
import { explain, momentOf, say } from '../platform/words.js';
import { announce, attempt, fail, once } from './manage.js';

/**
 * @typedef {import('../engine/vault.d.ts').Account} Account
 * @typedef {import('../engine/vault.d.ts').Past} Past
 */

/** @param {Account} first */
export function card({ id }) {
  const lead = make('p', { textContent: say('historyLead') });
  const list = make('ul', { className: 'list history' });
  const status = make('div', { className: 'row told', role: 'status' });
  const open = button(say('historyShow'), () => attempt(async () => {
    open.hidden = true;
    await load();
    if (open === document.activeElement || document.activeElement === document.body) list.querySelector('button')?.focus();
  }));
  const element = make('section', { className: 'card' }, make('h2', { textContent: say('history') }), lead, status, list, open);

  /** Which loading is the last: one that another follows ends. */
  let loading = 0;

  async function load() {
    const mine = ++loading;
    /** @type {{ generation: number, time: number }[]} */
    const versions = await engine.act('versions');
    const rows = [];
    let begun = false; // the account as it is was compared with
    for (const { generation, time } of versions) {
      if (mine !== loading || !element.isConnected) return;
      const past = await pastOf(generation, !begun);
      begun ||= past !== null;
      if (past?.account && past.changed.length > 0) rows.push(row(generation, time, past.account, past.changed));
      // Those that are there are seen while others are looked into; those of before stay until then.
      if (rows.length > list.children.length) list.replaceChildren(...rows);
    }
    list.replaceChildren(...rows);
    lead.textContent = say(rows.length > 0 ? 'historyLead' : 'historyNone');
  }

  /** @param {number} generation @param {boolean} first @returns {Promise<Past | null>} null for a version that cannot be read */
  async function pastOf(generation, first) {
    try {
      return await engine.act('past', { id, generation, first });
    } catch (error) {
      const { code } = problemOf(error);
      if (['version-gone', 'file-damaged', 'key-wrong'].includes(code)) return null;
      throw error;
    }
  }

  /** @param {number} generation @param {number} time @param {Account} account @param {Past['changed']} changed */
  function row(generation, time, account, changed) {
    const when = momentOf(time, 'medium');
    const back = button(say('bringBack'), once(() => bringBack(generation, when)));
    back.setAttribute('aria-label', `${say('bringBack')}: ${when}`);
    return make('li', {}, make('div', { className: 'what' }, make('b', { textContent: when }),
      make('span', { textContent: changed.map((part) => wordsOf(part, account)).join(say('between')) })), back);
  }

  /** @param {number} generation @param {string} when */
  async function bringBack(generation, when) {
    const { undo } = await engine.act('past.back', { id, generation });
    tell(say('broughtBack', when), undo && button(say('undo'), once(async () => {
      await engine.change('undo', { now: Date.now(), undo }).catch((error) => { tell(explain(problemOf(error))); throw error; });
      tell(say('undone'));
    })));
    await load();
    status.querySelector('button')?.focus();
  }

  /** @param {string} words @param {...(Node | string)} more */
  function tell(words, ...more) {
    status.replaceChildren(make('p', { className: 'state', textContent: words }), ...more.filter((one) => one !== ''));
    announce(words);
  }

  return {
    element,
    renew: () => { if (open.hidden) load().catch(fail); },
  };
}

/** What one part of an account was. @param {Past['changed'][number]} part @param {Account} account */
function wordsOf(part, { issuer, account, groups = [], site, sites = [], pinned }) {
  const named = (/** @type {string} */ label, /** @type {string} */ value) => say('historyValue', say(label), value || '–');
  switch (part) {
    case 'issuer': return named('issuer', issuer);
    case 'account': return named('account', account);
    case 'groups': return named('column_groups', groups.join(say('comma')));
    case 'sites': return named('sites', [site, ...sites].filter(Boolean).join(say('comma')));
    case 'pinned': return say(pinned ? 'pinned' : 'notPinned');
    case 'key': return say('historyKey');
    case 'icon': return say('historyIcon');
    case 'note': return say('historyNote');
    case 'spares': return say('historySpares');
  }
}
