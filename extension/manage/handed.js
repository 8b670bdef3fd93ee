// SPDX-License-Identifier: MIT
// Files that are handed to a section of the page: chosen, let go of anywhere on the page, or pasted.
import { make } from '../look/form.js';

/**
 * Hands files to a section while it is the one that is shown.
 * @param {HTMLElement} view  of the section
 * @param {(files: File[]) => unknown} take
 * @param {{ accept?: string, pasted: (text: string) => unknown }} o  accept: what can be chosen; pasted: what comes of a text
 * @returns {HTMLInputElement} the field to choose files with, which is to be in the section and is not seen
 */
export function handed(view, take, { accept = '', pasted }) {
  const chooser = make('input', { type: 'file', multiple: true, hidden: true, accept, onchange: () => {
    void take([...chooser.files ?? []]);
    chooser.value = '';
  } });
  // Wherever a file is let go of on this page, it is meant for the section, and the browser must not open it instead.
  addEventListener('dragover', (event) => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    view.classList.toggle('over', view.isConnected);
  });
  addEventListener('dragleave', (event) => { if (!event.relatedTarget) view.classList.remove('over'); });
  addEventListener('drop', (event) => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    view.classList.remove('over');
    if (view.isConnected) void take([...event.dataTransfer.files]);
  });
  addEventListener('paste', (event) => {
    if (!view.isConnected || event.target instanceof HTMLInputElement || document.querySelector('dialog[open]')) return;
    const files = [...event.clipboardData?.files ?? []];
    if (files.length > 0) void take(files);
    else pasted(event.clipboardData?.getData('text/plain') ?? '');
  });
  return chooser;
}
