// SPDX-License-Identifier: MIT

package qr

import "math"

// homography maps a plane seen in perspective: (x, y) to
//
//	((a·x + b·y + c) / (g·x + h·y + 1), (d·x + e·y + f) / (g·x + h·y + 1))
type homography struct{ a, b, c, d, e, f, g, h float64 }

func (t *homography) apply(x, y float64) Point {
	w := t.g*x + t.h*y + 1
	return Point{(t.a*x + t.b*y + t.c) / w, (t.d*x + t.e*y + t.f) / w}
}

// along goes from a point along x, by one each time.
func (t *homography) along(x, y float64) walk {
	return walk{t.a*x + t.b*y + t.c, t.d*x + t.e*y + t.f, t.g*x + t.h*y + 1, t.a, t.d, t.g}
}

// walk is the numerators and the denominator of what apply gives, and what each
// gains with a step.
type walk struct{ x, y, w, dx, dy, dw float64 }

// next is the point where it is, and goes on.
func (s *walk) next() Point {
	p := Point{s.x / s.w, s.y / s.w}
	s.x, s.y, s.w = s.x+s.dx, s.y+s.dy, s.w+s.dw
	return p
}

// steps are the ways that a step along x and one along y make at a point: the
// derivatives there.
func (t *homography) steps(x, y float64) (right, down Point) {
	w := 1 / (t.g*x + t.h*y + 1)
	px, py := (t.a*x+t.b*y+t.c)*w, (t.d*x+t.e*y+t.f)*w
	return Point{(t.a - t.g*px) * w, (t.d - t.g*py) * w}, Point{(t.b - t.h*px) * w, (t.e - t.h*py) * w}
}

// fromUnitSquare maps (0,0), (1,0), (1,1), (0,1) to four points
// (P. Heckbert, Fundamentals of Texture Mapping and Image Warping, §2.2.3).
// It is false when three of them are on a line.
func fromUnitSquare(p [4]Point) (t homography, ok bool) {
	sx := p[0].X - p[1].X + p[2].X - p[3].X
	sy := p[0].Y - p[1].Y + p[2].Y - p[3].Y
	dx1, dy1 := p[1].X-p[2].X, p[1].Y-p[2].Y
	dx2, dy2 := p[3].X-p[2].X, p[3].Y-p[2].Y
	det := dx1*dy2 - dx2*dy1
	if math.Abs(det) < 1e-9 {
		return t, false
	}
	t.g = (sx*dy2 - dx2*sy) / det
	t.h = (dx1*sy - sx*dy1) / det
	t.a = p[1].X - p[0].X + t.g*p[1].X
	t.b = p[3].X - p[0].X + t.h*p[3].X
	t.c = p[0].X
	t.d = p[1].Y - p[0].Y + t.g*p[1].Y
	t.e = p[3].Y - p[0].Y + t.h*p[3].Y
	t.f = p[0].Y
	return t, true
}

// inverse maps back. It is false for a map that flattens the plane.
func (t *homography) inverse() (homography, bool) {
	det := t.a*t.e - t.b*t.d
	if math.Abs(det) < 1e-12 {
		return homography{}, false
	}
	return homography{
		a: (t.e - t.f*t.h) / det, b: (t.c*t.h - t.b) / det, c: (t.b*t.f - t.c*t.e) / det,
		d: (t.f*t.g - t.d) / det, e: (t.a - t.c*t.g) / det, f: (t.c*t.d - t.a*t.f) / det,
		g: (t.d*t.h - t.e*t.g) / det, h: (t.b*t.g - t.a*t.h) / det,
	}, true
}

// after is the map that does first, then t.
func (t *homography) after(first *homography) homography {
	u := homography{
		a: t.a*first.a + t.b*first.d + t.c*first.g, b: t.a*first.b + t.b*first.e + t.c*first.h, c: t.a*first.c + t.b*first.f + t.c,
		d: t.d*first.a + t.e*first.d + t.f*first.g, e: t.d*first.b + t.e*first.e + t.f*first.h, f: t.d*first.c + t.e*first.f + t.f,
		g: t.g*first.a + t.h*first.d + first.g, h: t.g*first.b + t.h*first.e + first.h,
	}
	w := t.g*first.c + t.h*first.f + 1
	for _, v := range [...]*float64{&u.a, &u.b, &u.c, &u.d, &u.e, &u.f, &u.g, &u.h} {
		*v /= w
	}
	return u
}

// quadToQuad maps four points to four others, in order.
func quadToQuad(from, to [4]Point) (homography, bool) {
	there, ok := fromUnitSquare(to)
	if !ok {
		return there, false
	}
	back, ok := fromUnitSquare(from)
	if !ok {
		return there, false
	}
	back, ok = back.inverse()
	if !ok {
		return there, false
	}
	return there.after(&back), true
}

// shift moves the picture of the plane.
func (t *homography) shift(by Point) {
	t.a, t.b, t.c = t.a+by.X*t.g, t.b+by.X*t.h, t.c+by.X
	t.d, t.e, t.f = t.d+by.Y*t.g, t.e+by.Y*t.h, t.f+by.Y
}
