// SPDX-License-Identifier: MIT
// What the two scan buttons do.
import { ask } from '../platform/messages.js';
import { currentTab } from '../platform/tabs.js';
import * as cards from './cards.js';
import { fail } from './popup.js';

/**
 * Reads the tab behind the popup and shows what was found.
 * @param {HTMLButtonElement} button @param {HTMLElement} news
 */
export async function scan(button, news) {
  if (button.disabled) return;
  button.disabled = true;
  const begun = performance.now();
  try {
    const tabId = await currentTab();
    const { readings, site, times } = await ask('background', 'scan.tab', { tabId });
    cards.show(news, { kind: 'found', readings, site, area: false });
    performance.measure('scan', { start: begun, detail: times });
    // Nothing seen: the box to drag is already there when the person looks up.
    if (readings.length === 0) await ask('background', 'scan.area', { tabId });
  } catch (error) {
    await fail(error);
  } finally {
    button.disabled = false;
  }
}

/** Puts the selection overlay on the page and gets out of its way. */
export async function selectArea() {
  try {
    await ask('background', 'scan.area', { tabId: await currentTab() });
    window.close();
  } catch (error) {
    await fail(error);
  }
}
