// SPDX-License-Identifier: MIT

package qr

// warp is how far the modules of a symbol are from where a plane would show
// them: known at the alignment patterns, and in proportion in between.
type warp struct {
	lines       int       // on a side
	nodes       []Point   // pixels, row by row
	coordinates []float64 // of the lines, modules
}

// at is the displacement at a point of the symbol, in pixels.
func (w *warp) at(x, y float64) Point {
	i, fx := w.cell(x)
	j, fy := w.cell(y)
	n := w.nodes[j*w.lines+i:]
	m := w.nodes[(j+1)*w.lines+i:]
	mix := func(a, b, c, d float64) float64 {
		return (a*(1-fx)+b*fx)*(1-fy) + (c*(1-fx)+d*fx)*fy
	}
	return Point{mix(n[0].X, n[1].X, m[0].X, m[1].X), mix(n[0].Y, n[1].Y, m[0].Y, m[1].Y)}
}

// row is the displacement where the lines cross a row of the symbol.
func (w *warp) row(y float64, into []Point) []Point {
	into = room(into, w.lines)
	j, f := w.cell(y)
	for i := range into {
		n, m := w.nodes[j*w.lines+i], w.nodes[(j+1)*w.lines+i]
		into[i] = Point{n.X*(1-f) + m.X*f, n.Y*(1-f) + m.Y*f}
	}
	return into
}

// shift displaces a point of such a row as at does. It is given the cell of a
// point to the left of it, and returns its own.
func (w *warp) shift(p *Point, row []Point, cell int, x float64) int {
	for cell+2 < w.lines && x >= w.coordinates[cell+1] {
		cell++
	}
	f := (x - w.coordinates[cell]) / (w.coordinates[cell+1] - w.coordinates[cell])
	n, m := row[cell], row[cell+1]
	p.X += n.X*(1-f) + m.X*f
	p.Y += n.Y*(1-f) + m.Y*f
	return cell
}

// cell is the lattice cell a coordinate is in and how far in, from 0 to 1;
// beyond the lattice it is less or more.
func (w *warp) cell(v float64) (i int, fraction float64) {
	for i+2 < w.lines && v >= w.coordinates[i+1] {
		i++
	}
	return i, (v - w.coordinates[i]) / (w.coordinates[i+1] - w.coordinates[i])
}

// refine looks for all alignment patterns of a symbol of version 7 and above
// and bends the grid to go through those that are found. The search goes out
// from the corners that are known: each pattern is looked for where those
// found before lead to.
func (g *grid) refine(v *view, contrast float64) {
	version := (g.size - 17) / 4
	if version < 7 {
		return
	}
	centres := alignmentCentres(version)
	w := &warp{lines: len(centres)}
	for _, c := range centres {
		w.coordinates = append(w.coordinates, float64(c)+0.5)
	}
	w.nodes = make([]Point, w.lines*w.lines)
	found := make([]bool, len(w.nodes))
	last := w.lines - 1
	g.warp = w
	for j := range w.lines {
		for i := range w.lines {
			k := j*w.lines + i
			if i == 0 && j == 0 || i == 0 && j == last || i == last && j == 0 {
				found[k] = true // the finder patterns' own places: no displacement
				continue
			}
			guess := w.guess(found, i, j)
			x, y := w.coordinates[i], w.coordinates[j]
			w.nodes[k] = guess
			flat := grid{size: g.size, plane: g.plane}
			flat.plane.shift(guess)
			seen, score := flat.align(v, x, y, 2.5, contrast)
			if score > 0.45 {
				p := g.plane.apply(x, y)
				w.nodes[k] = Point{seen.X - p.X, seen.Y - p.Y}
				found[k] = true
			}
		}
	}
	w.fill(found)
}

// guess is the mean displacement of the found nodes nearest to a node.
func (w *warp) guess(found []bool, i, j int) Point {
	var sum Point
	weight := 0.0
	for k, ok := range found {
		if !ok {
			continue
		}
		d := hypot(float64(k%w.lines-i), float64(k/w.lines-j))
		f := 1 / (d * d * d)
		sum.X += f * w.nodes[k].X
		sum.Y += f * w.nodes[k].Y
		weight += f
	}
	if weight == 0 {
		return Point{}
	}
	return Point{sum.X / weight, sum.Y / weight}
}

// fill gives the nodes that were not found what their neighbours have.
func (w *warp) fill(found []bool) {
	for k, ok := range found {
		if !ok {
			w.nodes[k] = w.guess(found, k%w.lines, k/w.lines)
		}
	}
}
