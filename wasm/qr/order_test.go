// SPDX-License-Identifier: MIT

package qr

import (
	"cmp"
	"math/rand"
	"slices"
	"testing"
)

func TestInOrder(t *testing.T) {
	random := rand.New(rand.NewSource(1))
	for _, n := range []int{0, 1, 2, 3, 50, 5000} {
		keys := make([]float64, n)
		want := make([]int, n)
		for i := range keys {
			// Quarters, so that many are equal, and are what they are in float32 too.
			keys[i], want[i] = float64(random.Intn(200)-100)/4, i
		}
		slices.SortStableFunc(want, func(i, j int) int { return cmp.Compare(keys[i], keys[j]) })
		if got := inOrder(n, func(i int) float64 { return keys[i] }); !slices.Equal(got, want) {
			t.Errorf("%d keys: got %v, want %v", n, got, want)
		}
	}
}
