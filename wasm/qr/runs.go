// SPDX-License-Identifier: MIT

package qr

// Run is a stretch of the bits of the data codewords.
type Run struct {
	// Kind is the mode of a segment, "eci", "append" (the header of a structured
	// append), "fnc1", "terminator" or "padding".
	Kind    string
	From    int // its first bit
	Bits    int
	Header  int // of a segment, how many of Bits are its mode and count indicators
	Segment int // which of Segments it is; -1: none
}

// runsOfBits follows the data codewords as parse did.
func (a *Anatomy) runsOfBits() []Run {
	r := &bitReader{data: a.Codewords}
	var runs []Run
	segments := 0
	for ended := false; r.left() > 0; {
		run := Run{From: r.at, Segment: -1}
		switch {
		case ended:
			run.Kind = "padding"
			r.at += r.left()
		case r.left() < 4:
			run.Kind = "terminator" // cut short, as there is no more room (§7.4.9)
			r.at += r.left()
			ended = true
		default:
			mode := r.take(4)
			run.Kind = kinds[mode]
			switch mode {
			case modeTerminator:
				ended = true
			case modeECI:
				r.eci()
			case modeAppend:
				r.take(16)
			case modeFNC1First:
			case modeFNC1Second:
				r.take(8)
			default:
				if mode == modeHanzi {
					r.take(4)
				}
				var s Segment
				s.fill(r, mode, a.Version, false)
				run.Header = r.at - run.From - payload(run.Kind, s.Count)
				if s.Count > 0 {
					run.Segment = segments
					segments++
				}
			}
		}
		run.Bits = r.at - run.From
		runs = append(runs, run)
	}
	return runs
}

// kinds are those of runs, by their mode indicators.
var kinds = [16]string{
	modeTerminator: "terminator", modeNumeric: "numeric", modeAlphanumeric: "alphanumeric", modeAppend: "append", modeByte: "byte",
	modeFNC1First: "fnc1", modeECI: "eci", modeKanji: "kanji", modeFNC1Second: "fnc1", modeHanzi: "hanzi",
}

// payload is how many bits so many characters take (§7.4.3 to §7.4.6).
func payload(mode string, count int) int {
	switch mode {
	case "numeric":
		return count/3*10 + [...]int{0, 4, 7}[count%3]
	case "alphanumeric":
		return count/2*11 + count%2*6
	case "byte":
		return 8 * count
	}
	return 13 * count
}
