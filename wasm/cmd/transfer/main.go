// SPDX-License-Identifier: MIT

//go:build js && wasm

// Command transfer is transfer.wasm: the readers and writers of other
// authenticators' files behind globalThis.transfer. Each instance answers one
// call.
package main

import (
	"crypto/rand"

	"inkan/wasm/bridge"
	"inkan/wasm/door/files"
)

func main() {
	if _, err := bridge.Open("transfer", files.New(rand.Reader).Call); err != nil {
		panic(err)
	}
	select {} // the door stays open as long as the instance lives
}
