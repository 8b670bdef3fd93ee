// SPDX-License-Identifier: MIT

//go:build js && wasm

// Command vault is vault.wasm: the engine behind globalThis.vault.
package main

import (
	"crypto/rand"

	"inkan/wasm/bridge"
	"inkan/wasm/core"
)

func main() {
	engine := core.New(core.Options{Rand: rand.Reader})
	if _, err := bridge.Open("vault", engine.Call); err != nil {
		panic(err)
	}
	select {} // the door stays open as long as the instance lives
}
