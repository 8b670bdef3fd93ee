// SPDX-License-Identifier: MIT

package qr_test

import _ "inkan/wasm/qr/charsets" // for all tests of package qr
