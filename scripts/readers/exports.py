#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Reads what Inkan exports, without Inkan, and prints each account's code.

    exports.py FORMAT TIME [PASSWORD] <file

FORMAT is text, migration (otpauth-migration URIs, one a line) or aegis. TIME is
in seconds since the Unix epoch. One line an account: issuer, account and code,
with tabs between; then, of those it has, "groups=" with the sorted names, "|"
between, "note=" with its Base64, "icon=" with its type and Base64, and
"pinned". It needs Python's standard library and, for a protected Aegis file,
Debian's python3-cryptography. It is written from the specifications alone, to
check our own writers: RFC 4226, RFC 6238, docs/vault.md of Aegis.
"""
import base64
import hashlib
import hmac
import json
import sys
from urllib.parse import parse_qs, unquote, urlsplit

STEAM = "23456789BCDFGHJKMNPQRTVWXY"


def code(kind, secret, algorithm, digits, period, counter, now):
    """RFC 4226's truncation of an HMAC over the counter, or over the time."""
    moving = counter if kind == "hotp" else now // period
    mac = hmac.new(secret, moving.to_bytes(8, "big"), algorithm.lower()).digest()
    offset = mac[-1] & 15
    value = int.from_bytes(mac[offset:offset + 4], "big") & 0x7FFFFFFF
    if kind == "steam":
        symbols = ""
        for _ in range(digits):
            value, index = divmod(value, len(STEAM))
            symbols += STEAM[index]
        return symbols
    return str(value % 10**digits).zfill(digits)


def base32(text):
    return base64.b32decode(text + "=" * (-len(text) % 8))


def read_text(data):
    for line in data.decode().splitlines():
        uri = urlsplit(line)
        query = {name: values[0] for name, values in parse_qs(uri.query).items()}
        label = uri.path[1:]
        name = unquote(label.split(":", 1)[1] if ":" in label else label)
        yield (uri.netloc, query.get("issuer", ""), name, base32(query["secret"]), query["algorithm"],
               int(query["digits"]), int(query.get("period", 0)), int(query.get("counter", 0)))


def fields(message):
    """The fields of a protocol-buffer message: number and value."""
    at = 0

    def varint():
        nonlocal at
        value = shift = 0
        while True:
            byte = message[at]
            at += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    while at < len(message):
        key = varint()
        if key & 7 == 0:
            yield key >> 3, varint()
        elif key & 7 == 2:
            size = varint()
            yield key >> 3, message[at:at + size]
            at += size
        else:
            raise ValueError("a wire type that MigrationPayload has not")


def read_migration(data):
    parts, common = {}, set()
    for line in data.decode().split():
        payload = base64.b64decode(parse_qs(urlsplit(line).query)["data"][0], validate=True)
        accounts, head = [], {4: 0}
        for number, value in fields(payload):
            if number == 1:
                accounts.append(dict(fields(value)))
            else:
                head[number] = value
        assert head[2] == 1 and len(accounts) <= 10
        parts[head[4]] = accounts
        common.add((head[3], head[5]))
    assert len(common) == 1 and sorted(parts) == list(range(common.pop()[0])), "the parts are not of one export"
    for index in sorted(parts):
        for account in parts[index]:
            yield ({1: "hotp", 2: "totp"}[account[6]], account.get(3, b"").decode(), account.get(2, b"").decode(),
                   account[1], {1: "sha1", 2: "sha256", 3: "sha512"}[account[4]], {1: 6, 2: 8}[account[5]], 30,
                   account.get(7, 0))


def read_aegis(data, password):
    vault = json.loads(data)
    content = vault["db"]
    if vault["header"]["slots"] is not None:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        def opened(key, sealed, params):
            return AESGCM(key).decrypt(bytes.fromhex(params["nonce"]), sealed + bytes.fromhex(params["tag"]), None)

        slot = next(slot for slot in vault["header"]["slots"] if slot["type"] == 1)
        derived = hashlib.scrypt(password.encode(), salt=bytes.fromhex(slot["salt"]), n=slot["n"], r=slot["r"],
                                 p=slot["p"], maxmem=1 << 27, dklen=32)
        master = opened(derived, bytes.fromhex(slot["key"]), slot["key_params"])
        content = json.loads(opened(master, base64.b64decode(content), vault["header"]["params"]))
    groups = {group["uuid"]: group["name"] for group in content["groups"]}
    for entry in content["entries"]:
        info = entry["info"]
        assert all(group in groups for group in entry["groups"])
        more = []
        if entry["groups"]:
            more.append("groups=" + "|".join(sorted(groups[group] for group in entry["groups"])))
        if entry["note"]:
            more.append("note=" + base64.b64encode(entry["note"].encode()).decode())
        if entry["icon"]:
            more.append("icon=%s,%s" % (entry["icon_mime"], entry["icon"]))
        if entry["favorite"]:
            more.append("pinned")
        yield (entry["type"], entry["issuer"], entry["name"], base32(info["secret"]), info["algo"], info["digits"],
               info.get("period", 0), info.get("counter", 0), *more)


def main():
    kind, now = sys.argv[1], int(sys.argv[2])
    password = sys.argv[3] if len(sys.argv) > 3 else None
    data = sys.stdin.buffer.read()
    readers = {"text": read_text, "migration": read_migration, "aegis": lambda file: read_aegis(file, password)}
    for form, issuer, account, secret, algorithm, digits, period, counter, *more in readers[kind](data):
        print(issuer, account, code(form, secret, algorithm, digits, period, counter, now), *more, sep="\t")


main()
