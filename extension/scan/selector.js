// SPDX-License-Identifier: MIT
// Selecting over a screenshot, for pages that refuse scripts (chrome:, the PDF viewer, the Web Store): the picture in a
// tab of ours, with the overlay that pages get.
import { ask } from '../platform/messages.js';
import { fill, language, say } from '../platform/words.js';

const picture = /** @type {HTMLImageElement} */ (document.getElementById('picture'));

document.documentElement.lang = language();
document.title = say('selectorTitle');
fill(document);

/** The engine was restarted and the screenshot went with it, or another selection has begun since. */
const gone = () => {
  picture.hidden = true;
  /** @type {HTMLElement} */ (document.getElementById('gone')).hidden = false;
};

const source = await ask('engine', 'picture.show', { id: location.hash.slice(1) }).catch(() => null);
if (source) {
  picture.src = source;
  picture.alt = say('selectorPicture');
  await picture.decode();
  picture.hidden = false;
  globalThis.inkanSelect({
    done: (selection) => ask('background', 'selector.done', { box: selection }).catch(gone),
    cancel: () => ask('background', 'selector.cancelled').catch(gone),
  });
} else {
  gone();
}
