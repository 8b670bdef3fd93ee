// SPDX-License-Identifier: MIT

package vault

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"

	"inkan/wasm/otp"
)

// clone is a copy that shares nothing that changes.
func clone(v *Vault) *Vault {
	c := *v
	c.document.accounts = slices.Clone(v.document.accounts)
	c.document.settings = slices.Clone(v.document.settings)
	return &c
}

// met is what two copies hold after one has merged the other.
func met(t testing.TB, a, b *Vault) *Vault {
	t.Helper()
	m := clone(a)
	if err := m.Merge(b); err != nil {
		t.Fatal(err)
	}
	return m
}

func same(a, b *Vault) bool { return bytes.Equal(a.document.content(), b.document.content()) }

// world is five replicas of one vault, each with a clock of its own, that is
// edited in random ways.
type world struct {
	*testing.T
	*rand.Rand
	random   *rand.ChaCha8
	replicas [5]*Vault
	clocks   [5]int64
	made     map[string]bool   // every id there ever was
	purged   map[string]bool   // ids whose content somebody threw away
	counters map[string]uint64 // the highest counter there was of a key
}

// newWorld copies one vault to five places. The last two share a node, as after
// a profile was copied: their stamps can be the same for different changes.
func newWorld(t *testing.T, seed uint64) *world {
	w := &world{T: t, Rand: rand.New(rand.NewPCG(seed, 1)), random: rand.NewChaCha8([32]byte{byte(seed), byte(seed >> 8)}),
		made: map[string]bool{}, purged: map[string]bool{}, counters: map[string]uint64{}}
	base := filled(t, 3)
	for i := range w.replicas {
		w.replicas[i] = clone(base)
		w.replicas[i].document.clock.Node = uint64(min(i, 3))
		w.clocks[i] = noon
	}
	for _, a := range base.Accounts() {
		w.made[a.ID] = true
	}
	return w
}

// step lets one replica do one thing.
func (w *world) step() {
	i := w.IntN(len(w.replicas))
	switch w.clocks[i] += w.Int64N(1000); w.IntN(25) {
	case 0:
		w.clocks[i] += w.Int64N(400*day) - 200*day
	case 1:
		w.clocks[i] = w.Int64N(2 * noon)
	case 2:
		w.clocks[i] = []int64{-1, 0, maxTime, 1<<63 - 1}[w.IntN(4)]
	case 3:
		w.clocks[i] = noon + w.Int64N(100*day)
	}
	v := w.replicas[i].Draft(w.clocks[i])
	w.change(v, w.clocks[i])
	if w.IntN(6) == 0 {
		if err := v.Merge(w.replicas[w.IntN(len(w.replicas))]); err != nil {
			w.Fatal(err)
		}
	}
	w.replicas[i] = v
}

func (w *world) change(v *Vault, now int64) {
	live, trash := v.Accounts(), v.Trash()
	pick := func(list []*Account) *Account { return list[w.IntN(len(list))] }
	switch n := w.IntN(16); {
	case n < 2:
		w.add(v, now)
	case n == 2:
		if err := v.Set(now, []string{"lock", "theme"}[w.IntN(2)], fmt.Appendf(nil, "%d", w.IntN(3))); err != nil {
			w.Fatal(err)
		}
	case n == 3 && len(trash) > 0:
		v.Restore(now, pick(trash).ID)
	case n == 4 && len(trash) > 0:
		a := pick(trash)
		w.purged[a.ID] = v.Purge(now, a.ID)
	case len(live) == 0:
		w.add(v, now)
	case n < 6:
		a := pick(live)
		k := a.Key
		k.Issuer = fmt.Sprint("issuer", w.IntN(4))
		w.set(v, now, a.ID, k)
	case n < 8:
		a := pick(live)
		if next, err := a.Key.Next(); err == nil {
			w.set(v, now, a.ID, next)
		}
	case n == 8:
		a := pick(live)
		k := a.Key
		k.Secret, k.Counter = fmt.Appendf(nil, "new secret %d", w.IntN(3)), 0
		w.set(v, now, a.ID, k)
	case n == 9:
		v.Remove(now, pick(live).ID)
	case n == 10:
		w.goBack(v, now)
	case n > 11:
		w.describe(v, now, pick(live))
	default:
		if err := v.Move(now, pick(live).ID, append(live, &Account{})[w.IntN(len(live)+1)].ID); err != nil {
			w.Fatal(err)
		}
	}
}

// describe changes one of an account's details, to few values so that copies
// with one node give the same stamp to different ones.
func (w *world) describe(v *Vault, now int64, a *Account) {
	d := a.Details
	switch w.IntN(8) {
	case 0:
		d.Groups = [][]string{nil, {"Work"}, {"Work", "仕事 \"x\""}}[w.IntN(3)]
	case 1:
		d.Note = []string{"", "one", "two\nlines"}[w.IntN(3)]
	case 2:
		d.Pinned = !d.Pinned
	case 3:
		d.Uses += uint64(w.IntN(20))
	case 4:
		d.Sites = [][]string{nil, {"a.example"}, {"a.example", "b.example"}}[w.IntN(3)]
	case 5:
		d.Spares = [][]Spare{nil, {{"a", 0}, {"b", 0}}, {{"a", 0}, {"b", bound(now)}}}[w.IntN(3)]
	case 6:
		d.Icon = []Icon{"", LetterIcon, "service:github"}[w.IntN(3)]
	default:
		d.Used = max(d.Used, bound(now))
	}
	if _, err := v.SetDetails(now, a.ID, d); err != nil {
		w.Fatal(err)
	}
}

// goBack takes one account back to what it is in another replica, as an undo
// does to what it was before.
func (w *world) goBack(v *Vault, now int64) {
	to := w.replicas[w.IntN(len(w.replicas))].Accounts()
	if len(to) > 0 {
		v.Return(now, to[w.IntN(len(to))])
	}
}

func (w *world) add(v *Vault, now int64) {
	k := distinct(fmt.Sprint(w.Uint32()))
	if w.IntN(2) == 0 {
		k.Type, k.Period = otp.HOTP, 0
	}
	a, err := v.Add(w.random, now, "https://example.com", k)
	if err != nil {
		w.Fatal(err)
	}
	w.made[a.ID] = true
}

func (w *world) set(v *Vault, now int64, id string, k otp.Key) {
	a, err := v.SetKey(now, id, k)
	if err != nil {
		w.Fatal(err)
	}
	w.counters[string(k.Secret)+id] = max(w.counters[string(k.Secret)+id], a.Key.Counter)
}

func TestMerge(t *testing.T) {
	seeds := 150
	if testing.Short() || runtime.GOARCH == "wasm" {
		seeds = 20
	}
	for seed := range seeds {
		w := newWorld(t, uint64(seed))
		for range 60 {
			w.step()
		}
		w.laws(seed)
		w.converge(seed)
		w.older(seed)
	}
}

// laws are those of a join semilattice.
func (w *world) laws(seed int) {
	a, b, c := w.replicas[w.IntN(5)], w.replicas[w.IntN(5)], w.replicas[w.IntN(5)]
	if !same(met(w, a, b), met(w, b, a)) {
		w.Fatalf("seed %d: not commutative:\n%s\n%s", seed, met(w, a, b).document.content(), met(w, b, a).document.content())
	}
	if !same(met(w, met(w, a, b), c), met(w, a, met(w, b, c))) {
		w.Fatalf("seed %d: not associative", seed)
	}
	ab := met(w, a, b)
	if !same(met(w, ab, b), ab) || !same(met(w, ab, a), ab) || !same(met(w, a, a), a) {
		w.Fatalf("seed %d: not idempotent", seed)
	}
	again := clone(ab)
	again.changed = false
	if err := again.Merge(a); err != nil || again.Changed() {
		w.Fatalf("seed %d: nothing new is a change", seed)
	}
}

// converge lets all meet, in two orders, also by way of their files.
func (w *world) converge(seed int) {
	all := w.replicas[0]
	for _, v := range w.replicas[1:] {
		opened, err := Open(sealed(w, v))
		if err != nil {
			w.Fatalf("seed %d: %v", seed, err)
		}
		all = met(w, all, opened)
	}
	other := w.replicas[4]
	for i := 3; i >= 0; i-- {
		other = met(w, other, w.replicas[i])
	}
	if !same(all, other) {
		w.Fatalf("seed %d: the order of meeting matters", seed)
	}
	for id := range w.made {
		i, ok := all.document.find(id)
		if !ok {
			w.Fatalf("seed %d: an account is lost", seed)
		}
		a := all.document.accounts[i]
		if a.emptied && !w.purged[id] && slices.ContainsFunc(w.replicas[:], func(v *Vault) bool { _, ok := v.Account(id); return ok }) {
			w.Fatalf("seed %d: somebody's account is empty", seed)
		}
		for _, v := range w.replicas {
			i, ok := v.document.find(id)
			if !ok || a.emptied {
				continue
			}
			was := v.document.accounts[i]
			if was.Uses > a.Uses || was.Used > a.Used {
				w.Fatalf("seed %d: a number went back", seed)
			}
			if was.stamps.key == a.stamps.key && bytes.Equal(material(was), material(a)) && was.Key.Counter > a.Key.Counter {
				w.Fatalf("seed %d: a counter went back", seed)
			}
		}
		if highest := w.counters[string(a.Key.Secret)+id]; !a.emptied && a.Key.Type == otp.HOTP && a.Key.Counter > highest {
			w.Fatalf("seed %d: a counter came from nowhere", seed)
		}
	}
	// A change made after the meeting is later than everything before.
	for _, a := range all.document.accounts {
		if a.Stamp().Compare(all.document.clock.Tick(0)) >= 0 {
			w.Fatalf("seed %d: the clock is behind what it has seen", seed)
		}
	}
}

// older has a version of Inkan merge that knows no details: to it they are
// members like others, as they are here under other names. It loses nothing that
// this one keeps, and reads on from what this one has written.
func (w *world) older(seed int) {
	a, b := w.replicas[w.IntN(5)], w.replicas[w.IntN(5)]
	merged := met(w, unknowing(w, a), unknowing(w, b))
	text := merged.document.content()
	for _, name := range detailNames {
		text = bytes.ReplaceAll(text, []byte(`"later-`+name+`":`), []byte(`"`+name+`":`))
	}
	meant := met(w, a, b).document.content()
	var got, want any
	if err := cmp.Or(json.Unmarshal(text, &got), json.Unmarshal(meant, &want)); err != nil {
		w.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		w.Fatalf("seed %d: an older version keeps other details:\n%s\n%s", seed, text, meant)
	}
}

var detailNames = []string{"groups", "icon", "note", "pinned", "sites", "spares", "uses", "used"}

// unknowing is a vault as it is read by who does not know its details.
func unknowing(t testing.TB, v *Vault) *Vault {
	t.Helper()
	text := v.document.text()
	for _, name := range detailNames {
		text = bytes.ReplaceAll(text, []byte(`"`+name+`":`), []byte(`"later-`+name+`":`))
	}
	d, err := parseDocument(text)
	if err != nil {
		t.Fatal(err)
	}
	c := clone(v)
	c.document = d
	return c
}

func TestChangesToDifferentPartsAreBothKept(t *testing.T) {
	a := filled(t, 1)
	b := clone(a)
	b.document.clock.Node++
	id := a.Accounts()[0].ID
	renamed := a.Accounts()[0].Key
	renamed.Issuer = "Renamed"
	if _, err := a.SetKey(noon+1, id, renamed); err != nil {
		t.Fatal(err)
	}
	changed := b.Accounts()[0].Key
	changed.Secret = []byte("another secret")
	if _, err := b.SetKey(noon+2, id, changed); err != nil {
		t.Fatal(err)
	}
	for _, m := range []*Vault{met(t, a, b), met(t, b, a)} {
		if k := m.Accounts()[0].Key; k.Issuer != "Renamed" || string(k.Secret) != "another secret" {
			t.Errorf("issuer %q", k.Issuer)
		}
	}
}

func TestCountersOnlyGrow(t *testing.T) {
	hotp := distinct("counter")
	hotp.Type, hotp.Period, hotp.Counter = otp.HOTP, 0, 5
	a := filled(t, 0)
	account, err := a.Add(moreRandom(), noon, "", hotp)
	if err != nil {
		t.Fatal(err)
	}
	b := clone(a)
	b.document.clock.Node++
	set := func(v *Vault, now int64, issuer string, counter uint64) {
		k := v.Accounts()[0].Key
		k.Issuer, k.Counter = issuer, counter
		if _, err := v.SetKey(now, account.ID, k); err != nil {
			t.Fatal(err)
		}
	}
	set(a, noon+1, "", 9)
	set(b, noon+2, "later, but behind", 7)
	for _, m := range []*Vault{met(t, a, b), met(t, b, a)} {
		if k := m.Accounts()[0].Key; k.Counter != 9 || k.Issuer != "later, but behind" {
			t.Errorf("counter %d, issuer %q", k.Counter, k.Issuer)
		}
	}
	// Set back by hand, it is another key.
	set(b, noon+3, "", 2)
	if k := met(t, a, b).Accounts()[0].Key; k.Counter != 2 {
		t.Errorf("counter %d after it was set back", k.Counter)
	}
}

func TestEditsAndRemovals(t *testing.T) {
	a := filled(t, 1)
	b := clone(a)
	b.document.clock.Node++
	id := a.Accounts()[0].ID
	a.Remove(noon+5000, id)
	earlier, later := clone(b), clone(b)
	renamed := key("renamed")
	_, _ = earlier.SetKey(noon+4000, id, renamed)
	_, _ = later.SetKey(noon+6000, id, renamed)
	if m := met(t, a, earlier); len(m.Accounts()) != 0 || m.Trash()[0].Key.Account != "renamed" {
		t.Error("removed after the change, and there")
	}
	m := met(t, later, a)
	if len(m.Accounts()) != 1 || m.Accounts()[0].Key.Account != "renamed" {
		t.Error("changed after the removal, and gone")
	}
	if !m.Remove(noon+7000, id) || len(m.Accounts()) != 0 {
		t.Error("cannot be removed again")
	}
	a.Purge(noon+8000, id)
	if m := met(t, a, later); len(m.Accounts()) != 0 {
		t.Error("purged after the change, and there")
	}
}

// What a later version adds to accounts has stamps of its own.
func TestUnknownMembersMerge(t *testing.T) {
	member := func(value, stamp string) *Vault {
		v := filled(t, 1)
		text := string(v.document.text())
		text = strings.Replace(text, `"created":`, `"stamps":{"folder":"`+stamp+`-0000-0000000000000001"},"created":`, 1)
		if value != "" {
			text = strings.Replace(text, `}],"settings"`, `,"folder":`+value+`}],"settings"`, 1)
		}
		d, err := parseDocument([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		v.document = d
		return v
	}
	first, second, removed := member(`"a"`, "100000000000"), member(`"b"`, "200000000000"), member("", "300000000000")
	for _, c := range []struct {
		a, b *Vault
		want string
	}{{first, second, `"folder":"b"`}, {second, first, `"folder":"b"`}, {second, removed, `{"folder":"30`}, {removed, first, `{"folder":"30`}} {
		text := met(t, c.a, c.b).document.text()
		if !bytes.Contains(text, []byte(c.want)) || c.want[0] == '{' && bytes.Contains(text, []byte(`"folder":"b"`)) {
			t.Errorf("no %s in %s", c.want, text)
		}
		if again, err := parseDocument(text); err != nil || !bytes.Equal(again.text(), text) {
			t.Errorf("written and read again it is another: %v", err)
		}
	}
}

func TestMergeRefusesTooMany(t *testing.T) {
	a, b := filled(t, 0), filled(t, 0)
	for i := range maxAccounts/2 + 1 {
		a.document.accounts = append(a.document.accounts, newAccount(fmt.Sprintf("%032x", 2*i), 0, "", otp.Key{}))
		b.document.accounts = append(b.document.accounts, newAccount(fmt.Sprintf("%032x", 2*i+1), 0, "", otp.Key{}))
	}
	if err := a.Merge(b); err != ErrFull || a.Changed() != b.Changed() || len(a.document.accounts) != maxAccounts/2+1 {
		t.Errorf("got %v", err)
	}
}

// A file from elsewhere cannot use up the time there is, nor choose settings.
func TestMergeWithAFileFromElsewhere(t *testing.T) {
	v, foreign := filled(t, 1), filled(t, 1)
	foreign.key[0] ^= 1
	foreign.document.accounts[0].ID = strings.Repeat("e", 32)
	if err := foreign.Set(maxTime, "lock", []byte("false")); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*document){
		"clock":   func(d *document) { d.clock.Time = maxTime + 1 },
		"account": func(d *document) { d.accounts[0].stamps.site.Time = maxStamp },
		"setting": func(d *document) { d.settings[0].stamp.Time = maxStamp },
	} {
		odd := clone(foreign)
		a := *odd.document.accounts[0]
		odd.document.accounts[0] = &a
		change(&odd.document)
		opened, err := parseDocument(odd.document.text())
		if err != nil {
			t.Fatal(err)
		}
		odd.document = opened
		d := v.Draft(noon)
		if err := d.Merge(odd); !errors.Is(err, ErrDamaged) || d.Changed() || len(d.Accounts()) != 1 {
			t.Errorf("%s: %v", name, err)
		}
	}
	d := v.Draft(noon)
	if err := d.Merge(foreign); err != nil || len(d.Accounts()) != 2 || len(d.Settings()) != 0 {
		t.Errorf("settings %v, %v", d.Settings(), err)
	}
	// What comes after it is still later, and can be read.
	for range 2 {
		d.Remove(noon, d.Accounts()[0].ID)
	}
	if opened, err := Open(sealed(t, d)); err != nil || len(opened.Accounts()) != 0 {
		t.Errorf("got %v", err)
	}
}

func TestClockBehindItsStamps(t *testing.T) {
	v := filled(t, 2)
	v.document.clock.Time = 1
	opened, err := Open(sealed(t, v))
	if err != nil {
		t.Fatal(err)
	}
	id := opened.Accounts()[0].ID
	before := opened.Accounts()[0].Stamp()
	if a, err := opened.SetKey(0, id, key("changed")); err != nil || a.Stamp().Compare(before) <= 0 {
		t.Errorf("a change is older than what it changed, %v", err)
	}
}

func TestRevert(t *testing.T) {
	v := filled(t, 3)
	before := clone(v)
	ids := []string{v.Accounts()[0].ID, v.Accounts()[1].ID, v.Accounts()[2].ID}
	_, _ = v.SetKey(noon+10, ids[0], key("renamed"))
	v.Remove(noon+11, ids[1])
	v.Remove(noon+12, ids[2])
	v.Purge(noon+13, ids[2])
	added, _ := v.Add(moreRandom(), noon+14, "", key("since"))
	d := v.Draft(noon + 20)
	if err := d.Revert(noon+20, before); err != nil {
		t.Fatal(err)
	}
	shown := func(v *Vault) (s []string) {
		for _, a := range v.Accounts() {
			s = append(s, a.ID+a.Key.Account+a.Site+string(a.Key.Secret))
		}
		return s
	}
	if !slices.Equal(shown(d), shown(before)) || len(d.Trash()) != 1 || d.Trash()[0].ID != added.ID {
		t.Errorf("got %v, want %v", shown(d), shown(before))
	}
	// It is a change like others: what meets the states before it stays.
	if m := met(t, met(t, v, d), before); !slices.Equal(shown(m), shown(before)) {
		t.Errorf("after meeting: %v", shown(m))
	}
	d.changed = false
	if err := d.Revert(noon+30, before); err != nil || d.Changed() {
		t.Errorf("reverted twice: %v", err)
	}
	// An account that is there although another copy had removed it stays so.
	kept := clone(before)
	kept.Remove(noon+40, ids[0])
	before.document.clock.Node++
	_, _ = before.SetKey(noon+50, ids[0], key("kept"))
	kept = met(t, kept, before)
	if _, err := before.SetKey(noon+60, ids[0], key("later")); err != nil {
		t.Fatal(err)
	}
	if err := before.Revert(noon+70, kept); err != nil || len(before.Accounts()) != 3 || before.Accounts()[0].Key.Account != "kept" {
		t.Errorf("got %v, %v", shown(before), err)
	}
}

// One account is taken back, out of the trash too; the others stay, and so does
// a counter.
func TestReturn(t *testing.T) {
	hotp := distinct("counter")
	hotp.Type, hotp.Period, hotp.Counter = otp.HOTP, 0, 5
	v := filled(t, 1)
	a, err := v.Keys().Add(moreRandom(), noon, "", hotp, described)
	if err != nil {
		t.Fatal(err)
	}
	before, other := a, v.Accounts()[1]
	k := a.Key
	k.Issuer, k.Counter = "Renamed", 9
	if _, err := v.SetKey(noon+1, a.ID, k); err != nil {
		t.Fatal(err)
	}
	if _, err := v.SetDetails(noon+2, a.ID, Details{Note: "another"}); err != nil {
		t.Fatal(err)
	}
	v.Remove(noon+3, a.ID)
	changed := clone(v)
	if !v.Return(noon+4, before) {
		t.Fatal("not known")
	}
	got, ok := v.Account(a.ID)
	if !ok || got.Key.Issuer != before.Key.Issuer || got.Key.Counter != 9 || !reflect.DeepEqual(got.Details, described) {
		t.Errorf("taken back to %+v, counter %d", got.Details, got.Key.Counter)
	}
	if now, _ := v.Account(other.ID); now != other {
		t.Error("another account was changed")
	}
	if m := met(t, changed, v); !same(m, met(t, v, changed)) || len(m.Accounts()) != 2 {
		t.Error("it is not the later change")
	}
	v.changed = false
	if v.Return(noon+5, before); v.Changed() {
		t.Error("the same again is a change")
	}
	if v.Return(noon+6, newAccount("nobody", noon, "", hotp)) {
		t.Error("an account that never was is known")
	}
}

func TestMove(t *testing.T) {
	v := filled(t, 6)
	names := func() (s string) {
		for _, a := range v.Accounts() {
			s += a.Key.Account[4:5]
		}
		return s
	}
	byName := func(name byte) string {
		for _, a := range v.Accounts() {
			if a.Key.Account[4] == name {
				return a.ID
			}
		}
		return ""
	}
	for _, c := range []struct{ move, want string }{
		{"05", "054321"}, {"4 ", "053214"}, {"12", "053124"}, {"55", "053124"}, {"53", "053124"}, {"24", "053124"}, {"4 ", "053124"}, {"30", "305124"},
	} {
		if err := v.Move(noon, byName(c.move[0]), byName(c.move[1])); err != nil || names() != c.want {
			t.Fatalf("%s: %s, want %s, %v", c.move, names(), c.want, err)
		}
	}
	if v.Move(noon, "nobody", "") != ErrUnknown || v.Move(noon, byName('0'), "nobody") != ErrUnknown {
		t.Error("nobody was moved")
	}
	// Again and again into one gap, which has to be widened in between.
	for range 200 {
		list := v.Accounts()
		want := names()
		if err := v.Move(noon, list[5].ID, list[1].ID); err != nil || names() != want[:1]+want[5:]+want[1:5] {
			t.Fatalf("%s after %s: %v", names(), want, err)
		}
	}
	if _, err := v.Add(moreRandom(), noon+100_000, "", key("userN")); err != nil || names()[0] != 'N' {
		t.Errorf("the one added last is not the first: %s", names())
	}
	if opened, err := Open(sealed(t, v)); err != nil || opened.Accounts()[3].ID != v.Accounts()[3].ID {
		t.Errorf("another order after opening: %v", err)
	}
}

func TestSettings(t *testing.T) {
	v := filled(t, 0)
	v.changed = false
	for _, bad := range []string{"", "{", "1 2", "\xff"} {
		if v.Set(noon, "x", []byte(bad)) == nil {
			t.Errorf("%q was set", bad)
		}
	}
	if v.Set(noon, strings.Repeat("n", 101), []byte("1")) != ErrFull || v.Set(noon, "n", make([]byte, 1<<17)) == nil || v.Changed() {
		t.Error("too much was set")
	}
	if err := v.Set(noon, "lock", []byte(`{"minutes":5}`)); err != nil || !v.Changed() {
		t.Fatal(err)
	}
	opened, err := Open(sealed(t, v))
	if err != nil || string(opened.Settings()["lock"]) != `{"minutes":5}` {
		t.Errorf("got %s, %v", opened.Settings(), err)
	}
	d := opened.Draft(noon)
	if err := d.Set(noon, "lock", []byte(`{"minutes":5}`)); err != nil || d.Changed() {
		t.Errorf("the same again is a change: %v", err)
	}
}

func BenchmarkMerge(b *testing.B) {
	v := filled(b, 10_000)
	other := clone(v)
	for b.Loop() {
		_ = clone(v).Merge(other)
	}
}
