// SPDX-License-Identifier: MIT
// Stands in the manage page that is measured, ahead of its own script, and tells in the title when the frame began that
// followed the one with the first accounts. Milliseconds since the navigation started.
const observer = new MutationObserver(() => {
  if (!document.querySelector('.rows .line')) return;
  observer.disconnect();
  requestAnimationFrame(() => requestAnimationFrame((painted) => {
    document.title = JSON.stringify({ origin: performance.timeOrigin, painted });
  }));
});
observer.observe(document, { childList: true, subtree: true });
