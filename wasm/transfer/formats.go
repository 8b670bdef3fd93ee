// SPDX-License-Identifier: MIT

package transfer

// formats are asked in this order: what cannot be mistaken comes first.
var formats []format

// One line each, so that the order can be read as a list. Not as the value of
// the variable: reading a sealed backup asks them all again.
func init() {
	formats = []format{
		// by their first bytes
		sealedBackupFormat,
		stratumSealedFormat,
		kdbxFormat,
		freeOTP2Format,
		onePasswordFormat,
		protonPassFormat,
		raivoFormat,
		authenticatorPlusFormat,
		winAuthFormat,
		googleDatabaseFormat,
		microsoftDatabaseFormat,
		databaseFormat,
		pgpFormat,
		// XML and HTML
		freeOTPFormat,
		authyFormat,
		battleNetFormat,
		androidKeystoreFormat,
		htmlFormat,
		// JSON objects, by their members, and arrays
		backupFormat,
		aegisFormat,
		twoFASFormat,
		enteSealedFormat,
		protonFormat,
		protonSealedFormat,
		bitwardenFormat,
		stratumFormat,
		freeOTPPlusFormat,
		lastPassFormat,
		steamFormat,
		enteJSONFormat,
		extensionFormat,
		cxfFormat,
		andOTPFormat,
		duoFormat,
		// other text
		bitwardenCSV,
		keePassCSVFormat,
		pushFormat,
		enteTextForm,
		googleFormat,
		otpauthFormat,
		totpAuthenticatorFormat,
		// what looks like noise
		sqlCipherFormat,
		andOTPSealedFormat,
	}
}
