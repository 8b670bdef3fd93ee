// SPDX-License-Identifier: MIT

package e2e

import (
	"encoding/json"
	"fmt"
	"testing"

	"inkan/scripts/browser"
)

// loses has these messages of the engine lost, each as often as it is named, as
// when the browser ends the service worker over it.
func (p *person) loses(types ...string) {
	p.Helper()
	engine, err := p.Engine()
	p.must(err)
	list, err := json.Marshal(types)
	p.must(err)
	p.must(engine.Eval(fmt.Sprintf(`{
		const lost = %s, { sendMessage } = chrome.runtime;
		chrome.runtime.sendMessage = async (message) => {
			const at = lost.indexOf(message.type);
			if (at >= 0) lost.splice(at, 1);
			if (at >= 0) throw new Error("the message channel closed before a response was received");
			return sendMessage.call(chrome.runtime, message);
		};
	}`, list), nil))
}

// TestWorkerEndsOverLocks ends the service worker over what the engine tells it
// about passwords and locks: what was begun is as if it had not been ended.
func TestWorkerEndsOverLocks(t *testing.T) {
	p := sits(t, browser.Options{})
	k := key{issuer: "Guarded", secret: secretOf("Worker ends")}
	p.opens("fixture/qr?" + k.page(""))
	p.enrols(wholeTab, k, box{})
	p.closes()
	p.loses("key.keep", "lock.report", "mirror.write", "mirror.write")
	p.protects()
	if found := p.opening(); len(found) > 0 {
		t.Errorf("with a password, these still open by themselves: %q", found)
	}
	p.locks()

	p.loses("attempt.right", "key.keep", "lock.report")
	p.unlocks(password)
	p.reads(k.issuer)
	p.checksCode(k)
	if local, err := p.Storage("local", "attempts"); err != nil || len(local) > 0 {
		t.Errorf("after the right password there is still %s, %v", local, err)
	}
	session, err := p.Storage("session")
	p.must(err)
	if session["key"] == nil || session["plan"] == nil {
		t.Errorf("of key and plan there is only %d", len(session))
	}

	// Ended over locking, the worker after it goes on with that; what the engine that ends would have kept comes to nothing.
	engine, err := p.Engine()
	p.must(err)
	p.must(p.EvalWorker("chrome.offscreen.closeDocument = () => new Promise(() => {})", nil))
	p.clicks("Lock now")
	p.waits("the key to be gone", func() bool {
		session, err := p.Storage("session", "key")
		return err == nil && session["key"] == nil
	})
	p.must(engine.Eval(fmt.Sprintf(`chrome.runtime.sendMessage({to: "background", type: "key.keep", key: %s})`, session["key"]), nil))
	p.must(p.StopWorker())
	p.must(p.StartWorker())
	p.must(engine.WaitClosed())
	p.isLocked()
	p.waits("nothing but what is always there to be kept", func() bool {
		session, err := p.Storage("session")
		return err == nil && len(session) == 0
	})
}
