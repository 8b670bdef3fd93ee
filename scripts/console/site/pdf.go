// SPDX-License-Identifier: MIT

package site

import (
	"bytes"
	"fmt"
)

// A4, in points.
const (
	pageWidth  = 595
	pageHeight = 842
	pageMargin = 72
)

// pdf returns a PDF 1.4 file of one A4 page: a line of text, and beneath it
// the pictures from left to right, row by row, as filled rectangles. A
// picture's side counts in points. ISO 32000-1 §7.5 (file structure), §8.5
// (paths).
func pdf(heading string, pictures []picture) []byte {
	content := pageContent(heading, pictures)
	objects := []string{
		"<< /Type /Catalog /Pages 2 0 R >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		fmt.Sprintf("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>", pageWidth, pageHeight),
		fmt.Sprintf("<< /Length %d >>\nstream\n%sendstream", len(content), content),
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
	}
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n%\xe2\xe3\xcf\xd3\n") // the second line marks the file as binary
	offsets := make([]int, len(objects))
	for i, object := range objects {
		offsets[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, object)
	}
	table := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, offset := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, table)
	return b.Bytes()
}

// pageContent returns the content stream. The heading must be ASCII without
// parentheses or backslashes.
func pageContent(heading string, pictures []picture) string {
	var b bytes.Buffer
	fmt.Fprintf(&b, "BT /F1 18 Tf %d %d Td (%s) Tj ET\n", pageMargin, pageHeight-pageMargin, heading)
	x, y := pageMargin, pageHeight-pageMargin-24
	for _, p := range pictures {
		if x > pageMargin && x+p.side > pageWidth-pageMargin {
			x, y = pageMargin, y-p.side-24
		}
		drawPDF(&b, p, x, y-p.side)
		x += p.side + 24
	}
	return b.String()
}

// drawPDF draws p with its lower left corner at x, y. All dark modules are
// one path, so that no light seams appear between rows.
func drawPDF(b *bytes.Buffer, p picture, x, y int) {
	fmt.Fprintf(b, "q 1 0 0 1 %d %d cm\n", x, y)
	fmt.Fprintf(b, "%s rg 0 0 %d %d re f\n", p.bg.pdf(), p.side, p.side)
	unit := float64(p.side) / float64(p.modules())
	fmt.Fprintf(b, "%s rg\n", p.fg.pdf())
	for _, r := range p.symbol.runs() {
		left := float64(r.x+p.quiet) * unit
		bottom := float64(p.modules()-r.y-p.quiet-1) * unit // PDF counts from below
		fmt.Fprintf(b, "%.3f %.3f %.3f %.3f re\n", left, bottom, float64(r.n)*unit, unit)
	}
	b.WriteString("f Q\n")
}

func (c ink) pdf() string {
	return fmt.Sprintf("%.3f %.3f %.3f", float64(c.R)/255, float64(c.G)/255, float64(c.B)/255)
}
