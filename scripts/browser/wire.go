// SPDX-License-Identifier: MIT

package browser

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/chromedp/cdproto"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/cdp/jsonv2"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// ErrClosed is the error of a call to a target that has closed, crashed or
// been detached before it answered, or whose browser is gone. A click or a
// key that closes the popup it goes to may end with it; that is no failure.
var ErrClosed = errors.New("browser: the target is closed")

// wire carries the DevTools protocol of one browser over its pipe and hands
// every message to the session it belongs to. chromedp's own contexts are not
// used for this: they enable five domains in every target, stay attached to
// the service worker (which keeps it alive for ever) and cannot let go of a
// popup (which keeps it from closing when it loses the focus).
type wire struct {
	conn *chromedp.PipeConn
	root *session

	mu       sync.Mutex
	next     int64
	pending  map[int64]chan *cdproto.Message
	sessions map[target.SessionID]*session
	lost     chan struct{}
}

// session is a flat protocol session with one target, or with the browser
// itself when its id is empty. It implements cdp.Session.
type session struct {
	wire     *wire
	id       target.SessionID
	detached chan struct{}
	subs     map[string][]subscriber // guarded by wire.mu
}

func newWire(conn *chromedp.PipeConn) *wire {
	w := &wire{
		conn:     conn,
		pending:  map[int64]chan *cdproto.Message{},
		sessions: map[target.SessionID]*session{},
		lost:     make(chan struct{}),
	}
	w.root = w.session("")
	go w.read()
	return w
}

// session returns the session with this id, made when it is new.
func (w *wire) session(id target.SessionID) *session {
	w.mu.Lock()
	defer w.mu.Unlock()
	s := w.sessions[id]
	if s == nil {
		s = &session{wire: w, id: id, detached: make(chan struct{}), subs: map[string][]subscriber{}}
		w.sessions[id] = s
	}
	return s
}

// read hands out messages until the pipe ends.
func (w *wire) read() {
	for {
		m := new(cdproto.Message)
		if err := w.conn.Read(context.Background(), m); err != nil {
			break
		}
		w.dispatch(m)
	}
	close(w.lost)
	w.mu.Lock()
	defer w.mu.Unlock()
	for id := range w.sessions {
		w.drop(id)
	}
}

func (w *wire) dispatch(m *cdproto.Message) {
	// A new session exists before its first event arrives.
	if string(m.Method) == target.AttachedToTarget.Method {
		var came target.EventAttachedToTarget
		if jsonv2.Unmarshal(m.Params, &came, chromedp.DefaultUnmarshalOptions) == nil {
			w.session(came.SessionID)
		}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if m.ID != 0 {
		if reply := w.pending[m.ID]; reply != nil {
			delete(w.pending, m.ID)
			reply <- m
		}
		return
	}
	if s := w.sessions[m.SessionID]; s != nil {
		for _, sub := range s.subs[string(m.Method)] {
			sub.push(m.Params)
		}
	}
	if string(m.Method) == target.DetachedFromTarget.Method {
		var gone struct {
			SessionID target.SessionID `json:"sessionId"`
		}
		if json.Unmarshal(m.Params, &gone) == nil {
			w.drop(gone.SessionID)
		}
	}
}

// drop ends a session; w.mu is held.
func (w *wire) drop(id target.SessionID) {
	s := w.sessions[id]
	if s == nil {
		return
	}
	delete(w.sessions, id)
	close(s.detached)
	for _, subs := range s.subs {
		for _, sub := range subs {
			sub.end()
		}
	}
	s.subs = nil
}

// Call sends one command and waits for its answer, the end of ctx, the end of
// the target (ErrClosed) or the end of the browser (ErrClosed).
func (s *session) Call(ctx context.Context, method string, params, result any) error {
	m := &cdproto.Message{SessionID: s.id, Method: cdproto.MethodType(method)}
	if params != nil {
		raw, err := jsonv2.Marshal(params, chromedp.DefaultMarshalOptions)
		if err != nil {
			return fmt.Errorf("browser: %s: %w", method, err)
		}
		m.Params = raw
	}
	reply := make(chan *cdproto.Message, 1)
	s.wire.mu.Lock()
	s.wire.next++
	m.ID = s.wire.next
	s.wire.pending[m.ID] = reply
	s.wire.mu.Unlock()
	defer func() {
		s.wire.mu.Lock()
		delete(s.wire.pending, m.ID)
		s.wire.mu.Unlock()
	}()

	if err := s.wire.conn.Write(ctx, m); err != nil {
		return fmt.Errorf("%w: %s: %v", ErrClosed, method, err)
	}
	select {
	case answer := <-reply:
		return s.decode(method, answer, result)
	case <-s.detached:
		// The answer may have come just before the end.
		select {
		case answer := <-reply:
			return s.decode(method, answer, result)
		default:
			return fmt.Errorf("%w (%s)", ErrClosed, method)
		}
	case <-ctx.Done():
		return fmt.Errorf("browser: %s: %w", method, context.Cause(ctx))
	}
}

// decode turns an answer into the result or the error of a call.
func (s *session) decode(method string, m *cdproto.Message, result any) error {
	if m.Error != nil {
		if m.Error.Code == sessionNotFound || m.Error.Message == "Not attached to an active page" ||
			m.Error.Message == "No target with given id found" || m.Error.Message == "Target crashed" {
			return fmt.Errorf("%w (%s)", ErrClosed, method)
		}
		return fmt.Errorf("browser: %s: %w", method, m.Error)
	}
	if result == nil {
		return nil
	}
	return jsonv2.Unmarshal(m.Result, result, chromedp.DefaultUnmarshalOptions)
}

// sessionNotFound is the protocol's error code for a session that is gone.
const sessionNotFound = -32001

// Subscribe buffers the events of one method from now on, without limit. The
// channel closes when the session ends or the returned function is called.
func (s *session) Subscribe(method string) (<-chan jsonv2.Value, func()) {
	sub := newSubscription()
	remove := s.add(method, sub)
	return sub.out, func() {
		sub.stop()
		remove()
	}
}

// record keeps the events of one method until the returned function is
// called, which returns them. An event that the browser sent before the
// answer to a call is there once the call has returned.
func (s *session) record(method string) func() []jsonv2.Value {
	kept := &recording{}
	remove := s.add(method, kept)
	return func() []jsonv2.Value {
		remove()
		return *kept
	}
}

// add makes sub hear the events of one method; the returned function ends it.
func (s *session) add(method string, sub subscriber) func() {
	s.wire.mu.Lock()
	defer s.wire.mu.Unlock()
	if s.subs == nil { // the session has ended
		sub.end()
		return func() {}
	}
	s.subs[method] = append(s.subs[method], sub)
	return func() {
		s.wire.mu.Lock()
		defer s.wire.mu.Unlock()
		if s.subs != nil {
			s.subs[method] = slices.DeleteFunc(s.subs[method], func(other subscriber) bool { return other == sub })
		}
	}
}

var _ cdp.Session = (*session)(nil)
