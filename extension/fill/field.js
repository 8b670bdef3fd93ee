// SPDX-License-Identifier: MIT
// Finds the field of a page that a one-time code belongs in, and fills it. Injected into the isolated worlds of a tab's documents
// after words.js; it shows nothing, says nothing to the page, never submits, and gets one code, when the field is known. What it
// reports is judged as if the page had written it.
{
  /** What a field has to reach to be filled without having been pointed at. */
  const enough = 55;

  /** Texts around a field that are longer say nothing about it. Characters. */
  const longest = 700;

  const { strong, middle, weak, app, sent, never, step, kind, pin, spare, other } = globalThis.inkanWords;

  /** @typedef {{ length: number, letters: boolean }} Shape  of the code: characters, and whether it has letters in it */
  /** @typedef {{ boxes: HTMLInputElement[], score: number, focused: boolean }} Field  one box, or one for each part of the code */

  /** @param {Element} element @returns {ShadowRoot | null} also a closed one */
  const shadowOf = (element) => /** @type {ShadowRoot | null} */ (element instanceof HTMLElement ? chrome.dom.openOrClosedShadowRoot(element) : null);

  /** @param {Node} node @returns {Element | null} also out of a shadow tree */
  function parentOf(node) {
    const { parentNode } = node;
    return parentNode instanceof ShadowRoot ? parentNode.host : /** @type {Element | null} */ (parentNode instanceof Element ? parentNode : null);
  }

  /** @param {ParentNode} root @returns {HTMLInputElement[]} in the order of the document, shadow trees included */
  function inputs(root) {
    return [...root.querySelectorAll('*')].flatMap((element) => {
      if (element instanceof HTMLInputElement) return [element];
      const shadow = shadowOf(element);
      return shadow ? inputs(shadow) : [];
    });
  }

  /** What has the focus, also deep in shadow trees. */
  function active() {
    let found = document.activeElement;
    for (let inner = found; inner; inner = shadowOf(inner)?.activeElement ?? null) found = inner;
    return found;
  }

  /** @param {string | null | undefined} text */
  const plain = (text) => (text ?? '').normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();

  /** A name that a programmer gave, in words. @param {string | null | undefined} text */
  const spelled = (text) => plain((text ?? '').replace(/([a-z\d])([A-Z])/g, '$1 $2').replace(/[_\-.:[\]/]+/g, ' '));

  /** What can be pressed or chosen says what else there is to do, not what a field is for. */
  const pressable = 'a, button, select, textarea, script, style, template, noscript, svg, [role=button], [role=link], [role=tab]';

  /**
   * The text of a part of the page as it is seen, without what can be pressed and without labels of other fields.
   * @param {Node} node @param {Element[]} fields  whose labels count
   * @returns {string}
   */
  function textOf(node, fields) {
    if (node instanceof Text) return node.data;
    if (!(node instanceof Element || node instanceof ShadowRoot)) return '';
    if (node instanceof Element) {
      if (node.matches(pressable) || !node.checkVisibility() && !node.matches('slot')) return '';
      if (node instanceof HTMLLabelElement && node.control && !fields.includes(node.control)) return '';
    }
    const shadow = node instanceof Element ? shadowOf(node) : null;
    let text = shadow ? textOf(shadow, fields) : '';
    for (const child of node.childNodes) {
      text += ` ${textOf(child, fields)}`;
      if (text.length > 4 * longest) break;
    }
    return text;
  }

  /** The text right before a field: of a table's cell, a term, a paragraph. @param {Element} field */
  function before(field) {
    let at = /** @type {Element | null} */ (field);
    for (let up = 0; at && up < 4; up++, at = parentOf(at)) {
      for (let sibling = at.previousSibling; sibling; sibling = sibling.previousSibling) {
        if (sibling instanceof Element && (sibling.matches('input') || sibling.querySelector('input, select, textarea'))) return '';
        const text = plain(textOf(sibling, [field]));
        if (text) return text.length < 160 ? text : '';
      }
      if (at.matches('form, dialog, main, body')) return '';
    }
    return '';
  }

  /** @param {Element} field @param {string} name  of an attribute with ids */
  function referred(field, name) {
    const root = /** @type {Document | ShadowRoot} */ (field.getRootNode());
    return (field.getAttribute(name) ?? '').split(/\s+/).map((id) => (id ? root.getElementById(id) : null)).map((element) => plain(element?.textContent)).join(' ');
  }

  /** What a field says about itself. @param {HTMLInputElement} field */
  function own(field) {
    const labels = [...field.labels ?? []].map((label) => plain(textOf(label, [field]))).join(' ');
    const named = `${labels} ${plain(field.getAttribute('aria-label'))} ${referred(field, 'aria-labelledby')}`.trim() || before(field);
    const ids = ['name', 'id', 'data-testid', 'data-test', 'data-qa', 'formcontrolname'].map((name) => spelled(field.getAttribute(name)));
    return {
      told: [named, plain(field.placeholder), plain(field.title)].join(' | '), hint: referred(field, 'aria-describedby'), ids: ids.join(' | '),
      look: spelled(field.className), // which says what it is drawn as, and only by chance what it is not
    };
  }

  /** The text around a field that is about it: the largest part of the page around it that is still short. @param {HTMLInputElement[]} boxes */
  function around(boxes) {
    let text = '';
    for (let at = boxes[0] ? parentOf(boxes[0]) : null; at; at = parentOf(at)) {
      const more = plain(textOf(at, boxes));
      if (more.length > longest) break;
      text = more;
      if (at.matches('dialog, [role=dialog], [role=alertdialog], body')) break;
    }
    return text;
  }

  const kinds = ['text', 'tel', 'number'];

  /** Whether a person could type into a field, and has not begun to type something else. @param {HTMLInputElement} field */
  function usable(field) {
    if (!kinds.includes(field.type) || field.disabled || field.readOnly || !/^[\d\s-]*$/.test(field.value)) return false;
    if (!field.checkVisibility({ visibilityProperty: true }) || field.closest('[inert], [role=search]') || field.getAttribute('role') === 'searchbox') return false;
    const { width, height, right, bottom } = field.getBoundingClientRect();
    if (width < 4 || height < 4 || right + scrollX <= 0 || bottom + scrollY <= 0) return false;
    // One that is drawn by other elements lies over them unseen; others nobody sees are there for robots.
    const unseen = !field.checkVisibility({ opacityProperty: true }) || field.closest('[aria-hidden=true]') !== null;
    return !unseen || isMarked(field);
  }

  /** Whether the page itself says what the field is for. @param {HTMLInputElement} field */
  const isMarked = (field) => plain(field.getAttribute('autocomplete')).split(' ').includes('one-time-code');

  /** A code as the field would get it, for the field's own rules. @param {Shape} shape @param {number} length */
  const sample = ({ letters }, length) => (letters ? 'BC234FGHJK' : '1234567890').slice(0, length);

  /** Whether so many characters of a code go into a field. @param {HTMLInputElement} field @param {Shape} shape @param {number} length */
  function fits(field, shape, length) {
    if (field.maxLength >= 0 && field.maxLength < length) return false;
    if (shape.letters && (field.type === 'number' || ['numeric', 'decimal', 'tel'].includes(field.inputMode))) return false;
    try {
      return !field.pattern || new RegExp(`^(?:${field.pattern})$`, 'v').test(sample(shape, length));
    } catch {
      return true; // a pattern that is none
    }
  }

  /** Whether two fields stand beside each other as parts of one. @param {HTMLInputElement} a @param {HTMLInputElement} b */
  function beside(a, b) {
    const [one, two] = [a.getBoundingClientRect(), b.getBoundingClientRect()];
    return Math.abs(one.top - two.top) < 6 && Math.abs(one.width - two.width) < 6 && two.left >= one.left && two.left - one.right < 64;
  }

  /**
   * Fields in the order of the page, those that are parts of one together.
   * @param {HTMLInputElement[]} all @param {Shape} shape
   * @returns {HTMLInputElement[][]}
   */
  function grouped(all, shape) {
    /** @type {HTMLInputElement[][]} */
    const rows = [];
    for (const field of all) {
      const last = rows.at(-1)?.at(-1);
      if (last && beside(last, field)) rows.at(-1)?.push(field);
      else rows.push([field]);
    }
    return rows.flatMap((row) => {
      if (row.length === 1) return [row];
      const size = shape.length / row.length;
      const narrow = row.every((field) => field.maxLength === 1 || field.getBoundingClientRect().width <= 80);
      const parts = row.length === shape.length ? narrow : row.length === 2 && row.every(({ maxLength }) => maxLength === size);
      if (parts) return row.every((field) => fits(field, shape, 1)) ? [row] : [];
      // Boxes of another number are for something else; fields that just stand in a row are each for itself.
      return row.length >= 4 && narrow ? [] : row.map((field) => [field]);
    });
  }

  /**
   * How much speaks for a field; 0 when something speaks against it.
   * @param {HTMLInputElement[]} boxes @param {Shape} shape @param {boolean} alone  no other field is there to be filled
   * @param {boolean} focused
   */
  function rate(boxes, shape, alone, focused) {
    const [field] = boxes;
    if (!field || boxes.length === 1 && !fits(field, shape, shape.length)) return 0;
    const all = boxes.map(own);
    const group = field.closest('fieldset, [role=group]');
    const legend = boxes.length > 1 && group ? `${plain(group.getAttribute('aria-label'))} ${referred(group, 'aria-labelledby')} ${plain(group.querySelector('legend')?.textContent)}` : '';
    const told = [...all.map((one) => one.told), legend].join(' | ');
    const ids = all.map((one) => one.ids).join(' | ');
    const hint = all[0]?.hint ?? '';
    const near = around(boxes);
    const says = told.replace(other, ' ');
    const isApp = app.test(`${told} ${hint} ${near}`);
    if (never.test(says) || never.test(ids) || spare.test(says) || spare.test(ids)) return 0;
    if (sent.test(`${told} ${ids}`) && !app.test(told) || sent.test(`${hint} ${near}`) && !isApp) return 0;
    const autocomplete = plain(field.getAttribute('autocomplete'));
    if (autocomplete && !['on', 'off', 'one-time-code', 'nope', 'new-password', 'false', 'none'].some((word) => autocomplete.includes(word))) return 0;

    const words = `${told} | ${ids} | ${hint} | ${all[0]?.look}`;
    const page = `${spelled(location.pathname)} ${plain(document.title)} ${plain(document.querySelector('h1')?.textContent)}`;
    const shaped = (boxes.length > 1 ? 30 : 0) + (boxes.length === 1 && field.maxLength === shape.length ? 20 : 0)
      + (boxes.length === 1 && field.maxLength > shape.length && field.maxLength <= 10 ? 8 : 0)
      + (['numeric', 'decimal', 'tel'].includes(field.inputMode) || field.type !== 'text' || /\\d|0-9/.test(field.pattern) ? 10 : 0)
      + (field.pattern && fits(field, shape, shape.length) ? 5 : 0);
    const named = (strong.test(words) ? 50 : 0) + (middle.test(words) ? 30 : 0) + (weak.test(words) ? 15 : 0) + (isMarked(field) ? 70 : 0);
    // A label of its own that says nothing of a code says something else.
    if (named + shaped === 0 && !(alone && /^[| ]*$/.test(told))) return 0;
    const isPlain = !strong.test(words) && !isMarked(field);
    if (isPlain && (pin.test(says) || pin.test(ids))) return 0;
    // Codes are of many kinds: something has to say that this is about who somebody is.
    if (isPlain && !middle.test(words)) {
      if (kind.test(says)) return 0;
      if (![strong, middle, app, step].some((one) => one.test(near) || one.test(page))) return 0;
    }
    const context = (strong.test(near) ? 25 : 0) + (app.test(near) ? 20 : 0) + (middle.test(near) ? 15 : 0) + (strong.test(page) || middle.test(page) || step.test(page) ? 15 : 0);
    return named + shaped + context + (alone ? 5 : 0) + (focused && named + shaped > 0 ? 20 : 0);
  }

  /**
   * The field for a code, if there is one.
   * @param {Shape} shape @param {boolean} pointed  whether what has the focus was pointed at by the person
   * @returns {Field | null}
   */
  function find(shape, pointed) {
    const all = inputs(document).filter(usable);
    const focus = active();
    /** @type {Field | null} */
    let best = null;
    for (const boxes of grouped(all, shape)) {
      const focused = focus instanceof HTMLInputElement && boxes.includes(focus);
      let score = rate(boxes, shape, all.length === boxes.length, focused);
      if (focused && pointed && plausible(boxes, shape)) score += 2 * enough;
      if (score >= enough && score > (best?.score ?? 0)) best = { boxes, score, focused };
    }
    return best;
  }

  /** Whether nothing speaks against a field that the person pointed at. @param {HTMLInputElement[]} boxes @param {Shape} shape */
  function plausible(boxes, shape) {
    return boxes.every((field) => fits(field, shape, shape.length / boxes.length)) && boxes.map(own).every(({ told, ids }) => {
      const words = `${told.replace(other, ' ')} | ${ids}`;
      return !never.test(words) && !spare.test(words) && !sent.test(words);
    });
  }

  /** @type {Field | null} */
  let found = null;
  /** @type {[Shape, boolean] | null} by which it was */
  let sought = null;

  globalThis.inkanField = {
    look(shape, pointed) {
      sought = [shape, pointed];
      found = find(shape, pointed);
      return { url: location.href, origin: globalThis.origin, score: found?.score ?? 0 };
    },

    async put(code, origin) {
      if (globalThis.origin !== origin || location.origin !== origin || !sought) return false;
      const again = () => {
        if (!found?.boxes.every((box) => box.isConnected)) found = sought && find(...sought);
        return found?.boxes ?? [];
      };
      const count = again().length;
      if (count === 0) return false;
      const size = code.length / count;
      for (let i = 0; i < count; i++) {
        // A page may have drawn its fields anew for what was put into the one before.
        const box = again()[i];
        if (!box) break;
        await type(box, code.slice(i * size, (i + 1) * size), count > 1);
      }
      const boxes = found?.boxes ?? [];
      // A page that goes on by itself when the last digit is there has taken the code.
      return !boxes.every((box) => box.isConnected) || boxes.map(({ value }) => value).join('').replace(/[\s-]/g, '') === code;
    },
  };

  /**
   * Writes into a field as typing would: in this world the value's setter is the browser's own, whatever a framework has put
   * in its place in the page's.
   * @param {HTMLInputElement} box @param {string} text @param {boolean} part  of a row of boxes, whose page may listen to keys
   */
  async function type(box, text, part) {
    box.focus({ preventScroll: true });
    const key = { key: text, bubbles: true, composed: true, cancelable: true };
    const taken = part && text.length === 1 && !box.dispatchEvent(new KeyboardEvent('keydown', key));
    if (!taken) {
      box.value = text;
      box.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true, inputType: 'insertText', data: text }));
      if (box.isConnected) box.dispatchEvent(new Event('change', { bubbles: true }));
    }
    if (part && text.length === 1) box.dispatchEvent(new KeyboardEvent('keyup', key));
    // What a page does after an event, and draws from it, comes first.
    await new Promise((resolve) => { setTimeout(resolve); });
  }
}
