// SPDX-License-Identifier: MIT
// Runs the selection overlay in a page. It tells the service worker the box, and is told nothing back.
{
  /** @param {string} type @param {SelectedBox} [selection] */
  const tell = (type, selection) => {
    // When Inkan was updated meanwhile this script is an orphan, and nobody is there to be told.
    chrome.runtime?.sendMessage({ to: 'background', type, selection }).catch(() => {});
  };
  globalThis.inkanStop = globalThis.inkanSelect({
    done: (selection) => tell('selection.done', selection),
    cancel: () => tell('selection.cancelled'),
  });
}
