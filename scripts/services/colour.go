// SPDX-License-Identifier: MIT

package main

import (
	"fmt"
	"math"
	"strconv"
)

// colour is red, green and blue in sRGB, each 0 to 255.
type colour [3]float64

// ground is what the icons stand on.
type ground struct {
	colour
	// contrast is what a mark has to have there at least. A mark needs 3 to be
	// seen (WCAG 2.2, 1.4.11); on the dark ground more costs no colour.
	contrast float64
}

// The grounds of extension/look/look.css: --raised.
var (
	lightGround = ground{parseColour("f6f4f1"), 3}
	darkGround  = ground{parseColour("262422"), 4.5}
)

func parseColour(hex string) colour {
	var c colour
	for i := range c {
		n, err := strconv.ParseUint(hex[2*i:2*i+2], 16, 8)
		if err != nil {
			panic("services: " + hex + " is no colour")
		}
		c[i] = float64(n)
	}
	return c
}

func (c colour) String() string {
	return fmt.Sprintf("#%02x%02x%02x", int(math.Round(c[0])), int(math.Round(c[1])), int(math.Round(c[2])))
}

// luminance is the relative luminance, 0 to 1 (WCAG 2.2).
func (c colour) luminance() float64 {
	var l float64
	for i, weight := range [3]float64{.2126, .7152, .0722} {
		v := c[i] / 255
		if v <= .04045 {
			v /= 12.92
		} else {
			v = math.Pow((v+.055)/1.055, 2.4)
		}
		l += weight * v
	}
	return l
}

// contrast is the contrast ratio of two colours, 1 to 21 (WCAG 2.2).
func contrast(a, b colour) float64 {
	la, lb := a.luminance(), b.luminance()
	return (math.Max(la, lb) + .05) / (math.Min(la, lb) + .05)
}

// on is the colour itself where it can be seen on the ground, and otherwise as
// much of it, towards black or white, as can.
func (c colour) on(g ground) colour {
	towards := colour{}
	if g.luminance() < .2 {
		towards = colour{255, 255, 255}
	}
	shown := c
	for part := 0.0; contrast(shown, g.colour) < g.contrast && part <= 1; part += .02 {
		for i := range shown {
			shown[i] = math.Round(c[i] + (towards[i]-c[i])*part)
		}
	}
	return shown
}
