// SPDX-License-Identifier: MIT
postMessage('ready');
