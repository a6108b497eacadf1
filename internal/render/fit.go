package render

import (
	"math"
	"sort"

	"jobops/internal/cv"
	"jobops/internal/fault"
)

// Limits of Fit: below these a page is filled and no longer read.
const (
	tightSize    = 8.6 // points
	tightMargin  = 13  // millimetres
	tightSpacing = 0.65
	fitSteps     = 24
)

// Fit returns the options changed as little as needed for the CV to fill at
// most the given number of pages: first the room between paragraphs shrinks,
// then margins and sizes with it, never below 8.6 points or 13 mm. Options that
// suffice come back as they are. When nothing helps, the error is a
// fault.Invalid "render.fit" that says how many pages it takes at least; for
// the others see Options.Check.
func Fit(r cv.Resume, o Options, most int) (Options, error) {
	d, err := o.design()
	if err != nil {
		return o, err
	}
	var failed error
	needed := func(step int) int {
		n, err := Pages(r, o.tightened(d, float64(step)/fitSteps))
		if err != nil {
			failed = err
		}
		return n
	}
	step := sort.Search(fitSteps+1, func(step int) bool { return needed(step) <= most })
	switch {
	case failed != nil:
		return o, failed
	case step > fitSteps:
		return o, fault.New(fault.Invalid, "render.fit", most, needed(fitSteps))
	case step == 0:
		return o, nil
	}
	return o.tightened(d, float64(step)/fitSteps), nil
}

// tightened moves the options towards the limits of Fit: 0 changes nothing, 1
// is the tightest. Spacing goes ahead, size comes last.
func (o Options) tightened(d *design, share float64) Options {
	if share == 0 {
		return o
	}
	o.Spacing = towards(orElse(o.Spacing, 1), tightSpacing, min(2*share, 1))
	o.Margin = towards(orElse(o.Margin, d.left/millimetre), tightMargin, share)
	o.Size = towards(orElse(o.Size, d.body.size), tightSize, share*share)
	return o
}

func orElse(v, usual float64) float64 {
	if v == 0 {
		return usual
	}
	return v
}

// towards goes a share of the way down to a limit, never up, in steps of 0.05.
func towards(from, limit, share float64) float64 {
	if from <= limit {
		return from
	}
	return max(math.Round((from-(from-limit)*share)*20)/20, limit)
}
