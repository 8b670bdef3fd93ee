// SPDX-License-Identifier: MIT

package qr_test

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"testing"

	"inkan/wasm/qr"
)

// desk is a picture like a screen: lines of strokes as letters have them, and a symbol among them if text is not empty.
func desk(t testing.TB, width, height int, text string) qr.Luminance {
	r := rand.New(rand.NewPCG(5, uint64(width)))
	s := newScene(width, height, 245)
	for y := 20; y+12 < height; y += 24 {
		for x := 20; x+8 < width*2/3; x += 9 {
			if r.IntN(6) == 0 {
				continue // between words
			}
			strokes := r.IntN(32)
			for k := range 7 * 11 {
				if i, j := k%7, k/7; strokes&1 != 0 && i == 0 || strokes&2 != 0 && i == 5 || strokes&4 != 0 && j == 0 ||
					strokes&8 != 0 && j == 5 || strokes&16 != 0 && j == 10 {
					s.Pix[(y+j)*width+x+i] = byte(30 + r.IntN(60))
				}
			}
		}
	}
	if text == "" {
		return s.Luminance
	}
	m := encode(t, text, "M", 0)
	const module = 4
	part := newScene((len(m)+8)*module, (len(m)+8)*module, 255)
	part.draw(m, look{x: 4 * module, y: 4 * module, module: module, quiet: 4, light: 255})
	for y := range part.Height {
		copy(s.Pix[(height/4+y)*width+width/2:], part.Pix[y*part.Width:(y+1)*part.Width])
	}
	return s.Luminance
}

func BenchmarkDecode(b *testing.B) {
	for _, size := range [][2]int{{1280, 720}, {1920, 1080}, {2560, 1440}, {3840, 2160}} {
		for _, text := range []string{uri, ""} {
			name := "code"
			if text == "" {
				name = "none"
			}
			b.Run(fmt.Sprintf("%dp/%s", size[1], name), func(b *testing.B) {
				l := desk(b, size[0], size[1], text)
				b.ReportAllocs()
				for b.Loop() {
					if got, err := qr.Decode(l); err != nil || len(got) > 0 != (text != "") {
						b.Fatalf("%d symbols, error %v", len(got), err)
					}
				}
			})
		}
	}
}

// TestDecodeMemory decodes pictures of several sizes a thousand times in all:
// what a search needs is used again by the next one.
func TestDecodeMemory(t *testing.T) {
	var pictures []qr.Luminance
	for _, size := range [][2]int{{640, 400}, {400, 320}, {480, 640}} {
		pictures = append(pictures, desk(t, size[0], size[1], uri), desk(t, size[0], size[1], ""))
	}
	decode := func(times int) (heap, perDecode uint64) {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		for i := range times {
			l := pictures[i%len(pictures)]
			got, err := qr.Decode(l)
			if err != nil || len(got) != 1-i%2 {
				t.Fatalf("%d symbols, error %v", len(got), err)
			}
		}
		runtime.ReadMemStats(&after)
		return after.HeapSys, (after.TotalAlloc - before.TotalAlloc) / uint64(times)
	}
	first, _ := decode(100)
	last, each := decode(900)
	t.Logf("heap %d, then %d bytes; %d bytes a decode", first, last, each)
	if last > first+4<<20 {
		t.Errorf("the heap grew from %d to %d bytes", first, last)
	}
	// The smaller pictures of 640 × 400 pixels alone would be 84,000.
	if each > 30_000 {
		t.Errorf("%d bytes are allocated in a decode", each)
	}
}
