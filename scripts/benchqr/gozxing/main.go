// SPDX-License-Identifier: MIT

//go:build js && wasm

// Command gozxing is the library by itself, as a peer to measure against: no
// detector of ours, luminance handed over as it is. Pixels are written to the
// memory that alloc gives out; decode leaves the texts, a JSON array, at texts.
package main

import (
	"encoding/json"
	"unsafe"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/multi/qrcode"
)

var (
	pixels []byte
	answer []byte
)

//go:wasmexport alloc
func alloc(n int32) int32 {
	if int(n) > cap(pixels) {
		pixels = make([]byte, n)
	}
	pixels = pixels[:n]
	return int32(uintptr(unsafe.Pointer(unsafe.SliceData(pixels))))
}

// decode reads a picture with the hybrid binarizer, and with everything else
// too if hard is not 0; it returns the length of the answer.
//
//go:wasmexport decode
func decode(width, height, hard int32) int32 {
	found := read(int(width), int(height), hard != 0)
	answer, _ = json.Marshal(found) // unreachable error: strings
	return int32(len(answer))
}

//go:wasmexport texts
func texts() int32 { return int32(uintptr(unsafe.Pointer(unsafe.SliceData(answer)))) }

func read(width, height int, hard bool) []string {
	source, err := gozxing.NewPlanarYUVLuminanceSource(pixels, width, height, 0, 0, width, height, false)
	if err != nil {
		return []string{}
	}
	found := try(gozxing.NewHybridBinarizer(source), nil)
	if !hard {
		return found
	}
	harder := map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_TRY_HARDER: true}
	for _, binarizer := range []gozxing.Binarizer{
		gozxing.NewHybridBinarizer(source), gozxing.NewGlobalHistgramBinarizer(source), gozxing.NewHybridBinarizer(source.Invert()),
	} {
		if len(found) > 0 {
			break
		}
		found = try(binarizer, harder)
	}
	return found
}

// try is a miss when the library panics, as it can on odd pictures.
func try(binarizer gozxing.Binarizer, hints map[gozxing.DecodeHintType]any) (found []string) {
	found = []string{}
	defer func() { _ = recover() }()
	bitmap, err := gozxing.NewBinaryBitmap(binarizer)
	if err != nil {
		return found
	}
	results, err := qrcode.NewQRCodeMultiReader().DecodeMultiple(bitmap, hints)
	if err != nil {
		return found
	}
	for _, r := range results {
		found = append(found, r.GetText())
	}
	return found
}

func main() { select {} }
