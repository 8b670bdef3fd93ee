// SPDX-License-Identifier: MIT

package main

import "fmt"

// PopupFigure compares our popup, showing so many accounts, to the rival: the
// same popup, with as many rows at first, which computes one code for all of
// them. Milliseconds since the navigation started.
type PopupFigure struct {
	Accounts     int
	Ours, Plain  Times   // until the codes were on the screen
	OursWritten  Times   // until they were in the document
	PlainWritten Times   //
	One          Times   `json:",omitempty"` // as Plain, with a single row
	Ratio        float64 // of the medians of Ours and Plain
	Floor        float64 // that Ratio may not pass; 0 where none is set
}

// Over reports whether the figure passes its floor.
func (f PopupFigure) Over() bool { return f.Floor > 0 && f.Ratio > f.Floor }

// floors are the ratios that may not be passed, by number of accounts.
var floors = map[int]float64{10: 1.1, 1000: 1.5}

// warmups is how many rounds are thrown away first.
const warmups = 2

// firstRows is how many rows fit, and are there at the first paint.
const firstRows = 9

// comparePopups opens ours and the rival in turn. The browser must hold so many
// accounts. The rival with a single row is opened too: what is between the two
// rivals is the rows' price, whoever makes the codes.
func (b *bench) comparePopups(accounts, rounds int) (PopupFigure, error) {
	f := PopupFigure{Accounts: accounts, Floor: floors[accounts]}
	same := rivalWith(min(accounts, firstRows))
	pages := []string{ours, same}
	if accounts > 1 {
		pages = append(pages, rivalWith(1))
	}
	painted, written := map[string]Times{}, map[string]Times{}
	for i := range rounds + warmups {
		for _, page := range pages {
			o, err := b.open(page)
			if err != nil {
				return f, fmt.Errorf("popup with %d accounts: %w", accounts, err)
			}
			if i >= warmups {
				painted[page], written[page] = append(painted[page], o.Painted), append(written[page], o.Written)
			}
		}
	}
	f.Ours, f.Plain = painted[ours], painted[same]
	f.OursWritten, f.PlainWritten = written[ours], written[same]
	if accounts > 1 {
		f.One = painted[rivalWith(1)]
	}
	f.Ratio = f.Ours.Median() / f.Plain.Median()
	return f, nil
}

// rivalWith is the rival that shows so many rows.
func rivalWith(rows int) string { return fmt.Sprintf("%s?rows=%d", rival, rows) }
