// SPDX-License-Identifier: MIT

package browser

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/chromedp/cdproto/page"
)

// Screenshot writes what the page shows now to NAME.png in
// Options.Screenshots and returns the file's path. The picture of a popup has
// the popup's size times the device pixel ratio.
func (p *Page) Screenshot(name string) (string, error) {
	if p.browser.options.Screenshots == "" {
		return "", errors.New("browser: Options.Screenshots names no folder")
	}
	png, err := p.PNG()
	if err != nil {
		return "", err
	}
	file := filepath.Join(p.browser.options.Screenshots, name+".png")
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return "", fmt.Errorf("browser: %w", err)
	}
	if err := os.WriteFile(file, png, 0o644); err != nil {
		return "", fmt.Errorf("browser: %w", err)
	}
	return file, nil
}

// PNG is what the page shows now, once the last change is painted and the
// size has been the same for six frames, as a popup first grows to its content.
func (p *Page) PNG() ([]byte, error) {
	err := p.Eval(`(async () => {
		const frame = () => new Promise((done) => { requestAnimationFrame(done); setTimeout(done, 100); });
		let size = '', same = 0;
		for (let i = 0; i < 60 && same < 6; i++) {
			await frame();
			const now = innerWidth + 'x' + innerHeight;
			same = now === size ? same + 1 : 0;
			size = now;
		}
	})()`, nil)
	if err != nil {
		return nil, err
	}
	ctx, cancel := p.browser.context()
	defer cancel()
	shot, err := call(ctx, p, page.CaptureScreenshot, page.CaptureScreenshotParams{Format: page.CaptureScreenshotFormatPng})
	if err != nil {
		return nil, err
	}
	return shot.Data, nil
}
