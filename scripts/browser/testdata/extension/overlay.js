// SPDX-License-Identifier: MIT
(() => {
  const dialog = document.createElement('dialog');
  dialog.setAttribute('aria-label', 'Select an area');
  dialog.style.cssText = 'position:fixed;inset:0;width:100vw;height:100vh;max-width:none;max-height:none;margin:0;border:0;padding:0;background:rgb(0 0 0/.3)';
  const root = dialog.attachShadow ? document.createElement('div') : null;
  dialog.append(root);
  const shadow = root.attachShadow({ mode: 'closed' });
  const hint = document.createElement('p');
  hint.setAttribute('role', 'status');
  hint.textContent = 'Drag a box';
  shadow.append(hint);
  document.documentElement.append(dialog);
  dialog.showModal();
  let from;
  dialog.addEventListener('pointerdown', (e) => { from = [e.clientX, e.clientY]; });
  dialog.addEventListener('pointerup', (e) => {
    if (!e.isTrusted) return;
    dialog.remove();
    chrome.runtime.sendMessage({ area: [...from, e.clientX, e.clientY] });
  });
})();
