// SPDX-License-Identifier: MIT
// The recovery codes that a site gave for an account: pasted once, shown to who knows a way into the vault, each checked off
// when it was used. They are in the page for as long as their dialog is open, and no longer than a while.
import { button, make } from '../look/form.js';
import * as engine from '../platform/engine.js';
import { dayOf, namesOf, say } from '../platform/words.js';
import * as dialog from './dialog.js';
import { announce, attempt, show as refresh, told } from './manage.js';
import * as proof from './proof.js';

/**
 * @typedef {import('../platform/engine.js').Overview} Overview
 * @typedef {import('../engine/vault.d.ts').Account} Account
 * @typedef {{ code: string, used: number }} Spare
 */

/** Seconds for which they are shown when nobody does anything. */
const lifetime = 120;

/** @param {Account} first @param {Overview} overview */
export function card(first, overview) {
  let [account, { slots, settings }] = [first, overview];
  const state = make('p');
  const show = button(say('sparesShow'), () => ask(account, slots, settings['clipboard.seconds'] === 0));
  const add = button('', () => paste(account));
  const clear = button(say('sparesRemove'), () => removeAll(account), 'danger');
  const draw = () => {
    const { spares = 0, left = 0 } = account;
    state.textContent = spares > 0 ? say('sparesLeft', left, spares) : say('sparesNone');
    show.hidden = clear.hidden = spares === 0;
    add.textContent = say(spares > 0 ? 'sparesMore' : 'sparesAdd');
  };
  draw();
  return {
    element: make('section', { className: 'card' }, make('h2', { textContent: say('spares') }), state, make('div', { className: 'row' }, show, add, clear)),
    renew: (/** @type {Account} */ again, /** @type {Overview} */ now) => {
      account = again;
      ({ slots, settings } = now);
      draw();
    },
    leave: () => hide(),
  };
}

/** @param {Account} account @param {import('../engine/vault.d.ts').Slot[]} slots @param {boolean} stays  what is copied, on the clipboard */
function ask(account, slots, stays) {
  /** @type {Spare[]} */
  let spares = [];
  proof.ask(slots, { title: say('spares'), lead: say('sparesLead'), submit: say('show'), label: say('inkanPassword') }, async () => {
    spares = read(await engine.act('spares', { id: account.id }));
  }, { next: () => {
    reveal(account, spares, stays);
    spares = [];
  } });
}

/** What the engine gave; the bytes are wiped. @param {Uint8Array} bytes @returns {Spare[]} */
function read(bytes) {
  const lines = new TextDecoder().decode(bytes).split('\n').filter(Boolean);
  bytes.fill(0);
  return lines.map((line) => ({ used: Number(line.slice(0, line.indexOf(' '))), code: line.slice(line.indexOf(' ') + 1) }));
}

/** Takes what is shown away. */
let hide = () => {};

/** @param {Account} account @param {Spare[]} spares @param {boolean} stays */
function reveal(account, spares, stays) {
  const left = make('p', { className: 'hint' });
  const list = make('ul', { className: 'list spares' }, ...spares.map((spare) => row(account.id, spare, () => stay())));
  const done = button(say('done'), () => hide(), 'primary');
  const close = dialog.open(say('spares'), make('p', { className: 'account', textContent: namesOf(account) }), make('p', { textContent: say('sparesHow') }), stays ? make('p', { textContent: say('sparesClipboard') }) : null, list, left,
    make('div', { className: 'actions' }, done));
  let end = 0;
  const stay = () => { end = Date.now() + lifetime * 1000; };
  stay();
  const tick = () => {
    const seconds = Math.ceil((end - Date.now()) / 1000);
    left.textContent = say('hidesIn', Math.max(seconds, 0));
    if (seconds <= 0) hide();
  };
  const timer = setInterval(tick, 1000);
  // Not left to the dialog's own event: it waits for a frame, which a page that is not seen has not.
  hide = () => {
    hide = () => {};
    clearInterval(timer);
    list.replaceChildren();
    close();
    void attempt(refresh); // how many are left
  };
  list.closest('dialog')?.addEventListener('close', () => hide());
  tick();
  done.focus();
}

/** @param {string} id  of the account @param {Spare} spare @param {() => void} stay */
function row(id, { code, used }, stay) {
  const when = make('span');
  const box = make('input', { type: 'checkbox', checked: used > 0 });
  const draw = (/** @type {number} */ time) => {
    box.checked = time > 0;
    when.textContent = time > 0 ? say('spareUsed', dayOf(time)) : '';
    line.classList.toggle('used', time > 0);
  };
  box.addEventListener('change', () => attempt(async () => {
    stay();
    const now = Date.now();
    const wanted = box.checked;
    try {
      await engine.change('checkSpare', { now, id, used: wanted }, new TextEncoder().encode(code));
      draw(wanted ? now : 0);
      announce(say(wanted ? 'spareChecked' : 'undone'));
    } catch (error) {
      draw(wanted ? 0 : used);
      throw error;
    }
  }));
  const copy = button(say('copyCode'), async () => {
    stay();
    await navigator.clipboard.writeText(code);
    await engine.act('copied', {}, [new TextEncoder().encode(code)]);
    copy.textContent = say('copied');
    announce(say('copied'));
  });
  copy.setAttribute('aria-label', `${say('copyCode')}: ${code}`);
  const line = make('li', {}, make('label', { className: 'option' }, box, make('span', { className: 'what' }, make('code', { textContent: code }), when)), copy);
  draw(used);
  return line;
}

/** @param {Account} account */
function paste({ id, spares = 0 }) {
  const text = make('textarea', { id: 'spares', rows: 8, spellcheck: false, autocomplete: 'off', 'aria-describedby': 'spares-hint' });
  const instead = spares > 0 && make('input', { type: 'checkbox' });
  dialog.form({
    title: say(spares > 0 ? 'sparesMore' : 'sparesAdd'), lead: say('sparesPaste'), submit: say('add'), busy: say('checking'),
    parts: [
      make('div', { className: 'field' }, make('label', { htmlFor: 'spares', textContent: say('sparesLines') }), text, make('p', { id: 'spares-hint', className: 'hint', textContent: say('sparesLinesHow') })),
      instead ? make('label', { className: 'option' }, instead, make('span', { textContent: say('sparesInstead') })) : null,
    ],
    act: async () => {
      await engine.change('setSpares', { now: Date.now(), id, keep: !(instead && instead.checked) }, new TextEncoder().encode(text.value));
      text.value = '';
    },
    done: told(say('saved')),
  });
  text.focus();
}

/** @param {Account} account */
function removeAll({ id, left = 0 }) {
  dialog.form({
    title: say('sparesRemoveTitle'), lead: say('sparesRemoveLead', left), parts: [], submit: say('remove'), busy: say('purging'), kind: 'danger',
    act: async () => {
      await engine.change('setSpares', { now: Date.now(), id, keep: false }, new Uint8Array());
    },
    done: told(say('saved')),
  });
}
