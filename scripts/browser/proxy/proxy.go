// SPDX-License-Identifier: MIT

// Package proxy is an HTTP proxy that writes down every request a browser
// sends, so that a test can prove that none leaves the computer. Requests to
// this computer pass through; all others are recorded and refused with 502,
// so that nothing leaves even when the proof fails.
//
//	p, err := proxy.Start()
//	defer p.Close()
//	b, err := browser.Launch(ctx, browser.Options{Proxy: p.Addr(), …})
//	…
//	if left := p.Left(); len(left) > 0 { t.Errorf("requests left: %v", left) }
//
// The launch makes Chromium send loopback requests here too.
package proxy

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"time"
)

// Request is one request as it reached the proxy. For CONNECT, which opens a
// tunnel for TLS or a WebSocket, Path is empty: what passes is not seen.
type Request struct {
	Time   time.Time
	Method string
	Host   string // with port, as the browser gave it
	Path   string // with query
}

func (r Request) String() string { return r.Method + " " + r.Host + r.Path }

// Local reports whether the request is for this computer.
func (r Request) Local() bool {
	host := r.Host
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.Trim(host, "[]")
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.IsLoopback()
}

// Proxy is a running proxy.
type Proxy struct {
	listener  net.Listener
	server    *http.Server
	transport *http.Transport

	mu       sync.Mutex
	requests []Request
	tunnels  map[net.Conn]struct{}
}

// Start runs a proxy on a free port of the loopback interface.
func Start() (*Proxy, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("proxy: %w", err)
	}
	p := &Proxy{
		listener:  listener,
		transport: &http.Transport{Proxy: nil, DisableCompression: true},
		tunnels:   map[net.Conn]struct{}{},
	}
	p.server = &http.Server{Handler: p, ReadHeaderTimeout: 10 * time.Second}
	go p.server.Serve(listener) // it ends with ErrServerClosed
	return p, nil
}

// Addr is the proxy's host:port.
func (p *Proxy) Addr() string { return p.listener.Addr().String() }

// Close ends the proxy and every tunnel through it.
func (p *Proxy) Close() error {
	p.mu.Lock()
	for conn := range p.tunnels {
		conn.Close()
	}
	p.mu.Unlock()
	p.transport.CloseIdleConnections()
	return p.server.Close()
}

// Requests lists everything so far, in order of arrival.
func (p *Proxy) Requests() []Request {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.requests)
}

// Left lists the requests so far that were not for this computer.
func (p *Proxy) Left() []Request {
	return slices.DeleteFunc(p.Requests(), Request.Local)
}

// Forget drops what has been recorded.
func (p *Proxy) Forget() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.requests = nil
}

// ServeHTTP records one request and passes it on or refuses it.
func (p *Proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	request := Request{Time: time.Now(), Method: r.Method, Host: r.Host, Path: r.URL.RequestURI()}
	if r.Method == http.MethodConnect {
		request.Path = ""
	} else if i := strings.Index(request.Path, "://"); i >= 0 {
		request.Path = request.Path[i+3:]
		request.Path = request.Path[len(r.URL.Host):]
	}
	p.mu.Lock()
	p.requests = append(p.requests, request)
	p.mu.Unlock()
	switch {
	case !request.Local():
		http.Error(w, "this proxy lets nothing leave the computer", http.StatusBadGateway)
	case r.Method == http.MethodConnect:
		p.tunnel(w, r)
	default:
		p.pass(w, r)
	}
}

// hopHeaders belong to one connection and are not passed on (RFC 9110 §7.6.1).
var hopHeaders = []string{"Connection", "Proxy-Connection", "Keep-Alive", "Te", "Trailer", "Transfer-Encoding", "Upgrade", "Proxy-Authorization"}

func (p *Proxy) pass(w http.ResponseWriter, r *http.Request) {
	out := r.Clone(r.Context())
	out.RequestURI = ""
	for _, name := range hopHeaders {
		out.Header.Del(name)
	}
	answer, err := p.transport.RoundTrip(out)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	defer answer.Body.Close()
	for name, values := range answer.Header {
		if !slices.Contains(hopHeaders, name) {
			w.Header()[name] = values
		}
	}
	w.WriteHeader(answer.StatusCode)
	io.Copy(w, answer.Body) // the browser may have gone
}

// tunnel joins the browser's connection with one to the host it asked for.
func (p *Proxy) tunnel(w http.ResponseWriter, r *http.Request) {
	far, err := net.DialTimeout("tcp", r.Host, 5*time.Second)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	defer far.Close()
	near, buffered, err := http.NewResponseController(w).Hijack()
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	defer near.Close()
	p.keep(far, near)
	defer p.release(far, near)
	if _, err := io.WriteString(near, "HTTP/1.1 200 Connection established\r\n\r\n"); err != nil {
		return
	}
	done := make(chan error, 2)
	go func() { _, err := io.Copy(far, buffered); done <- errors.Join(err, closeWrite(far)) }()
	go func() { _, err := io.Copy(near, far); done <- errors.Join(err, closeWrite(near)) }()
	<-done
	<-done
}

func closeWrite(conn net.Conn) error {
	if half, ok := conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return conn.Close()
}

func (p *Proxy) keep(conns ...net.Conn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, conn := range conns {
		p.tunnels[conn] = struct{}{}
	}
}

func (p *Proxy) release(conns ...net.Conn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, conn := range conns {
		delete(p.tunnels, conn)
	}
}
