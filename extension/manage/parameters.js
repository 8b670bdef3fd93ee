// SPDX-License-Identifier: MIT
// How an account's codes are made. A wrong value makes wrong codes: so it is said what for, and the code that would come out
// stands beside the one there is before anything is stored.
import { button, field, make } from '../look/form.js';
import * as engine from '../platform/engine.js';
import { Failure } from '../platform/messages.js';
import { dayOf, say } from '../platform/words.js';
import * as dialog from './dialog.js';
import { live } from './live.js';
import { told } from './manage.js';

/** @typedef {import('../engine/vault.d.ts').Account} Account */

const names = { totp: () => say('typeTotp'), hotp: () => say('typeHotp'), steam: () => 'Steam', motp: () => 'mOTP', yandex: () => 'Yandex' };

/** Types that leave a choice. */
const open = ['totp', 'hotp'];

/** @param {Account} first */
export function card(first) {
  let account = first;
  const facts = make('dl', { className: 'facts' });
  const change = open.includes(account.type) && button(say('change'), () => ask(account));
  if (change) change.setAttribute('aria-label', `${say('change')}: ${say('parameters')}`);
  const draw = () => facts.replaceChildren(...factsOf(account).flatMap(([name, value]) => [make('dt', { textContent: name }), make('dd', { textContent: value })]));
  draw();
  return {
    element: make('section', { className: 'card' }, make('h2', { textContent: say('parameters') }), facts, change),
    renew: (/** @type {Account} */ again) => {
      account = again;
      draw();
    },
  };
}

/** @param {Account} account @returns {[string, string][]} */
function factsOf({ type, algorithm, digits, period, counter, added, used }) {
  /** @type {[string, string][]} */
  const facts = [[say('type'), names[type]()]];
  if (open.includes(type)) facts.push([say('algorithm'), algorithm.replace('SHA', 'SHA-')], [say('digits'), String(digits)]);
  if (period) facts.push([say('period'), say('seconds', period)]);
  if (type === 'hotp') facts.push([say('counter'), counter ?? '']);
  facts.push([say('addedOn'), dayOf(added)]);
  if (used) facts.push([say('column_used'), dayOf(used)]);
  return facts;
}

/** @param {string} value @param {string} name  of the field, and the code of what is wrong with it */
function whole(value, name) {
  if (!/^\d{1,9}$/.test(value.trim())) throw new Failure({ code: name, field: name, value });
  return Number(value);
}

/** @param {Account} account */
function ask(account) {
  const { id, type } = account;
  const algorithm = make('select', { id: 'algorithm', name: 'algorithm' }, ...['SHA1', 'SHA256', 'SHA512'].map((value) => (
    make('option', { value, textContent: value.replace('SHA', 'SHA-'), selected: value === account.algorithm }))));
  const digits = field(say('digits'), { name: 'digits', inputMode: 'numeric', value: String(account.digits) });
  const period = field(say('periodSeconds'), { name: 'period', inputMode: 'numeric', value: String(account.period ?? '') });
  const counter = field(say('counter'), { name: 'counter', inputMode: 'numeric', value: account.counter ?? '' });
  const typed = counter.input;
  const wanted = () => ({
    now: Date.now(), id, algorithm: /** @type {Account['algorithm']} */ (algorithm.value), digits: whole(digits.input.value, 'digits'),
    period: type === 'hotp' ? 0 : whole(period.input.value, 'period'),
    // One that nobody has touched may have moved on since, and is not said.
    ...(type === 'hotp' && typed.value !== account.counter && { counter: typed.value.trim() }),
  });
  const now = live(async () => (await engine.call('codes', { now: Date.now(), ids: [id] }))[0] ?? null);
  const then = live(() => engine.call('preview', wanted()));
  const compared = type === 'totp' && make('dl', { className: 'compared' },
    make('div', {}, make('dt', { textContent: say('codeNow') }), make('dd', {}, now.element)),
    make('div', {}, make('dt', { textContent: say('codeThen') }), make('dd', {}, then.element)));
  const parts = make('div', { className: 'parameters' },
    make('div', { className: 'field' }, make('label', { htmlFor: 'algorithm', textContent: say('algorithm') }), algorithm),
    digits.element, (type === 'hotp' ? counter : period).element);
  parts.addEventListener('input', () => { if (compared) void then.renew(); });
  dialog.form({
    title: say('parametersTitle'), lead: say(type === 'hotp' ? 'parametersLeadCounter' : 'parametersLead'), parts: [parts, compared || null], submit: say('parametersDo'), busy: say('checking'), kind: 'danger',
    act: async () => engine.change('adjust', wanted()), // which throws when a field is no number
    done: told(say('saved')),
  });
  if (!compared) return;
  void now.renew();
  void then.renew();
}
