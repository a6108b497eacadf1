package parse

import (
	"strings"
)

// slot is a part of an entry's head that may be a field, with the key by which
// the same part of other entries is found.
type slot struct {
	frag
	key   slotKey
	after bool // below the line with the date
	more  []frag
	said  said // of the line it begins
}

// value is the text of a slot, with what a narrow column broke off.
func (s slot) value() value { return append(value{s.frag}, s.more...) }

// text joins the fragments of a slot.
func (s slot) full() string { return s.value().text() }

// slotKey is the place of a slot in the pattern that entries repeat.
type slotKey struct {
	line, part int
	look       look
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
			for _, f := range e.headParts(&e.head[i].cells[j], commas) {
				if f.start >= e.until.start && f.end <= e.until.end {
					continue // the end of its period
				}
				if part == 0 && e.goesOn(f, i) {
					last := &e.fields[len(e.fields)-1]
					last.more = append(last.more, f)
					continue
				}
				e.fields = append(e.fields, slot{frag: f, key: slotKey{row, part, f.look.bare()}, after: e.at >= 0 && i > e.at, said: e.head[i].said})
				part++
			}
		}
		if part > 0 {
			row++
		}
	}
}

// goesOn tells whether a fragment that begins a line goes on with the field
// that ended the line above.
func (e *entry) goesOn(f frag, i int) bool {
	n := len(e.fields)
	if n == 0 || i == 0 || e.head[i].said.field() || e.head[i-1].said.field() {
		return false
	}
	last := e.fields[n-1].frag
	if last.look.bare() != f.look.bare() || last.page != f.page || f.box.Y0 <= last.box.Y0 || e.head[i].column != e.head[i-1].column {
		return false
	}
	above := &e.head[i-1]
	inside := abs(last.box.X0-f.box.X0) > 4 // the field began behind another one
	if inside && (abs(above.x0()-f.box.X0) > 4 || len(above.cells) > 1 || placeLike(f.text) >= 0.6 || !above.full(last, f.text)) {
		return false
	}
	if startsSmall(f.text) && reachesRight(above) || continues(above, &e.head[i]) {
		return true
	}
	if c := cluesOf(f.text); strings.Contains(f.text, " ") && c.title+c.org+c.school+c.degree > 0 {
		return false // a field by itself
	}
	tight := f.box.Y0-last.box.Y0 < 1.45*(f.box.Y1-f.box.Y0)
	return tight && above.full(last, f.text) && e.head[i].gap > 0
}

// full tells whether the first word of the text below would not have fitted
// behind a fragment of the line.
func (l *line) full(f frag, below string) bool {
	edge := l.right
	for i := range l.cells {
		if x := l.cells[i].box.X0; x > f.box.X1 {
			edge = min(edge, x)
		}
	}
	word, _, _ := strings.Cut(below, " ")
	em := (f.box.X1 - f.box.X0) / float64(max(width(f.text), 1))
	return l.edge && f.box.X1+em*float64(1+width(word)) > edge && width(f.text) >= 12
}

func (e *entry) headParts(c *cell, commas bool) []frag {
	var out []frag
	at := 0
	for k := 0; k < len(c.pieces); {
		from := at
		l := c.pieces[k].look
		for k < len(c.pieces) && sameFace(c.pieces[k].look, l) {
			at += len(c.pieces[k].text)
			k++
		}
		f := c.frag(from, at)
		if from > 0 {
			f = dropJoint(f)
		}
		for _, g := range dropDates(f, e.date) {
			for _, h := range e.splitHead(g, commas) {
				if !emptyField(h.text) {
					out = append(out, h)
				}
			}
		}
	}
	dropStops(out)
	return out
}

// dropJoint takes the word that joins it to the field before off a fragment.
func dropJoint(f frag) frag {
	for _, joint := range []string{"at ", "@ ", "in ", "by ", "bei ", "chez ", "presso ", "bij "} {
		if strings.HasPrefix(f.text, joint) {
			return f.sub(len(joint), len(f.text))
		}
	}
	return f
}

// dropStops takes the full stop off a field that a place follows.
func dropStops(list []frag) {
	for i := 0; i+1 < len(list); i++ {
		if f := list[i]; endsSentence(f.text) && placeLike(list[i+1].text) >= 0.6 {
			list[i] = f.sub(0, len(f.text)-1)
		}
	}
}

// shortForms are the ends of names that keep their full stop.
var shortForms = setOf(strings.Fields("inc ltd corp co bros llc"))

// endsSentence tells whether a text ends in a full stop that is no part of an
// abbreviation ("Ltd.", "S.A.").
func endsSentence(s string) bool {
	word := lastWords(s, 1)
	return strings.HasSuffix(word, ".") && strings.Count(word, ".") == 1 && !shortForms[fold(word)] && !words().legal.exact[fold(word)]
}

// emptyField tells whether a part of a head says nothing by itself.
func emptyField(s string) bool {
	if letters(s) == 0 || durationLike(s) || isPresentText(s) {
		return true
	}
	f := fold(s)
	return jointWords[f] || words().until[f] || words().since[f]
}

var jointWords = setOf([]string{"at", "in", "of", "by", "bei", "chez", "presso", "bij", "en", "im", "am", "an", "w", "в", "na", "στο", "στη", "-"})

func sameFace(a, b look) bool {
	return a.bold == b.bold && a.italic == b.italic && a.colour == b.colour && a.size == b.size
}

// dropDates removes the period of the entry, and cells that are dates, from a
// fragment.
func dropDates(f, date frag) []frag {
	from, to := max(date.start, f.start), min(date.end, f.end)
	if date.end > date.start && from < to {
		return f.without(from-f.start, to-f.start)
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
var headJoints = []string{" | ", " • ", " · ", " — ", " – ", " - ", " ‑ ", " at ", " @ ", " bei ", " chez ", " presso ", " bij ", " // ", " ▪ ", "\t"}

func (e *entry) splitHead(f frag, commas bool) []frag {
	if i := strings.Index(f.text, " / "); e.bars && i > 0 {
		left, right := f.sub(0, i).tidy(), f.sub(i+3, len(f.text)).tidy()
		return append(e.splitHead(left, commas), e.splitHead(right, commas)...)
	}
	for _, joint := range headJoints {
		if e.kind == certificates && (joint == " - " || joint == " at ") {
			continue // "Solutions Architect - Professional", "First Aid at Work"
		}
		if i := strings.Index(f.text, joint); i > 0 {
			left, right := f.sub(0, i).tidy(), f.sub(i+len(joint), len(f.text)).tidy()
			return append(e.splitHead(left, commas), e.splitHead(right, commas)...)
		}
	}
	if f = f.tidy(); f.text == "" {
		return nil
	}
	if i := strings.LastIndex(f.text, " / "); i > 0 && placeBehind(f.text[:i], f.text[i+3:]) {
		return append(e.splitHead(f.sub(0, i).tidy(), commas), f.sub(i+3, len(f.text)))
	}
	if i := strings.Index(f.text, " ("); i > 0 && e.kind == certificates && strings.Count(f.text, "(") > strings.Count(f.text, ")") {
		return append(e.splitHead(f.sub(0, i).tidy(), commas), f.sub(i+2, len(f.text)).tidy())
	}
	if i := strings.LastIndex(f.text, ". "); i > 0 && placeLike(f.text[i+2:]) >= 0.6 {
		if endsSentence(f.text[:i+1]) {
			return []frag{f.sub(0, i).tidy(), f.sub(i+2, len(f.text))}
		}
		return []frag{f.sub(0, i+1), f.sub(i+2, len(f.text))}
	}
	if i := strings.Index(f.text, ", "); commas && i > 0 && placeLike(f.text) < 0.6 && !legalTail(f.text[i:]) {
		return append([]frag{f.sub(0, i).tidy()}, e.splitHead(f.sub(i+2, len(f.text)), commas)...)
	}
	if i := placeTail(f.text, e.towns); i > 0 {
		return []frag{f.sub(0, i).tidy(), f.sub(i+2, len(f.text))}
	}
	if i := strings.Index(f.text, " ("); i > 0 && strings.HasSuffix(f.text, ")") && placeLike(f.text[i+2:len(f.text)-1]) >= 0.6 {
		return []frag{f.sub(0, i).tidy(), f.sub(i+2, len(f.text)-1)}
	}
	return []frag{f}
}

// placeBehind tells whether what follows a bar is a place and what stands before
// it is none.
func placeBehind(name, tail string) bool {
	return isCity(tail) && placeLike(name) < 0.6
}

// legalTail tells whether what follows a comma is a legal form and no more
// (", Inc.").
func legalTail(s string) bool {
	list := strings.Fields(fold(s))
	return len(list) > 0 && len(list) <= 3 && words().legal.count(strings.Join(list, " ")) > 0 && (words().legal.has(list[0]) || words().legal.exact[strings.Join(list, " ")])
}

// placeTail returns where ", City" or ", City, Country" begins at the end of the
// name of an employer or school; 0 when there is none. Behind a school a single
// word is part of its name, unless towns says otherwise.
func placeTail(s string, towns bool) int {
	for i := 0; ; {
		k := strings.Index(s[i:], ", ")
		if k < 0 {
			return 0
		}
		i += k
		head, tail := s[:i], s[i+2:]
		city, _, many := strings.Cut(tail, ", ")
		known := isCity(city) || remoteWords[fold(city)]
		clue := cluesOf(head)
		if many && unknownTown(head, tail) {
			return i
		}
		switch {
		case many && clue.title == 0 && unknownTown(head, tail):
			return i
		case placeName(head) || placeLike(tail) < 0.9 && !remoteWords[fold(tail)]:
		case clue.school > 0 && !many && !strings.Contains(tail, " ") && !(towns && known):
			return 0 // "University of California, Berkeley"
		case known, clue.org > 0, clue.title > 0:
			return i
		}
		i += 2
	}
}
