package parse

import (
	"slices"
	"strings"

	"jobops/internal/civil"
	"jobops/internal/cv"
)

// entry is one position, course of study, project and so on.
type entry struct {
	kind  section
	head  []line // title, company, place, dates
	body  []line // bullets and running text
	facts []line // labelled lines, see liftFacts
	when  period
	dated bool
	date  frag
	until frag // the end, where it stands on a line of its own
	at    int  // line of the head with the date, -1 without one
	wraps bool
	// indents tells that fields of the head may stand indented below it.
	indents bool
	fields  []slot
}

// anchor is a date or period that an entry can hang on.
type anchor struct {
	period
	frag  frag
	until frag
	found bool
	alone bool // little else stands in its cell
}

// anchors finds the dates of the lines of a section, one a line at most. Two
// years one above the other are the ends of one period.
func anchors(lines []line, monthFirst bool) []anchor {
	out := make([]anchor, len(lines))
	for i := range lines {
		out[i] = anchorOf(&lines[i], monthFirst, lines[0].bullet())
	}
	for i := 0; i+1 < len(out); i++ {
		a, b := &out[i], &out[i+1]
		if (a.open() || a.found && a.alone && !a.ranged && opensWithDash(&lines[i+1])) && a.joinEnd(&lines[i+1], b) {
			continue
		}
		if !a.found || !b.found || a.ranged || b.ranged || !a.alone || !b.alone || abs(a.frag.box.X0-b.frag.box.X0) > 12 {
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
	c := &below.cells[0]
	wrapped := len(below.cells) == 1 && (b.alone || isPresentText(c.text()))
	if below.gap < 0 || below.gap > 2 || abs(c.box.X0-a.frag.box.X0) > 12 && !wrapped {
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
		prose := c.bullet && !listed || c.item && width(cellText) > 60 || width(cellText) > 110 || strings.HasSuffix(cellText, ".") && covered*4 < len(cellText)
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

// segmenter cuts the lines of a section into entries by looking for the cut
// that makes every entry begin alike and hold one date.
type segmenter struct {
	lines   []line
	p       profile
	anchors []anchor
	any     int
	first   look
	left    float64
	pitch   float64
	list    bool // a plain list, a line each
	offset  int  // lines before the date in the first entry
}

func newSegmenter(lines []line, p profile, found []anchor) *segmenter {
	s := &segmenter{lines: lines, p: p, anchors: found}
	s.first, s.left = lines[0].lead().bare(), lines[0].x0()
	s.offset = -1
	for i := range lines {
		if found[i].found {
			s.any++
			if s.offset < 0 {
				s.offset = i
			}
		}
	}
	if s.offset > 4 {
		s.offset = -1
	}
	s.pitch = pitchOf(lines)
	return s
}

// pitchOf is the usual distance of lines, in sizes of their type.
func pitchOf(lines []line) float64 {
	var gaps []float64
	for i := range lines {
		if lines[i].gap > 0 {
			gaps = append(gaps, lines[i].gap)
		}
	}
	if len(gaps) == 0 {
		return 1.3
	}
	slices.Sort(gaps)
	return gaps[len(gaps)/3]
}

// startScore says how much line i looks like the first one of an entry.
func (s *segmenter) startScore(i int) float64 {
	l := &s.lines[i]
	if i == 0 {
		return 0
	}
	score := -0.6 + l.said.startScore(&s.lines[i-1])
	same := l.lead().bare() == s.first
	switch {
	case same && s.p.weight(s.first) > 0:
		score += 1.5
	case same:
		score += 0.5
	case s.p.weight(l.lead()) < s.p.weight(s.first):
		score--
	}
	if l.gap > 1.25*s.pitch {
		score++
	}
	if l.gap > 1.7*s.pitch {
		score += 0.5
	}
	if s.list && same && !wraps(&s.lines[i-1], l) {
		score += 0.5
	}
	if l.bullet() != s.lines[0].bullet() {
		score -= 3
	}
	if l.cells[0].item && !s.lines[0].cells[0].item {
		score -= 2
	}
	if abs(l.x0()-s.left) > 6 && l.column == s.lines[0].column && l.page == s.lines[0].page {
		score--
	}
	if isProse(l) && !isProse(&s.lines[0]) {
		score -= 1.5
	}
	if k := l.cells[0].block; k != 0 && k == s.lines[i-1].cells[0].block {
		score -= 1.5
	}
	if s.anchors[i-1].found && !s.anchors[i].found && s.offset > 0 {
		score -= 1.5 // the line below a date goes on with its entry
	}
	if s.offset >= 0 && i+s.offset < len(s.lines) && s.anchors[i+s.offset].found {
		score += 1.2
	}
	return score
}

func abs(x float64) float64 { return max(x, -x) }

// longestEntry is the most lines that one entry has.
const longestEntry = 150

// cut returns the indices at which entries begin.
func (s *segmenter) cut() []int {
	n := len(s.lines)
	best := make([]float64, n+1)
	from := make([]int, n+1)
	start := make([]float64, n)
	for i := range start {
		start[i] = s.startScore(i)
	}
	for j := 1; j <= n; j++ {
		best[j] = -1e9
		dates := 0
		for i := j - 1; i >= max(0, j-longestEntry); i-- {
			if s.anchors[i].found {
				dates++
			}
			v := best[i] + start[i] + s.segmentScore(dates)
			if v > best[j] {
				best[j], from[j] = v, i
			}
		}
	}
	var starts []int
	for j := n; j > 0; j = from[j] {
		starts = append(starts, from[j])
	}
	slices.Reverse(starts)
	return starts
}

func (s *segmenter) segmentScore(dates int) float64 {
	switch {
	case s.any == 0:
		return 0
	case dates == 0:
		return -2.2
	case dates == 1:
		return 2
	}
	return 2 - 2.5*float64(dates-1)
}

// isProse tells whether a line is running text.
func isProse(l *line) bool {
	text := l.text()
	n := len(strings.Fields(text))
	if n < 12 && words().legal.count(lastWords(fold(text), 4)) > 0 {
		return false
	}
	return len(l.cells) == 1 && (n >= 12 || n >= 5 && strings.HasSuffix(text, "."))
}

// entries cuts a section into entries and parts head from body.
func entries(section part, p profile, monthFirst bool) []entry {
	lines := withoutFieldLabels(section.lines)
	if len(lines) == 0 {
		return nil
	}
	found := anchors(lines, monthFirst)
	s := newSegmenter(lines, p, found)
	s.list = s.any == 0 && (section.kind == certificates || section.kind == publications || section.kind == awards)
	starts := s.cut()
	var out []entry
	for k, from := range starts {
		to := len(lines)
		if k+1 < len(starts) {
			to = starts[k+1]
		}
		out = append(out, newEntry(lines[from:to], found[from:to], p, section.kind))
	}
	return out
}

// maxHead is the most lines that a head has.
const maxHead = 6

func newEntry(lines []line, found []anchor, p profile, kind section) entry {
	e := entry{at: -1, indents: kind == education || kind == certificates, kind: kind}
	lines, found, e.facts = liftFacts(lines, found, kind)
	for i := range lines {
		if a := found[i]; a.found && (!e.dated || lines[i].said.as == cv.AsDate) {
			e.when, e.date, e.until, e.dated, e.at = a.period, a.frag, a.until, true, i
		}
	}
	split := 1
	for split < len(lines) && !e.bodyAt(lines, split, p) {
		split++
	}
	if isProse(&lines[0]) && e.at != 0 {
		split = 0
	}
	if split > 0 && split < len(lines) && split-1 != e.at && continues(&lines[split-1], &lines[split]) {
		e.wraps = true
	}
	if e.at >= split && e.at < maxHead+2 && !lines[e.at].bullet() { // a date below the text of the entry
		e.head = append(slices.Clone(lines[:split]), lines[e.at])
		e.body = append(slices.Clone(lines[split:e.at]), lines[e.at+1:]...)
		e.at = split
	} else {
		e.head, e.body = lines[:split], lines[split:]
	}
	e.liftMarked()
	return e
}

// bodyAt tells whether line i of an entry is no part of its head any more.
func (e *entry) bodyAt(lines []line, i int, p profile) bool {
	l := &lines[i]
	if l.said.field() || l.said.as == cv.AsBullet {
		return l.said.as == cv.AsBullet
	}
	if isHighlightsLabel(l) || i >= maxHead && i != e.at {
		return true
	}
	if i == e.at {
		return false
	}
	if e.indents && i <= 2 && l.cells[0].item && !isProse(l) && !lines[0].cells[0].item {
		return false // the degree below the school
	}
	if l.bullet() || isProse(l) || l.cells[0].item && !lines[0].cells[0].item {
		return true
	}
	if continues(&lines[i-1], l) && i-1 != e.at && width(lines[i-1].text())+width(l.text()) > 110 {
		return true
	}
	if e.indents {
		return false
	}
	indented := l.column == lines[0].column && l.page == lines[0].page && l.x0() > lines[0].x0()+0.7*l.size() && l.x0() < lines[0].x0()+60
	return indented && i > e.at && e.at >= 0 && i >= 2 && p.weight(l.look()) <= 0
}

// continues tells whether the file says that a line belongs to the paragraph of
// the line before, and the look agrees.
func continues(a, b *line) bool {
	last := &a.cells[len(a.cells)-1]
	k := last.block
	return k != 0 && k == b.cells[0].block && len(b.cells) == 1 && last.pieces[len(last.pieces)-1].look.bare() == b.look().bare() && reachesRight(a)
}

func isHighlightsLabel(l *line) bool {
	return len(l.cells) == 1 && words().labels[fold(l.text())] == "highlights"
}

// day is the one date of an entry that has no period: its beginning, or else its
// end ("until 2019").
func (e *entry) day() civil.Date {
	if e.when.from.IsZero() {
		return e.when.to
	}
	return e.when.from
}
