package match

import (
	"cmp"
	"slices"

	"jobops/internal/civil"
	"jobops/internal/cv"
)

// asOf is where an open position ends: the date of the score version, unless
// the CV itself speaks of a later one. The clock is left out so that the same
// CV keeps its number.
var asOf = civil.Date{Year: 2026, Month: 11}

type span struct{ from, to int } // months since year 0

// monthsWorked adds up the months of work, overlapping positions once.
func monthsWorked(r cv.Resume) int {
	last := month(latest(r), 12)
	var spans []span
	for _, w := range r.Work {
		if w.Start.IsZero() {
			continue
		}
		s := span{month(w.Start, 1), last}
		if !w.End.IsZero() {
			s.to = month(w.End, 12)
		} else if !w.Current {
			s.to = s.from + 11
		}
		spans = append(spans, s)
	}
	slices.SortFunc(spans, func(a, b span) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to)) })
	total, until := 0, 0
	for _, s := range spans {
		from := max(s.from, until)
		if s.to >= from {
			total += s.to - from + 1
			until = s.to + 1
		}
	}
	return total
}

func month(d civil.Date, missing int) int {
	return d.Year*12 + cmp.Or(d.Month, missing)
}

func latest(r cv.Resume) civil.Date {
	last := asOf
	for _, w := range r.Work {
		for _, d := range []civil.Date{w.Start, w.End} {
			if d.Compare(last) > 0 {
				last = d
			}
		}
	}
	return last
}
