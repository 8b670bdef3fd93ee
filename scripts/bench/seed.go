// SPDX-License-Identifier: MIT

package main

import (
	"crypto/sha1"
	"encoding/base32"
	"encoding/json"
	"fmt"

	"inkan/scripts/browser"
)

// pending is how many readings the engine keeps until they become accounts.
const pending = 64

// together is how many accounts are added in one evaluation, which has a time to
// end in: a vault of ten thousand is sealed anew for every 64 of them.
const together = 10 * pending

// seed adds made-up accounts through the engine, from the one with the number
// have, until there are want.
func seed(b *browser.Browser, have, want int) error {
	engine, err := readyEngine(b)
	if err != nil {
		return err
	}
	there := have
	for at := have; at < want && err == nil; at += together {
		there, err = addUpTo(engine, at, min(at+together, want))
	}
	if err == nil && there != want {
		err = fmt.Errorf("the engine holds %d accounts instead of %d", there, want)
	}
	return err
}

// addUpTo adds the accounts from one number to before another, and returns how
// many there are then.
func addUpTo(engine *browser.Page, from, to int) (there int, err error) {
	uris := make([]string, 0, to-from)
	for i := from; i < to; i++ {
		uris = append(uris, uri(i))
	}
	list, err := json.Marshal(uris)
	if err != nil {
		return 0, err
	}
	err = engine.Eval(fmt.Sprintf(`(async () => {
		const uris = %s;
		const read = (uri) => inkan.call('read', { now: Date.now(), site: '' }, new TextEncoder().encode(uri)).ref;
		for (let at = 0; at < uris.length; at += %d) {
			await inkan.change('add', { now: Date.now(), refs: uris.slice(at, at + %[2]d).map(read) });
		}
		return inkan.accounts.length;
	})()`, list, pending), &there)
	return there, err
}

// uri is a key as most sites give it: SHA-1, six digits, 30 seconds.
func uri(i int) string {
	key := sha1.Sum(fmt.Appendf(nil, "bench %d", i))
	return fmt.Sprintf("otpauth://totp/Service%%20%04d:user%04[1]d@example.com?secret=%s&issuer=Service%%20%04[1]d",
		i+1, base32.StdEncoding.EncodeToString(key[:]))
}

// readyEngine waits until the engine has opened its vault.
func readyEngine(b *browser.Browser) (*browser.Page, error) {
	engine, err := b.Engine()
	if err != nil {
		return nil, err
	}
	return engine, until("the engine did not open its vault", func() (bool, error) {
		var state string
		err := engine.Eval(`globalThis.inkan?.state ?? ""`, &state)
		if state == "failed" {
			err = fmt.Errorf("the engine could not open its vault")
		}
		return state == "open", err
	})
}
