// SPDX-License-Identifier: MIT

// Console serves the demo console (package site) on this computer.
//
//	console [-addr 127.0.0.1:8370] [-log]
//
// It prints "console: http://localhost:PORT/" once it listens, and ends on
// SIGINT or SIGTERM.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"inkan/scripts/console/site"
)

func main() {
	addr := flag.String("addr", "127.0.0.1:8370", "`address` to listen on; port 0 takes a free one")
	log := flag.Bool("log", false, "write a line for each request to standard error")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	options := site.Options{}
	if *log {
		options.Log = slog.New(slog.NewTextHandler(os.Stderr, nil))
	}
	if err := serve(ctx, *addr, site.New(options), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "console:", err)
		os.Exit(1)
	}
}

// serve serves handler on addr until ctx ends, then lets requests finish for
// up to three seconds.
func serve(ctx context.Context, addr string, handler http.Handler, out io.Writer) error {
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	server := &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       10 * time.Second,
		WriteTimeout:      20 * time.Second,
		IdleTimeout:       time.Minute,
		MaxHeaderBytes:    32 << 10,
	}
	fmt.Fprintf(out, "console: http://%s/\n", publicHost(listener.Addr()))
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	deadline, cancel := context.WithTimeout(context.Background(), 3*time.Second)
	defer cancel()
	if err := server.Shutdown(deadline); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return nil
}

// publicHost writes loopback addresses as localhost, the name under which
// browsers accept Secure cookies over http.
func publicHost(addr net.Addr) string {
	tcp, ok := addr.(*net.TCPAddr)
	if ok && (tcp.IP.IsLoopback() || tcp.IP.IsUnspecified()) {
		return fmt.Sprintf("localhost:%d", tcp.Port)
	}
	return addr.String()
}
