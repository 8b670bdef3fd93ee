// SPDX-License-Identifier: MIT
// The recovery key: shown once, as text and as a QR code, to be printed, and typed back before it opens anything.
import { bytesOf, button, field, make, secretForm } from '../look/form.js';
import * as engine from '../platform/engine.js';
import { dayOf, say } from '../platform/words.js';
import * as dialog from './dialog.js';
import { draw } from './symbol.js';

/** Makes a key and shows it. @param {() => unknown} done  after it was typed back */
export async function create(done) {
  /** @type {Uint8Array<ArrayBuffer>} */
  const key = await engine.act('recovery.new');
  const place = make('div');
  const close = dialog.open(say('recoveryTitle'), place);
  place.closest('dialog')?.addEventListener('close', () => key.fill(0));
  show(place, key, close, done);
}

/** @param {HTMLElement} place @param {Uint8Array} key @param {() => void} close @param {() => unknown} done */
function show(place, key, close, done) {
  const text = new TextDecoder().decode(key);
  const sheet = make('div', { className: 'sheet' },
    make('h3', { textContent: say('recoveryPrinted') }),
    draw(text, say('recoveryPicture')),
    make('div', { className: 'key', id: 'recovery-key' }, ...text.split('-').map((group) => make('span', { textContent: group }))),
    make('p', { className: 'date', textContent: say('setOn', dayOf(Date.now(), 'long')) }));
  const next = button(say('recoveryNext'), () => confirm(place, key, close, done), 'primary');
  place.replaceChildren(make('p', { textContent: say('recoveryLead') }), sheet, make('div', { className: 'actions' },
    button(say('cancel'), close), button(say('print'), () => print()), next));
  next.focus();
}

/** @param {HTMLElement} place @param {Uint8Array} key @param {() => void} close @param {() => unknown} done */
function confirm(place, key, close, done) {
  const { element, input } = field(say('recoveryKey'), { type: 'text', className: 'recovery', autocomplete: 'off' }, say('recoveryHint'));
  const again = button(say('recoveryAgain'), () => show(place, key, close, done), 'quiet');
  const form = secretForm({
    parts: [element], submit: say('confirm'), busy: say('checking'), cancel: () => {}, leave: close, also: again,
    act: async () => {
      await engine.act('recovery.confirm', {}, [bytesOf(input)]);
      await done();
      close();
    },
  });
  place.replaceChildren(make('p', { textContent: say('recoveryConfirm') }), form);
  input.focus();
}
