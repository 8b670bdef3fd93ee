// SPDX-License-Identifier: MIT

//go:build js && wasm

// Command program is kept by the tests after it has started. Its environment
// says what it does then.
package main

import (
	"fmt"
	"os"
	"strconv"
	"syscall/js"
	"time"

	"inkan/wasm/linear"
)

// Made when the program starts, each of its own kind of state.
var (
	table   = map[string]int{"one": 1, "two": 2}
	started = time.Now()
	waiting = make(chan int)
	settled string
	large   = make([]byte, 3<<20)
)

//go:wasmexport settle
func settle() {
	settled = "settled"
	large[len(large)-1] = 7
	waiting <- 3 // somebody waits for it
}

// ill is what a program must not do before it is kept; "" for none.
var ill string

func main() {
	switch ill {
	case "timer":
		go time.Sleep(time.Hour)
	case "call":
		js.Global().Call("parseInt", "1")
	case "set":
		js.Global().Set("program", 1)
	case "own":
		held = js.Global().Get("TextEncoder").New()
	case "text":
		linear.DecodeText("utf-8", []byte("a"))
	case "end":
		os.Exit(3)
	}
	linear.Open(call)
	for n := range waiting {
		table["three"] = n
	}
}

var held js.Value

// call answers with the state, or decodes its parameters in the character set
// that the method names, writes in a goroutine, or panics.
func call(method string, params, _ []byte) (json, out []byte) {
	switch method {
	case "state":
		return fmt.Appendf(nil, "%v %s %d %t %d", table, settled, large[len(large)-1], time.Since(started) > 24*time.Hour, len(os.Args)), nil
	case "grow":
		n, _ := strconv.Atoi(string(params))
		large = make([]byte, n)
		large[n-1] = 9
		return fmt.Append(nil, len(large)), []byte{1, 2, 3}
	case "goroutine":
		done := make(chan string)
		go func() { done <- "done" }()
		return []byte(<-done), []byte{}
	case "panic":
		panic(string(params))
	case "end":
		os.Exit(3)
	}
	text, valid, known := linear.DecodeText(method, params)
	return fmt.Appendf(nil, "%s %t %t", text, valid, known), nil
}
