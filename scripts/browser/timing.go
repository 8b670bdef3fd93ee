// SPDX-License-Identifier: MIT

package browser

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/chromedp/cdproto/cdp"
	cdpio "github.com/chromedp/cdproto/io"
	"github.com/chromedp/cdproto/performance"
	"github.com/chromedp/cdproto/tracing"
)

// Timing tells when a document was there. All but the first are durations
// since its navigation started, zero for what has not happened.
type Timing struct {
	Start                  time.Time // of the navigation, to 0.1 ms
	FirstPaint             time.Duration
	FirstContentfulPaint   time.Duration
	DOMContentLoaded, Load time.Duration
	Marks                  map[string]time.Duration // the page's own performance.mark calls
}

// Timing reads the page's own clocks.
func (p *Page) Timing() (Timing, error) {
	var raw struct {
		Origin, FP, FCP, DCL, Load float64
		Marks                      map[string]float64
	}
	err := p.Eval(`(() => {
		const paint = (name) => performance.getEntriesByName(name)[0]?.startTime ?? 0;
		const [navigation] = performance.getEntriesByType('navigation');
		return {
			Origin: performance.timeOrigin, FP: paint('first-paint'), FCP: paint('first-contentful-paint'),
			DCL: navigation?.domContentLoadedEventEnd ?? 0, Load: navigation?.loadEventEnd ?? 0,
			Marks: Object.fromEntries(performance.getEntriesByType('mark').map((m) => [m.name, m.startTime])),
		};
	})()`, &raw)
	if err != nil {
		return Timing{}, err
	}
	t := Timing{
		Start: time.UnixMicro(int64(raw.Origin * 1000)), FirstPaint: milliseconds(raw.FP), FirstContentfulPaint: milliseconds(raw.FCP),
		DOMContentLoaded: milliseconds(raw.DCL), Load: milliseconds(raw.Load), Marks: map[string]time.Duration{},
	}
	for name, at := range raw.Marks {
		t.Marks[name] = milliseconds(at)
	}
	return t, nil
}

func milliseconds(ms float64) time.Duration { return time.Duration(ms * float64(time.Millisecond)) }

// Busy watches the page for a while and returns how long its main thread
// worked per second: all tasks, script, style, layout and paint.
func (p *Page) Busy(watch time.Duration) (time.Duration, error) {
	ctx, cancel := context.WithTimeout(context.Background(), watch+p.browser.options.Timeout)
	defer cancel()
	if _, err := call(ctx, p, performance.Enable, performance.EnableParams{}); err != nil {
		return 0, err
	}
	before, err := p.taskTime(ctx)
	if err != nil {
		return 0, err
	}
	begin := time.Now()
	time.Sleep(watch)
	after, err := p.taskTime(ctx)
	if err != nil {
		return 0, err
	}
	return time.Duration(float64(after-before) * float64(time.Second) / float64(time.Since(begin))), nil
}

// taskTime is what the main thread has worked so far.
func (p *Page) taskTime(ctx context.Context) (time.Duration, error) {
	res, err := call(ctx, p, performance.GetMetrics, cdp.Empty{})
	if err != nil {
		return 0, err
	}
	for _, metric := range res.Metrics {
		if metric.Name == "TaskDuration" {
			return time.Duration(metric.Value * float64(time.Second)), nil
		}
	}
	return 0, fmt.Errorf("browser: Chromium gives no TaskDuration")
}

// TraceEvent is one event of a trace; times are in microseconds.
type TraceEvent struct {
	Name  string          `json:"name"`
	Cat   string          `json:"cat"`
	Phase string          `json:"ph"`
	TS    float64         `json:"ts"`
	Dur   float64         `json:"dur"`
	PID   int             `json:"pid"`
	TID   int             `json:"tid"`
	Args  json.RawMessage `json:"args"`
}

// Trace records the whole browser while do runs, in the categories named, by
// default "devtools.timeline".
func (b *Browser) Trace(do func() error, categories ...string) ([]TraceEvent, error) {
	if len(categories) == 0 {
		categories = []string{"devtools.timeline"}
	}
	ctx, cancel := b.context()
	defer cancel()
	done, stop := b.wire.root.Subscribe(tracing.TracingComplete.Method)
	defer stop()
	_, err := cdp.Call(ctx, b.wire.root, tracing.Start, tracing.StartParams{
		TransferMode: tracing.StartTransferModeReturnAsStream,
		TraceConfig:  &tracing.TraceConfig{IncludedCategories: categories, ExcludedCategories: []string{"*"}},
	})
	if err != nil {
		return nil, err
	}
	failed := do()
	ctx, cancel = b.context() // do may have taken long
	defer cancel()
	if _, err := cdp.Call(ctx, b.wire.root, tracing.End, cdp.Empty{}); err != nil {
		return nil, err
	}
	if failed != nil {
		return nil, failed
	}
	var complete struct{ Stream cdpio.StreamHandle }
	select {
	case raw, open := <-done:
		if !open {
			return nil, ErrClosed
		}
		if err := json.Unmarshal(raw, &complete); err != nil {
			return nil, err
		}
	case <-ctx.Done():
		return nil, fmt.Errorf("browser: the trace did not end: %w", ctx.Err())
	}
	return b.readTrace(ctx, complete.Stream)
}

func (b *Browser) readTrace(ctx context.Context, stream cdpio.StreamHandle) ([]TraceEvent, error) {
	var raw bytes.Buffer
	for {
		// cdproto's own result type takes the text for Base64.
		var part struct {
			Data string `json:"data"`
			EOF  bool   `json:"eof"`
		}
		if err := b.wire.root.Call(ctx, cdpio.CommandRead, cdpio.ReadParams{Handle: stream}, &part); err != nil {
			return nil, err
		}
		raw.WriteString(part.Data)
		if part.EOF {
			break
		}
	}
	var trace struct {
		TraceEvents []TraceEvent `json:"traceEvents"`
	}
	if err := json.Unmarshal(raw.Bytes(), &trace); err != nil {
		return nil, fmt.Errorf("browser: trace: %w", err)
	}
	return trace.TraceEvents, nil
}
