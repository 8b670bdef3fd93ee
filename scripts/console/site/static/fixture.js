// SPDX-License-Identifier: MIT

// What a fixture page cannot do without script: draw on a canvas, open its own
// modal dialog, go full screen.

for (const canvas of document.querySelectorAll("canvas")) draw(canvas);
document.querySelector("dialog")?.showModal();
document.querySelector("#fullscreen")?.addEventListener("click", () => {
  void document.querySelector("#stage")?.requestFullscreen();
});

/**
 * Draws the modules in data-bits, rows of "0" and "1", over the whole canvas.
 * @param {HTMLCanvasElement} canvas
 */
function draw(canvas) {
  const { bits = "", fg = "", bg = "" } = canvas.dataset;
  const context = canvas.getContext("2d");
  if (!context) return;
  const rows = bits.split(" ");
  const edge = (/** @type {number} */ i) => Math.round((i * canvas.width) / rows.length);
  rows.forEach((row, y) => {
    [...row].forEach((bit, x) => {
      context.fillStyle = bit === "1" ? fg : bg;
      context.fillRect(edge(x), edge(y), edge(x + 1) - edge(x), edge(y + 1) - edge(y));
    });
  });
}
