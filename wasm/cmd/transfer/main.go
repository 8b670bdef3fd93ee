// SPDX-License-Identifier: MIT

//go:build js && wasm

// Command transfer is transfer.wasm: the readers of other authenticators' files
// behind globalThis.transfer. Each instance reads one file.
package main

import (
	"inkan/wasm/bridge"
	"inkan/wasm/door/files"
)

func main() {
	if _, err := bridge.Open("transfer", files.New().Call); err != nil {
		panic(err)
	}
	select {} // the door stays open as long as the instance lives
}
