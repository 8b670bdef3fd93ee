// SPDX-License-Identifier: MIT

package transfer

import (
	"crypto/cipher"
)

// openPadded opens AES or another block cipher in CBC with PKCS #7 padding
// (RFC 5652 §6.3) into memory of its own. It fails on another length than whole
// blocks and on bad padding, which a wrong key gives in all but 1 of 256 cases.
func openPadded(block cipher.Block, iv, data []byte) ([]byte, bool) {
	size := block.BlockSize()
	if len(data) == 0 || len(data)%size != 0 || len(iv) != size {
		return nil, false
	}
	plain := make([]byte, len(data))
	cipher.NewCBCDecrypter(block, iv).CryptBlocks(plain, data)
	padding := int(plain[len(plain)-1])
	if padding < 1 || padding > size {
		return nil, false
	}
	for _, b := range plain[len(plain)-padding:] {
		if int(b) != padding {
			return nil, false
		}
	}
	return plain[:len(plain)-padding], true
}
