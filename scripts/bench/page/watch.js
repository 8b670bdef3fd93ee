// SPDX-License-Identifier: MIT
// Stands in every popup that is measured, ahead of its own script, and tells when what counts was there: in the title,
// which can be read from outside without looking into the page. Milliseconds since the navigation started.
const told = { origin: performance.timeOrigin, first: 0, written: 0, painted: 0, clicked: 0, named: 0 };

const tell = () => { document.title = JSON.stringify(told); };

/** The time is that of the frame's presentation, as the browser gives it: in steps of 4 ms. */
const shown = new PerformanceObserver((entries) => {
  for (const { renderTime } of entries.getEntries()) told.painted ||= renderTime;
  told.first ||= performance.getEntriesByName('first-paint')[0]?.startTime ?? 0;
  tell();
});
shown.observe({ type: 'element' });

/**
 * Waits until elements are put into a place; hands them on at the end of the task that did it, before their first frame.
 * @param {Element} place @param {string} selector @param {(elements: NodeListOf<Element>) => void} seen
 */
function watch(place, selector, seen) {
  const observer = new MutationObserver(() => {
    const found = place.querySelectorAll(selector);
    if (found.length === 0) return;
    observer.disconnect();
    seen(found);
  });
  observer.observe(place, { childList: true, subtree: true });
}

watch(document.getElementById('accounts'), '.code > span', (digits) => {
  told.written = performance.now();
  // Has the browser tell of their first frame, so that the popup itself needs to know nothing of it.
  for (const part of digits) part.setAttribute('elementtiming', 'code');
});
// What a scan found says its name in a row of its own, what was added in the title of its card. Once the next frame
// begins, that frame is drawn: a few milliseconds late, but told for certain, with a person's click in between.
watch(document.getElementById('news'), '.card .issuer, .card.good > h2', () => {
  requestAnimationFrame(() => requestAnimationFrame((time) => {
    told.named = time;
    tell();
  }));
});
document.getElementById('scan').addEventListener('click', ({ timeStamp }) => { told.clicked = timeStamp; }, true);
