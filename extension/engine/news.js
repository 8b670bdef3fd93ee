// SPDX-License-Identifier: MIT

/** What pages are told over this channel: that there is something new to paint. */
export const news = new BroadcastChannel('inkan');
