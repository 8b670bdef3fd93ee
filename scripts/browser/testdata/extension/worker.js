// SPDX-License-Identifier: MIT
onmessage = () => { for (;;); };
postMessage('ready');
