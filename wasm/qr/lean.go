// SPDX-License-Identifier: MIT

package qr

import "github.com/makiuchi-d/gozxing/common/reedsolomon"

// Lean gives up the tables that gozxing makes, when a program starts, of the
// fields of other symbologies: 90 kB, most of them for Aztec. QR codes are in
// GF(2⁸) of ISO/IEC 18004 §7.5.2, which stays.
func Lean() {
	reedsolomon.GenericGF_AZTEC_DATA_12 = nil
	reedsolomon.GenericGF_AZTEC_DATA_10 = nil
	reedsolomon.GenericGF_AZTEC_DATA_8 = nil
	reedsolomon.GenericGF_AZTEC_DATA_6 = nil
	reedsolomon.GenericGF_AZTEC_PARAM = nil
	reedsolomon.GenericGF_DATA_MATRIX_FIELD_256 = nil
	reedsolomon.GenericGF_MAXICODE_FIELD_64 = nil
}
