// SPDX-License-Identifier: MIT

package vault

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// described is what a file can say about an account.
var described = Details{
	Groups: []string{"Work", "経理"}, Icon: "png:iVBORw0KGgoAAAANSUhEUgAAAEgAAABI", Note: "recovery: 1111-2222\n\"x\"", Pinned: true, Sites: []string{"example.org", "xn--r8jz45g.jp"},
	Spares: []Spare{{"recovery: 3333 \"4444\"", 0}, {"recovery: 5555", noon - 7}}, Uses: 12, Used: noon - 5,
}

// describe is a vault with n accounts, the first of which has details.
func describe(t *testing.T, n int) (v *Vault, id string) {
	t.Helper()
	v = filled(t, n)
	id = v.Accounts()[n-1].ID
	if _, err := v.SetDetails(noon+1, id, described); err != nil {
		t.Fatal(err)
	}
	return v, id
}

func TestDetailsRoundTrip(t *testing.T) {
	v, id := describe(t, 2)
	added, err := v.Keys().Add(moreRandom(), noon+2, "", key("added"), described)
	if err != nil {
		t.Fatal(err)
	}
	opened, err := Open(sealed(t, v))
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{id, added.ID} {
		if a, ok := opened.Account(id); !ok || !reflect.DeepEqual(a.Details, described) {
			t.Errorf("opened %+v", a.Details)
		}
	}
	if !bytes.Equal(opened.document.text(), v.document.text()) {
		t.Errorf("written again it is another:\n%s\n%s", opened.document.text(), v.document.text())
	}
	// One change is one stamp, which is not repeated.
	i, _ := v.document.find(added.ID)
	text := appendAccount(nil, v.document.accounts[i])
	if want := `"stamps":{"uses":"000000000000-0000-0000000000000000","used":"000000000000-0000-0000000000000000"},`; !bytes.Contains(text, []byte(want)) {
		t.Errorf("no %s in %s", want, text)
	}
}

func TestSetDetails(t *testing.T) {
	v, id := describe(t, 2)
	set := func(d Details) *Vault {
		t.Helper()
		c := v.Draft(noon + 10)
		if _, err := c.SetDetails(noon+10, id, d); err != nil {
			t.Fatal(err)
		}
		return c
	}
	if set(described).Changed() {
		t.Error("the same again is a change")
	}
	fewer := described
	fewer.Uses, fewer.Used = 3, 0
	if set(fewer).Changed() {
		t.Error("a number went back")
	}
	cleared := set(Details{})
	if a, _ := cleared.Account(id); a.Groups != nil || a.Icon != "" || a.Note != "" || a.Pinned || a.Sites != nil || a.Spares != nil || a.Uses != 12 {
		t.Errorf("cleared to %+v", a.Details)
	}
	if text := cleared.document.text(); bytes.Contains(text, []byte("recovery:")) {
		t.Errorf("a note that was cleared is still there: %s", text)
	}
	if m := met(t, cleared, v); len(m.Accounts()[0].Groups) != 0 || bytes.Contains(m.document.text(), []byte("recovery:")) {
		t.Error("what was cleared came back")
	}
	if _, err := v.SetDetails(noon, "nobody", Details{}); err != ErrUnknown {
		t.Errorf("got %v", err)
	}
}

// A use is counted up to what fits, and needs no stamp: two copies that were used
// apart meet at the greater numbers.
func TestUse(t *testing.T) {
	v := filled(t, 1)
	id := v.Accounts()[0].ID
	v = v.Draft(noon)
	v.Use(noon+5, id)
	if a, _ := v.Account(id); a.Uses != 1 || a.Used != noon+5 || !v.Changed() {
		t.Errorf("used once, it has %d uses, the last at %d", a.Uses, a.Used)
	}
	if v.Use(noon, "nobody") {
		t.Error("nobody was used")
	}
	if _, err := v.SetDetails(noon, id, Details{Uses: 1<<64 - 1}); err != nil {
		t.Fatal(err)
	}
	w := v.Draft(noon)
	w.Use(noon+7, id)
	if a, _ := met(t, w, v).Account(id); a.Uses != 1<<64-1 || a.Used != noon+7 {
		t.Errorf("used once more than can be counted, it has %d uses, the last at %d", a.Uses, a.Used)
	}
}

func TestDetailsRefused(t *testing.T) {
	many := make([]string, MaxGroups+1)
	for i := range many {
		many[i] = fmt.Sprint(i)
	}
	v, id := describe(t, 1)
	for _, c := range []struct {
		d    Details
		want error
	}{
		{Details{Groups: many[1:], Note: strings.Repeat("印", MaxNote)}, nil},
		{Details{Groups: []string{strings.Repeat("印", MaxGroup)}}, nil},
		{Details{Groups: many}, ErrGroups},
		{Details{Groups: []string{""}}, ErrGroups},
		{Details{Groups: []string{"a", "b", "a"}}, ErrGroups},
		{Details{Groups: []string{strings.Repeat("x", MaxGroup+1)}}, ErrGroups},
		{Details{Groups: []string{"\xff"}}, ErrGroups},
		{Details{Icon: "letter"}, nil},
		{Details{Icon: "service:github"}, nil},
		{Details{Icon: "service:Git Hub"}, ErrIcon},
		{Details{Icon: "png:"}, ErrIcon},
		{Details{Icon: "png:iVBORw0KGgoAAAANSUhEUgAAAEgAAABi"}, ErrIcon}, // 98 pixels high
		{Details{Icon: "later"}, ErrIcon},
		{Details{Note: strings.Repeat("x", MaxNote+1)}, ErrNote},
		{Details{Note: "\xff"}, ErrNote},
		{Details{Sites: many[1 : MaxSites+1], Spares: spares(MaxSpares)}, nil},
		{Details{Sites: many[:MaxSites+1]}, ErrSites},
		{Details{Sites: []string{""}}, ErrSites},
		{Details{Sites: []string{"a", "a"}}, ErrSites},
		{Details{Sites: []string{strings.Repeat("x", MaxSite+1)}}, ErrSites},
		{Details{Sites: []string{"\xff"}}, ErrSites},
		{Details{Spares: spares(MaxSpares + 1)}, ErrSpares},
		{Details{Spares: []Spare{{"a", 0}, {"a", 1}}}, ErrSpares},
		{Details{Spares: []Spare{{"", 0}}}, ErrSpares},
		{Details{Spares: []Spare{{"a\nb", 0}}}, ErrSpares},
		{Details{Spares: []Spare{{strings.Repeat("x", MaxSpare+1), 0}}}, ErrSpares},
		{Details{Spares: []Spare{{"\xff", 0}}}, ErrSpares},
		{Details{Spares: []Spare{{"a", -1}}}, ErrSpares},
		{Details{Spares: []Spare{{"a", maxTime + 1}}}, ErrSpares},
	} {
		d := v.Draft(noon)
		if _, err := d.SetDetails(noon, id, c.d); !errors.Is(err, c.want) || c.want != nil && d.Changed() {
			t.Errorf("set: %v, want %v", err, c.want)
		}
		if _, err := v.Draft(noon).Keys().Add(moreRandom(), noon, "", key("x"), c.d); !errors.Is(err, c.want) {
			t.Errorf("added: %v, want %v", err, c.want)
		}
	}
}

// spares are n recovery codes.
func spares(n int) (list []Spare) {
	for i := range n {
		list = append(list, Spare{Code: fmt.Sprint("code ", i)})
	}
	return list
}

// What stands in the place of recovery codes and is none makes the file damaged,
// instead of being taken for none.
func TestSparesOfAnotherShape(t *testing.T) {
	v, _ := describe(t, 1)
	text := string(v.document.text())
	_, rest, _ := strings.Cut(text, `"spares":[[`)
	before, _, _ := strings.Cut(rest, `]]`)
	for _, spares := range []string{`"a",0,1`, `"a"`, `0,"a"`, `"a",-1`, `"a",1.5`, `"a",140737488355328`, `"a","0"`, `"a",null`} {
		_, err := parseDocument([]byte(strings.Replace(text, before, spares, 1)))
		if !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v", spares, err)
		}
	}
}

func TestBind(t *testing.T) {
	v := filled(t, 1)
	id := v.Accounts()[0].ID
	scanned := v.Accounts()[0].Site
	for _, c := range []struct{ sites, site, more string }{
		{scanned + " a.example b.example", scanned, "a.example b.example"},
		{"b.example " + scanned, scanned, "b.example"},
		{"b.example a.example", "", "b.example a.example"},
		{"a.example", "", "a.example"},
		{scanned, "", scanned}, // it is not known any more that it was scanned there
		{"", "", ""},
	} {
		d := v.Draft(noon + 10)
		a, err := d.Bind(noon+10, id, strings.Fields(c.sites))
		if err != nil || a.Site != c.site || strings.Join(a.Sites, " ") != c.more {
			t.Errorf("%q: %q and %q, %v", c.sites, a.Site, a.Sites, err)
		}
		if m := met(t, v, d); m.Accounts()[0].Site != c.site || strings.Join(m.Accounts()[0].Sites, " ") != c.more {
			t.Errorf("%q: merged with what was before it is another", c.sites)
		}
		again := d.Draft(noon + 20)
		if _, err := again.Bind(noon+20, id, strings.Fields(c.sites)); err != nil || again.Changed() {
			t.Errorf("%q again is a change: %v", c.sites, err)
		}
		v = d
	}
	if _, err := v.Bind(noon, id, make([]string, MaxSites+1)); !errors.Is(err, ErrSites) {
		t.Errorf("too many: %v", err)
	}
	if _, err := v.Bind(noon, "nobody", nil); err != ErrUnknown {
		t.Errorf("got %v", err)
	}
}

// What another version let in is read, kept, and no hindrance to other changes.
func TestDetailsOutOfBoundsAreKept(t *testing.T) {
	long := strings.Repeat("x", MaxNote+1)
	v, id := describe(t, 1)
	text := strings.Replace(string(v.document.text()), `"note":"recovery: 1111`, `"note":"`+long, 1)
	d, err := parseDocument([]byte(text))
	if err != nil || string(d.text()) != text {
		t.Fatalf("not kept: %v", err)
	}
	v.document = d
	a, _ := v.Account(id)
	changed := a.Details
	changed.Pinned = false
	if a, err = v.SetDetails(noon+5, id, changed); err != nil || a.Pinned || !strings.HasPrefix(a.Note, long) {
		t.Errorf("got %v", err)
	}
}

// Nothing of a file that knows no details changes when it is read and written,
// nor when its keys change.
func TestNoDetailsLeaveNoTrace(t *testing.T) {
	v := filled(t, 2)
	changed := v.Accounts()[0].Key
	changed.Secret = []byte("another secret")
	if _, err := v.SetKey(noon+5, v.Accounts()[0].ID, changed); err != nil {
		t.Fatal(err)
	}
	m := met(t, v, filled(t, 2))
	for _, name := range detailNames {
		if bytes.Contains(m.document.text(), []byte(`"`+name+`"`)) {
			t.Errorf("%s stands there: %s", name, m.document.text())
		}
	}
}

// A copy that changed the key later knew nothing of the note: it stays.
func TestANoteSurvivesALaterKey(t *testing.T) {
	v := filled(t, 1)
	id := v.Accounts()[0].ID
	other := clone(v)
	other.document.clock.Node++
	if _, err := v.SetDetails(noon+1000, id, described); err != nil {
		t.Fatal(err)
	}
	changed := key("renamed")
	changed.Secret = []byte("another secret")
	if _, err := other.SetKey(noon+2000, id, changed); err != nil {
		t.Fatal(err)
	}
	for _, m := range []*Vault{met(t, v, other), met(t, other, v), met(t, met(t, v, other), v)} {
		if a := m.Accounts()[0]; !reflect.DeepEqual(a.Details, described) || a.Key.Account != "renamed" {
			t.Errorf("%+v", a.Details)
		}
	}
}

// Whoever writes a note on an account elsewhere still needs it.
func TestDetailsKeepAnAccountFromTheTrash(t *testing.T) {
	for name, d := range map[string]Details{"groups": {Groups: []string{"x"}}, "icon": {Icon: LetterIcon}, "note": {Note: "x"}, "pinned": {Pinned: true}, "sites": {Sites: []string{"x"}}, "spares": {Spares: spares(1)}, "uses": {Uses: 5}} {
		v := filled(t, 1)
		other := clone(v)
		other.document.clock.Node++
		id := v.Accounts()[0].ID
		v.Remove(noon+1000, id)
		if _, err := other.SetDetails(noon+2000, id, d); err != nil {
			t.Fatal(err)
		}
		if _, there := met(t, v, other).Account(id); there != (name != "uses") {
			t.Errorf("%s: there %t", name, there)
		}
	}
}

func TestTrashAndRevertKeepDetails(t *testing.T) {
	v, id := describe(t, 2)
	before := clone(v)
	v.Remove(noon+10, id)
	if !v.Restore(noon+11, id) {
		t.Fatal("not restored")
	}
	if a, _ := v.Account(id); !reflect.DeepEqual(a.Details, described) {
		t.Errorf("out of the trash: %+v", a.Details)
	}
	if _, err := v.SetDetails(noon+12, id, Details{Uses: 99}); err != nil {
		t.Fatal(err)
	}
	want := described
	want.Uses = 99
	for _, to := range []*Vault{before, filled(t, 2)} {
		if err := v.Revert(noon+20, to); err != nil {
			t.Fatal(err)
		}
		if a, _ := v.Account(id); !reflect.DeepEqual(a.Details, want) {
			t.Errorf("reverted to %+v, want %+v", a.Details, want)
		}
		v.changed = false
		if err := v.Revert(noon+30, to); err != nil || v.Changed() {
			t.Errorf("reverted twice is a change: %v", err)
		}
		want = Details{Uses: 99, Used: described.Used}
	}
	v.Remove(noon+40, id)
	v.Purge(noon+50, id)
	if text := v.document.text(); bytes.Contains(text, []byte("recovery")) || bytes.Contains(text, []byte(`"uses"`)) {
		t.Errorf("purged, and there: %s", text)
	}
}

func TestPinnedStandFirst(t *testing.T) {
	v := filled(t, 6) // shown as 543210
	names := func() (s string) {
		for _, a := range v.Accounts() {
			s += a.Key.Account[4:5]
		}
		return s
	}
	byName := func(name byte) string {
		i := slices.IndexFunc(v.Accounts(), func(a *Account) bool { return a.Key.Account[4] == name })
		if i < 0 {
			return ""
		}
		return v.Accounts()[i].ID
	}
	for _, name := range "13" {
		if _, err := v.SetDetails(noon, byName(byte(name)), Details{Pinned: true}); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct{ move, want string }{
		{"  ", "315420"}, {"13", "135420"}, {"20", "135420"}, {"02", "135402"}, {"1 ", "315402"}, // among their own
		{"43", "314502"}, {"32", "134502"}, // no farther
		{"31", "314502"}, {"1 ", "314502"}, {"55", "314502"}, {"1" + "4", "314502"},
	} {
		if c.move[0] != ' ' {
			if err := v.Move(noon, byName(c.move[0]), byName(c.move[1])); err != nil {
				t.Fatal(err)
			}
		}
		if names() != c.want {
			t.Fatalf("%s: %s, want %s", c.move, names(), c.want)
		}
	}
	// What is added is the first of those that are not pinned.
	if _, err := v.Add(moreRandom(), noon+100_000, "", key("userN")); err != nil || names() != "31N4502" {
		t.Errorf("%s, %v", names(), err)
	}
}
