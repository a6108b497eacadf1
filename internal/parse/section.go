package parse

import (
	"strings"
)

// section is the kind of a part of a CV.
type section string

// The sections; "" is what stands before the first heading.
const (
	header       section = ""
	contact      section = "contact"
	summary      section = "summary"
	work         section = "work"
	education    section = "education"
	skills       section = "skills"
	languages    section = "languages"
	certificates section = "certificates"
	projects     section = "projects"
	awards       section = "awards"
	publications section = "publications"
	volunteer    section = "volunteer"
	interests    section = "interests"
	references   section = "references"
	other        section = "other"
)

// label is the kind of a word that stands before a value ("Tel.").
type label string

// part is a section of one CV.
type part struct {
	kind  section
	title frag
	lines []line
	group bool // a group of skills under a heading of its own
}

// profile is the typography of a document.
type profile struct {
	body  look
	chars map[look]int
}

func profileOf(lines []line) profile {
	p := profile{chars: map[look]int{}}
	for i := range lines {
		for j := range lines[i].cells {
			for _, piece := range lines[i].cells[j].pieces {
				p.chars[piece.look] += len(piece.text)
			}
		}
	}
	best := -1
	for l, n := range p.chars {
		if n > best || n == best && l.size < p.body.size {
			p.body, best = l, n
		}
	}
	return p
}

// weight says how much a look stands out from the running text.
func (p profile) weight(l look) int {
	w := 0
	switch d := l.size - p.body.size; {
	case d >= 30:
		w += 3
	case d >= 10:
		w += 2
	case d >= 5:
		w++
	case d <= -10:
		w--
	}
	if l.bold && !p.body.bold {
		w += 2
	}
	if l.caps && !p.body.caps {
		w++
	}
	if l.colour != p.body.colour {
		w++
	}
	if l.role != "" {
		w += 2
	}
	if l.font != p.body.font && !l.bold {
		w++
	}
	return w
}

// candidate is a line that may be a heading.
type candidate struct {
	index int
	kind  section // "" when the lexicon does not know it
	look  look
}

// splitSections finds the headings and cuts the lines at them.
func splitSections(lines []line, p profile) []part {
	heads := settleHeadings(lines, p, headings(lines, p))
	reset, resume := restarts(lines, heads), resumed(lines, heads)
	var parts []part
	current := part{kind: header}
	flush := func() {
		if len(current.lines) > 0 || current.title.text != "" {
			parts = append(parts, ungrid(current))
		}
	}
	for i := range lines {
		if kind, ok := heads[i]; ok {
			flush()
			current = part{kind: kind, title: lines[i].cells[0].whole()}
			switch words().labels[fold(current.title.text)] {
			case "place", "email", "phone", "url":
				current.kind = contact
			}
			if kind == other && words().noise[fold(current.title.text)] {
				current = part{kind: header} // "Curriculum vitae" announces no section
			}
			if rest := lines[i].cells[1:]; len(rest) > 0 {
				l := lines[i]
				l.cells = rest
				current.lines = append(current.lines, l)
			}
			continue
		}
		if head, ok := resume[i]; ok {
			flush()
			parts, current = takeBack(parts, lines[head].cells[0].start())
		} else if reset[i] || startsIntro(&lines[i], current.kind) {
			flush()
			current = part{kind: header}
		}
		current.lines = append(current.lines, lines[i])
	}
	flush()
	return parts
}

// startsIntro tells whether running text far below a list has left its section.
func startsIntro(l *line, kind section) bool {
	const far = 7
	list := kind == languages || kind == skills || kind == interests || kind == contact
	return list && l.gap > far && isProse(l) && !strings.ContainsAny(l.text(), ":@")
}

// restarts lists the columns that begin without a heading but hold one further
// down: what stands at their top belongs to no section before.
func restarts(lines []line, heads map[int]section) map[int]bool {
	out := map[int]bool{}
	for i := range lines {
		if !lines[i].first || !lines[i].beside || i == 0 {
			continue
		}
		if _, ok := heads[i]; ok {
			continue
		}
		for j := i; j < len(lines) && lines[j].column == lines[i].column; j++ {
			if _, ok := heads[j]; ok {
				out[i] = true
				break
			}
		}
	}
	return out
}

// headings returns the lines that are headings and what they announce.
func headings(lines []line, p profile) map[int]section {
	var known, unknown []candidate
	for i := range lines {
		c, ok := headingCandidate(&lines[i], i, p)
		if !ok {
			continue
		}
		if c.kind != "" {
			known = append(known, c)
		} else {
			unknown = append(unknown, c)
		}
	}
	out := map[int]section{}
	looks := headingLooks(known, lines, p)
	for _, c := range known {
		if looks.accepts(c, lines, p) {
			out[c.index] = c.kind
		}
	}
	named := entryNames(out, unknown, lines)
	for _, c := range unknown {
		if !named[c.index] && looks.exclusive(c, unknown, lines) {
			out[c.index] = other
		}
	}
	return heedHeadings(out, lines)
}

// entryNames lists the unknown lines set like headings that name entries: those
// of a section whose heading has nothing below it but such a line.
func entryNames(heads map[int]section, unknown []candidate, lines []line) map[int]bool {
	out := map[int]bool{}
	for _, c := range unknown {
		at := c.index - 1
		for at > 0 && heads[at] == "" {
			at--
		}
		if _, ok := heads[at]; ok && namesBelow(lines, at) && lines[at].look().bare() == c.look.bare() {
			out[c.index] = true
		}
	}
	return out
}

// namesBelow tells whether a heading has a line of its own look right below it.
func namesBelow(lines []line, at int) bool {
	return at+1 < len(lines) && len(lines[at].cells) == 1 && lines[at].look().bare() == lines[at+1].look().bare()
}

// headingCandidate tells whether the form of a line allows it to be a heading.
func headingCandidate(l *line, index int, p profile) (candidate, bool) {
	first := &l.cells[0]
	text := strings.TrimRight(first.text(), " :")
	if strings.HasSuffix(first.text(), ".") || startsSmall(text) && p.weight(first.look()) < 2 && !l.hangs ||
		len(l.cells) > 1 && strings.HasPrefix(l.cells[1].text(), ":") {
		return candidate{}, false
	}
	if first.bullet && !first.icon && p.weight(first.look()) <= 0 || letters(text) < 2 || width(text) > longestHeading {
		return candidate{}, false
	}
	c := candidate{index: index, kind: headingWord(text), look: first.look()}
	if c.kind == "" {
		plain := len(l.cells) == 1 && len(strings.Fields(text)) <= 6 && !strings.ContainsAny(text, "@0123456789|•") && !strings.HasSuffix(text, ".")
		folded := fold(text)
		named := words().legal.count(lastWords(folded, 4)) > 0 && strings.Contains(folded, " ") || words().schools.count(folded) > 0
		return c, plain && !named && p.weight(c.look) >= 2
	}
	return c, len(l.cells) == 1 || p.weight(c.look) >= 1
}

// lookSet is the looks that headings have in this document.
type lookSet struct {
	hits  map[look]int
	kinds map[look]map[section]bool
	top   int              // the greatest weight among looks with two kinds or more
	size  map[int]int      // the greatest size of such looks by column
	left  map[look]float64 // the edge that all headings of a look begin at
	caps  map[look]bool    // all headings of a look are in capitals
}

func headingLooks(known []candidate, lines []line, p profile) lookSet {
	s := lookSet{hits: map[look]int{}, kinds: map[look]map[section]bool{}, top: -99, size: map[int]int{}, left: map[look]float64{}, caps: map[look]bool{}}
	for _, c := range known {
		l := c.look.bare()
		s.caps[l] = c.look.caps && (s.hits[l] == 0 || s.caps[l])
		s.hits[l]++
		if s.kinds[l] == nil {
			s.kinds[l] = map[section]bool{}
		}
		s.kinds[l][c.kind] = true
	}
	for l, kinds := range s.kinds {
		if len(kinds) >= 2 {
			s.top = max(s.top, p.weight(l))
		}
	}
	for _, c := range known {
		if l := c.look.bare(); len(s.kinds[l]) >= 2 {
			column := lines[c.index].column
			s.size[column] = max(s.size[column], l.size)
		}
	}
	s.edges(known, lines)
	return s
}

// edges notes the looks whose known headings, two or more, share a left edge.
func (s lookSet) edges(known []candidate, lines []line) {
	ragged := map[look]bool{}
	for _, c := range known {
		l, x := c.look.bare(), lines[c.index].x0()
		if at, seen := s.left[l]; seen && abs(at-x) > 3 {
			ragged[l] = true
		}
		s.left[l] = x
	}
	for l := range s.left {
		if ragged[l] || s.hits[l] < 2 {
			delete(s.left, l)
		}
	}
}

// bare is a look without what differs between equal headings by chance.
func (l look) bare() look {
	l.caps, l.italic = false, false
	return l
}

// accepts tells whether a word of the lexicon is set like a heading.
func (s lookSet) accepts(c candidate, lines []line, p profile) bool {
	l := c.look.bare()
	w := p.weight(l)
	ranks := len(s.kinds[l]) > 2 // a lower rank of headings, and no label
	if size := s.size[lines[c.index].column]; 100*l.size < 85*size && !lines[c.index].hangs && !ranks {
		return false // a label below the rank of this column's headings
	}
	if len(s.kinds[l]) >= 2 && w >= s.top-3 || ranks && w >= 2 {
		return true
	}
	if s.top >= 3 && w <= s.top-3 {
		return false
	}
	line := &lines[c.index]
	if len(s.kinds[l]) < 2 && s.indented(line, w, p) {
		return false
	}
	if line.hangs || line.rule {
		return true
	}
	spaced := line.gap < 0 || line.gap > 1.6
	return w >= 2 || p.weight(c.look) >= 2 || spaced && (w >= 1 || c.look.caps || s.top < 2)
}

// indented tells whether a line stands a little to the right of where headings
// of a greater weight begin: a group in their section.
func (s lookSet) indented(l *line, weight int, p profile) bool {
	for look, x := range s.left {
		in := l.x0() - x
		if len(s.kinds[look]) >= 2 && p.weight(look) > weight && in > 10 && in < 60 {
			return true
		}
	}
	return false
}

// namedByDate tells whether a line stands close below a date that begins an entry:
// an employer or title, however it is set.
func namedByDate(date, l *line) bool {
	return len(date.cells) == 1 && l.gap > 0 && l.gap < date.gap && isDateCell(date.text()) && len(periods(date.text(), false)) > 0
}

// exclusive tells whether the look of an unknown line belongs to headings alone.
func (s lookSet) exclusive(c candidate, unknown []candidate, lines []line) bool {
	l := c.look.bare()
	if 100*l.size < 95*s.size[lines[c.index].column] {
		return false
	}
	if c.index > 0 && namedByDate(&lines[c.index-1], &lines[c.index]) {
		return false
	}
	if x, ok := s.left[l]; ok && abs(lines[c.index].x0()-x) > 10 {
		return false // headings of this look begin at one edge, and this does not
	}
	if len(s.kinds[l]) < 2 || c.index < 3 || s.caps[l] && !c.look.caps {
		return false
	}
	n := 0
	for _, u := range unknown {
		if u.look.bare() == l {
			n++
		}
	}
	return n <= len(s.kinds[l])
}
