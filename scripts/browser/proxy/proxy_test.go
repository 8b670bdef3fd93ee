// SPDX-License-Identifier: MIT

package proxy

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
)

// through returns a client that sends everything through the proxy.
func through(t *testing.T, p *Proxy, base *http.Client) *http.Client {
	t.Helper()
	transport := &http.Transport{Proxy: func(*http.Request) (*url.URL, error) {
		return &url.URL{Scheme: "http", Host: p.Addr()}, nil
	}}
	if base, ok := base.Transport.(*http.Transport); ok {
		transport.TLSClientConfig = base.TLSClientConfig
	}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport}
}

func get(t *testing.T, client *http.Client, url string) (int, string) {
	t.Helper()
	res, err := client.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(body)
}

func start(t *testing.T) *Proxy {
	t.Helper()
	p, err := Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	return p
}

func TestPassesLoopback(t *testing.T) {
	p := start(t)
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		io.WriteString(w, "hello "+r.URL.RequestURI())
	})
	plain, secure := httptest.NewServer(handler), httptest.NewTLSServer(handler)
	defer plain.Close()
	defer secure.Close()
	if status, body := get(t, through(t, p, plain.Client()), plain.URL+"/a?b=c"); status != 200 || body != "hello /a?b=c" {
		t.Errorf("plain: %d %q", status, body)
	}
	if status, body := get(t, through(t, p, secure.Client()), secure.URL+"/d"); status != 200 || body != "hello /d" {
		t.Errorf("tunnel: %d %q", status, body)
	}
	requests := p.Requests()
	if len(requests) != 2 {
		t.Fatalf("recorded %v", requests)
	}
	if r := requests[0]; r.Method != "GET" || "http://"+r.Host != plain.URL || r.Path != "/a?b=c" || !r.Local() {
		t.Errorf("recorded %v", r)
	}
	if r := requests[1]; r.Method != "CONNECT" || "https://"+r.Host != secure.URL || r.Path != "" || !r.Local() {
		t.Errorf("recorded %v", r)
	}
	if left := p.Left(); len(left) != 0 {
		t.Errorf("left: %v", left)
	}
}

func TestRefusesAndRecordsTheRest(t *testing.T) {
	p := start(t)
	if status, _ := get(t, through(t, p, http.DefaultClient), "http://example.com/x"); status != http.StatusBadGateway {
		t.Errorf("status %d", status)
	}
	if _, err := through(t, p, http.DefaultClient).Get("https://example.com/"); err == nil {
		t.Error("a tunnel out was opened")
	}
	left := p.Left()
	if len(left) != 2 || left[0].String() != "GET example.com/x" || left[1].String() != "CONNECT example.com:443" {
		t.Errorf("left: %v", left)
	}
	p.Forget()
	if len(p.Requests()) != 0 {
		t.Error("Forget kept something")
	}
}

func TestLocal(t *testing.T) {
	for host, want := range map[string]bool{
		"localhost": true, "localhost:80": true, "a.localhost:80": true, "127.0.0.1:1": true, "127.9.9.9": true,
		"[::1]:80": true, "::1": true, "example.com:443": false, "localhost.example.com": false, "10.0.0.1:80": false,
		"127.0.0.1.example.com": false, "": false,
	} {
		if got := (Request{Host: host}).Local(); got != want {
			t.Errorf("%q: %v", host, got)
		}
	}
}
