// SPDX-License-Identifier: MIT

package browser

import (
	"context"
	"fmt"
	"path/filepath"
	"time"

	cdpbrowser "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/cdp/jsonv2"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/page"
)

// Choose clicks what opens the system's dialog for files, and chooses these in
// its place.
func (p *Page) Choose(by By, paths ...string) error {
	return p.handing(paths, func(ctx context.Context, s *session, files []string) error {
		if _, err := cdp.Call(ctx, s, page.SetInterceptFileChooserDialog, page.SetInterceptFileChooserDialogParams{Enabled: true}); err != nil {
			return err
		}
		opening, stop := s.Subscribe(page.FileChooserOpened.Method)
		defer stop()
		if err := p.Click(by); err != nil {
			return err
		}
		select {
		case raw, open := <-opening:
			if !open {
				return ErrClosed
			}
			var event page.EventFileChooserOpened
			if err := jsonv2.Unmarshal(raw, &event, jsonv2.DefaultOptionsV2()); err != nil {
				return err
			}
			_, err := cdp.Call(ctx, s, dom.SetFileInputFiles, dom.SetFileInputFilesParams{Files: files, BackendNodeID: event.BackendNodeID})
			return err
		case <-time.After(p.browser.options.Timeout):
			return fmt.Errorf("browser: %v opened no dialog for files\n%s", by, p.Tree())
		}
	})
}

// Drop drags files from outside onto a place of the page and lets go of them
// there.
func (p *Page) Drop(at Point, paths ...string) error {
	return p.handing(paths, func(ctx context.Context, s *session, files []string) error {
		data := &input.DragData{Items: []*input.DragDataItem{}, Files: files, DragOperationsMask: 1} // copy
		for _, kind := range []input.DispatchDragEventType{
			input.DispatchDragEventTypeDragEnter, input.DispatchDragEventTypeDragOver, input.DispatchDragEventTypeDrop,
		} {
			_, err := cdp.Call(ctx, s, input.DispatchDragEvent, input.DispatchDragEventParams{Type: kind, X: at.X, Y: at.Y, Data: data})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// handing gives files to a page, by the paths that Chromium wants.
func (p *Page) handing(paths []string, do func(ctx context.Context, s *session, files []string) error) error {
	files := make([]string, len(paths))
	for i, path := range paths {
		var err error
		if files[i], err = filepath.Abs(path); err != nil {
			return fmt.Errorf("browser: %w", err)
		}
	}
	ctx, cancel := p.browser.context()
	defer cancel()
	s, err := p.attach(ctx)
	if err != nil {
		return err
	}
	return do(ctx, s, files)
}

// Downloads has everything that is downloaded from now on saved in a folder,
// without a question.
func (b *Browser) Downloads(folder string) error {
	folder, err := filepath.Abs(folder)
	if err != nil {
		return fmt.Errorf("browser: %w", err)
	}
	ctx, cancel := b.context()
	defer cancel()
	_, err = cdp.Call(ctx, b.wire.root, cdpbrowser.SetDownloadBehavior, cdpbrowser.SetDownloadBehaviorParams{
		Behavior: cdpbrowser.SetDownloadBehaviorBehaviorAllow, DownloadPath: folder,
	})
	return err
}
