// SPDX-License-Identifier: MIT

package main

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"inkan/scripts/console/site"
)

func TestServeSaysWhereAndEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	reader, writer := io.Pipe()
	ended := make(chan error, 1)
	go func() { ended <- serve(ctx, "127.0.0.1:0", site.New(site.Options{}), writer) }()
	line, err := bufio.NewReader(reader).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	address, found := strings.CutPrefix(strings.TrimSpace(line), "console: ")
	if !found || !strings.HasPrefix(address, "http://localhost:") {
		t.Fatalf("printed %q", line)
	}
	response, err := http.Get(strings.Replace(address, "localhost", "127.0.0.1", 1))
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if response.StatusCode != http.StatusOK {
		t.Errorf("status %d", response.StatusCode)
	}
	cancel()
	select {
	case err := <-ended:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(5 * time.Second):
		t.Fatal("still serving")
	}
}

func TestServeReportsAnAddressInUse(t *testing.T) {
	if err := serve(context.Background(), "127.0.0.1:none", http.NotFoundHandler(), io.Discard); err == nil {
		t.Fatal("no error")
	}
}
