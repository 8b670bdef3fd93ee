// SPDX-License-Identifier: MIT

package main

import (
	"bytes"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/binary"
	"encoding/pem"
	"errors"
	"fmt"
)

// A CRX3 file is
//
//	"Cr24"           magic
//	3                uint32, little endian: the version
//	n                uint32, little endian: length of the header
//	header           n bytes, a protobuf CrxFileHeader
//	archive          the zip, to the end
//
// and its header, by the field numbers of Chromium's components/crx_file/crx3.proto,
//
//	2      AsymmetricKeyProof sha256_with_rsa { 1 bytes public_key (PKIX DER), 2 bytes signature }
//	10000  bytes signed_header_data, itself a SignedData { 1 bytes crx_id, 16 bytes }
//
// The signature is RSASSA-PKCS1-v1_5 with SHA-256, so it has no randomness, over
// "CRX3 SignedData\x00", the length of signed_header_data as uint32, little endian, that data, and the archive.
const (
	crxMagic   = "Cr24"
	crxVersion = 3
	crxContext = "CRX3 SignedData\x00"

	fieldPublicKey = 1
	fieldSignature = 2
	fieldCrxID     = 1
	fieldRSA       = 2
	fieldSigned    = 10000
)

// signCRX puts an archive into a CRX3 file signed with the key.
func signCRX(archive []byte, key *rsa.PrivateKey) ([]byte, error) {
	public, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	if err != nil {
		return nil, err
	}
	signed := field(fieldCrxID, rawID(public))
	digest := crxDigest(signed, archive)
	signature, err := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, digest[:])
	if err != nil {
		return nil, fmt.Errorf("signing: %w", err)
	}
	proof := append(field(fieldPublicKey, public), field(fieldSignature, signature)...)
	header := append(field(fieldRSA, proof), field(fieldSigned, signed)...)

	var out bytes.Buffer
	out.WriteString(crxMagic)
	out.Write(binary.LittleEndian.AppendUint32(nil, crxVersion))
	out.Write(binary.LittleEndian.AppendUint32(nil, uint32(len(header))))
	out.Write(header)
	out.Write(archive)
	return out.Bytes(), nil
}

// crxDigest is the SHA-256 of what the signature covers.
func crxDigest(signed, archive []byte) [sha256.Size]byte {
	covered := append([]byte(crxContext), binary.LittleEndian.AppendUint32(nil, uint32(len(signed)))...)
	covered = append(covered, signed...)
	return sha256.Sum256(append(covered, archive...))
}

// field encodes a protobuf field of bytes (wire type 2).
func field(number uint64, value []byte) []byte {
	out := binary.AppendUvarint(nil, number<<3|2)
	out = binary.AppendUvarint(out, uint64(len(value)))
	return append(out, value...)
}

// rawID is an extension's id as the 16 bytes of a CRX header: the first half of the SHA-256 of the public key.
func rawID(public []byte) []byte {
	sum := sha256.Sum256(public)
	return sum[:16]
}

// extensionID is the same id in the letters that Chrome shows: hexadecimal with a–p for 0–f.
func extensionID(public []byte) string {
	var id []byte
	for _, b := range rawID(public) {
		id = append(id, 'a'+b>>4, 'a'+b&15)
	}
	return string(id)
}

// parseKey reads an RSA private key of at least 2048 bits from PEM, PKCS #8 or PKCS #1.
func parseKey(text []byte) (*rsa.PrivateKey, error) {
	block, _ := pem.Decode(text)
	if block == nil {
		return nil, errors.New("is not a PEM file")
	}
	var key any
	var err error
	switch block.Type {
	case "PRIVATE KEY":
		key, err = x509.ParsePKCS8PrivateKey(block.Bytes)
	case "RSA PRIVATE KEY":
		key, err = x509.ParsePKCS1PrivateKey(block.Bytes)
	default:
		return nil, fmt.Errorf("holds a %s, and a private key is needed", block.Type)
	}
	if err != nil {
		return nil, errors.New("holds no private key that can be read") // the cause may quote the key
	}
	private, ok := key.(*rsa.PrivateKey)
	if !ok || private.N.BitLen() < 2048 {
		return nil, errors.New("holds no RSA key of 2048 bits or more")
	}
	return private, nil
}
