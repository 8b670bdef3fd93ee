// SPDX-License-Identifier: MIT

// Command dist packs the built extension: a zip for the stores, and a signed crx where a private key is given.
// The same files give the same bytes.
//
//	go run ./scripts/dist [-from .build/extension] [-to .build/dist] [-name NAME] [-key key.pem]
//
// The private key is never part of the repository; its public half must be the "key" of the manifest, so that the
// crx has the id that the extension has everywhere else.
package main

import (
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

func main() {
	from := flag.String("from", ".build/extension", "the unpacked extension")
	to := flag.String("to", ".build/dist", "the folder to write to")
	name := flag.String("name", "", "the files' name without its suffix; by default inkan-VERSION")
	key := flag.String("key", os.Getenv("INKAN_KEY"), "a PEM file with the private key to sign a crx with; by default $INKAN_KEY")
	flag.Parse()
	if err := dist(os.Stdout, *from, *to, *name, *key); err != nil {
		fmt.Fprintln(os.Stderr, "dist:", err)
		os.Exit(1)
	}
}

func dist(out io.Writer, from, to, name, keyFile string) error {
	archive, err := packZip(os.DirFS(from))
	if err != nil {
		return fmt.Errorf("%s: %w", from, err)
	}
	version, manifestKey, err := readManifest(filepath.Join(from, "manifest.json"))
	if err != nil {
		return err
	}
	if name == "" {
		name = "inkan-" + version
	}
	if err := os.MkdirAll(to, 0o755); err != nil {
		return err
	}
	path := filepath.Join(to, name)
	// A crx of another day beside today's zip would be taken for the same thing.
	if err := os.Remove(path + ".crx"); err != nil && !os.IsNotExist(err) {
		return err
	}
	if err := write(out, path+".zip", archive); err != nil {
		return err
	}
	if keyFile == "" {
		fmt.Fprintln(out, "no crx: give the private key with INKAN_KEY=key.pem")
		return nil
	}
	crx, err := crxFor(archive, manifestKey, keyFile)
	if err != nil {
		return fmt.Errorf("%s %w", keyFile, err)
	}
	return write(out, path+".crx", crx)
}

// crxFor signs an archive with the key in a file, whose public half must be the manifest's.
func crxFor(archive, manifestKey []byte, keyFile string) ([]byte, error) {
	text, err := os.ReadFile(keyFile)
	if err != nil {
		return nil, err
	}
	key, err := parseKey(text)
	if err != nil {
		return nil, err
	}
	public, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	if err != nil {
		return nil, err
	}
	if string(public) != string(manifestKey) {
		return nil, fmt.Errorf("gives the extension the id %s, and the manifest's key the id %s; to change the id, make this the manifest's key: %s",
			extensionID(public), extensionID(manifestKey), base64.StdEncoding.EncodeToString(public))
	}
	return signCRX(archive, key)
}

// readManifest gives the version and the public key (PKIX DER) of a manifest.
func readManifest(path string) (version string, key []byte, err error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return "", nil, err
	}
	var manifest struct{ Version, Key string }
	if err := json.Unmarshal(text, &manifest); err != nil {
		return "", nil, fmt.Errorf("%s: %w", path, err)
	}
	key, err = base64.StdEncoding.DecodeString(manifest.Key)
	if err != nil || len(key) == 0 || manifest.Version == "" {
		return "", nil, fmt.Errorf("%s needs a version and a key in Base64", path)
	}
	return manifest.Version, key, nil
}

// write replaces a file whole and says its size and SHA-256.
func write(out io.Writer, path string, content []byte) error {
	if err := os.WriteFile(path+".new", content, 0o644); err != nil {
		return err
	}
	if err := os.Rename(path+".new", path); err != nil {
		return err
	}
	_, err := fmt.Fprintf(out, "%s  %d bytes  sha256 %x\n", path, len(content), sha256.Sum256(content))
	return err
}
