// SPDX-License-Identifier: MIT
// Runs the selection overlay in a page. It tells the service worker the box, and is told nothing back.
{
  /** @param {string} type @param {SelectedBox} [selection] */
  const tell = (type, selection) => {
    // When Inkan was updated meanwhile this script is an orphan, and nobody is there to be told.
    chrome.runtime?.sendMessage({ to: 'background', type, selection }).catch(() => {});
  };
  /**
   * A box of what the tab shows: of a page that is magnified with two fingers that is not all of its window.
   * @param {SelectedBox} box  in fractions of the window @returns {SelectedBox}
   */
  const inSight = ({ x, y, width, height }) => {
    const { offsetLeft, offsetTop, scale } = /** @type {VisualViewport} */ (visualViewport);
    const across = (/** @type {number} */ at) => Math.min(Math.max((at - offsetLeft / innerWidth) * scale, 0), 1);
    const down = (/** @type {number} */ at) => Math.min(Math.max((at - offsetTop / innerHeight) * scale, 0), 1);
    return { x: across(x), y: down(y), width: across(x + width) - across(x), height: down(y + height) - down(y) };
  };
  globalThis.inkanStop = globalThis.inkanSelect({
    done: (selection) => tell('selection.done', inSight(selection)),
    cancel: () => tell('selection.cancelled'),
  });
}
