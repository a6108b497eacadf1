package parse

import (
	"strings"

	"jobops/internal/cv"
)

// anchor is a date or period that an entry can hang on.
type anchor struct {
	period
	frag  frag
	until frag
	found bool
	alone bool // little else stands in its cell
}

// anchors finds the dates of the lines of a section, one a line at most. Two
// years one above the other are the ends of one period, except in sections whose
// entries have one date each.
func anchors(lines []line, monthFirst bool, kind section) []anchor {
	out := make([]anchor, len(lines))
	item := false
	for i := range lines {
		l := &lines[i]
		item = l.bullet() || item && goesOn(&lines[i-1], l)
		if item && !l.bullet() && l.said.as != cv.AsDate {
			continue // "… since" above "2016 in all shops"
		}
		out[i] = anchorOf(l, monthFirst, lines[0].bullet() || oneDate[kind] && lines[0].cells[0].item)
	}
	for i := 0; i+1 < len(out); i++ {
		a, b := &out[i], &out[i+1]
		if a.presentBelow(&lines[i], &lines[i+1]) {
			continue
		}
		if a.wrapped(&lines[i], &lines[i+1], b) {
			continue
		}
		if (a.open() || a.found && a.alone && !a.ranged && opensWithDash(&lines[i+1])) && a.joinEnd(&lines[i+1], b) {
			continue
		}
		if oneDate[kind] || !a.found || !b.found || a.ranged || b.ranged || !a.alone || !b.alone || abs(a.frag.box.X0-b.frag.box.X0) > 12 {
			continue
		}
		if lines[i+1].gap > 2 || lines[i+1].gap < 0 || a.from.Compare(b.from) >= 0 || sameKind(&lines[i], &lines[i+1]) {
			continue
		}
		a.to, a.ranged, a.until = b.from, true, b.frag
		out[i+1] = anchor{}
	}
	return out
}

// goesOn tells whether line b is the rest of a list item whose line a is full.
func goesOn(a, b *line) bool {
	ca, cb := &a.cells[0], &b.cells[0]
	level := ca.bullet && hangs(ca, cb) || !ca.bullet && abs(ca.box.X0-cb.box.X0) < 1.5
	return level && len(b.cells) == 1 && ca.look() == cb.look() && reachesRight(a) && wraps(a, b)
}

// oneDate are the sections whose entries have a date and no period.
var oneDate = map[section]bool{certificates: true, awards: true, publications: true}

// sameKind tells whether two lines both name a degree, a school or a title, so
// that the years beside them belong to an entry each.
func sameKind(a, b *line) bool {
	c, d := cluesOf(a.text()), cluesOf(b.text())
	return c.degree > 0 && d.degree > 0 || c.school > 0 && d.school > 0 ||
		c.title > 0 && d.title > 0 && a.lead().bare() == b.lead().bare()
}

// open tells whether the text of a period breaks off after its dash.
func (a *anchor) open() bool {
	return a.found && a.current && a.alone && strings.ContainsAny(a.frag.text[max(0, len(a.frag.text)-3):], "-–—")
}

// opensWithDash tells whether a line begins with the dash of a period.
func opensWithDash(l *line) bool {
	for _, c := range l.cells {
		if isDateCell(c.text()) && strings.IndexAny(c.text(), "-–—") == 0 {
			return true
		}
	}
	return false
}

// joinEnd takes the end of a period from the line below, where a narrow column
// broke it: "10/2017 –" above "heute".
func (a *anchor) joinEnd(below *line, b *anchor) bool {
	c := cellUnder(below, a.frag.box)
	wrapped := len(below.cells) == 1 && (b.alone || isPresentText(c.text()))
	if below.gap < 0 || below.gap > 2 || abs(c.box.X0-a.frag.box.X0) > 12 && abs(c.box.X1-a.frag.box.X1) > 12 && !wrapped {
		return false
	}
	if isPresentText(c.text()) {
		a.until = c.whole()
		return true
	}
	if !b.found || b.ranged || !b.alone || b.frag.start > c.start()+len(c.text())-len(strings.TrimLeft(c.text(), " -–—")) {
		return false
	}
	a.to, a.current, a.until = b.from, false, b.frag
	*b = anchor{}
	return true
}

// wrapped completes a period that the edge of its line broke, behind other fields:
// "Harbour Kitchen | Leeds | September 2012 –" above "April 2018".
func (a *anchor) wrapped(l, below *line, b *anchor) bool {
	if !a.found || a.alone || a.ranged && !a.current || below.gap < 0 || below.gap > 2 || len(below.cells) > 1 || below.bullet() {
		return false
	}
	last := &l.cells[len(l.cells)-1]
	rest := strings.TrimSpace(last.text()[min(max(a.frag.end-last.start(), 0), len(last.text())):])
	text := below.text()
	opens := strings.Trim(rest, "-–— ") == "" && (rest != "" || strings.ContainsAny(a.frag.text[max(0, len(a.frag.text)-3):], "-–—"))
	if !opens && !(rest == "" && strings.IndexAny(text, "-–—") == 0) || last.bullet {
		return false
	}
	switch {
	case isPresentText(strings.TrimLeft(text, "-–— ")):
		a.current, a.ranged, a.until = true, true, below.cells[0].whole()
	case b.found && b.alone && !b.ranged && b.from.Compare(a.from) >= 0:
		a.to, a.ranged, a.current, a.until = b.from, true, false, b.frag
		*b = anchor{}
	default:
		return false
	}
	return true
}

// presentBelow completes a period whose word for "still there" a narrow column
// broke in two: "07/2021 – настоящее" above "время".
func (a *anchor) presentBelow(l, below *line) bool {
	if !a.found || a.ranged || below.gap < 0 || below.gap > 2 {
		return false
	}
	upper, lower := cellUnder(l, a.frag.box), cellUnder(below, a.frag.box)
	rest := upper.frag(min(a.frag.end-upper.start(), len(upper.text())), len(upper.text()))
	word := strings.TrimLeft(rest.text, " -–—")
	if word == "" || word == rest.text || abs(upper.box.X0-lower.box.X0) > 12 || !isPresentText(word+" "+lower.text()) {
		return false
	}
	a.current, a.ranged, a.until = true, true, lower.whole()
	a.frag.text, a.frag.end = upper.text()[a.frag.start-upper.start():], rest.end
	return true
}

// cellUnder is the cell of a line that stands below a box, by its left or right
// edge; without one the first.
func cellUnder(l *line, box cv.Box) *cell {
	for i := range l.cells {
		if c := &l.cells[i]; abs(c.box.X0-box.X0) <= 12 || abs(c.box.X1-box.X1) <= 12 {
			return c
		}
	}
	return &l.cells[0]
}

// anchorOf finds the date of a line when the line is a head and not prose.
func anchorOf(l *line, monthFirst, listed bool) anchor {
	text := l.text()
	found := periods(text, monthFirst)
	if len(found) == 0 {
		return anchor{}
	}
	p := found[len(found)-1]
	for _, q := range found {
		if q.ranged && !p.ranged {
			p = q
		}
	}
	if n := len(found); n == 2 && !p.ranged && text[found[0].end:found[1].start] == "\t" && found[0].from.Compare(found[1].from) < 0 {
		p.from, p.to, p.ranged, p.start = found[0].from, found[1].from, true, found[0].start
	}
	c, cellFrom := l.cellAt(p.start)
	cellText := c.text()
	if rest := strings.TrimSpace(cellText[min(max(p.end-cellFrom, 0), len(cellText)):]); !p.ranged && (rest == "-" || rest == "–" || rest == "—") {
		p.ranged, p.current, p.end = true, true, cellFrom+len(strings.TrimRight(cellText, " "))
	}
	covered := p.end - p.start
	alone := 2*covered >= len(cellText)
	if !alone {
		ends := cellFrom+len(strings.TrimRight(cellText, " ).")) <= p.end
		starts := p.start == cellFrom || strings.TrimLeft(text[cellFrom:p.start], "(") == ""
		prose := c.bullet && !listed || c.item && !listed && width(cellText) > 60 || width(cellText) > 110 || strings.HasSuffix(cellText, ".") && covered*4 < len(cellText)
		if l.said.as != cv.AsDate && (prose || !ends && !starts && !p.ranged) {
			return anchor{}
		}
	}
	base := l.cells[0].start()
	f := frag{text: text[p.start:p.end], start: base + p.start, end: base + p.end, page: l.page, box: c.box, look: c.look()}
	if p.end <= cellFrom+len(cellText) {
		f = c.frag(p.start-cellFrom, p.end-cellFrom)
	}
	return anchor{period: p, frag: f, found: true, alone: alone}
}

// cellAt returns the cell that holds byte i of the line's text, and where the
// cell begins in it.
func (l *line) cellAt(i int) (*cell, int) {
	from := 0
	for j := range l.cells {
		n := len(l.cells[j].text())
		if i < from+n+1 {
			return &l.cells[j], from
		}
		from += n + 1
	}
	return &l.cells[0], 0
}
