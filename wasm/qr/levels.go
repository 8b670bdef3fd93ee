// SPDX-License-Identifier: MIT

package qr

import "slices"

// levels are the luminances of a symbol's modules, and what is known of dark
// and light there.
type levels struct {
	size   int
	sample []float64  // row by row, in the view's sense: dark is low
	middle [3]float64 // between dark and light at the corner, right and below finder pattern
}

// hypotheses are the ways to tell dark from light, the cheapest first.
var hypotheses = []func(*levels, *matrix){
	(*levels).byPlane, (*levels).byNeighbourhood, (*levels).byOtsu,
	func(l *levels, m *matrix) { l.byFocus(m, 0.1) },
	func(l *levels, m *matrix) { l.byFocus(m, 0.16) },
	func(l *levels, m *matrix) { l.byFocus(m, 0.22) },
}

// byPlane splits at a plane through the levels half-way between dark and light
// in the three finder patterns.
func (l *levels) byPlane(m *matrix) {
	unit := float64(l.size - 7) // from one finder pattern to another
	across, down := (l.middle[1]-l.middle[0])/unit, (l.middle[2]-l.middle[0])/unit
	for y := range l.size {
		threshold := l.middle[0] - 3*across + float64(y-3)*down
		for i := y * l.size; i < (y+1)*l.size; i++ {
			m.dark[i] = l.sample[i] < threshold
			threshold += across
		}
	}
}

// byNeighbourhood splits at the mean of the modules nearby, as finder patterns
// say little about the middle of a large symbol.
func (l *levels) byNeighbourhood(m *matrix) {
	const reach = 4
	n := l.size
	// sums[y*(n+1)+x] is the sum of all modules above y and left of x.
	sums := make([]float64, (n+1)*(n+1))
	for y := range n {
		row := 0.0
		for x := range n {
			row += l.sample[y*n+x]
			sums[(y+1)*(n+1)+x+1] = sums[y*(n+1)+x+1] + row
		}
	}
	for y := range n {
		y0, y1 := max(0, y-reach), min(n, y+reach+1)
		upper, lower := sums[y0*(n+1):], sums[y1*(n+1):]
		for x := range n {
			x0, x1 := max(0, x-reach), min(n, x+reach+1)
			sum := lower[x1] - lower[x0] - upper[x1] + upper[x0]
			m.dark[y*n+x] = l.sample[y*n+x]*float64((x1-x0)*(y1-y0)) < sum
		}
	}
}

// byOtsu splits all modules in the two groups that differ most (N. Otsu, A
// Threshold Selection Method from Gray-Level Histograms, 1979).
func (l *levels) byOtsu(m *matrix) {
	var histogram [256]int
	total := 0.0
	for _, v := range l.sample {
		histogram[int(v)]++
		total += float64(int(v))
	}
	best, threshold := -1.0, 128.0
	count, sum := 0.0, 0.0
	for i, h := range histogram {
		count += float64(h)
		sum += float64(h * i)
		rest := float64(len(l.sample)) - count
		if count == 0 || rest == 0 {
			continue
		}
		difference := sum/count - (total-sum)/rest
		if between := count * rest * difference * difference; between > best {
			best, threshold = between, float64(i)+1
		}
	}
	for i, v := range l.sample {
		m.dark[i] = v < threshold
	}
}

// byFocus undoes blur: it looks for the modules that, with so much of each seen
// in each of its neighbours along both axes, would look as those sampled, and
// splits these in the middle. (P. van Cittert, Zum Einfluß der Spaltbreite auf
// die Intensitätsverteilung in Spektrallinien II, 1931, held between the
// darkest and the lightest.)
func (l *levels) byFocus(m *matrix, leak float64) {
	low, high := l.sample[0], l.sample[0]
	for _, v := range l.sample {
		if v < low {
			low = v
		} else if v > high {
			high = v
		}
	}
	sharp := slices.Clone(l.sample)
	blurred := make([]float64, len(sharp))
	row := make([]float64, l.size)
	const rounds = 6
	for range rounds {
		l.blur(sharp, blurred, row, leak, high)
		for i, v := range l.sample {
			// Not min and max: WebAssembly has to call them.
			v += sharp[i] - blurred[i]
			if v < low {
				v = low
			} else if v > high {
				v = high
			}
			sharp[i] = v
		}
	}
	for i, v := range sharp {
		m.dark[i] = v < (low+high)/2
	}
}

// blur mixes each module with its neighbours, first along rows, then along
// columns. Around the symbol all is light.
func (l *levels) blur(from, to, row []float64, leak, light float64) {
	n := l.size
	for y := range n {
		line, into := from[y*n:(y+1)*n], to[y*n:(y+1)*n]
		for x, v := range line {
			left, right := light, light
			if x > 0 {
				left = line[x-1]
			}
			if x+1 < n {
				right = line[x+1]
			}
			into[x] = (1-2*leak)*v + leak*(left+right)
		}
	}
	for x := range n {
		above := light
		for y := range n {
			below := light
			if y+1 < n {
				below = to[(y+1)*n+x]
			}
			row[y] = (1-2*leak)*to[y*n+x] + leak*(above+below)
			above = to[y*n+x]
		}
		for y, v := range row {
			to[y*n+x] = v
		}
	}
}
