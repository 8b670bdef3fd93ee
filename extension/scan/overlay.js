// SPDX-License-Identifier: MIT
// The selection overlay: a rectangle to drag around a QR code. Injected into the page's isolated world, and loaded by our
// own selector tab. It shows a frame and nothing else; nothing in it can be clicked, and it knows nothing about accounts. A modal
// dialog is the only element that gets the mouse everywhere: over the page's own modal dialog, over a full-screen element,
// over frames of other origins.
(() => {
  // Injected again into the same page: what is there knows whether a selection is under way.
  if (Object.hasOwn(globalThis, 'inkanSelect')) return;

  /** Smaller boxes, in CSS pixels, are taken for a click that was not meant. */
  const smallest = 12;
  const vermilion = '#e0402d';
  /** @type {(() => void) | null} */
  let stopCurrent = null;

  /** @param {HTMLElement} element @param {Record<string, string>} style */
  const dress = (element, style) => {
    for (const [name, value] of Object.entries(style)) element.style.setProperty(name, value, 'important');
  };

  /**
   * Starts selecting; a selection that was under way ends without a word.
   * @param {{ done: (selection: SelectedBox) => void, cancel: () => void }} actions
   * @returns {() => void} ends it without calling either
   */
  globalThis.inkanSelect = ({ done, cancel }) => {
    stopCurrent?.();
    const host = document.createElement('div');
    const dialog = document.createElement('dialog');
    dress(host, { all: 'initial', display: 'contents' });
    dress(dialog, {
      all: 'initial', position: 'fixed', inset: '0', width: '100vw', height: '100vh', 'max-width': 'none', 'max-height': 'none',
      margin: '0', padding: '0', border: '0', background: 'transparent', overflow: 'hidden', cursor: 'crosshair', display: 'block',
      'user-select': 'none', 'touch-action': 'none', 'z-index': '2147483647', opacity: '1', visibility: 'visible', outline: 'none',
    });
    // The dialog itself is in there, too: what a page says about every dialog's backdrop would darken the code otherwise.
    const shadow = host.attachShadow({ mode: 'closed' });
    const backdrop = new CSSStyleSheet();
    backdrop.replaceSync('::backdrop { display: none }');
    shadow.adoptedStyleSheets = [backdrop];
    shadow.append(dialog);
    const shade = document.createElement('div');
    const frame = document.createElement('div');
    dress(shade, { position: 'fixed', inset: '0', background: 'rgb(20 16 12 / 45%)' });
    dress(frame, {
      position: 'fixed', display: 'none', 'box-sizing': 'border-box', outline: `2px solid ${vermilion}`,
      'box-shadow': '0 0 0 100vmax rgb(20 16 12 / 45%)', 'border-radius': '2px',
    });
    dialog.append(shade, frame);

    /** @type {{ x: number, y: number } | null} */
    let from = null;
    let box = { left: 0, top: 0, width: 0, height: 0 };

    /** @param {number} value @param {number} most */
    const clamp = (value, most) => Math.min(Math.max(value, 0), most);

    const paint = () => {
      dress(shade, { display: 'none' });
      dress(frame, { display: 'block', left: `${box.left}px`, top: `${box.top}px`, width: `${box.width}px`, height: `${box.height}px` });
    };

    /** @param {number} x @param {number} y */
    const stretch = (x, y) => {
      if (!from) return;
      const toX = clamp(x, innerWidth);
      const toY = clamp(y, innerHeight);
      box = { left: Math.min(from.x, toX), top: Math.min(from.y, toY), width: Math.abs(toX - from.x), height: Math.abs(toY - from.y) };
      paint();
    };

    /** The keyboard's way: arrows move a box, with Shift they size it, Enter takes it. @param {KeyboardEvent} event */
    const byKey = ({ key, shiftKey, ctrlKey }) => {
      const step = ctrlKey ? 1 : 16;
      const dx = key === 'ArrowLeft' ? -step : key === 'ArrowRight' ? step : 0;
      const dy = key === 'ArrowUp' ? -step : key === 'ArrowDown' ? step : 0;
      if (dx === 0 && dy === 0) return;
      if (box.width === 0) {
        // In the middle of what is in sight, which is less of a page that is magnified with two fingers.
        const { offsetLeft, offsetTop, scale } = /** @type {VisualViewport} */ (visualViewport);
        const side = Math.min(innerWidth, innerHeight) / scale / 2;
        box = { left: offsetLeft + (innerWidth / scale - side) / 2, top: offsetTop + (innerHeight / scale - side) / 2, width: side, height: side };
      } else if (shiftKey) {
        box.width = clamp(box.width + dx, innerWidth - box.left);
        box.height = clamp(box.height + dy, innerHeight - box.top);
      } else {
        box.left = clamp(box.left + dx, innerWidth - box.width);
        box.top = clamp(box.top + dy, innerHeight - box.height);
      }
      paint();
    };

    const take = () => {
      // What was not seen was not meant.
      if (covered) return abort();
      const selection = { x: box.left / innerWidth, y: box.top / innerHeight, width: box.width / innerWidth, height: box.height / innerHeight };
      stop();
      afterPaint(() => done(selection));
    };

    const abort = () => {
      stop();
      cancel();
    };

    /** @type {Record<string, (event: any) => void>} */
    const handlers = {
      pointerdown: (event) => {
        if (event.button !== 0) return;
        raise();
        from = { x: clamp(event.clientX, innerWidth), y: clamp(event.clientY, innerHeight) };
        stretch(event.clientX, event.clientY);
      },
      pointermove: (event) => stretch(event.clientX, event.clientY),
      pointerup: (event) => {
        if (!from || event.button !== 0) return;
        stretch(event.clientX, event.clientY);
        from = null;
        if (box.width >= smallest && box.height >= smallest) take();
      },
      keydown: (event) => {
        if (event.key === 'Escape') abort();
        else if (event.key === 'Enter' && box.width >= smallest && box.height >= smallest) take();
        else byKey(event);
      },
      contextmenu: () => abort(),
    };

    // The browser itself tells whether anything covers the overlay, a tenth of a second late: of another dialog in front of it,
    // a popover, or a transition of the view the other measures tell nothing.
    let covered = false;
    const watch = new IntersectionObserver((entries) => {
      covered = !(/** @type {any} */ (entries.at(-1)).isVisible);
    }, /** @type {any} */ ({ trackVisibility: true, delay: 100 }));

    /** Whether the person sees that they are selecting: a page can take the overlay away, hide it or shrink it. */
    const seen = () => {
      const { left, top, right, bottom } = dialog.getBoundingClientRect();
      return dialog.isConnected && dialog.open && dialog.checkVisibility({ opacityProperty: true, visibilityProperty: true })
        && left <= 0 && top <= 0 && right >= innerWidth - 1 && bottom >= innerHeight - 1;
    };

    // On the window and capturing, so that the page's elements hear neither the drag nor the keys; a page that listened
    // there first does, and can spoil a selection, but learns nothing. What a script sends is not the person.
    /** @param {Event} event */
    const hear = (event) => {
      // What is not seen is not meant: the page has its mouse and keys back.
      if (!seen()) return abort();
      event.stopImmediatePropagation();
      event.preventDefault();
      if (event.isTrusted) handlers[event.type]?.(event);
    };
    const types = ['pointerdown', 'pointermove', 'pointerup', 'pointercancel', 'mousedown', 'mousemove', 'mouseup', 'click',
      'dblclick', 'auxclick', 'contextmenu', 'wheel', 'touchstart', 'touchmove', 'touchend', 'dragstart', 'selectstart',
      'keydown', 'keyup', 'keypress', 'cancel'];
    for (const type of types) window.addEventListener(type, hear, { capture: true, passive: false });
    /** Brings the overlay in front of a dialog or popover that the page has opened since. */
    const raise = () => {
      dialog.close();
      dialog.showModal();
    };

    // The browser closes a modal dialog by itself when Escape is pressed twice. The event comes late: by then ours may be
    // open again.
    const closed = () => {
      if (!dialog.open) abort();
    };
    dialog.addEventListener('close', closed);

    const stop = () => {
      for (const type of types) window.removeEventListener(type, hear, { capture: true });
      dialog.removeEventListener('close', closed);
      watch.disconnect();
      host.remove();
      stopCurrent = null;
    };

    document.documentElement.append(host);
    dialog.showModal();
    watch.observe(dialog);
    stopCurrent = stop;
    return stop;
  };

  /**
   * Runs work once what was removed is off the screen: two frames later, or soon, when the tab paints none.
   * @param {() => void} work
   */
  function afterPaint(work) {
    let ran = false;
    const once = () => {
      if (ran) return;
      ran = true;
      work();
    };
    requestAnimationFrame(() => requestAnimationFrame(once));
    setTimeout(once, 250);
  }
})();
