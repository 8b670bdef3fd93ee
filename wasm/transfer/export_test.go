// SPDX-License-Identifier: MIT

package transfer_test

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"reflect"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"filippo.io/age"

	"inkan/wasm/otp"
	"inkan/wasm/transfer"
)

// when is the moment at which codes are compared.
var when = time.Unix(1_234_567_890, 0)

// exported are keys of every kind, and of every algorithm, length and period that
// matters to some format.
func exported() ([]otp.Key, []transfer.Detail) {
	key := func(kind otp.Type, issuer, account string, change func(*otp.Key)) otp.Key {
		k := otp.New(kind)
		k.Issuer, k.Account, k.Secret = issuer, account, []byte("0123456789"+issuer+account)
		if change != nil {
			change(&k)
		}
		return k
	}
	keys := []otp.Key{
		key(otp.TOTP, "Example", "alice@example.com", nil),
		key(otp.TOTP, "印鑑", "花子 & 太郎", func(k *otp.Key) { k.Algorithm, k.Digits = otp.SHA512, 8 }),
		key(otp.TOTP, "", "a:b?c=d#e+f%20", nil),
		key(otp.TOTP, "Long", "period", func(k *otp.Key) { k.Period = 60 }),
		key(otp.TOTP, "Odd", "digits", func(k *otp.Key) { k.Digits = 7 }),
		key(otp.HOTP, "Counter", "of five", func(k *otp.Key) { k.Counter, k.Algorithm = 5, otp.SHA256 }),
		key(otp.HOTP, "Counter", "of zero", nil),
		key(otp.HOTP, "Counter", "past what others hold", func(k *otp.Key) { k.Counter = 1 << 63 }),
		key(otp.Steam, "Steam", "player", nil),
	}
	for i := range 14 {
		keys = append(keys, key(otp.TOTP, "Many", strconv.Itoa(i), nil))
	}
	details := make([]transfer.Detail, len(keys))
	details[0] = transfer.Detail{Groups: []string{"Work", "Mail", "Work"}, Note: "the old \"phone\":\n印 1111-2222", Pinned: true,
		Spares: []transfer.Spare{{Code: "3333-4444"}, {Code: "印 \"x\"", Used: 1_234_567_890_123}}}
	details[1] = transfer.Detail{Groups: []string{"Mail"}, Site: "example.com", Sites: []string{"example.org", "xn--r8jz45g.jp"}, Icon: []byte("\x89PNG\r\n\x1a\nand so on"), Uses: 3, Used: 1_234_567_890_123}
	return keys, details
}

// TestExportsReadElsewhere has our exports read by a program that shares
// nothing with us, and compares codes.
func TestExportsReadElsewhere(t *testing.T) {
	keys, details := exported()
	for _, c := range []struct {
		name     string
		password string
		file     func() ([]byte, error)
		losses   []transfer.Loss
	}{
		{"text", "", func() ([]byte, error) { return transfer.Text(keys), nil }, transfer.TextLosses(keys, details)},
		{"migration", "", func() ([]byte, error) {
			uris, err := transfer.Migration(keys, rand.Reader)
			return []byte(strings.Join(uris, "\n")), err
		}, transfer.MigrationLosses(keys, details)},
		{"aegis", "", func() ([]byte, error) { return transfer.Aegis(keys, details, nil, rand.Reader) }, transfer.AegisLosses(keys, details)},
		{"aegis", "pässword 印", func() ([]byte, error) {
			return transfer.Aegis(keys, details, []byte("pässword 印"), rand.Reader)
		}, transfer.AegisLosses(keys, details)},
	} {
		t.Run(c.name+c.password, func(t *testing.T) {
			file, err := c.file()
			if err != nil {
				t.Fatal(err)
			}
			if c.password != "" && bytes.Contains(file, []byte("Example")) {
				t.Error("a name stands in the protected file")
			}
			got := readElsewhere(t, c.name, c.password, file)
			if want := codes(t, keys, details, c.losses); !slices.Equal(got, want) {
				t.Errorf("read %q, want %q", got, want)
			}
		})
	}
}

// codes are the lines that a reader is to print, without what is lost.
func codes(t *testing.T, keys []otp.Key, details []transfer.Detail, losses []transfer.Loss) []string {
	t.Helper()
	var lines []string
	for i, key := range keys {
		var loss transfer.Loss
		if at := slices.IndexFunc(losses, func(l transfer.Loss) bool { return l.Index == i }); at >= 0 {
			loss = losses[at]
		}
		if loss.Whole {
			continue
		}
		code, err := key.Code(when)
		if err != nil {
			t.Fatal(err)
		}
		line := key.Issuer + "\t" + key.Account + "\t" + code
		if d := details[i]; len(d.Groups) > 0 && !slices.Contains(loss.Fields, "groups") {
			names := slices.Clone(d.Groups)
			slices.Sort(names)
			line += fmt.Sprintf("\tgroups=%s", strings.Join(slices.Compact(names), "|"))
		}
		if d := details[i]; d.Note != "" && !slices.Contains(loss.Fields, "note") {
			line += "\tnote=" + base64.StdEncoding.EncodeToString([]byte(d.Note))
		}
		if d := details[i]; len(d.Icon) > 0 && !slices.Contains(loss.Fields, "icon") {
			line += "\ticon=image/png," + base64.StdEncoding.EncodeToString(d.Icon)
		}
		if details[i].Pinned && !slices.Contains(loss.Fields, "pinned") {
			line += "\tpinned"
		}
		lines = append(lines, line)
	}
	return lines
}

func readElsewhere(t *testing.T, format, password string, file []byte) []string {
	t.Helper()
	if runtime.GOOS == "js" {
		t.Skip("no other program can be started here")
	}
	const python = "/usr/bin/python3" // Debian's own, whatever other one comes first
	if err := exec.Command(python, "-c", "import cryptography").Run(); err != nil {
		t.Skip("Debian's python3-cryptography is not installed: scripts/setup.sh peers")
	}
	args := []string{"../../scripts/readers/exports.py", format, fmt.Sprint(when.Unix())}
	if password != "" {
		args = append(args, password)
	}
	cmd := exec.Command(python, args...)
	cmd.Stdin = bytes.NewReader(file)
	var problems strings.Builder
	cmd.Stderr = &problems
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, &problems)
	}
	return strings.Split(strings.TrimSuffix(string(out), "\n"), "\n")
}

// TestBackupComesBack: what we write ourselves comes back with all we know.
func TestBackupComesBack(t *testing.T) {
	keys, details := exported()
	document, err := transfer.Backup(keys, details, when.UnixMilli())
	if err != nil {
		t.Fatal(err)
	}
	sealed := cheaply(t, document, "correct horse")
	for name, c := range map[string]struct{ file, password []byte }{
		"open": {document, nil}, "sealed": {sealed, []byte("correct horse")},
	} {
		got, err := transfer.Import("", c.file, c.password)
		if err != nil || got.Format != "inkan" || len(got.Problems) > 0 || len(got.Keys) != len(keys) {
			t.Fatalf("%s: %s, %d keys, %v, %v", name, got.Format, len(got.Keys), got.Problems, err)
		}
		for i, key := range got.Keys {
			if key.URI() != keys[i].URI() {
				t.Errorf("%s: account %d comes back as another", name, i)
			}
			detail := got.Details[i]
			if detail.Position, detail.Warnings = 0, nil; !reflect.DeepEqual(detail, details[i]) {
				t.Errorf("%s: account %d comes back with %+v", name, i, detail)
			}
		}
	}
	for _, c := range []struct {
		name     string
		file     []byte
		password string
		want     error
	}{
		{"no password", sealed, "", transfer.ErrPassword},
		{"wrong password", sealed, "x", transfer.ErrPassword},
		{"newer", []byte(`{"inkan": 2, "accounts": []}`), "", transfer.ErrUnsupported},
		{"no version", []byte(`{"inkan": "1", "accounts": []}`), "", transfer.ErrDamaged},
		{"cut", document[:len(document)/2], "", transfer.ErrDamaged},
		{"sealed twice", cheaply(t, cheaply(t, document, "x"), "x"), "x", transfer.ErrDamaged},
	} {
		if _, err := transfer.Import("", c.file, []byte(c.password)); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
	}
	bad := []byte(`{"inkan": 1, "accounts": [7, {"uri": "otpauth://totp/a?secret=1"}, {"uri": "otpauth://totp/a?secret=GEZDGNBVGY3TQOJQ"}]}`)
	if got, err := transfer.Import("", bad, nil); err != nil || len(got.Keys) != 1 || len(got.Problems) != 2 {
		t.Errorf("one good entry of three: %d keys, %d problems, %v", len(got.Keys), len(got.Problems), err)
	}
}

func TestLosses(t *testing.T) {
	keys, details := exported()
	for _, c := range []struct {
		name string
		got  []transfer.Loss
		want string
	}{
		{"text", transfer.TextLosses(keys, details), "[{0 false [groups note spares pinned]} {1 false [site groups icon uses used]}]"},
		{"migration", transfer.MigrationLosses(keys, details),
			"[{0 false [groups note spares pinned]} {1 false [site groups icon uses used]} {3 true [period]} {4 true [digits]} {7 true [counter]} {8 true [type]}]"},
		{"aegis", transfer.AegisLosses(keys, details), "[{0 false [spares]} {1 false [site uses used]} {7 true [counter]}]"},
		{"backup", transfer.BackupLosses(keys, details), "[]"},
		{"text with an icon", transfer.TextLosses(keys, []transfer.Detail{{Icon: []byte("<svg/>")}, {Icon: []byte("letter")}}), "[{0 false [icon]}]"},
		{"no details", transfer.AegisLosses(keys, nil), "[{7 true [counter]}]"},
	} {
		if got := fmt.Sprint(c.got); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// TestMigrationParts: ten accounts a picture, in parts that say so.
func TestMigrationParts(t *testing.T) {
	keys, _ := exported()
	uris, err := transfer.Migration(keys, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if len(uris) != 2 { // 19 of the 23 can be carried
		t.Errorf("%d parts, want 2", len(uris))
	}
	if uris, err := transfer.Migration(nil, rand.Reader); err != nil || len(uris) != 0 {
		t.Errorf("of no account: %q, %v", uris, err)
	}
	if _, err := transfer.Migration(keys, strings.NewReader("")); err == nil {
		t.Error("no error without randomness")
	}
	if _, err := transfer.Aegis(keys, nil, []byte("x"), strings.NewReader("")); err == nil {
		t.Error("no error without randomness")
	}
}

// cheaply seals as SealBackup does, but for the cost.
func cheaply(t *testing.T, document []byte, passphrase string) []byte {
	t.Helper()
	recipient, err := age.NewScryptRecipient(passphrase)
	if err != nil {
		t.Fatal(err)
	}
	recipient.SetWorkFactor(10)
	var file bytes.Buffer
	w, err := age.Encrypt(&file, recipient)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(document); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

func TestBackup(t *testing.T) {
	document := []byte(`{"accounts": []}`)
	file := cheaply(t, document, "correct horse")
	if !transfer.IsBackup(file) || bytes.Contains(file, []byte("accounts")) {
		t.Errorf("not a sealed file: %q", file)
	}
	if got, err := transfer.OpenBackup(file, "correct horse"); err != nil || !bytes.Equal(got, document) {
		t.Errorf("opened as %q, %v", got, err)
	}
	damaged := bytes.Clone(file)
	damaged[len(damaged)-1] ^= 1
	for _, c := range []struct {
		name, passphrase string
		file             []byte
		want             error
		code             transfer.Code
	}{
		{"wrong", "correct hors", file, transfer.ErrPassword, transfer.CodePasswordWrong},
		{"none", "", file, transfer.ErrPassword, transfer.CodePasswordNeeded},
		{"damaged", "correct horse", damaged, transfer.ErrDamaged, transfer.CodeDamaged},
		{"cut", "correct horse", file[:len(file)-20], transfer.ErrDamaged, transfer.CodeDamaged},
		{"header only", "correct horse", []byte("age-encryption.org/v1\n"), transfer.ErrDamaged, transfer.CodeDamaged},
		{"for a key", "x", []byte("age-encryption.org/v1\n-> X25519 SVrzdFfkPxf0LPHOUGB1gNb9E5Vr8EUDa9kxk04iQ0o\n" +
			"0OrTkKHpE7klNLd0k+9Uam5hkQkzMxaqKcIPRIO1sNE\n--- gxhoSa5BciRDt8lOpYNcx4EYtKpS0CJ06F3ZwN82VaM\n"),
			transfer.ErrUnsupported, transfer.CodeBackupKey},
		{"too much work", "x", []byte("age-encryption.org/v1\n-> scrypt bBjlhJVYZeE4aqUdmtRHfw 30\n" +
			"ZV/AhotwSGqaPCU43cepl4WYUouAa17a3xpu4G2yi5k\n--- fgMiVLJHMlg9fW7CVG/hPS5EAU4Zeg19LyCP7SoH5nA\n"),
			transfer.ErrTooLarge, transfer.CodeMemory},
	} {
		_, err := transfer.OpenBackup(c.file, c.passphrase)
		var known *transfer.Error
		if !errors.Is(err, c.want) || !errors.As(err, &known) || known.Code != c.code {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
	}
}

// TestBackupOpenedByAge: nobody needs Inkan to get at their backup.
func TestBackupOpenedByAge(t *testing.T) {
	if runtime.GOOS == "js" {
		t.Skip("no other program can be started here")
	}
	if testing.Short() {
		t.Skip("deriving 256 MiB twice is slow with the race detector")
	}
	for _, program := range []string{"age", "script"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skipf("%s is not installed: scripts/setup.sh peers", program)
		}
	}
	document := []byte(`{"accounts": ["印鑑"]}`)
	file, err := transfer.SealBackup(document, "correct horse")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.WriteFile(dir+"/backup.age", file, 0o600); err != nil {
		t.Fatal(err)
	}
	// age asks a terminal for the passphrase.
	cmd := exec.Command("script", "-qec", "age -d -o opened backup.age", "/dev/null")
	cmd.Dir = dir
	terminal, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	said, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	all := make([]byte, 4096)
	n, _ := said.Read(all) // it has asked
	fmt.Fprintln(terminal, "correct horse")
	rest, _ := io.ReadAll(said)
	if err := cmd.Wait(); err != nil {
		t.Fatalf("%v: %s%s", err, all[:n], rest)
	}
	if got, err := os.ReadFile(dir + "/opened"); err != nil || !bytes.Equal(got, document) {
		t.Errorf("age opened %q, %v", got, err)
	}
}
