package tailor

import (
	"maps"
	"slices"
	"strings"

	"github.com/abadojack/whatlanggo"

	"jobops/internal/cv"
)

// passage is one text of the CV, cut up.
type passage struct {
	path       cv.Path
	text       string
	list       []token
	keys       [][]string
	quantities []quantity
	marks      []mark
	weak       map[int]bool    // clauses that say the person lacks or learns something
	implied    map[string]bool // words of synonyms and broader terms
	labels     map[int]bool    // clauses that a colon ends
	prose      bool            // a sentence of the person, no head of an entry
}

// source is what an edit may draw on: the texts close to it, from which words
// and numbers may come, and the rest of the CV.
type source struct {
	lx   *lexicon
	near []*passage
	far  []*passage
	// own is the text that the edit replaces; nil when it adds one.
	own *passage
}

func newSource(r cv.Resume, e Edit, said []Statement) *source {
	s := &source{lx: lexiconFor(language(r))}
	leaves := cv.Leaves(r)
	if !slices.ContainsFunc(leaves, func(l cv.Leaf) bool { return l.Path == e.Path }) && e.addition() == "" && e.Before != "" {
		leaves = append(leaves, cv.Leaf{Path: e.Path, Text: e.Before})
	}
	for _, leaf := range leaves {
		p := s.lx.passage(leaf)
		if leaf.Path == e.Path {
			s.own = p
		}
		if s.close(e, leaf) {
			s.near = append(s.near, p)
		} else {
			s.far = append(s.far, p)
		}
	}
	for _, leaf := range statedFor(e, said) {
		s.near = append(s.near, s.lx.passage(leaf))
	}
	return s
}

// close tells whether a text may feed the edit: everything for a summary or a
// list of skills, which speak of the whole CV; else the text itself, the head
// of its entry, and texts of the same entry that the edit names as evidence.
func (s *source) close(e Edit, leaf cv.Leaf) bool {
	entry, ok := entryOf(e.Path)
	switch {
	case !ok, leaf.Path == e.Path:
		return true
	case !leaf.Path.Under(entry):
		return false
	case strings.Count(string(leaf.Path), "/") == 3 && !strings.HasSuffix(string(leaf.Path), "/summary"):
		return true
	}
	return slices.ContainsFunc(e.Evidence, func(ev Evidence) bool { return ev.Path == leaf.Path })
}

// entryOf gives the entry that a path lies in: "/work/0" of
// "/work/0/highlights/2". Basics and skills are not told apart by entries.
func entryOf(path cv.Path) (cv.Path, bool) {
	steps := path.Steps()
	if len(steps) < 3 || steps[0] == "basics" || steps[0] == "skills" {
		return "", false
	}
	return cv.NewPath(steps[0]) + cv.Path("/"+steps[1]), true
}

func (lx *lexicon) passage(leaf cv.Leaf) *passage {
	p := &passage{path: leaf.Path, text: leaf.Text, prose: !fixed(leaf.Path), list: tokens(leaf.Text), weak: map[int]bool{}}
	p.labels = map[int]bool{}
	for _, t := range p.list {
		if t.text == ":" {
			p.labels[t.clause-1] = true
		}
	}
	p.keys = make([][]string, len(p.list))
	for i := range p.list {
		p.keys[i] = lx.keys(p.list, i)
	}
	p.quantities = lx.quantities(p.list)
	if leaf.Date {
		p.quantities = dateQuantities(p.quantities)
	}
	p.marks = lx.marks(p.list)
	for _, m := range p.marks {
		if m.level == 0 && (m.scale == skillScale || m.scale == doneScale) {
			p.weak[p.list[m.at].clause] = true
			if lx.opens(p.list, m.at) && m.scale == doneScale {
				p.weak[p.list[m.at].clause-1] = true
			}
		}
	}
	for _, t := range p.list {
		if lx.negation[t.plain] {
			p.weak[t.clause] = true
		}
	}
	maps.Copy(p.weak, lx.orders(p.list))
	p.implied = implied(p)
	return p
}

// dateQuantities reads "2020-06" as a year and a month without a context.
func dateQuantities(list []quantity) []quantity {
	if len(list) > 1 {
		list[0].month = int(list[1].value)
	}
	for i := range list {
		list[i].before, list[i].after = nil, nil
		list[i].around, list[i].unit = nil, []string{"year#", "month#", "day#"}[min(i, 2)]
	}
	return list
}

// mark is a word on a scale.
type mark struct {
	scale    scale
	level    int
	at, last int
	around   map[string]bool
	other    bool            // a rank that somebody else has: "to the director"
	lead     map[string]bool // words of weight before it in its clause; for another's rank, from its "to" on
	after    map[string]bool // the nearest words behind it
}

func (lx *lexicon) marks(list []token) []mark {
	var found []mark
	for s, index := range lx.scales {
		for i := 0; i < len(list); i++ {
			p, ok := index.longest(list[i:])
			if !ok {
				continue
			}
			last := i + len(p.words) - 1
			found = append(found, lx.markAt(list, s, p.level, i, last))
			i = last
		}
	}
	found = append(found, lx.otherForms(list, found)...)
	slices.SortFunc(found, func(a, b mark) int {
		if a.at != b.at {
			return a.at - b.at
		}
		return strings.Compare(string(a.scale), string(b.scale))
	})
	return slices.DeleteFunc(found, func(m mark) bool { return slices.ContainsFunc(found, m.inside) })
}

func (lx *lexicon) markAt(list []token, s scale, level, at, last int) mark {
	m := mark{scale: s, level: level, at: at, last: last, around: lx.window(list, at, last), after: lx.side(list, last+1, 1)}
	m.lead, m.other = lx.lead(list, at)
	if lx.opens(list, at) && level < base[s] {
		maps.Copy(m.around, lx.clauseBefore(list, at))
	}
	return m
}

// otherForms finds the words that stand on a scale in another form.
func (lx *lexicon) otherForms(list []token, have []mark) []mark {
	var found []mark
	for i, t := range list {
		if slices.ContainsFunc(have, func(m mark) bool { return m.at <= i && i <= m.last }) {
			continue
		}
		if f, ok := lx.marked(t); ok {
			found = append(found, lx.markAt(list, f.scale, f.level, i, i))
		}
	}
	return found
}

// opens tells whether list[i] begins a clause that is not the first: what limits
// there speaks of the clause before, too.
func (lx *lexicon) opens(list []token, i int) bool {
	for j := i - 1; j >= 0; j-- {
		if list[j].class == sign && list[j].text != "-" {
			return list[j].text != "."
		}
		if !lx.neutral(list[j]) {
			return false
		}
	}
	return false
}

// clauseBefore collects the words of weight in the clause before the one that
// begins at token i.
func (lx *lexicon) clauseBefore(list []token, i int) map[string]bool {
	words := map[string]bool{}
	for j := i - 1; j >= 0 && list[j].clause >= list[i].clause-1; j-- {
		if list[j].class == word && !lx.neutral(list[j]) {
			put(words, lx.keys(list, j))
		}
	}
	return words
}

// inside tells whether a mark is a part of a longer one: "part" of "part of".
func (m mark) inside(n mark) bool {
	return n.at <= m.at && m.last <= n.last && n.last-n.at > m.last-m.at
}

// lead collects the words of weight that stand before token i in its clause,
// back to a word such as "to", and tells whether there was one.
func (lx *lexicon) lead(list []token, i int) (words map[string]bool, other bool) {
	words = map[string]bool{}
	for j := i - 1; j >= 0 && list[j].clause == list[i].clause; j-- {
		if lx.others[list[j].plain] {
			return words, true
		}
		if list[j].class == word && !lx.neutral(list[j]) {
			put(words, lx.keys(list, j))
		}
	}
	return words, false
}

// language is the CV's own statement about its language, else a guess from its
// longer texts.
func language(r cv.Resume) string {
	if r.Meta.Language != "" {
		return r.Meta.Language
	}
	var b strings.Builder
	for _, leaf := range cv.Leaves(r) {
		if strings.Count(leaf.Text, " ") > 2 {
			b.WriteString(leaf.Text)
			b.WriteByte('\n')
		}
	}
	if b.Len() == 0 {
		return "en"
	}
	return whatlanggo.Detect(b.String()).Lang.Iso6391()
}
