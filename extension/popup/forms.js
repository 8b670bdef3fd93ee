// SPDX-License-Identifier: MIT
// The views beside the list: entering an account by hand, and changing or removing one.
import { joined, lineOf, namesIn } from '../look/groups.js';
import { Failure, problemOf } from '../platform/messages.js';
import { dayOf, explain, fill, groups, oddities, say } from '../platform/words.js';
import * as engine from '../platform/engine.js';
import { behind, here, nameOf, ways } from './first.js';
import { announce, reload } from './popup.js';

/**
 * @typedef {import('../engine/vault.d.ts').Account} Account
 * @typedef {import('../engine/vault.d.ts').Reading} Reading
 * @typedef {import('../platform/messages.js').Problem} Problem
 */

/** What the field of a problem is called in the form; the rest is said under the form. */
const fields = ['secret', 'issuer', 'account', 'type', 'algorithm', 'digits', 'period', 'counter', 'groups', 'note'];

/**
 * Puts a form into the view.
 * @param {HTMLElement} aside @param {string} id  of its template @param {string} title @param {() => void} leave
 */
function build(aside, id, title, leave) {
  const template = /** @type {HTMLTemplateElement} */ (document.getElementById(id));
  const head = /** @type {HTMLTemplateElement} */ (document.getElementById('aside-head'));
  aside.replaceChildren(head.content.cloneNode(true), template.content.cloneNode(true));
  fill(aside);
  /** @type {HTMLElement} */ (aside.querySelector('h1')).textContent = title;
  for (const button of aside.querySelectorAll('.leave')) button.addEventListener('click', leave);
  const form = /** @type {HTMLFormElement} */ (aside.querySelector('form'));
  form.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.isComposing) return;
    event.preventDefault();
    if (!event.repeat) leave(); // held down it is meant once
  });
  return form;
}

/** @param {HTMLFormElement} form @param {string} name @returns {HTMLInputElement} */
function field(form, name) {
  return /** @type {HTMLInputElement} */ (form.elements.namedItem(name));
}

/** A line of its own. @param {string} text */
function row(text) {
  const made = document.createElement('span');
  made.textContent = text;
  return made;
}

/** @param {HTMLFormElement} form @param {string} name */
function whole(form, name) {
  const { value } = field(form, name);
  // An empty or odd number is refused here and now: there is no number to hand on.
  if (!/^\d{1,15}$/.test(value.trim())) throw new Failure({ code: name, field: name, value });
  return Number(value);
}

/** Says a problem at its field, or under the form when it has none. @param {HTMLFormElement} form @param {Problem | null} problem */
function complain(form, problem) {
  for (const name of fields) {
    const input = field(form, name);
    if (!input) continue;
    const mine = problem?.field === name;
    input.toggleAttribute('aria-invalid', mine);
    if (mine) input.setAttribute('aria-invalid', 'true');
    const line = document.getElementById(`${input.id}-problem`);
    if (line) line.textContent = mine ? explain(problem) : '';
    if (mine) input.closest('details')?.setAttribute('open', '');
  }
  const elsewhere = problem && !document.getElementById(`${field(form, problem.field ?? '')?.id}-problem`);
  /** @type {HTMLElement} */ (form.querySelector('.general')).textContent = elsewhere ? explain(problem) : '';
}

/** @param {HTMLElement} aside @param {() => void} leave */
export function enter(aside, leave) {
  const form = build(aside, 'enter-form', say('enterTitle'), leave);
  const elsewhere = ways();
  elsewhere.lastElementChild?.remove(); // a form has a field for a link, and none for a picture
  form.prepend(elsewhere);
  /** @type {Reading | null} */
  let reading = null;

  const read = async () => {
    const secret = field(form, 'secret').value;
    const text = (/** @type {string} */ name) => field(form, name).value;
    const type = text('type');
    const params = {
      now: Date.now(), type, issuer: text('issuer').trim(), account: text('account').trim(), site: '',
      // What a type leaves no choice in is not said.
      ...(type !== 'steam' && { algorithm: text('algorithm'), digits: whole(form, 'digits') }),
      ...(type === 'totp' && { period: whole(form, 'period') }),
      ...(type === 'hotp' && { counter: text('counter') }),
    };
    if (reading?.ref) void engine.call('forget', { refs: [reading.ref] });
    reading = await engine.call('enter', params, new TextEncoder().encode(secret));
    if (reading.kind === 'migration') throw new Failure({ code: 'migration', field: 'secret' });
    // Of a pasted URI, what is wrong stands in the key's field and not in the one of that name.
    if (reading.problem) throw new Failure({ ...reading.problem, ...(secret.includes(':') && { field: 'secret' }) });
    return reading;
  };

  const preview = async () => {
    const type = field(form, 'type').value;
    for (const part of /** @type {NodeListOf<HTMLElement>} */ (form.querySelectorAll('[data-only]'))) part.hidden = !part.dataset.only?.split(' ').includes(type);
    const output = /** @type {HTMLElement} */ (form.querySelector('output'));
    output.textContent = '';
    try {
      if (field(form, 'secret').value.trim() !== '') {
        const { code, account } = await read();
        const lines = [code?.code ? say('firstCode', groups(code.code).join(' ')) : '', ...(account ? oddities(account) : [])];
        output.replaceChildren(...lines.filter(Boolean).map(row));
      }
      complain(form, null);
    } catch (error) {
      complain(form, problemOf(error));
    }
  };

  form.addEventListener('input', () => { void preview(); });
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    try {
      const { ref, present } = await read();
      if (present) throw new Failure({ code: 'present' });
      const { waiting } = await engine.add([ref ?? '']);
      field(form, 'secret').value = '';
      await reload();
      announce(say('addedSome'));
      leave();
      if (waiting > 0) (await import('./cards.js')).show(/** @type {HTMLElement} */ (document.getElementById('news')), { kind: 'waiting', site: '' });
    } catch (error) {
      complain(form, problemOf(error));
      /** @type {HTMLElement | null} */ (form.querySelector('[aria-invalid="true"]'))?.focus();
    }
  });
  void preview();
}

/** The note of an account, "" when it has none. @param {Account} account */
async function noteOf({ id, noted }) {
  if (!noted) return '';
  const bytes = await engine.act('note', { id });
  const text = new TextDecoder().decode(bytes);
  bytes.fill(0);
  return text;
}

/** The groups that an account is in now. @param {Account} account */
async function groupsOf({ id }) {
  const all = engine.overview()?.accounts ?? await engine.call('accounts', {});
  return all.find((one) => one.id === id)?.groups ?? [];
}

/** @param {HTMLElement} aside @param {() => void} leave @param {Account} account */
export async function edit(aside, leave, account) {
  /** @type {Problem | null} */
  let problem = null;
  const note = await noteOf(account).catch((error) => {
    problem = problemOf(error);
    return null;
  });
  // What was typed and not saved goes at the second wish to leave only.
  const values = () => JSON.stringify([...new FormData(form)].filter(([name]) => name !== 'site'));
  /** @type {{ site: string, bound: boolean } | null} what the tab's site is to the account, once that is known */
  let site = null;
  const changed = () => values() !== before || site !== null && field(form, 'site').checked !== site.bound;
  let asked = false;
  const form = build(aside, 'edit-form', say('editTitle'), () => {
    if (asked || !changed()) {
      leave();
      return;
    }
    asked = true;
    complain(form, { code: 'unsaved' });
  });
  form.addEventListener('input', () => {
    if (asked) complain(form, null);
    asked = false;
  });
  const line = lineOf(account.groups ?? []);
  field(form, 'issuer').value = account.issuer;
  field(form, 'account').value = account.account;
  field(form, 'groups').value = line;
  field(form, 'note').value = note ?? '';
  field(form, 'note').disabled = note === null; // what is not known cannot be changed
  field(form, 'pinned').checked = Boolean(account.pinned);
  const before = values();
  // Nobody waits for that.
  offerSite(form, account).then((found) => { site = found; }, () => {});
  complain(form, problem);
  const facts = /** @type {HTMLElement} */ (form.querySelector('.facts'));
  for (const [name, value] of factsOf(account)) {
    const dt = document.createElement('dt');
    const dd = document.createElement('dd');
    dt.textContent = name;
    dd.textContent = value;
    facts.append(dt, dd);
  }
  let read = note;
  const { value: shown } = field(form, 'note'); // with the line ends of the field
  // What was written elsewhere meanwhile is not overwritten: both texts are put into the field for the person to look at.
  const written = async () => {
    const { value } = field(form, 'note');
    if (read === null || value === shown) return false;
    const there = await noteOf({ ...account, noted: true });
    if (![read, value, ''].includes(there)) {
      read = there;
      field(form, 'note').value = `${value}\n\n${there}`;
      throw new Failure({ code: 'note-changed', field: 'note' });
    }
    return value !== there;
  };
  // Only what was changed here is said: the rest may be another meanwhile, in another window.
  const save = async () => {
    const [issuer, name, typed] = ['issuer', 'account', 'groups'].map((one) => field(form, one).value.trim());
    const pinned = field(form, 'pinned').checked;
    const names = { ...(issuer !== account.issuer && { issuer }), ...(name !== account.account && { account: name }) };
    const details = {
      ...(typed !== line && { groups: joined(account.groups ?? [], await groupsOf(account), namesIn(typed ?? '')) }),
      ...(pinned !== Boolean(account.pinned) && { pinned }),
      note: await written(),
    };
    const about = { now: Date.now(), id: account.id };
    if (details.note || Object.keys(details).length > 1) await engine.change('describe', { ...about, ...details }, new TextEncoder().encode(details.note ? field(form, 'note').value : ''));
    if (Object.keys(names).length > 0) await engine.change('edit', { ...about, ...names });
    const binds = field(form, 'site').checked;
    if (site && binds !== site.bound) await engine.act(binds ? 'site.bind' : 'site.unbind', { id: account.id, text: site.site, site: site.site });
  };
  // Enter is a new line in a note.
  field(form, 'note').addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.isComposing) form.requestSubmit();
  });
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    try {
      await save();
      await reload();
      leave();
    } catch (error) {
      complain(form, problemOf(error));
    }
  });
  form.querySelector('.danger')?.addEventListener('click', async (event) => {
    // The second click of a double click on the list was not meant for what stands there now.
    if (/** @type {MouseEvent} */ (event).detail > 1) return;
    try {
      await engine.change('remove', { now: Date.now(), ids: [account.id] });
      await reload();
      leave();
      const { removed } = await import('./cards.js');
      removed(/** @type {HTMLElement} */ (document.getElementById('news')), account.id, nameOf(account));
    } catch (error) {
      complain(form, problemOf(error));
    }
  });
}

/**
 * Offers to bind an account to the site of the tab, or frees it from that. What only resembles a site of an account is not offered.
 * @param {HTMLFormElement} form @param {Account} account
 * @returns {Promise<{ site: string, bound: boolean } | null>} null: it is not offered
 */
async function offerSite(form, account) {
  if (!here?.site || !here.secure || here.alike) return null;
  const { url } = await behind;
  /** @type {{ site: string, shown: string, bound: boolean, alike: string }} */
  const { site, shown, bound, alike } = await engine.act('site', { id: account.id, text: url });
  if (alike) return null;
  const option = /** @type {HTMLElement} */ (form.querySelector('#e-site'));
  const box = field(form, 'site');
  const lead = /** @type {HTMLElement} */ (form.querySelector('#e-site-lead'));
  // Letters of other scripts can look like any: beside them stands the name as the browser knows it.
  /** @type {HTMLElement} */ (option.querySelector('span')).textContent = say('fillInto', shown === site ? site : `${shown} (${site})`);
  option.hidden = false;
  box.checked = bound;
  // The second click of a double click on the list was not meant for what stands there now.
  option.addEventListener('click', (event) => { if (event.detail > 1) event.preventDefault(); });
  box.addEventListener('change', () => { lead.hidden = bound || !box.checked; });
  return { site, bound };
}

/** @param {Account} account @returns {[string, string][]} */
function factsOf(account) {
  const types = { totp: say('typeTotp'), hotp: say('typeHotp'), steam: 'Steam' };
  /** @type {[string, string][]} */
  const facts = [[say('type'), types[/** @type {keyof typeof types} */ (account.type)] ?? account.type]];
  if (account.type !== 'steam') facts.push([say('algorithm'), account.algorithm.replace('SHA', 'SHA-')], [say('digits'), String(account.digits)]);
  if (account.type === 'totp') facts.push([say('period'), say('seconds', account.period ?? '')]);
  if (account.type === 'hotp') facts.push([say('counter'), account.counter ?? '']);
  if (account.site) facts.push([say('site'), account.site]);
  if (account.warnings) facts.push([say('unusual'), oddities(account).join('\n')]);
  facts.push([say('addedOn'), dayOf(account.added)]);
  return facts;
}
