// SPDX-License-Identifier: MIT

package transfer

// formats are asked in this order: what cannot be mistaken comes first.
// One line each, so that the order can be read as a list.
var formats = []format{
	kdbxFormat,
	freeOTP2Format,
	onePasswordFormat,
	raivoFormat,
	authenticatorPlusFormat,
	winAuthFormat,
	googleDatabaseFormat,
	microsoftDatabaseFormat,
	databaseFormat,
	freeOTPFormat,
	authyFormat,
	battleNetFormat,
	freeOTPPlusFormat,
	lastPassFormat,
	steamFormat,
	cxfFormat,
	duoFormat,
	keePassCSVFormat,
	totpAuthenticatorFormat,
	androidKeystoreFormat,
	pushFormat,
	sqlCipherFormat,
}
