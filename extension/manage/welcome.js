// SPDX-License-Identifier: MIT
// The page that comes up once Inkan is installed: at hand, protected, and how a first code gets in. Whatever is done already has
// its tick, whenever it was done, so that the page can be left and come back to.
import { button, make } from '../look/form.js';
import * as engine from '../platform/engine.js';
import { say } from '../platform/words.js';
import { show as showAgain, told } from './manage.js';
import * as password from './password.js';

/** @typedef {import('../platform/engine.js').Overview} Overview */

export const title = 'welcome';

/** @param {HTMLElement} place @param {Overview} overview */
export async function show(place, overview) {
  const [{ isOnToolbar }, keys] = await Promise.all([chrome.action.getUserSettings(), keysOf('_execute_action')]);
  const isProtected = engine.isProtected(overview);
  const count = overview.accounts.length;
  place.replaceChildren(
    make('p', { className: 'lead', textContent: say('welcomeLead') }),
    make('ol', { className: 'steps' },
      step(Boolean(isOnToolbar), say('welcomePin'), isOnToolbar ? say('welcomePinned') : say('welcomePinHow'),
        keys && make('p', {}, say('welcomeKey'), ' ', make('kbd', { textContent: keys }))),
      step(isProtected, say('welcomeProtect'), isProtected ? say('isProtected') : say('notProtectedHow'),
        make('div', { className: 'row' },
          !isProtected && button(say('setPassword'), () => password.set(told(say('isProtected'))), 'primary'),
          isProtected && make('a', { className: 'button', href: '#security', textContent: say('welcomeSecurity') })),
        !isProtected && make('p', { className: 'hint', textContent: say('welcomeLater') })),
      step(count > 0, say('emptyTitle'), count > 0 ? say('accountCount', count) : say('emptyHow'),
        make('div', { className: 'row' }, make('a', { className: 'button', href: '#import', textContent: say('emptyImport') })))));
}

/** @param {boolean} done @param {string} head @param {string} words @param {...(Node | string | false)} more */
function step(done, head, words, ...more) {
  return make('li', { className: `card${done ? ' done' : ''}` },
    make('h2', {}, head, done && make('span', { className: 'unseen', textContent: ` (${say('done')})` })),
    make('p', { textContent: words }), ...more);
}

/** The keys of a command, as this computer writes them; "" where there are none. @param {string} command */
async function keysOf(command) {
  const commands = await chrome.commands.getAll();
  return commands.find(({ name }) => name === command)?.shortcut ?? '';
}

// Pinning is done outside of this page.
chrome.action.onUserSettingsChanged?.addListener(() => { if (location.hash === '#welcome') void showAgain(); });
