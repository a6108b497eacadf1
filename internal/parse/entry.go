package parse

import (
	"slices"
	"strings"
)

// entry is one position, course of study, project and so on.
type entry struct {
	head   []line // title, company, place, dates
	body   []line // bullets and running text
	when   period
	dated  bool
	date   frag
	fields []slot
}

// slot is a part of an entry's head that may be a field, with the key by which
// the same part of other entries is found.
type slot struct {
	frag
	key slotKey
}

// slotKey is the place of a slot in the pattern that entries repeat.
type slotKey struct {
	line, part int
	look       look
}

// anchor is a date or period that an entry can hang on.
type anchor struct {
	period
	frag   frag
	strong bool
}

// anchorOf finds the date of a line when the line is a head and not prose.
func anchorOf(l *line, monthFirst bool) (anchor, bool) {
	for j := range l.cells {
		c := &l.cells[j]
		text := c.text()
		found := periods(text, monthFirst)
		if len(found) == 0 {
			continue
		}
		p := found[len(found)-1]
		covered := p.end - p.start
		alone := 2*covered >= len(text)
		if !alone && (c.bullet || len(text) > 110 || strings.HasSuffix(text, ".") && covered*4 < len(text)) {
			continue
		}
		if !alone && !p.ranged && p.end < len(strings.TrimRight(text, " )")) && p.start > 0 {
			continue
		}
		return anchor{p, c.frag(p.start, p.end), p.ranged || alone}, true
	}
	return anchor{}, false
}

// segmenter cuts the lines of a section into entries by looking for the cut
// that makes every entry begin alike and hold one date.
type segmenter struct {
	lines   []line
	p       profile
	anchors []bool
	any     int
	first   look
	left    float64
	pitch   float64
	offset  int // lines before the date in the first entry
}

func newSegmenter(lines []line, p profile, monthFirst bool) *segmenter {
	s := &segmenter{lines: lines, p: p, anchors: make([]bool, len(lines))}
	s.first, s.left = lines[0].look().bare(), lines[0].x0()
	s.offset = -1
	for i := range lines {
		if _, ok := anchorOf(&lines[i], monthFirst); ok {
			s.anchors[i] = true
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
	score := -0.6
	same := l.look().bare() == s.first
	switch {
	case same && s.p.weight(s.first) > 0:
		score += 1.5
	case same:
		score += 0.5
	case s.p.weight(l.look()) < s.p.weight(s.first):
		score--
	}
	if l.gap > 1.25*s.pitch {
		score++
	}
	if l.gap > 1.7*s.pitch {
		score += 0.5
	}
	if l.bullet() != s.lines[0].bullet() {
		score -= 3
	}
	if abs(l.x0()-s.left) > 6 && l.column == s.lines[0].column && l.page == s.lines[0].page {
		score--
	}
	if isProse(l) && !isProse(&s.lines[0]) {
		score -= 1.5
	}
	if s.offset >= 0 && i+s.offset < len(s.lines) && s.anchors[i+s.offset] {
		score += 1.2
	}
	return score
}

func abs(x float64) float64 { return max(x, -x) }

// cut returns the indices at which entries begin.
func (s *segmenter) cut() []int {
	n := len(s.lines)
	best := make([]float64, n+1)
	from := make([]int, n+1)
	for j := 1; j <= n; j++ {
		best[j] = -1e9
		dates := 0
		for i := j - 1; i >= 0; i-- {
			if s.anchors[i] {
				dates++
			}
			v := best[i] + s.startScore(i) + s.segmentScore(dates)
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
		return -2
	case dates == 1:
		return 2
	}
	return 2 - 2.5*float64(dates-1)
}

// isProse tells whether a line is running text.
func isProse(l *line) bool {
	text := l.text()
	n := len(strings.Fields(text))
	return len(l.cells) == 1 && (n >= 12 || n >= 5 && strings.HasSuffix(text, "."))
}

// entries cuts a section into entries and parts head from body.
func entries(lines []line, p profile, monthFirst bool) []entry {
	if len(lines) == 0 {
		return nil
	}
	s := newSegmenter(lines, p, monthFirst)
	starts := s.cut()
	var out []entry
	for k, from := range starts {
		to := len(lines)
		if k+1 < len(starts) {
			to = starts[k+1]
		}
		out = append(out, newEntry(lines[from:to], p, monthFirst))
	}
	return out
}

// maxHead is the most lines that a head has.
const maxHead = 6

func newEntry(lines []line, p profile, monthFirst bool) entry {
	var e entry
	at := -1
	for i := range lines {
		if a, ok := anchorOf(&lines[i], monthFirst); ok && !e.dated {
			e.when, e.date, e.dated, at = a.period, a.frag, true, i
		}
	}
	split := len(lines)
	for i := range lines {
		if i == 0 && !isProse(&lines[0]) {
			continue
		}
		l := &lines[i]
		if i != at && (l.bullet() && lines[0].bullet() == false || isProse(l) || i >= maxHead) || isHighlightsLabel(l) {
			split = i
			break
		}
		if i > 0 && i != at && lines[0].bullet() && l.bullet() {
			split = i
			break
		}
	}
	if at >= split && at < maxHead+2 && !lines[at].bullet() { // a date below the text of the entry
		e.head = append(slices.Clone(lines[:split]), lines[at])
		e.body = append(slices.Clone(lines[split:at]), lines[at+1:]...)
	} else {
		e.head, e.body = lines[:split], lines[split:]
	}
	return e
}

func isHighlightsLabel(l *line) bool {
	return len(l.cells) == 1 && words().labels[fold(l.text())] == "highlights"
}

// durationLike tells whether a text says how long something took: "3 years 2
// months", "(2 Jahre)".
func durationLike(s string) bool {
	numbers, units := 0, 0
	for _, t := range tokenise(s) {
		switch {
		case t.kind == 'n' && t.digits <= 2:
			numbers++
		case t.kind == 'w' && durationUnits[t.text]:
			units++
		case t.kind == 'w' && conjunctions[t.text], t.kind == 's':
		default:
			return false
		}
	}
	return numbers > 0 && units > 0
}

var durationUnits = setOf(strings.Fields("year years yr yrs y month months mo mos m an ans annee annees mois jahr jahre jahren monat monate monaten ano anos mes meses anno anni mese mesi jaar jaren maand maanden rok lata lat miesiac miesiace miesiecy ετος ετη χρονια χρονος μηνας μηνες год года лет мес месяц месяца месяцев г week weeks days"))

// slots splits the head of an entry into the parts that may be fields.
func (e *entry) slots(commas bool) {
	e.fields = nil
	row := 0
	for i := range e.head {
		part := 0
		for j := range e.head[i].cells {
			for _, f := range headParts(&e.head[i].cells[j], e.date, commas) {
				e.fields = append(e.fields, slot{f, slotKey{row, part, f.look.bare()}})
				part++
			}
		}
		if part > 0 {
			row++
		}
	}
}

// headParts cuts a cell of a head at separators and at changes of the look, and
// leaves out dates, durations and addresses.
func headParts(c *cell, date frag, commas bool) []frag {
	var parts []frag
	at := 0
	for k := 0; k < len(c.pieces); {
		from := at
		l := c.pieces[k].look
		for k < len(c.pieces) && sameFace(c.pieces[k].look, l) {
			at += len(c.pieces[k].text)
			k++
		}
		parts = append(parts, c.frag(from, at))
	}
	var out []frag
	for _, f := range parts {
		for _, g := range dropDates(f, date) {
			for _, h := range splitHead(g, commas) {
				if h.text != "" && letters(h.text) > 0 && !durationLike(h.text) && !isPresentText(h.text) {
					out = append(out, h)
				}
			}
		}
	}
	return out
}

func sameFace(a, b look) bool {
	return a.bold == b.bold && a.italic == b.italic && a.colour == b.colour && a.size == b.size
}

// dropDates removes the periods from a fragment.
func dropDates(f, date frag) []frag {
	if date.start >= f.start && date.end <= f.end {
		return f.without(date.start-f.start, date.end-f.start)
	}
	if found := periods(f.text, false); len(found) == 1 && 2*(found[0].end-found[0].start) >= len(f.text) {
		return f.without(found[0].start, found[0].end)
	}
	if f = f.tidy(); f.text == "" {
		return nil
	}
	return []frag{f}
}

// headJoints are the words and signs between the fields of a head.
var headJoints = []string{" | ", " • ", " · ", " — ", " – ", " - ", " ‑ ", " at ", " @ ", " bei ", " chez ", " presso ", " bij ", " // ", " ▪ ", " / ", "\t"}

func splitHead(f frag, commas bool) []frag {
	for _, joint := range headJoints {
		if i := strings.Index(f.text, joint); i > 0 {
			left, right := f.sub(0, i).tidy(), f.sub(i+len(joint), len(f.text)).tidy()
			return append(splitHead(left, commas), splitHead(right, commas)...)
		}
	}
	if f = f.tidy(); f.text == "" {
		return nil
	}
	if i := strings.Index(f.text, ", "); commas && i > 0 && placeLike(f.text) < 0.6 && words().legal.count(fold(f.text[i:])) != 1 {
		return append([]frag{f.sub(0, i).tidy()}, splitHead(f.sub(i+2, len(f.text)), commas)...)
	}
	if i := strings.Index(f.text, " ("); i > 0 && strings.HasSuffix(f.text, ")") && placeLike(f.text[i+2:len(f.text)-1]) >= 0.6 {
		return []frag{f.sub(0, i).tidy(), f.sub(i+2, len(f.text)-1)}
	}
	return []frag{f}
}
