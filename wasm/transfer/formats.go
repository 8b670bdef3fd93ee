// SPDX-License-Identifier: MIT

package transfer

// formats are asked in this order: what cannot be mistaken comes first.
// One line each, so that the order can be read as a list.
var formats = []format{
	stratumSealedFormat,
	protonPassFormat,
	htmlFormat,
	pgpFormat,
	aegisFormat,
	twoFASFormat,
	enteSealedFormat,
	protonFormat,
	protonSealedFormat,
	bitwardenFormat,
	stratumFormat,
	enteJSONFormat,
	extensionFormat,
	andOTPFormat,
	bitwardenCSV,
	enteTextForm,
	googleFormat,
	otpauthFormat,
	andOTPSealedFormat,
}
