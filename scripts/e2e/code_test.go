// SPDX-License-Identifier: MIT

package e2e

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// A key as a web site would hand it out. Its codes are computed by oathtool,
// which shares no code with Inkan, or, for Steam, which oathtool does not
// know, here.
type key struct {
	kind      string // "" is totp
	issuer    string
	secret    string // Base32
	algorithm string // "" is SHA1
	digits    int    // 0 is 6
	period    int    // seconds; 0 is 30
	counter   int    // hotp
}

// late is how long after its end a code may still stand there on a machine that
// has too much to do.
const late = 3 * time.Second

// secretOf makes a secret of 160 bits that no other name has.
func secretOf(name string) string {
	sum := sha1.Sum([]byte(name))
	return base32.StdEncoding.EncodeToString(sum[:])
}

func (k key) step() time.Duration {
	if k.period == 0 {
		return 30 * time.Second
	}
	return time.Duration(k.period) * time.Second
}

// at is the code at a time.
func (k key) at(t *testing.T, now time.Time) string {
	t.Helper()
	if k.kind == "steam" {
		return steam(t, k.secret, now)
	}
	digits, algorithm := "6", "sha1"
	if k.digits != 0 {
		digits = fmt.Sprint(k.digits)
	}
	if k.algorithm != "" {
		algorithm = strings.ToLower(k.algorithm)
	}
	return oathtool(t, "--totp="+algorithm, "-s", k.step().String(), "-d", digits, "-N", fmt.Sprintf("@%d", now.Unix()), "-b", k.secret)
}

// counted is the code of a counter.
func (k key) counted(t *testing.T, counter int) string {
	t.Helper()
	return oathtool(t, "--hotp", "-c", fmt.Sprint(counter), "-b", k.secret)
}

func oathtool(t *testing.T, arguments ...string) string {
	t.Helper()
	program, err := exec.LookPath("oathtool")
	if err != nil {
		t.Skip("oathtool is not installed, which tells the right codes: apt-get install oathtool")
	}
	out, err := exec.Command(program, arguments...).CombinedOutput()
	if err != nil {
		t.Fatalf("oathtool %v: %v: %s", arguments, err, out)
	}
	return strings.TrimSpace(string(out))
}

// steam is Steam Guard's code: RFC 6238's number of HMAC-SHA1 over 30 seconds,
// written as five letters to the base of an alphabet of 26.
func steam(t *testing.T, secret string, now time.Time) string {
	t.Helper()
	raw, err := base32.StdEncoding.DecodeString(secret)
	if err != nil {
		t.Fatal(err)
	}
	mac := hmac.New(sha1.New, raw)
	binary.Write(mac, binary.BigEndian, now.Unix()/30)
	sum := mac.Sum(nil)
	number := binary.BigEndian.Uint32(sum[sum[19]&15:]) & 0x7fffffff
	const alphabet = "23456789BCDFGHJKMNPQRTVWXY"
	var code bytes.Buffer
	for range 5 {
		code.WriteByte(alphabet[number%26])
		number /= 26
	}
	return code.String()
}

// checksCode compares what the list shows for the key with what it has to be
// now, or was a moment ago.
func (p *person) checksCode(k key) {
	p.Helper()
	before := time.Now()
	shown := p.code(k.issuer)
	for _, at := range []time.Time{time.Now(), before, before.Add(-late)} {
		if shown == k.at(p.T, at) {
			return
		}
	}
	p.Errorf("the code of %s is %q; it has to be %q", k.issuer, shown, k.at(p.T, before))
}
