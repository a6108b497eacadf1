package tailor

import (
	"context"
	"strings"
	"time"

	"jobops/internal/cv"
	"jobops/internal/fault"
	"jobops/internal/library"
	"jobops/internal/owner"
)

// Statement is a text that a person confirmed as their own though their CV did
// not say all of it. It is kept as the decision on its edit, is evidence for
// other edits of the same entry from then on, and is taken back by deciding on
// that edit anew.
type Statement struct {
	At        time.Time // when it was confirmed
	Path      cv.Path   // of the text it replaced, in the CV of record it was made for
	Text      string
	Tailoring ID
	Edit      string // id of the edit
}

// Statements lists what a person confirmed about one CV, as far as it speaks of
// the entries of r, the oldest tailoring last.
func (s *Service) Statements(ctx context.Context, owner owner.ID, id library.ID, r cv.Resume) ([]Statement, error) {
	all, err := s.tailorings.Tailorings(ctx, owner)
	if err != nil {
		return nil, err
	}
	var found []Statement
	for _, t := range all {
		list := t.statements()
		if t.CV != id || len(list) == 0 {
			continue
		}
		version, err := s.cvs.Version(ctx, owner, t.Version)
		if fault.KindOf(err) == fault.NotFound {
			continue
		}
		if err != nil {
			return nil, err
		}
		for _, said := range list {
			if sameEntry(version.Resume, r, said.Path) {
				found = append(found, said)
			}
		}
	}
	return found, nil
}

func (t *Tailoring) statements() []Statement {
	var list []Statement
	for _, e := range t.Edits {
		c := t.Choices[e.ID]
		if c.Decision != Accepted || c.Confirmed.IsZero() {
			continue
		}
		said := Statement{At: c.Confirmed, Path: e.Path, Text: e.After, Tailoring: t.ID, Edit: e.ID}
		if c.Own != "" {
			said.Text = c.Own
		}
		list = append(list, said)
	}
	return list
}

// sameEntry tells whether a path lies in the same entry of two states of a CV:
// the entry's own line (employer, post, dates) is the same.
func sameEntry(a, b cv.Resume, path cv.Path) bool {
	entry, ok := entryOf(path)
	return !ok || head(a, entry) == head(b, entry)
}

func head(r cv.Resume, entry cv.Path) string {
	var texts []string
	for _, leaf := range cv.LeavesUnder(r, entry) {
		if fixed(leaf.Path) {
			texts = append(texts, leaf.Text)
		}
	}
	return strings.Join(texts, "\n")
}

// statedFor lists the statements that may feed an edit: those of its entry, all
// of them for a text that speaks of the whole CV, and never the edit's own.
func statedFor(e Edit, said []Statement) []cv.Leaf {
	entry, bound := entryOf(e.Path)
	var leaves []cv.Leaf
	for _, st := range said {
		if st.Edit == e.ID && st.Path == e.Path || bound && !st.Path.Under(entry) {
			continue
		}
		leaves = append(leaves, cv.Leaf{Path: st.Path, Text: st.Text})
	}
	return leaves
}
