// SPDX-License-Identifier: MIT

package qr

// The functions here are no methods of grid: the names of all of its methods are
// in any program that reads symbols, a half of a kilobyte.

// mesh returns the corners of a symbol's modules in the picture, row by row: as
// its own corners say where that explains what was read, and bent until it does
// where it does not.
func mesh(picture Luminance, a *Anatomy) []Point {
	n := float64(a.Size)
	plane, ok := quadToQuad([4]Point{{0, 0}, {n, 0}, {n, n}, {0, n}}, a.Corners)
	if !ok {
		return nil
	}
	v := &view{Luminance: picture, inverted: a.Inverted}
	g := grid{size: a.Size, plane: plane}
	if seen := explained(&g, v, a.Dark); seen < flatEnough {
		bent := g
		follow(&bent, v, a.Dark)
		if explained(&bent, v, a.Dark) > seen {
			g = bent
		}
	}
	points := make([]Point, 0, (a.Size+1)*(a.Size+1))
	for y := range a.Size + 1 {
		for x := range a.Size + 1 {
			points = append(points, g.at(float64(x), float64(y)))
		}
	}
	return points
}

// flatEnough is the share of modules that a grid has to explain to be let alone.
const flatEnough = 0.995

// explained is the share of modules that a grid finds as they were read.
func explained(g *grid, v *view, dark []bool) float64 {
	sample := g.sample(v, nil)
	var sum, count [2]float64
	for i, l := range sample {
		k := 0
		if dark[i] {
			k = 1
		}
		sum[k] += l
		count[k]++
	}
	middle, right := (sum[0]/count[0]+sum[1]/count[1])/2, 0
	for i, l := range sample {
		if (l < middle) == dark[i] {
			right++
		}
	}
	return float64(right) / float64(len(dark))
}

// A grid is bent at nodes so far apart, by how well the modules around each are
// seen, so many each way; it may be off by so many. All in modules.
const nodeStep, nodeReach, nodeSlack = 7, 4, 1.5

// follow bends a grid after modules that are known. It begins at the symbol's
// first corner, which is where the plane says, and looks for each node where
// those before lead to.
func follow(g *grid, v *view, dark []bool) {
	w := &warp{lines: (g.size-1)/nodeStep + 1}
	for i := range w.lines {
		w.coordinates = append(w.coordinates, nodeReach+float64(i*(g.size-2*nodeReach))/float64(w.lines-1))
	}
	w.nodes = make([]Point, w.lines*w.lines)
	found := make([]bool, len(w.nodes))
	for k := range w.nodes {
		x, y := w.coordinates[k%w.lines], w.coordinates[k/w.lines]
		right, down := g.plane.steps(x, y)
		guess := w.guess(found, k%w.lines, k/w.lines)
		best, at := visible(g, v, dark, x, y, guess), guess
		for step := nodeSlack / 2; step > 0.1; step /= 2 {
			for j := -2.0; j <= 2; j++ {
				for i := -2.0; i <= 2; i++ {
					try := Point{guess.X + step*(i*right.X+j*down.X), guess.Y + step*(i*right.Y+j*down.Y)}
					if seen := visible(g, v, dark, x, y, try); seen > best {
						best, at = seen, try
					}
				}
			}
			guess = at
		}
		w.nodes[k], found[k] = at, true
	}
	g.warp = w
}

// visible is how much lighter the light modules around a point are than the
// dark ones, in all, if they are displaced so.
func visible(g *grid, v *view, dark []bool, x, y float64, by Point) (seen float64) {
	for j := max(int(y)-nodeReach, 0); j <= min(int(y)+nodeReach, g.size-1); j++ {
		for i := max(int(x)-nodeReach, 0); i <= min(int(x)+nodeReach, g.size-1); i++ {
			p := g.plane.apply(float64(i)+0.5, float64(j)+0.5)
			l := v.at(Point{p.X + by.X, p.Y + by.Y})
			if dark[j*g.size+i] {
				l = -l
			}
			seen += l
		}
	}
	return seen
}
