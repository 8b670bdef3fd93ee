// SPDX-License-Identifier: MIT

package vault

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestKeep(t *testing.T) {
	// 400 changes, four a day.
	var versions []Version
	for g := int64(1); g <= 400; g++ {
		versions = append(versions, Version{g, noon - noon%day + (g-1)/4*day + g%4})
	}
	rand.New(rand.NewPCG(1, 1)).Shuffle(len(versions), func(i, j int) { versions[i], versions[j] = versions[j], versions[i] })
	var want []int64
	for g := int64(400); g > 390; g-- {
		want = append(want, g)
	}
	for g := int64(388); g > 400-30*4; g -= 4 {
		want = append(want, g)
	}
	if got := Keep(versions); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	// Kept from then on, change by change, it is the same.
	slices.SortFunc(versions, func(a, b Version) int { return int(a.Generation - b.Generation) })
	var stored []Version
	for _, v := range versions {
		stored = append(stored, v)
		kept := Keep(stored)
		stored = slices.DeleteFunc(stored, func(v Version) bool { return !slices.Contains(kept, v.Generation) })
	}
	if got := Keep(stored); !slices.Equal(got, want) || len(stored) != len(want) {
		t.Errorf("change by change: %v, want %v", got, want)
	}
	if got := Keep(nil); got != nil {
		t.Errorf("of nothing: %v", got)
	}
	if got := Keep([]Version{{5, noon}, {5, noon}}); len(got) != 1 {
		t.Errorf("the same twice: %v", got)
	}
}

func TestKeepUnderWrongClocks(t *testing.T) {
	var versions []Version
	for g := int64(1); g <= 20; g++ {
		versions = append(versions, Version{g, noon + g*day})
	}
	for _, wrong := range []int64{noon + 9999*day, 0, -1 << 63, 1<<63 - 1} {
		with := append(slices.Clone(versions), Version{21, wrong}, Version{22, wrong})
		if got := Keep(with); len(got) != 22 {
			t.Errorf("at %d only %d are kept", wrong, len(got))
		}
	}
}

func TestReseal(t *testing.T) {
	v := filled(t, 2)
	before, text := sealed(t, v), v.document.content()
	v.Remove(noon, v.Accounts()[0].ID)
	middle := sealed(t, v)
	random := rand.NewChaCha8([32]byte{})
	if _, err := v.AddPassword(random, noon, "", strong(), wrappingOf("secret")); err != nil {
		t.Fatal(err)
	}
	latest := sealed(t, v)
	for generation, file := range [][]byte{before, middle, latest} {
		again, err := v.Reseal(random, file)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Open(again); !errors.Is(err, ErrLocked) {
			t.Errorf("generation %d still opens by itself: %v", generation+1, err)
		}
		opened, err := lock(t, again).Unlock(v.slots[0].ID, wrappingOf("secret"))
		if err != nil || opened.Generation() != int64(generation+1) || generation == 0 && !bytes.Equal(opened.document.content(), text) {
			t.Errorf("generation %d: %v", generation+1, err)
		}
	}
	if err := v.Unprotect(random); err != nil {
		t.Fatal(err)
	}
	for generation, file := range [][]byte{before, middle, latest} {
		again, err := v.Reseal(random, file)
		if err != nil {
			t.Fatal(err)
		}
		opened, err := Open(again)
		if err != nil || opened.Generation() != int64(generation+1) || generation == 0 && !bytes.Equal(opened.document.content(), text) {
			t.Errorf("without protection, generation %d: %v", generation+1, err)
		}
	}
	other, _ := protected(t)
	other.key[0] ^= 1
	if _, err := v.Reseal(random, sealed(t, other)); !errors.Is(err, ErrWrong) {
		t.Errorf("another vault's file: %v", err)
	}
	if _, err := v.Reseal(random, nil); !errors.Is(err, ErrDamaged) {
		t.Errorf("no file: %v", err)
	}
}
