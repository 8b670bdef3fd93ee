// SPDX-License-Identifier: MIT

package manual

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"inkan/scripts/browser"
)

// Dismiss closes the popup with Escape.
func Dismiss(popup *browser.Popup) error {
	if err := popup.Press("Escape"); err != nil && !errors.Is(err, browser.ErrClosed) {
		return err
	}
	return popup.WaitClosed()
}

// Settled waits until the popup shows what there is to show: while the engine
// still starts, what is below moves when it has come.
func Settled(popup *browser.Popup) error {
	return popup.Eval(`new Promise((done) => {
		const look = () => document.querySelector("#accounts > li:not(.skeleton), #here-accounts > li, #empty > *, #news > *") ? done() : setTimeout(look, 10);
		look();
	})`, nil)
}

// Leave clicks something in the popup that closes it.
func Leave(popup *browser.Popup, by browser.By) error {
	if err := Settled(popup); err != nil {
		return err
	}
	if err := popup.Click(by); err != nil && !popup.Closed() {
		return err
	}
	return popup.WaitClosed()
}

// Around is a box around a thing on a page, 12 pixels wide of it. It has to be
// taken before the selection overlay is there: the overlay is modal, and what
// lies under a modal dialog cannot be found.
func Around(tab *browser.Page, by browser.By) (from, to browser.Point, err error) {
	const margin, least = 12, 16
	for end := time.Now().Add(8 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		thing, err := tab.Find(by)
		if err != nil {
			return from, to, err
		}
		if from, to, err = thing.Box(); err != nil {
			return from, to, err
		}
		// A picture that is still loading has its place, but no size.
		if to.X-from.X >= least && to.Y-from.Y >= least {
			break
		}
		if time.Now().After(end) {
			return from, to, fmt.Errorf("%v has no size", by)
		}
	}
	return browser.Point{X: max(from.X-margin, 2), Y: max(from.Y-margin, 2)}, browser.Point{X: to.X + margin, Y: to.Y + margin}, nil
}

// DragBox drags a box once the selection overlay is there. The picture is taken
// while the mouse is held.
func DragBox(tab *browser.Page, from, to browser.Point, picture func(*browser.Page)) error {
	if err := Overlaid(tab); err != nil {
		return err
	}
	if err := tab.DragHold(from, to, 12); err != nil {
		return err
	}
	if picture != nil {
		picture(tab)
	}
	return tab.Up()
}

// Overlaid waits until the selection overlay covers the page.
func Overlaid(tab *browser.Page) error {
	for end := time.Now().Add(8 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		if covered, err := Covered(tab); covered || err != nil {
			return err
		}
		if time.Now().After(end) {
			return fmt.Errorf("the selection overlay did not come:\n%s", tab.Tree())
		}
	}
}

// Covered reports whether the selection overlay covers the page now. The page
// sees nothing of it but an element beside its body that takes the mouse
// everywhere.
func Covered(tab *browser.Page) (covered bool, err error) {
	err = tab.Eval(`((top) => top?.parentElement === document.documentElement && top.localName === "div")(
		document.elementFromPoint(innerWidth / 2, innerHeight / 2))`, &covered)
	return covered, err
}

// Code is the code that the list in the popup shows for a service.
func Code(popup *browser.Page, issuer string) (string, error) {
	row, err := popup.Find(Row(issuer))
	if err != nil {
		return "", err
	}
	return CodeIn(row.Name), nil
}

// Row is the button that copies the code of a service, once it shows one.
func Row(issuer string) browser.By {
	return browser.By{Role: "button", Match: regexp.MustCompile(`^` + regexp.QuoteMeta(issuer) + `, .*` + copying)}
}

// copying is how the name of a row ends that shows a code: the code, the next
// one when it is about to come, and what a click does.
const copying = `\b([0-9A-Z][0-9A-Z ]*)(?:, (?:next|次) [0-9A-Z ]+)?(?:, copy|、コピー)$`

var digits = regexp.MustCompile(`, ` + copying)

// CodeIn is the code in the accessible name of a row, without its spaces; ""
// when there is none.
func CodeIn(name string) string {
	found := digits.FindStringSubmatch(name)
	if found == nil {
		return ""
	}
	return strings.ReplaceAll(found[1], " ", "")
}
