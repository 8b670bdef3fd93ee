// SPDX-License-Identifier: MIT

package main

import "fmt"

// PopupFigure compares our popup, showing so many accounts, to the rival, which
// computes and shows one code. Milliseconds since the navigation started.
type PopupFigure struct {
	Accounts     int
	Ours, Plain  Times   // until the codes were on the screen
	OursWritten  Times   // until they were in the document
	PlainWritten Times   //
	Rows         Times   `json:",omitempty"` // as Plain, with as many rows as ours shows at first
	Ratio        float64 // of the medians of Ours and Plain
	Floor        float64 // that Ratio may not pass; 0 where none is set
}

// Over reports whether the figure passes its floor.
func (f PopupFigure) Over() bool { return f.Floor > 0 && f.Ratio > f.Floor }

// floors are the ratios that may not be passed, by number of accounts.
var floors = map[int]float64{10: 1.1, 1000: 1.5}

// warmups is how many rounds are thrown away first.
const warmups = 2

// comparePopups opens ours and the rival in turn. The browser must hold so many
// accounts. Where they fill the popup just so, the rival is also opened with as
// many rows: what is between the two is the rows' price, whoever makes the codes.
func (b *bench) comparePopups(accounts, rounds int) (PopupFigure, error) {
	f := PopupFigure{Accounts: accounts, Floor: floors[accounts]}
	pages := []string{ours, rival}
	if accounts == 10 {
		pages = append(pages, rows)
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
	f.Ours, f.Plain, f.Rows = painted[ours], painted[rival], painted[rows]
	f.OursWritten, f.PlainWritten = written[ours], written[rival]
	f.Ratio = f.Ours.Median() / f.Plain.Median()
	return f, nil
}
