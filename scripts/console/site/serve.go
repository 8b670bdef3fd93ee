// SPDX-License-Identifier: MIT

package site

import (
	"fmt"
	"net"
	"net/http"
	"time"
)

// Serve serves handler on a loopback address until stop is called, for
// programs and tests that have a console of their own. Port 0 takes a free one.
// The url names localhost and ends in a slash: browsers accept Secure cookies
// over http there.
func Serve(addr string, handler http.Handler) (url string, stop func() error, err error) {
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return "", nil, err
	}
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 5 * time.Second}
	go server.Serve(listener)
	return fmt.Sprintf("http://localhost:%d/", listener.Addr().(*net.TCPAddr).Port), server.Close, nil
}
