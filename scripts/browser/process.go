// SPDX-License-Identifier: MIT

package browser

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/chromedp/chromedp"
)

// process is one running Chromium and the pipe to it.
type process struct {
	cmd    *exec.Cmd
	conn   *chromedp.PipeConn
	output *tail
	dir    string        // the profile; every child carries it in its command line
	exited chan struct{} // closed once the main process is reaped
}

// start runs Chromium with the arguments and a DevTools pipe on its file
// descriptors 3 (commands) and 4 (answers). env adds to this process's own.
func start(path string, args, env []string, dir string) (*process, error) {
	commandR, commandW, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	answerR, answerW, err := os.Pipe()
	if err != nil {
		commandR.Close()
		commandW.Close()
		return nil, err
	}
	p := &process{output: &tail{}, dir: dir, exited: make(chan struct{})}
	p.cmd = exec.Command(path, args...)
	p.cmd.Env = append(os.Environ(), env...)
	p.cmd.Stdout, p.cmd.Stderr = p.output, p.output
	p.cmd.ExtraFiles = []*os.File{commandR, answerW}
	p.cmd.SysProcAttr = dieWithUs()
	// Children outlive a killed browser for a moment and hold its output.
	p.cmd.WaitDelay = time.Second

	started := make(chan error, 1)
	go p.run(started)
	err = <-started
	commandR.Close()
	answerW.Close()
	if err != nil {
		commandW.Close()
		answerR.Close()
		return nil, err
	}
	p.conn = chromedp.NewPipeConn(answerR, commandW)
	return p, nil
}

// run starts the command and waits for it on one thread: the kernel sends the
// parent-death signal when the starting thread ends, not the program.
func (p *process) run(started chan<- error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	err := p.cmd.Start()
	started <- err
	if err != nil {
		return
	}
	p.cmd.Wait() // how it ended is of no interest, that it ended is
	close(p.exited)
}

// kill ends the browser and all its children with SIGKILL, as a power cut
// would, and returns when none is left.
func (p *process) kill() {
	p.cmd.Process.Kill() // it may have ended already
	p.killChildren()
	<-p.exited
	p.conn.Close()
	for quiet := 0; quiet < 2; time.Sleep(5 * time.Millisecond) {
		if p.killChildren() == 0 {
			quiet++
		} else {
			quiet = 0
		}
	}
}

// killChildren kills what still runs with this profile and counts it. Chrome
// passes --user-data-dir to its children, and the crash handler names a folder
// inside it; the profile's path is unique to this browser.
func (p *process) killChildren() int {
	n := 0
	for _, pid := range processes(p.dir) {
		if syscall.Kill(pid, syscall.SIGKILL) == nil {
			n++
		}
	}
	return n
}

// processes lists the living processes whose arguments name the profile dir.
func processes(dir string) []int {
	var pids []int
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return nil // not Linux: nothing to look through
	}
	for _, entry := range entries {
		pid, err := strconv.Atoi(entry.Name())
		if err != nil || pid == os.Getpid() {
			continue
		}
		line, err := os.ReadFile(filepath.Join("/proc", entry.Name(), "cmdline"))
		if err != nil {
			continue
		}
		for arg := range bytes.SplitSeq(line, []byte{0}) {
			if value, ok := strings.CutPrefix(string(arg), "--user-data-dir="); ok && value == dir {
				pids = append(pids, pid)
				break
			}
		}
	}
	return pids
}

// wait waits until the browser has ended by itself and its children with it.
func (p *process) wait(ctx context.Context) error {
	select {
	case <-p.exited:
	case <-ctx.Done():
		return fmt.Errorf("browser: it did not end: %w", ctx.Err())
	}
	for len(processes(p.dir)) > 0 {
		select {
		case <-time.After(5 * time.Millisecond):
		case <-ctx.Done():
			return fmt.Errorf("browser: its children did not end: %w", ctx.Err())
		}
	}
	return nil
}

// tail keeps the last output of a browser for the message of a failed start.
type tail struct {
	mu  sync.Mutex
	buf []byte
}

func (t *tail) Write(b []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.buf = append(t.buf, b...)
	if cut := len(t.buf) - 8<<10; cut > 0 {
		t.buf = append(t.buf[:0], t.buf[cut:]...)
	}
	return len(b), nil
}

func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return string(t.buf)
}

// ExtensionProcesses lists the processes that the extension's documents and
// workers run in. Nothing off Linux.
func (b *Browser) ExtensionProcesses() []int {
	var pids []int
	all, _ := filepath.Glob("/proc/[0-9]*/cmdline") // the pattern is a good one
	for _, name := range all {
		line, err := os.ReadFile(name)
		// What is forked off the zygote has its arguments in one, with spaces.
		line = bytes.ReplaceAll(line, []byte{0}, []byte(" "))
		if err != nil || !bytes.Contains(line, []byte(" --extension-process ")) || !bytes.Contains(line, []byte("--user-data-dir="+b.process.dir+" ")) {
			continue
		}
		if pid, err := strconv.Atoi(filepath.Base(filepath.Dir(name))); err == nil {
			pids = append(pids, pid)
		}
	}
	return pids
}
