// SPDX-License-Identifier: MIT

package qr

// levels are the luminances of a symbol's modules, and what is known of dark
// and light there.
type levels struct {
	size   int
	sample []float64  // row by row, in the view's sense: dark is low
	middle [3]float64 // between dark and light at the corner, right and below finder pattern
}

// hypotheses are the ways to tell dark from light, the cheapest first.
var hypotheses = []func(*levels, *matrix){
	(*levels).byPlane, (*levels).byNeighbourhood, (*levels).byOtsu, (*levels).bySharpening,
}

// byPlane splits at a plane through the levels half-way between dark and light
// in the three finder patterns.
func (l *levels) byPlane(m *matrix) {
	l.split(m, l.plane)
}

func (l *levels) plane(x, y int) float64 {
	across := float64(l.size - 7)
	fx, fy := (float64(x)-3)/across, (float64(y)-3)/across
	return l.middle[0] + fx*(l.middle[1]-l.middle[0]) + fy*(l.middle[2]-l.middle[0])
}

func (l *levels) split(m *matrix, threshold func(x, y int) float64) {
	for y := range l.size {
		for x := range l.size {
			m.dark[y*l.size+x] = l.sample[y*l.size+x] < threshold(x, y)
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
	l.split(m, func(x, y int) float64 {
		x0, x1 := max(0, x-reach), min(n, x+reach+1)
		y0, y1 := max(0, y-reach), min(n, y+reach+1)
		sum := sums[y1*(n+1)+x1] - sums[y1*(n+1)+x0] - sums[y0*(n+1)+x1] + sums[y0*(n+1)+x0]
		return sum / float64((x1-x0)*(y1-y0))
	})
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
	l.split(m, func(x, y int) float64 { return threshold })
}

// bySharpening takes from each module what its four neighbours have blurred
// into it, then splits at the plane.
func (l *levels) bySharpening(m *matrix) {
	n := l.size
	at := func(x, y int) float64 {
		return l.sample[min(max(y, 0), n-1)*n+min(max(x, 0), n-1)]
	}
	l.split(m, func(x, y int) float64 {
		plane := l.plane(x, y)
		around := at(x-1, y) + at(x+1, y) + at(x, y-1) + at(x, y+1)
		// v + (v - around/4)/2 < plane, solved for v
		return (plane + around/8) / 1.5
	})
}
