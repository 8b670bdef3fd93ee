#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Opens a vault file without Inkan, from what FORMAT.md says alone.

    decrypt.py FILE                 a vault that is not protected
    decrypt.py FILE password        the password is read from standard input, its last line end left out
    decrypt.py FILE recovery        the same with the recovery key

Prints the document, JSON. Needs Python 3.8 and PyNaCl (Debian: python3-nacl). Trust nothing it prints more than the
file: it checks what is needed to open it, not all that a vault must be.
"""
import base64
import hashlib
import hmac
import json
import struct
import sys
import unicodedata

from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_decrypt as xchacha
from nacl.exceptions import CryptoError
from nacl.pwhash import argon2id

SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def hkdf(secret, salt, info):
    """HKDF-SHA256 (RFC 5869) for 32 bytes, which are one block."""
    key = hmac.new(salt, secret, hashlib.sha256).digest()
    return hmac.new(key, info + b"\x01", hashlib.sha256).digest()


def times(a, b):
    """Multiplication in GF(2)[x] / (x^5 + x^2 + 1)."""
    product = 0
    while b:
        if b & 1:
            product ^= a
        a <<= 1
        if a & 32:
            a ^= 0b100101
        b >>= 1
    return product


def recovery_key(text):
    typed = [SYMBOLS.index(c) for c in text.upper().translate(str.maketrans("OIL", "011", " -\r\n\t"))]
    if len(typed) != 40:
        sys.exit("a recovery key has 40 characters, not %d" % len(typed))
    bits = 0
    for group in range(8):
        data, check = typed[5 * group:5 * group + 4], typed[5 * group + 4]
        total = group + 1
        for place, symbol in enumerate(data):
            total ^= times(symbol, (2, 4, 8, 16)[place])
            bits = bits << 5 | symbol
        if total != check:
            sys.exit("group %d of the recovery key has a typing error" % (group + 1))
    return bits.to_bytes(20, "big")


def wrapping_key(slot, secret):
    salt = base64.b64decode(slot["salt"])
    if slot["type"] == "recovery":
        return hkdf(recovery_key(secret), salt, b"inkan recovery v1")
    if slot["lanes"] != 1 or len(salt) != 16:
        # libsodium, which PyNaCl calls, knows one lane and 16 bytes of salt.
        sys.exit("this password's parameters are not those that Inkan writes")
    password = unicodedata.normalize("NFC", secret).encode()
    return argon2id.kdf(32, password, salt, opslimit=slot["passes"], memlimit=slot["memory"] * 1024)


def vault_key(slots, way, secret):
    for slot in slots:
        if slot["type"] != way:
            continue
        key = base64.b64decode(slot["key"])
        if way == "none":
            return key
        bound = "\n".join(["inkan slot v1", slot["type"], slot["id"]]).encode()
        try:
            return xchacha(key[24:], bound, key[:24], wrapping_key(slot, secret))
        except CryptoError:
            continue
    sys.exit("nothing of the kind %s opens this file" % way)


def main(path, way="none"):
    secret = "" if way == "none" else sys.stdin.buffer.read().decode().rstrip("\r\n")
    with open(path, "rb") as file:
        data = file.read()
    body, checksum = data[:-32], data[-32:]
    if hashlib.sha256(body).digest() != checksum:
        sys.exit("the file is damaged")
    if body[:8] != b"inkan\0v1":
        sys.exit("this is no vault of version 1")
    end = 12 + struct.unpack("<I", body[8:12])[0]
    header = json.loads(body[12:end])
    key = vault_key(header["slots"], way, secret)
    document = xchacha(body[end + 24:], body[:end], body[end:end + 24], key)
    sys.stdout.buffer.write(document + b"\n")


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3) or sys.argv[2:] and sys.argv[2] not in ("password", "recovery"):
        sys.exit(__doc__)
    main(*sys.argv[1:])
