// SPDX-License-Identifier: MIT
// What a camera sees, in a dialog, and every QR code in it. The camera is on for as long as it is looked through: it is off when
// enough was seen, the person stops, the page is left, hidden, locked or closed, or the camera is gone.
import * as scanner from '../engine/scanner.js';
import { button, make } from '../look/form.js';
import * as cameras from '../platform/camera.js';
import { problemOf } from '../platform/messages.js';
import { explain, say } from '../platform/words.js';
import * as dialog from './dialog.js';

/** @typedef {import('../engine/scanner.js').Sight} Sight */

/** From one look to the next: fifteen a second, which leave a slow computer time to show the picture. Milliseconds. */
const pace = 1000 / 15;

/** The camera that was chosen last; while this page lives. */
let favourite = '';

export class Viewfinder {
  /** @type {import('../platform/camera.js').Camera | null} */
  #camera = null;
  /** Each time that a camera is switched on is another. */
  #turn = 0;
  #over = false;
  /** When the next look is due, by the page's clock. Milliseconds. */
  #due = 0;
  #close;
  #begun;
  #seen;
  #left;
  #section = location.hash.split('/', 1)[0];
  #video = make('video', { muted: true, playsInline: true, 'aria-label': say('camera') });
  #outlines = svg('svg', { 'aria-hidden': 'true' });
  #stage = make('div', { className: 'stage seeing' }, this.#video, this.#outlines);
  #which = make('select', { 'aria-label': say('cameraWhich'), hidden: true, onchange: () => {
    favourite = this.#which.value;
    void this.#on();
  } });
  #lead = make('p');
  #lamp = button(say('cameraLight'), () => this.#light());
  #problem = make('p', { className: 'problem', role: 'alert' });
  #status = make('p', { className: 'seen', role: 'status' });
  #again = button('', () => this.#on(), 'primary');
  #settings = button(say('cameraSettings'), openSettings);
  #stop = button('', () => this.end());

  /**
   * Opens the dialog and switches a camera on.
   * @param {{ lead: string, before?: HTMLElement[], after?: HTMLElement[], begun?: () => void,
   *   seen: (sight: Sight, frame: VideoFrame) => unknown, left?: () => void }} o  before, after: buttons beside the one that stops;
   *   begun: a camera is on; seen: is given each look, and its frame for as long as it takes; left: the dialog has closed
   */
  constructor({ lead, before = [], after = [], begun = () => {}, seen, left = () => {} }) {
    this.#begun = begun;
    this.#seen = seen;
    this.#left = left;
    this.#lead.textContent = lead;
    const content = make('div', { className: 'viewfinder' }, this.#lead, this.#stage,
      make('div', { className: 'row' }, this.#which, this.#lamp), this.#problem, this.#status, make('div', { className: 'row' }, this.#settings),
      make('div', { className: 'actions' }, ...before, this.#stop, ...after, this.#again));
    this.#close = dialog.open(say('camera'), content);
    content.closest('dialog')?.addEventListener('close', () => this.#ended());
    document.addEventListener('visibilitychange', this.#hidden);
    addEventListener('pagehide', this.#gone);
    addEventListener('hashchange', this.#moved);
    this.#stop.focus();
    void this.#on();
  }

  /** Says something of what is seen. @param {string} words */
  tell(words) {
    if (this.#status.textContent !== words) this.#status.textContent = words;
  }

  /** Switches the camera off and closes the dialog. */
  end() {
    this.#over = true;
    this.#off();
    this.#close();
  }

  #hidden = () => { if (document.hidden && this.#camera) this.#fail(say('cameraPaused'), say('cameraOn')); };
  #gone = () => this.#off();
  #moved = () => { if (location.hash.split('/', 1)[0] !== this.#section) this.end(); };

  /** The dialog has closed, perhaps by Escape. */
  #ended() {
    this.#over = true;
    this.#off();
    document.removeEventListener('visibilitychange', this.#hidden);
    removeEventListener('pagehide', this.#gone);
    removeEventListener('hashchange', this.#moved);
    this.#left();
  }

  async #on() {
    this.#off();
    const turn = this.#turn;
    const now = () => turn === this.#turn && !this.#over;
    this.#problem.textContent = '';
    this.#lead.hidden = this.#stage.hidden = false;
    this.#again.hidden = this.#settings.hidden = this.#lamp.hidden = true;
    this.#stop.textContent = say('cameraStop');
    this.tell(say('cameraStarting'));
    try {
      const camera = await cameras.open(favourite);
      if (!now()) {
        camera.close();
        return;
      }
      this.#camera = camera;
      this.#hidden(); // somebody who was asked may have gone elsewhere
      if (!now()) return;
      camera.onlost = () => { if (now()) this.#fail(explain({ code: 'camera-gone' })); };
      this.tell('');
      this.#begun();
      this.#show(camera);
      void this.#offer(camera.id);
      while (now()) await this.#look(camera, now);
    } catch (error) {
      if (!now()) return;
      const problem = problemOf(error);
      this.#fail(explain(problem));
      this.#settings.hidden = problem.code !== 'camera-denied';
      void this.#offer(favourite); // another may do
    }
  }

  /** @param {import('../platform/camera.js').Camera} camera */
  #show(camera) {
    this.#stage.classList.toggle('mirrored', camera.mirrored);
    this.#video.srcObject = camera.stream;
    this.#video.play().catch(() => {}); // it was switched off meanwhile
    this.#lamp.hidden = !camera.lit;
    this.#lamp.setAttribute('aria-pressed', 'false');
  }

  /** Lets the person choose, where there are several. @param {string} id  of the one that is on */
  async #offer(id) {
    const all = await cameras.list().catch(() => []);
    this.#which.replaceChildren(...all.map(({ id: value, name }, i) => make('option', { value, textContent: name || `${say('camera')} ${i + 1}`, selected: value === id })));
    this.#which.hidden = all.length < 2;
  }

  /**
   * Looks once. What comes while it does is not waited for.
   * @param {import('../platform/camera.js').Camera} camera @param {() => boolean} now
   */
  async #look(camera, now) {
    const frame = await camera.frame();
    if (!frame || !now()) {
      frame?.close();
      if (now()) this.#fail(explain({ code: 'camera-gone' }));
      return;
    }
    const copy = frame.clone();
    try {
      const sight = await scanner.see(frame);
      if (!now()) {
        for (const { text } of sight.symbols) text.fill(0);
        return;
      }
      this.#outline(sight);
      await this.#seen(sight, copy);
    } finally {
      copy.close();
    }
    // By when they are due, since every timer is a little late.
    this.#due = Math.max(this.#due + pace, performance.now());
    const rest = this.#due - performance.now();
    if (rest > 0) await new Promise((resolve) => { setTimeout(resolve, rest); });
  }

  /** @param {Sight} sight */
  #outline({ symbols, width, height }) {
    this.#outlines.setAttribute('viewBox', `0 0 ${width} ${height}`);
    this.#outlines.replaceChildren(...symbols.map(({ corners }) => svg('polygon', { points: corners.map(({ x, y }) => `${x},${y}`).join(' ') })));
  }

  #light() {
    const on = this.#lamp.getAttribute('aria-pressed') !== 'true';
    this.#camera?.light(on).then(() => this.#lamp.setAttribute('aria-pressed', String(on)), problemOf);
  }

  /** Switches the camera off and says why. @param {string} words @param {string} [again]  on the button that switches it on */
  #fail(words, again = say('tryAgain')) {
    this.#off();
    this.#lead.hidden = this.#stage.hidden = true;
    this.tell('');
    this.#problem.textContent = words;
    this.#stop.textContent = say('close');
    this.#again.textContent = again;
    this.#again.hidden = false;
    this.#again.focus();
  }

  /** The camera and the Worker end; nothing that was begun goes on. */
  #off() {
    this.#turn++;
    this.#camera?.close();
    this.#camera = null;
    scanner.end();
    this.#video.srcObject = null;
    this.#outlines.replaceChildren();
    this.#lamp.hidden = true;
  }
}

/** Where Chrome keeps what the person has allowed. */
const openSettings = () => chrome.tabs.create({ url: `chrome://settings/content/siteDetails?site=${encodeURIComponent(location.origin)}` });

/** @param {string} name @param {Record<string, string>} attributes */
function svg(name, attributes) {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}
