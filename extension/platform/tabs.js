// SPDX-License-Identifier: MIT
// The tab behind the popup.

/** @returns {Promise<number>} the id of the tab that the popup was opened on */
export async function currentTab() {
  const [tab] = await chrome.tabs.query({ active: true, currentWindow: true });
  if (tab?.id === undefined) throw new Error('there is no tab behind the popup');
  return tab.id;
}
