// SPDX-License-Identifier: MIT

package browser

import (
	"context"
	"encoding/json"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/cdp/jsonv2"
	"github.com/chromedp/cdproto/extensions"
)

// Storage reads an area of the extension's storage ("local", "session",
// "sync" or "managed"): all of it, or the keys that are named.
func (b *Browser) Storage(area string, keys ...string) (map[string]json.RawMessage, error) {
	items := map[string]json.RawMessage{}
	err := b.inExtension(func(ctx context.Context, s *session) error {
		res, err := cdp.Call(ctx, s, extensions.GetStorageItems,
			extensions.GetStorageItemsParams{ID: b.ID, StorageArea: extensions.StorageArea(area), Keys: keys})
		if err != nil {
			return err
		}
		return json.Unmarshal(res.Data, &items)
	})
	return items, err
}

// SetStorage adds items to an area of the extension's storage, to prepare a
// state such as a damaged one.
func (b *Browser) SetStorage(area string, items map[string]any) error {
	raw, err := json.Marshal(items)
	if err != nil {
		return err
	}
	return b.inExtension(func(ctx context.Context, s *session) error {
		_, err := cdp.Call(ctx, s, extensions.SetStorageItems,
			extensions.SetStorageItemsParams{ID: b.ID, StorageArea: extensions.StorageArea(area), Values: jsonv2.Value(raw)})
		return err
	})
}

// ClearStorage empties an area of the extension's storage.
func (b *Browser) ClearStorage(area string) error {
	return b.inExtension(func(ctx context.Context, s *session) error {
		_, err := cdp.Call(ctx, s, extensions.ClearStorageItems,
			extensions.ClearStorageItemsParams{ID: b.ID, StorageArea: extensions.StorageArea(area)})
		return err
	})
}

// inExtension runs do with a session of something of the extension's that is
// running, which the storage commands ask for; the service worker is started
// only when nothing is.
func (b *Browser) inExtension(do func(context.Context, *session) error) error {
	ctx, cancel := b.context()
	defer cancel()
	ours := func(t Target) bool {
		switch t.Type {
		case "page", "background_page", "service_worker":
			return b.owns(t)
		}
		return false
	}
	if any, err := b.runs(ours); err != nil {
		return err
	} else if !any {
		if err := b.startWorker(ctx); err != nil {
			return err
		}
	}
	t, err := b.waitTarget(ctx, "target of the extension", ours)
	if err != nil {
		return err
	}
	s, err := b.attach(ctx, t.ID)
	if err != nil {
		return err
	}
	defer b.detach(s)
	return do(ctx, s)
}
