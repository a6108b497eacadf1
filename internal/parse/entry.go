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
	bars    bool // a bar parts the fields of the head, see withBars
	towns   bool // schools of the section have their town behind them
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
	brief   bool // entries of a line or two, with one date
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
	if s.any == 0 && rowLike(l, &s.lines[0]) {
		score += 1.5
	}
	if s.list && same && (runsIn(l) || !wraps(&s.lines[i-1], l)) {
		score += 0.7
	}
	if l.bullet() != s.lines[0].bullet() {
		score -= 3
	}
	if l.cells[0].item && !s.lines[0].cells[0].item {
		score -= 2
	}
	if abs(l.x0()-s.left) > 6 && !l.form && l.column == s.lines[0].column && l.page == s.lines[0].page {
		score--
	}
	if isProse(l) && !isProse(&s.lines[0]) {
		score -= 1.5
	}
	if k := l.cells[0].block; k != 0 && k == s.lines[i-1].cells[0].block && !brokenOff(&s.lines[i-1], l) {
		score -= 1.5
	}
	if s.anchors[i-1].found && !s.anchors[i].found && s.offset > 0 && !s.brief {
		score -= 1.5 // the line below a date goes on with its entry
	}
	if s.offset >= 0 && i+s.offset < len(s.lines) && s.anchors[i+s.offset].found {
		score += 1.2
	}
	return score
}

// rowLike tells whether two lines have their cells at the same places: rows of
// a table.
func rowLike(a, b *line) bool {
	if len(a.cells) < 2 || len(a.cells) != len(b.cells) {
		return false
	}
	for i := range a.cells {
		if abs(a.cells[i].box.X0-b.cells[i].box.X0) > 3 || a.cells[i].look().bare() != b.cells[i].look().bare() {
			return false
		}
	}
	return true
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
	found := anchors(lines, monthFirst, section.kind)
	s := newSegmenter(lines, p, found)
	s.list = s.any == 0 && (section.kind == certificates || section.kind == publications || section.kind == awards || section.kind == projects && allRunIn(lines))
	s.brief = oneDate[section.kind]
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

// runsIn tells whether a line begins with a name that is set apart from the text
// that follows it: in another face, or before a colon.
func runsIn(l *line) bool {
	const longest = 6 // words
	c := &l.cells[0]
	if name, _, ok := strings.Cut(c.text(), ": "); ok && len(strings.Fields(name)) <= longest {
		return true
	}
	return len(c.pieces) > 1 && !sameFace(c.pieces[0].look, c.pieces[1].look) && len(strings.Fields(c.pieces[0].text)) <= longest && letters(c.pieces[0].text) > 1
}

// allRunIn tells whether each line begins with a name or goes on with the one
// above: a list of one paragraph an entry.
func allRunIn(lines []line) bool {
	for i := range lines {
		if !runsIn(&lines[i]) && (i == 0 || !wraps(&lines[i-1], &lines[i])) {
			return false
		}
	}
	return true
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
	if isProse(&lines[0]) && e.at != 0 && !runsIn(&lines[0]) {
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
	if l.bullet() || isProse(l) || l.cells[0].item && !lines[0].cells[0].item && !e.likeDate(lines, i, p) {
		return true
	}
	if continues(&lines[i-1], l) && i-1 != e.at && width(lines[i-1].text())+width(l.text()) > 110 {
		return true
	}
	if e.indents {
		return false
	}
	indented := !l.form && l.column == lines[0].column && l.page == lines[0].page && l.x0() > lines[0].x0()+0.7*l.size() && l.x0() < lines[0].x0()+60
	return indented && i > e.at && e.at >= 0 && i >= 2 && p.weight(l.look()) <= 0
}

// likeDate tells whether line i follows the date, set as heavy as it and at the
// same edge: in some files date and position are items of a list.
func (e *entry) likeDate(lines []line, i int, p profile) bool {
	l, above := &lines[i], &lines[i-1]
	return e.at >= 0 && i == e.at+1 && above.cells[0].item && p.weight(l.look()) > 0 &&
		l.look().bare() == above.look().bare() && (abs(l.x0()-above.x0()) < 3 || l.page != above.page)
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
