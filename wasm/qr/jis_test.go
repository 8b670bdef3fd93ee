// SPDX-License-Identifier: MIT

package qr_test

import _ "inkan/wasm/qr/jis" // for all tests of package qr
