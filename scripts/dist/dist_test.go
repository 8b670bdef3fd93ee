// SPDX-License-Identifier: MIT

package main

import (
	"archive/zip"
	"bytes"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/binary"
	"encoding/pem"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"
)

// testKey makes a key once; nothing that is signed with it is kept.
var testKey = sync.OnceValue(func() *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err) // unreachable
	}
	return key
})

func publicKey(t *testing.T, key *rsa.PrivateKey) []byte {
	t.Helper()
	der, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	return der
}

func TestPackZipTwice(t *testing.T) {
	files := fstest.MapFS{
		"manifest.json":    {Data: []byte("{}"), ModTime: time.Unix(1, 0), Mode: 0o644},
		"popup/popup.html": {Data: []byte(strings.Repeat("<p>", 5000)), ModTime: time.Unix(2, 0), Mode: 0o600},
		"a.js":             {Data: []byte("a"), Mode: 0o755},
	}
	first, err := packZip(files)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files { // what a checkout on another machine may change
		f.ModTime = time.Unix(1e9, 5)
		f.Mode = 0o666
	}
	second, err := packZip(files)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(first, second) {
		t.Error("the same files gave two archives")
	}
	z, err := zip.NewReader(bytes.NewReader(first), int64(len(first)))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range z.File {
		names = append(names, f.Name)
		if !f.Modified.Equal(epoch) || f.Mode() != 0o644 {
			t.Errorf("%s: time %v, mode %v", f.Name, f.Modified, f.Mode())
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil || !bytes.Equal(content, files[f.Name].Data) {
			t.Errorf("%s does not read back: %v", f.Name, err)
		}
	}
	if want := []string{"a.js", "manifest.json", "popup/popup.html"}; !slices.Equal(names, want) {
		t.Errorf("got the entries %q, want %q", names, want)
	}
}

func TestPackZipRefuses(t *testing.T) {
	tests := []struct{ name, file, want string }{
		{"no manifest", "a.js", "there is no manifest.json"},
		{"a hidden file", ".env", ".env is a hidden file"},
		{"a name with a space", "a b.js", `"a b.js" cannot be the name`},
		{"a name that is not ASCII", "é.js", `"é.js" cannot be the name`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			files := fstest.MapFS{tt.file: {}}
			if tt.name != "no manifest" {
				files["manifest.json"] = &fstest.MapFile{}
			}
			if _, err := packZip(files); err == nil || !strings.HasPrefix(err.Error(), tt.want) {
				t.Errorf("got %v, want %s", err, tt.want)
			}
		})
	}
}

func TestCRX(t *testing.T) {
	key := testKey()
	archive := []byte("PK an archive")
	crx, err := signCRX(archive, key)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := signCRX(archive, key); err != nil || !bytes.Equal(crx, again) {
		t.Errorf("the same archive gave two crx files (%v)", err)
	}
	public, id, inside, err := openCRX(crx)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(public, publicKey(t, key)) || !bytes.Equal(inside, archive) || !bytes.Equal(id, rawID(public)) {
		t.Error("the crx does not read back")
	}
	for i := range crx {
		bad := slices.Clone(crx)
		bad[i] ^= 1
		if _, _, _, err := openCRX(bad); err == nil {
			t.Errorf("byte %d changed, and the crx is still good", i)
		}
	}
}

func TestExtensionID(t *testing.T) {
	// SHA-256 of the empty text begins e3b0c442 98fc1c14 9afbf4c8 996fb924.
	if id, want := extensionID(nil), "odlameecjipmbmbejkplpemijjgpljce"; id != want {
		t.Errorf("got %s, want %s", id, want)
	}
}

func TestDist(t *testing.T) {
	key := testKey()
	from, to := t.TempDir(), t.TempDir()
	manifest := fmt.Sprintf(`{"version": "1.2.3", "key": %q}`, base64.StdEncoding.EncodeToString(publicKey(t, key)))
	put(t, filepath.Join(from, "manifest.json"), manifest)
	pemFile := filepath.Join(t.TempDir(), "key")
	put(t, pemFile, string(pem.EncodeToMemory(&pem.Block{Type: "RSA " + "PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)})))

	var out bytes.Buffer
	if err := dist(&out, from, to, "", pemFile); err != nil {
		t.Fatal(err)
	}
	archive, crx := get(t, filepath.Join(to, "inkan-1.2.3.zip")), get(t, filepath.Join(to, "inkan-1.2.3.crx"))
	public, _, inside, err := openCRX(crx)
	if err != nil || !bytes.Equal(inside, archive) || extensionID(public) != extensionID(publicKey(t, key)) {
		t.Errorf("the crx does not hold the zip under the manifest's id: %v", err)
	}

	if err := dist(&out, from, to, "", ""); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(to, "inkan-1.2.3.crx")); !os.IsNotExist(err) {
		t.Error("without a key the crx of before is still there")
	}
	if !strings.Contains(out.String(), "no crx: give the private key with INKAN_KEY=key.pem\n") {
		t.Errorf("does not say that there is no crx: %s", &out)
	}
}

func TestDistWithAnotherKey(t *testing.T) {
	from := t.TempDir()
	put(t, filepath.Join(from, "manifest.json"), `{"version": "1", "key": "YW5vdGhlcg=="}`)
	pkcs8, err := x509.MarshalPKCS8PrivateKey(testKey())
	if err != nil {
		t.Fatal(err)
	}
	pemFile := filepath.Join(t.TempDir(), "key")
	put(t, pemFile, string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: pkcs8})))
	err = dist(io.Discard, from, t.TempDir(), "", pemFile)
	if want := "gives the extension the id " + extensionID(publicKey(t, testKey())); err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestParseKeyRefuses(t *testing.T) {
	block := func(kind string, der []byte) []byte { return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}) }
	tests := []struct {
		name string
		text []byte
		want string
	}{
		{"not PEM", []byte("hello"), "is not a PEM file"},
		{"a public key", block("PUBLIC KEY", publicKey(t, testKey())), "holds a PUBLIC KEY, and a private key is needed"},
		{"garbage", block("PRIVATE KEY", []byte("garbage")), "holds no private key that can be read"},
	}
	for _, tt := range tests {
		if _, err := parseKey(tt.text); err == nil || err.Error() != tt.want {
			t.Errorf("%s: got %v, want %s", tt.name, err, tt.want)
		}
	}
}

// openCRX reads a CRX3 file the way a browser does, written apart from signCRX: it takes the header's fields in any
// order and wants the signature to be good and the id to be the key's.
func openCRX(file []byte) (public, id, archive []byte, err error) {
	if len(file) < 12 || string(file[:4]) != "Cr24" || binary.LittleEndian.Uint32(file[4:]) != 3 {
		return nil, nil, nil, fmt.Errorf("no CRX3 file")
	}
	n := uint64(binary.LittleEndian.Uint32(file[8:]))
	if uint64(len(file)-12) < n {
		return nil, nil, nil, fmt.Errorf("the header is cut off")
	}
	header, err := fields(file[12 : 12+n])
	if err != nil {
		return nil, nil, nil, err
	}
	archive = file[12+n:]
	proof, err := fields(header[2])
	if err != nil {
		return nil, nil, nil, err
	}
	signed, err := fields(header[10000])
	if err != nil {
		return nil, nil, nil, err
	}
	key, err := x509.ParsePKIXPublicKey(proof[1])
	if err != nil {
		return nil, nil, nil, err
	}
	h := crypto.SHA256.New()
	io.WriteString(h, "CRX3 SignedData\x00")
	binary.Write(h, binary.LittleEndian, uint32(len(header[10000])))
	h.Write(header[10000])
	h.Write(archive)
	rsaKey, ok := key.(*rsa.PublicKey)
	if !ok {
		return nil, nil, nil, fmt.Errorf("no RSA key")
	}
	if err := rsa.VerifyPKCS1v15(rsaKey, crypto.SHA256, h.Sum(nil), proof[2]); err != nil {
		return nil, nil, nil, err
	}
	if !bytes.Equal(signed[1], rawID(proof[1])) {
		return nil, nil, nil, fmt.Errorf("the id is not the key's")
	}
	return proof[1], signed[1], archive, nil
}

// fields reads a protobuf message that has only fields of bytes, each at most once.
func fields(message []byte) (map[uint64][]byte, error) {
	found := map[uint64][]byte{}
	for len(message) > 0 {
		tag, n := binary.Uvarint(message)
		if n <= 0 || tag&7 != 2 {
			return nil, fmt.Errorf("no field of bytes")
		}
		size, m := binary.Uvarint(message[n:])
		if m <= 0 || size > uint64(len(message)-n-m) {
			return nil, fmt.Errorf("a field is cut off")
		}
		message = message[n+m:]
		if found[tag>>3] != nil {
			return nil, fmt.Errorf("a field is there twice")
		}
		found[tag>>3], message = message[:size], message[size:]
	}
	return found, nil
}

func put(t *testing.T, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func get(t *testing.T, path string) []byte {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return content
}
