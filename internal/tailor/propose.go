package tailor

import (
	"slices"
	"strings"

	"jobops/internal/cv"
	"jobops/internal/match"
	"jobops/internal/posting"
)

// Propose lists the edits that bring r closer to a posting by rule alone, the
// most useful first. It is a pure function; every edit it returns is supported
// by r, and none changes a title, an employer, a date, a degree, a number or a
// level.
func Propose(r cv.Resume, p posting.Posting, m match.Match) []Edit {
	d := newDemand(r, p, m)
	var all []Edit
	all = append(all, d.surface()...)
	all = append(all, d.synonyms()...)
	all = append(all, d.order()...)
	all = append(all, d.pick()...)
	all = append(all, d.summary()...)
	all = slices.DeleteFunc(all, func(e Edit) bool { return !e.Supported })
	return unique(all)
}

// unique keeps the first of two edits with one id.
func unique(all []Edit) []Edit {
	seen := map[string]bool{}
	return slices.DeleteFunc(all, func(e Edit) bool {
		twice := seen[e.ID]
		seen[e.ID] = true
		return twice
	})
}

// demand is a CV with what a posting wants of it.
type demand struct {
	r      cv.Resume
	p      posting.Posting
	lx     *lexicon
	leaves []cv.Leaf
	wants  []want
}

// want is a requirement in words that can be looked up in the CV.
type want struct {
	id    string
	label string
	must  bool
	state match.State
	terms []term // the label, and the CV's words for it that the match found
}

func newDemand(r cv.Resume, p posting.Posting, m match.Match) *demand {
	d := &demand{r: r, p: p, lx: lexiconFor(language(r)), leaves: cv.Leaves(r)}
	for _, f := range m.Findings {
		if f.Requirement.Kind != posting.Skill {
			continue
		}
		w := want{id: f.Requirement.ID, label: f.Requirement.Label, must: f.Requirement.Must, state: f.State}
		for _, text := range []string{f.Requirement.Label, f.CV.Text} {
			if t := newTerm(text); len(t.words) > 0 {
				w.terms = append(w.terms, t)
			}
		}
		d.wants = append(d.wants, w)
	}
	return d
}

// weight is what a requirement counts when entries are ranked.
func (w want) weight() int {
	if w.must {
		return 3
	}
	return 1
}

// serves lists the requirements that a text speaks to; a text that denies a
// skill does not.
func (d *demand) serves(path cv.Path, text string) []want {
	var found []want
	p := d.lx.passage(cv.Leaf{Path: path, Text: text})
	for _, w := range d.wants {
		if slices.ContainsFunc(w.terms, func(t term) bool { return p.affirms(t) }) {
			found = append(found, w)
		}
	}
	return found
}

// affirms tells whether a passage names a term in a clause that does not deny
// or weaken it.
func (p *passage) affirms(t term) bool {
	_, ok := p.find(t)
	return ok
}

func (p *passage) find(t term) (token, bool) {
	for i, tok := range p.list {
		if end, ok := t.at(p.list, i); ok && !p.weak[tok.clause] {
			return token{start: tok.start, end: p.list[end-1].end}, true
		}
	}
	return token{}, false
}

// relevance ranks an entry by the requirements it speaks to.
func (d *demand) relevance(path cv.Path, text string) int {
	sum := 0
	for _, w := range d.serves(path, text) {
		sum += w.weight()
	}
	return sum
}

// checked completes an edit.
func (d *demand) checked(e Edit) Edit {
	if before, ok := current(d.r, e.Path); ok {
		e.Before = before
	}
	if e.Kind == Order || e.Kind == Pick {
		lines := strings.Split(e.Before, "\n")
		after := make([]string, len(e.Order))
		for i, k := range e.Order {
			after[i] = lines[k]
		}
		e.After = strings.Join(after, "\n")
	}
	return Checked(d.r, e)
}

func ids(wants []want) []string {
	var list []string
	for _, w := range wants {
		if !slices.Contains(list, w.id) {
			list = append(list, w.id)
		}
	}
	return list
}

// labels names requirements for a person.
func labels(wants []want) string {
	var list []string
	for _, w := range wants {
		if !slices.Contains(list, w.label) {
			list = append(list, w.label)
		}
	}
	return strings.Join(list, ", ")
}
