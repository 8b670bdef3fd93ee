// SPDX-License-Identifier: MIT
// One account: its code now, its names and details, each stored as soon as it is left; its sites, its recovery codes, how its
// codes are made; its QR code; the way to the trash.
import { button, field, make } from '../look/form.js';
import { joined, lineOf, namesIn } from '../look/groups.js';
import * as engine from '../platform/engine.js';
import { problemOf } from '../platform/messages.js';
import { explain, groups, namesOf, say } from '../platform/words.js';
import { drawTile, pinOf, typeOf } from './facts.js';
import { live } from './live.js';
import { announce, attempt, once } from './manage.js';
import * as parameters from './parameters.js';
import * as past from './past.js';
import * as sites from './sites.js';
import * as spares from './spares.js';

/**
 * @typedef {import('../platform/engine.js').Overview} Overview
 * @typedef {import('../engine/vault.d.ts').Account} Account
 * @typedef {import('../engine/vault.d.ts').Code} Code
 */

export const title = 'editTitle';
export const of = 'accounts';

/** What is shown: the account, and how to show it as it is now. @type {{ account: Account, renew: (overview: Overview) => void, leave: () => void } | null} */
let shown = null;

/** @param {Overview} overview @param {string} id */
const find = ({ accounts }, id) => accounts.find((account) => account.id === id);

/** @param {Overview} overview @param {string} id */
export const heading = (overview, id) => {
  const account = find(overview, id);
  return account ? account.issuer || account.account || say('nameless') : say(title);
};

/** @param {HTMLElement} place @param {Overview} overview @param {string} id */
export async function show(place, overview, id) {
  const account = find(overview, id);
  shown?.leave();
  shown = null;
  const back = make('a', { className: 'button quiet back', href: '#accounts', textContent: say('allAccounts') });
  if (!account) {
    place.replaceChildren(back, make('section', { className: 'card' }, make('p', { textContent: say('problem_account_unknown') })));
    return;
  }
  let latest = () => overview;
  const [names, code] = [await namesCard(account), codeCard(account)];
  const bound = sites.card(account);
  const kept = spares.card(account, overview);
  const made = parameters.card(account);
  const before = past.card(account);
  const end = make('section', { className: 'card' }, make('h2', { textContent: say('otherDevices') }),
    make('div', { className: 'row' },
      button(say('showSymbol'), async () => (await import('./single.js')).show(latest(), id)),
      button(say('toTrash'), once(() => remove(id)), 'danger')));
  place.replaceChildren(back, code.element, names.element, bound.element, kept.element, made.element, before.element, end);
  shown = {
    account,
    leave: () => {
      names.leave();
      kept.leave();
    },
    renew: (now) => {
      const again = find(now, id);
      if (!again) return;
      latest = () => now;
      for (const part of [names, code, bound, kept, made, before]) part.renew(again, now);
    },
  };
}

/** @param {Overview} overview @param {string} id */
export function renew(overview, id) {
  const account = find(overview, id);
  if (!account || shown?.account.id !== id) return false;
  const h1 = document.querySelector('main > h1');
  if (h1) h1.textContent = heading(overview, id);
  shown.renew(overview);
  return true;
}

/** @param {string} from */
export function arrive(from) {
  came = from === 'accounts/';
  if (from) /** @type {HTMLElement | null} */ (document.querySelector('main'))?.focus();
}

/** Whether the list is one step back. */
let came = false;

/** Back to the list, as it was. */
function leave() {
  if (came) history.back();
  else location.hash = '#accounts';
}

// What was typed and not left yet is stored when the page is, and what was shown goes.
addEventListener('hashchange', () => {
  shown?.leave();
  if (!location.hash.startsWith('#account/')) shown = null;
});
document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'hidden') blurred(); });

/** Has the field that is being typed in stored. */
function blurred() {
  const { activeElement } = document;
  if (shown && activeElement instanceof HTMLElement && activeElement.closest('.names-form')) activeElement.dispatchEvent(new Event('change', { bubbles: true }));
}

document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape' || event.isComposing || event.defaultPrevented || !shown || !location.hash.startsWith('#account/') || document.querySelector('dialog[open]')) return;
  event.preventDefault();
  leave();
});

/** @param {string} id */
async function remove(id) {
  const { removed: gone } = await engine.change('remove', { now: Date.now(), ids: [id] });
  if (gone.length === 0) return; // the second click of a double click
  const { removed } = await import('./accounts.js');
  removed([id], shown ? namesOf(shown.account) : '');
  leave();
}

/** The code, to look at and to copy. @param {Account} account */
function codeCard(account) {
  const { id } = account;
  const counter = account.type === 'hotp';
  /** @type {Code | null} of a counter, once it was asked for */
  let made = null;
  const ask = async () => {
    if (counter) return made;
    const [code = null] = await engine.call('codes', { now: Date.now(), ids: [id] });
    return code;
  };
  const code = live(ask);
  const copy = button(say('copyCode'), () => attempt(async () => {
    const now = await ask();
    if (!now?.code) return;
    await navigator.clipboard.writeText(now.code);
    await engine.act('copied', { id }, [new TextEncoder().encode(now.code)]);
    copy.textContent = say('copied');
    announce(say('copied'));
    setTimeout(() => { copy.textContent = say('copyCode'); }, 1500);
  }));
  copy.hidden = counter;
  // Each step too many brings the counter nearer to where the server has lost it.
  const next = counter && button(say('makeCode'), once(async () => {
    made = await engine.change('next', { now: Date.now(), id });
    await code.renew();
    copy.hidden = false;
    announce(groups(made?.code ?? '').join(' '));
  }));
  let shownNow = account;
  const tile = make('button', { type: 'button', className: 'tile', onclick: () => attempt(async () => (await import('./icon.js')).choose(shownNow)) });
  const who = make('p', { className: 'who' });
  const head = make('div', { className: 'person' }, tile, who);
  const draw = (/** @type {Account} */ now) => {
    shownNow = now;
    drawTile(tile, now);
    tile.title = say('changeIcon');
    tile.setAttribute('aria-label', say('changeIcon'));
    const words = [now.issuer && now.account, typeOf(now)].filter(Boolean).join(say('between'));
    who.replaceChildren(words, ...(now.pinned ? [pinOf()] : []));
  };
  draw(account);
  void code.renew();
  return {
    element: make('section', { className: 'card code' }, head, code.element, make('div', { className: 'row' }, next, copy)),
    renew: (/** @type {Account} */ again) => {
      draw(again);
      void code.renew();
    },
  };
}

/** The note of an account, "" when it has none. @param {Account} account */
async function noteOf({ id, noted }) {
  if (!noted) return '';
  /** @type {Uint8Array} */
  const bytes = await engine.act('note', { id });
  const text = new TextDecoder().decode(bytes);
  bytes.fill(0);
  return text;
}

/** Names, groups, note and pin, each stored when it is left. @param {Account} first */
async function namesCard(first) {
  let account = first;
  const { id } = first;
  const issuer = field(say('issuer'), { name: 'issuer', maxLength: 200 });
  const name = field(say('account'), { name: 'account', maxLength: 200 });
  const line = field(say('groupsLabel'), { name: 'groups', maxLength: 2000, placeholder: say('groupsHint') });
  const note = area();
  const pinned = make('input', { type: 'checkbox', name: 'pinned' });
  const general = make('p', { className: 'problem', role: 'alert' });
  const status = make('p', { className: 'hint saved' });
  /** @type {string | null} as it is stored, with the line ends of the field; null: it could not be read */
  let noted = null;
  try {
    note.input.value = await noteOf(account);
    noted = note.input.value;
  } catch (error) {
    note.problem.textContent = explain(problemOf(error));
    note.input.disabled = true; // what is not known cannot be changed
  }
  const stored = () => ({ issuer: account.issuer, account: account.account, groups: lineOf(account.groups ?? []), note: noted ?? '' });
  /** What was written into a field: as long as that stands there, nobody has touched it. */
  const written = { issuer: '', account: '', groups: '' };
  const inputs = { issuer: issuer.input, account: name.input, groups: line.input, note: note.input };
  const lines = { issuer: issuer.problem, account: name.problem, groups: line.problem, note: note.problem };

  /** Writes what is stored into the fields, but those with something in them that is not stored yet. */
  const draw = () => {
    for (const key of /** @type {(keyof typeof written)[]} */ (Object.keys(written))) {
      const value = stored()[key];
      if (inputs[key].value === written[key] && value !== written[key]) inputs[key].value = written[key] = value;
    }
    pinned.checked = Boolean(account.pinned);
  };

  /** @param {unknown} error */
  const complain = (error) => {
    const problem = problemOf(error);
    const at = /** @type {keyof typeof lines} */ (problem.field);
    (lines[at] ?? general).textContent = explain(problem);
    inputs[at]?.setAttribute('aria-invalid', 'true');
  };

  /** Does what a field was left with; one thing after the other. @param {() => Promise<Account | undefined>} work */
  const store = (work) => {
    last = last.then(async () => {
      for (const element of [...Object.values(lines), general]) element.textContent = '';
      for (const input of Object.values(inputs)) input.removeAttribute('aria-invalid');
      try {
        const again = await work();
        if (!again) return;
        account = again;
        status.textContent = say('saved');
        announce(say('saved'));
      } catch (error) {
        complain(error);
      }
    });
  };
  let last = Promise.resolve();

  // Only what was changed here is said: the rest may be another meanwhile, in another window.
  const rename = () => store(async () => {
    const typed = { issuer: issuer.input.value, account: name.input.value };
    const names = Object.fromEntries(/** @type {(keyof typeof typed)[]} */ (['issuer', 'account'])
      .filter((key) => typed[key] !== written[key] && typed[key].trim() !== account[key]).map((key) => [key, typed[key].trim()]));
    const again = Object.keys(names).length > 0 ? await engine.change('edit', { now: Date.now(), id, ...names }) : undefined;
    Object.assign(written, typed);
    return again;
  });
  const regroup = () => store(async () => {
    const typed = line.input.value;
    const names = joined(namesIn(written.groups), account.groups ?? [], namesIn(typed));
    const same = typed === written.groups || lineOf(names) === stored().groups;
    const again = same ? undefined : await engine.change('describe', { now: Date.now(), id, groups: names, note: false }, new Uint8Array());
    written.groups = typed;
    return again;
  });
  const annotate = () => store(async () => {
    const typed = note.input.value;
    if (noted === null || typed === noted) return undefined;
    // What was written elsewhere meanwhile stays, too: below it, for the person to look at.
    const there = await noteOf({ ...account, noted: true });
    const text = [noted, typed].includes(there) ? typed : [typed, there].filter(Boolean).join('\n\n');
    const again = await engine.change('describe', { now: Date.now(), id, note: true }, new TextEncoder().encode(text));
    noted = text;
    if (note.input.value === typed) note.input.value = text;
    return again;
  });
  const pin = () => {
    const wanted = pinned.checked;
    store(async () => {
      if (wanted === Boolean(account.pinned)) return undefined;
      try {
        return await engine.change('describe', { now: Date.now(), id, pinned: wanted, note: false }, new Uint8Array());
      } catch (error) {
        pinned.checked = !wanted;
        throw error;
      }
    });
  };
  for (const input of [issuer.input, name.input]) input.addEventListener('change', rename);
  line.input.addEventListener('change', regroup);
  note.input.addEventListener('change', annotate);
  pinned.addEventListener('change', pin);
  const form = make('form', { className: 'names-form', autocomplete: 'off', noValidate: true, onsubmit: (/** @type {Event} */ event) => {
    event.preventDefault(); // Enter: the field is left by it, and stored
    blurred();
  } }, make('div', { className: 'pair' }, issuer.element, name.element), line.element, note.element,
  make('label', { className: 'option' }, pinned, make('span', { textContent: say('pin') })),
  make('p', { className: 'hint', textContent: say('savedAtOnce') }), general, status,
  make('button', { type: 'submit', hidden: true }));
  form.addEventListener('keydown', (event) => {
    const key = /** @type {keyof typeof inputs} */ (/** @type {HTMLInputElement} */ (event.target).name);
    const input = inputs[key];
    // Escape takes back what was typed, and leaves only then.
    if (event.key !== 'Escape' || event.isComposing || !input || input.value === stored()[key]) return;
    event.preventDefault();
    input.value = stored()[key];
    Object.assign(written, key !== 'note' && { [key]: input.value });
  });
  draw();
  return {
    element: make('section', { className: 'card names-card', 'aria-label': say('details') }, form),
    renew: (/** @type {Account} */ again) => {
      const had = account.noted;
      account = again;
      draw();
      // It may have been written elsewhere; but what somebody types here stays.
      if (noted === null || note.input.value !== noted || !had && !again.noted) return;
      void noteOf(again).then((text) => {
        if (note.input.value !== noted || text === noted) return;
        note.input.value = text;
        noted = note.input.value;
      }, complain);
    },
    leave: blurred,
  };
}

function area() {
  const input = make('textarea', { id: 'note', name: 'note', rows: 2, maxLength: 10_000, spellcheck: false, 'aria-describedby': 'note-problem' });
  const problem = make('p', { id: 'note-problem', className: 'problem', role: 'alert' });
  return { element: make('div', { className: 'field' }, make('label', { htmlFor: 'note', textContent: say('note') }), input, problem), input, problem };
}
