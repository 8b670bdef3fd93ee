// SPDX-License-Identifier: MIT

package browser

import (
	"sync"

	"github.com/chromedp/cdproto/cdp/jsonv2"
)

// subscriber hears the events of one method on one session, from the reader of
// the pipe and under the lock of the wire.
type subscriber interface {
	push(jsonv2.Value)
	end()
}

// recording is a subscriber that keeps everything.
type recording []jsonv2.Value

func (r *recording) push(v jsonv2.Value) { *r = append(*r, v) }
func (r *recording) end()                {}

// subscription is the queue of one subscriber. It has no limit, so that the
// reader of the pipe never waits for a subscriber.
type subscription struct {
	out  chan jsonv2.Value
	quit chan struct{}
	wake chan struct{}
	once sync.Once

	mu    sync.Mutex
	queue []jsonv2.Value
	ended bool
}

func newSubscription() *subscription {
	s := &subscription{out: make(chan jsonv2.Value), quit: make(chan struct{}), wake: make(chan struct{}, 1)}
	go s.pump()
	return s
}

func (s *subscription) push(v jsonv2.Value) {
	s.mu.Lock()
	s.queue = append(s.queue, v)
	s.mu.Unlock()
	s.poke()
}

// end closes the channel once everything queued has been read.
func (s *subscription) end() {
	s.mu.Lock()
	s.ended = true
	s.mu.Unlock()
	s.poke()
}

// stop closes the channel at once.
func (s *subscription) stop() { s.once.Do(func() { close(s.quit) }) }

func (s *subscription) poke() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

func (s *subscription) pump() {
	defer close(s.out)
	for {
		s.mu.Lock()
		queue, ended := s.queue, s.ended
		s.queue = nil
		s.mu.Unlock()
		for _, v := range queue {
			select {
			case s.out <- v:
			case <-s.quit:
				return
			}
		}
		if ended && len(queue) == 0 {
			return
		}
		if len(queue) > 0 {
			continue
		}
		select {
		case <-s.wake:
		case <-s.quit:
			return
		}
	}
}
