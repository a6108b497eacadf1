package tailor

import (
	"cmp"
	"slices"
	"strings"

	"jobops/internal/cv"
	"jobops/internal/fault"
)

// Apply returns the version of r with the edits made; r is the CV of record
// they were proposed for. The order of edits does not matter. It is all or
// nothing: fault.Conflict when a text is no longer what the edit saw or when two
// edits want different things of one place, fault.Invalid when an edit has
// claims that neither r nor what the person said supports and the person has not
// confirmed it.
func Apply(r cv.Resume, edits []Edit, said ...Statement) (cv.Resume, error) {
	plan, err := newPlan(r, edits, said)
	if err != nil {
		return r, err
	}
	out, err := plan.writeTexts(r)
	if err != nil {
		return r, err
	}
	return plan.arrange(r, out)
}

// plan is a set of edits sorted by what they do: texts first, because their
// paths are those of the CV of record, then lists from the inside out.
type plan struct {
	texts []Edit
	adds  []Edit
	lists map[cv.Path]*arrangement
	said  []Statement
}

// arrangement is what the edits want of one list: an order, and what is kept.
type arrangement struct {
	order, keep []int
}

func newPlan(r cv.Resume, edits []Edit, said []Statement) (*plan, error) {
	p := &plan{said: said, lists: map[cv.Path]*arrangement{}}
	seen := map[string]Edit{}
	for _, e := range edits {
		place := string(e.Kind) + string(e.Path) + e.addition()
		if twin, ok := seen[place]; ok {
			if twin.After != e.After || !slices.Equal(twin.Order, e.Order) {
				return nil, conflict(e)
			}
			continue
		}
		seen[place] = e
		if err := p.add(r, e); err != nil {
			return nil, err
		}
	}
	return p, p.oneTextEach()
}

// addition tells entries added to one list apart.
func (e Edit) addition() string {
	if _, last := e.Path.Parent(); last == cv.End {
		return e.After
	}
	return ""
}

func (p *plan) add(r cv.Resume, e Edit) error {
	if !Supported(Check(r, e, p.said...)) && !e.Confirmed {
		return fault.New(fault.Invalid, "tailor.unsupported", e.ID)
	}
	if before, ok := current(r, e.Path); !ok || before != e.Before {
		return conflict(e)
	}
	switch e.Kind {
	case Order:
		p.list(e.Path).order = e.Order
	case Pick:
		p.list(e.Path).keep = e.Order
	default:
		if e.addition() != "" {
			p.adds = append(p.adds, e)
			return nil
		}
		p.texts = append(p.texts, e)
	}
	return nil
}

func (p *plan) list(path cv.Path) *arrangement {
	if p.lists[path] == nil {
		p.lists[path] = &arrangement{}
	}
	return p.lists[path]
}

// oneTextEach refuses two edits of different kinds that write to one text.
func (p *plan) oneTextEach() error {
	after := map[cv.Path]string{}
	for _, e := range p.texts {
		if text, ok := after[e.Path]; ok && text != e.After {
			return conflict(e)
		}
		after[e.Path] = e.After
	}
	return nil
}

func conflict(e Edit) error { return fault.New(fault.Conflict, "tailor.conflict", e.ID) }

// current is the text at path as an Edit's Before holds it.
func current(r cv.Resume, path cv.Path) (string, bool) {
	parent, last := path.Parent()
	if last == cv.End {
		_, err := cv.Len(r, parent)
		return "", err == nil
	}
	if n, err := cv.Len(r, path); err == nil {
		return strings.Join(entryTexts(r, path, n), "\n"), true
	}
	text, err := cv.Text(r, path)
	return text, err == nil
}

// entryTexts gives one line for each entry of a list.
func entryTexts(r cv.Resume, path cv.Path, n int) []string {
	lines := make([]string, n)
	for i := range n {
		var texts []string
		for _, leaf := range cv.LeavesUnder(r, path+cv.NewPath(i)) {
			texts = append(texts, leaf.Text)
		}
		lines[i] = strings.Join(strings.Fields(strings.Join(texts, " · ")), " ")
	}
	return lines
}

func (p *plan) writeTexts(r cv.Resume) (cv.Resume, error) {
	var err error
	for _, e := range p.texts {
		if r, err = cv.Set(r, e.Path, e.After); err != nil {
			return r, err
		}
	}
	slices.SortFunc(p.adds, func(a, b Edit) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.ID, b.ID), cmp.Compare(a.After, b.After))
	})
	for _, e := range p.adds {
		if r, err = cv.Insert(r, e.Path, added(e)); err != nil {
			return r, err
		}
	}
	return r, nil
}

// added is the new entry of a list: a skill of its own, or a plain text.
func added(e Edit) any {
	if e.Path == "/skills/-" {
		return cv.Skill{Name: e.After}
	}
	return e.After
}

// arrange orders and thins the lists, the deepest first: an outer list moves
// the inner ones and would make their paths wrong.
func (p *plan) arrange(record, r cv.Resume) (cv.Resume, error) {
	paths := make([]cv.Path, 0, len(p.lists))
	for path := range p.lists {
		paths = append(paths, path)
	}
	slices.SortFunc(paths, func(a, b cv.Path) int {
		return cmp.Or(cmp.Compare(strings.Count(string(b), "/"), strings.Count(string(a), "/")), cmp.Compare(a, b))
	})
	for _, path := range paths {
		before, err := cv.Len(record, path)
		if err != nil {
			return r, err
		}
		now, err := cv.Len(r, path)
		if err != nil {
			return r, err
		}
		if r, err = cv.Select(r, path, p.lists[path].indexes(before, now)); err != nil {
			return r, err
		}
	}
	return r, nil
}

// indexes joins order and choice for a list that had record entries in the CV
// of record and has n now. What other edits added stands behind.
func (a *arrangement) indexes(record, n int) []int {
	order := slices.Clone(a.order)
	if order == nil {
		order = upTo(0, record)
	}
	if a.keep != nil {
		order = slices.DeleteFunc(order, func(i int) bool { return !slices.Contains(a.keep, i) })
	}
	return append(order, upTo(record, n)...)
}

func upTo(from, to int) []int {
	var out []int
	for i := from; i < to; i++ {
		out = append(out, i)
	}
	return out
}
