// SPDX-License-Identifier: MIT

package vault

import (
	"encoding/hex"
	"os"
	"strings"
	"testing"
)

const day = 24 * 60 * 60 * 1000

// use stores a change made at a time.
func use(t *testing.T, v *Vault, now int64) *Vault {
	t.Helper()
	opened, err := Open(sealed(t, v.Draft(now)))
	if err != nil {
		t.Fatal(err)
	}
	return opened
}

func TestTrash(t *testing.T) {
	v := filled(t, 2)
	id := v.Accounts()[0].ID
	if !v.Remove(noon, id) || v.Remove(noon, id) || len(v.Accounts()) != 1 || len(v.Trash()) != 1 || v.Trash()[0].ID != id || v.Trash()[0].Left() != 30*day {
		t.Fatal("removed otherwise than once")
	}
	if _, ok := v.Account(id); ok {
		t.Error("a removed account is there")
	}
	if _, err := v.SetKey(noon, id, key("x")); err == nil {
		t.Error("a removed account was changed")
	}
	for n := int64(1); n <= 30; n++ {
		v = use(t, v, noon+n*day)
		if left := v.Trash()[0].Left(); left != (30-n)*day {
			t.Fatalf("after %d days %d ms are left", n, left)
		}
	}
	if d := v.Draft(noon + 30*day); !d.Restore(noon+30*day, id) || d.Restore(noon, id) || len(d.Accounts()) != 2 || len(d.Trash()) != 0 {
		t.Error("not restored once within 30 days")
	}
	d := v.Draft(noon + 30*day + 1)
	if d.Restore(noon, id) || len(d.Trash()) != 0 {
		t.Error("restored after 30 days")
	}
	i, _ := d.document.find(id)
	if a := d.document.accounts[i]; a.Key.Secret != nil || a.Key.Account != "" || a.Site != "" || a.Live() {
		t.Error("the content is still there")
	}
	opened, err := Open(sealed(t, d))
	if err != nil || len(opened.Accounts()) != 1 || len(opened.document.accounts) != 2 {
		t.Errorf("the tombstone is gone: %v", err)
	}
}

// A clock that is wrong for a while must not empty the trash, nor may one that
// was wrong when the account was removed.
func TestWrongClocksDoNotEmptyTheTrash(t *testing.T) {
	for name, times := range map[string][]int64{
		"years ahead, once":              {noon, noon + 73*365*day, noon + day},
		"ahead, and several changes":     {noon, noon + 3650*day, noon + 3650*day + 1, noon + 3650*day + 2, noon + day},
		"removed in 1970":                {0, noon, noon + 1},
		"removed years ahead":            {noon + 3650*day, noon, noon + 1},
		"back and forth, nine times":     {noon, noon + 400*day, noon, noon + 400*day, noon, noon + 400*day, noon, noon + 400*day, noon, noon + 400*day, noon, noon + 400*day, noon, noon + 400*day, noon, noon + 400*day, noon, noon + 400*day, noon},
		"out of range":                   {noon, 1<<63 - 1, -1 << 63, noon},
		"half a year without any change": {noon, noon + 180*day},
	} {
		v := filled(t, 1)
		id := v.Accounts()[0].ID
		v = v.Draft(times[0])
		v.Remove(times[0], id)
		for _, now := range times[1:] {
			v = use(t, v, now)
		}
		if len(v.Trash()) != 1 || !v.Restore(noon+day, id) {
			t.Errorf("%s: the content is gone", name)
		}
	}
}

func TestSweep(t *testing.T) {
	v := filled(t, 2)
	sweep := func(now int64) *Vault {
		d := v.Draft(now)
		d.Sweep(v, now)
		return d
	}
	if sweep(noon + 100*day).Changed() {
		t.Error("an empty trash was swept")
	}
	v.Remove(noon, v.Accounts()[0].ID)
	if sweep(noon + day - 1).Changed() {
		t.Error("swept within a day")
	}
	days := 0
	for now := int64(noon + day); len(v.Trash()) > 0; now += day {
		if d := sweep(now); !d.Changed() {
			t.Fatal("not swept")
		} else {
			v = d
		}
		days++
	}
	if days != 31 {
		t.Errorf("emptied after %d days", days)
	}
	if sweep(noon + 1000*day).Changed() {
		t.Error("swept with nothing left")
	}
}

func TestPurge(t *testing.T) {
	v := filled(t, 2)
	id := v.Accounts()[0].ID
	if v.Purge(noon, id) {
		t.Error("a live account was purged")
	}
	v.Remove(noon, id)
	other := clone(v)
	if !v.Purge(noon, id) || v.Purge(noon, id) || v.Restore(noon, id) || len(v.Trash()) != 0 {
		t.Error("purged otherwise than once")
	}
	// A copy that still has the content loses it after the two have met.
	if err := other.Merge(v); err != nil || len(other.Draft(noon).Trash()) != 0 {
		t.Errorf("the content came back: %v", err)
	}
}

// What Inkan 0.1.0 wrote opens, and its trash starts to count anew.
func TestFileOfVersion010(t *testing.T) {
	text, err := os.ReadFile("testdata/0.1.0.hex")
	if err != nil {
		t.Fatal(err)
	}
	file, err := hex.DecodeString(strings.Join(strings.Fields(string(text)), ""))
	if err != nil {
		t.Fatal(err)
	}
	v, err := Open(file)
	if err != nil || len(v.Accounts()) != 1 || v.Accounts()[0].Key.Account != "alice@example.com" {
		t.Fatalf("got %v", err)
	}
	v = use(t, v, noon+1000*day)
	v.Remove(noon+1000*day, v.Accounts()[0].ID)
	if v = use(t, v, noon+2000*day); len(v.Trash()) != 1 || v.Trash()[0].Left() != 27*day {
		t.Errorf("trash %+v", v.Trash())
	}
}
