package parse

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"jobops/internal/cv"
)

// corridor is a vertical stripe of white space at x between the rows from top
// to bottom.
type corridor struct {
	x, width    float64
	top, bottom float64
	score       float64
}

func (c corridor) split(list []cell) (above, left, right, below []cell) {
	for _, s := range list {
		mid := (s.box.Y0 + s.box.Y1) / 2
		switch {
		case mid < c.top:
			above = append(above, s)
		case mid > c.bottom:
			below = append(below, s)
		case (s.box.X0+s.box.X1)/2 < c.x:
			left = append(left, s)
		default:
			right = append(right, s)
		}
	}
	return above, left, right, below
}

// Least extent of a corridor.
const (
	corridorRows  = 3   // rows on either side
	corridorWidth = 7.0 // points
	corridorStep  = 3.0 // points between the places that are tried
)

// bestCorridor finds the stripe of white space that divides the cells into two
// columns that are read one after the other.
func bestCorridor(list []cell) (corridor, bool) {
	if len(list) < 2*corridorRows {
		return corridor{}, false
	}
	sorted := slices.Clone(list)
	slices.SortStableFunc(sorted, func(a, b cell) int { return cmp.Compare(a.box.Y0+a.box.Y1, b.box.Y0+b.box.Y1) })
	x0, x1 := math.Inf(1), math.Inf(-1)
	for i := range sorted {
		x0, x1 = min(x0, sorted[i].box.X0), max(x1, sorted[i].box.X1)
	}
	var found []corridor
	for x := x0 + 20; x < x1-20; x += corridorStep {
		found = append(found, corridorsAt(sorted, x)...)
	}
	for edge, n := range leftEdges(sorted) {
		if x := float64(edge)/2 - 0.5; n >= edgeRows && x > x0+20 {
			found = append(found, corridorsAt(sorted, x)...)
		}
	}
	slices.SortStableFunc(found, func(a, b corridor) int { return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.x, b.x)) })
	const tries = 24
	var refused []refusal
	var second *corridor // parts dates from their rows, or is cut short; taken when nothing better comes
	for _, c := range found {
		if slices.ContainsFunc(refused, func(r refusal) bool { return r.covers(c) }) {
			continue
		}
		if len(refused) == tries {
			break
		}
		_, left, right, _ := c.split(sorted)
		apart, margin := readApart(left, right)
		if apart {
			cut := c.trimmed(left, right).within(sorted, left, right).cleared(sorted)
			if cut.stands(c, sorted) {
				if second == nil || cut.better(*second, sorted) {
					second = &cut
					if whole := 10*(cut.bottom-cut.top) > 7*(c.bottom-c.top); whole && cut.cutDates(sorted) == 0 {
						return cut, true
					}
				}
				margin = neither
			}
		}
		refused = append(refused, refusal{c, margin, extentOf(left).box.X0, extentOf(right).box.X1})
	}
	if second != nil {
		return *second, true
	}
	return corridor{}, false
}

// better tells whether a corridor parts fewer dates from their rows than another
// one, or as few and is clearly taller.
func (c corridor) better(than corridor, list []cell) bool {
	n, m := c.cutDates(list), than.cutDates(list)
	tall, other := c.bottom-c.top, than.bottom-than.top
	return n < m && tall > 0.45*other || n == m && tall > 1.3*other
}

// stands tells whether what was cut out of a corridor is one still.
func (c corridor) stands(whole corridor, list []cell) bool {
	if c == whole {
		return true
	}
	_, left, right, _ := c.split(list)
	if len(left) < corridorRows || len(right) < corridorRows {
		return false
	}
	apart, _ := readApart(left, right)
	return apart
}

// refusal is a corridor that parts rows and not columns; inside the narrow side
// of it there is none either.
type refusal struct {
	corridor
	margin   side
	min, max float64
}

// side is the narrow half of a corridor: labels or dates.
type side int

const (
	neither side = iota
	leftSide
	rightSide
)

func (r refusal) covers(c corridor) bool {
	shared := min(r.bottom, c.bottom) - max(r.top, c.top)
	if shared < 0.6*(c.bottom-c.top) {
		return false
	}
	const near = 6
	switch r.margin {
	case leftSide:
		return c.x <= r.x+near && c.x >= r.min
	case rightSide:
		return c.x >= r.x-near && c.x <= r.max
	}
	return abs(c.x-r.x) < near
}

func extentOf(list []cell) extent {
	var e extent
	for i := range list {
		e.add(list[i].box)
	}
	return e
}

// corridorsAt lists the longest stretches of rows that nothing crosses at x.
func corridorsAt(sorted []cell, x float64) []corridor {
	var out []corridor
	for i := 0; i < len(sorted); {
		if crosses(&sorted[i], x) {
			i++
			continue
		}
		if i > 0 && lastLine(&sorted[i-1], sorted, i) {
			i++ // of the text above, which reaches across
			continue
		}
		j := i
		for j < len(sorted) && !crosses(&sorted[j], x) {
			j++
		}
		if c, ok := measure(sorted[i:j], x); ok {
			out = append(out, c)
		}
		i = j
	}
	return out
}

// lastLine tells whether cell i is the last line of the paragraph that the cell
// above it, a long one, belongs to.
func lastLine(above *cell, list []cell, i int) bool {
	const long = 60 // characters
	c := &list[i]
	drop := c.baseline - above.baseline
	if width(above.text()) < long || c.bullet || abs(c.box.X0-above.box.X0) > 2 || drop <= 0 || drop > 1.8*c.size || c.look().bare() != above.look().bare() {
		return false
	}
	return c.box.X1 < above.box.X1 && (startsSmall(c.text()) || strings.HasSuffix(c.text(), ".")) && (i+1 == len(list) || !sameBaseline(c, &list[i+1]))
}

func crosses(c *cell, x float64) bool { return c.box.X0 < x && c.box.X1 > x }

// measure sizes up the corridor at x through the given rows.
func measure(list []cell, x float64) (corridor, bool) {
	c := corridor{x: x}
	var left, right extent
	var ends []float64
	for i := range list {
		if list[i].box.X1 <= x {
			left.add(list[i].box)
			ends = append(ends, list[i].box.X1)
		} else {
			right.add(list[i].box)
		}
	}
	if left.n < corridorRows || right.n < corridorRows {
		return c, false
	}
	slices.Sort(ends)
	const overflow = 12
	c.width = right.box.X0 - ends[len(ends)-1-len(ends)/overflow]
	c.top, c.bottom = min(left.box.Y0, right.box.Y0), max(left.box.Y1, right.box.Y1)
	shared := min(left.box.Y1, right.box.Y1) - max(left.box.Y0, right.box.Y0)
	if c.width < corridorWidth || shared <= 0 {
		return c, false
	}
	c.x = (left.box.X1 + right.box.X0) / 2
	c.score = shared + min(c.width, 30) + 0.2*(c.bottom-c.top)
	return c, true
}

// extent is the box around some cells.
type extent struct {
	box cv.Box
	n   int
}

func (e *extent) add(b cv.Box) {
	if e.n == 0 {
		e.box = b
	}
	e.box = union(e.box, b)
	e.n++
}

// readApart tells whether two blocks side by side are columns, and not the two
// halves of rows: dates or labels beside what they belong to. For rows it says
// which side the labels are on.
func readApart(left, right []cell) (apart bool, margin side) {
	left = joinStacked(slices.Clone(left))
	l, r := survey(left), survey(right)
	small, large, narrow := left, right, leftSide
	if len(rows(slices.Clone(right))) < len(rows(slices.Clone(left))) {
		small, large, narrow = right, left, rightSide
	}
	aligned := sharedRows(small, large)
	hanging := (float64(l.headings) + l.dates*float64(l.n)) / float64(l.n)
	if aligned >= 0.7 {
		hanging += float64(l.labels) / float64(l.n)
	}
	switch {
	case l.dates >= 0.5:
		return false, leftSide
	case r.dates >= 0.5:
		return false, rightSide
	case l.headings > 0 && hanging >= 0.65, headsAlone(left), l.headings > 1 && r.headings == 0 && hanging >= 0.4 && aligned >= 0.4:
		return false, leftSide
	case l.headings > 0 && r.headings > 0:
		return true, neither
	case aligned >= 0.7, aligned >= 0.5 && min(l.headings, r.headings) == 0 && max(l.headings, r.headings) > 1:
		return false, narrow
	}
	return true, neither
}

// headsAlone tells whether a block holds nothing but headings from its first one
// on: those in a margin below an address.
func headsAlone(list []cell) bool {
	sorted := slices.Clone(list)
	slices.SortStableFunc(sorted, byBaseline)
	first := slices.IndexFunc(sorted, func(c cell) bool { return c.kind.heading != "" && c.kind.heading != other })
	if first < 0 {
		return false
	}
	s := survey(sorted[first:])
	return s.headings > 2 && 5*s.headings >= 4*s.n
}

// surveyed is what a block consists of.
type surveyed struct {
	n        int
	dates    float64 // share of cells that are dates or places
	headings int
	labels   int // words that stand before a value ("Phone")
}

func survey(list []cell) surveyed {
	s := surveyed{n: len(list)}
	dates := 0
	for i := range list {
		switch kind := list[i].kind; {
		case kind.heading != "" && kind.heading != other:
			s.headings++
		case kind.date:
			dates++
		case words().labels[fold(list[i].text())] != "":
			s.labels++
		}
	}
	if s.n > 0 {
		s.dates = float64(dates) / float64(s.n)
	}
	return s
}

// isDateCell tells whether a cell holds a date or a place and little else.
func isDateCell(text string) bool {
	if found := periods(text, false); len(found) > 0 {
		covered := 0
		for _, p := range found {
			covered += p.end - p.start
		}
		return 2*covered >= len(text)
	}
	return placeLike(text) >= 0.6 || durationLike(text) || isPresentText(text)
}

func isPresentText(text string) bool { return words().present[fold(text)] }

// sharedRows is the share of small's rows that stand on a baseline of large.
func sharedRows(small, large []cell) float64 {
	list := rows(slices.Clone(small))
	shared := 0
	for _, row := range list {
		for i := range large {
			if sameBaseline(&row[0], &large[i]) {
				shared++
				break
			}
		}
	}
	return float64(shared) / float64(max(len(list), 1))
}
