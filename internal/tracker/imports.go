package tracker

import (
	"context"
	"io"
	"time"

	"jobops/internal/fault"
	"jobops/internal/owner"
)

// ImportID names a table that was brought in.
type ImportID string

// Imports brings in many applications at once.
type Imports interface {
	// AddApplications keeps them all or none.
	AddApplications(ctx context.Context, owner owner.ID, all []Fresh) error
	// DeleteImport takes away what came with an import and was not changed since.
	DeleteImport(ctx context.Context, owner owner.ID, id ImportID, now time.Time) (int, error)
}

// Preview reads a table as it would come in and changes nothing: each line with
// why it is refused, or that it looks like one that is there.
func (s *Service) Preview(ctx context.Context, owner owner.ID, t Table, m Mapping) ([]Line, error) {
	lines := t.Lines(m, s.now())
	known := map[string]bool{}
	err := s.Each(ctx, owner, func(a Application) error {
		for _, mark := range a.Facts.marks() {
			known[mark] = true
		}
		return nil
	})
	for i := range lines {
		for _, mark := range lines[i].New.Facts.marks() {
			lines[i].Like = lines[i].Like || known[mark]
			known[mark] = true
		}
	}
	return lines, err
}

// Bring keeps the lines of a table that are not refused, and those that look like
// others only with likes. It returns the id to take them back by and how many came in.
func (s *Service) Bring(ctx context.Context, owner owner.ID, t Table, m Mapping, likes bool) (ImportID, int, error) {
	lines, err := s.Preview(ctx, owner, t, m)
	if err != nil {
		return "", 0, err
	}
	id, now := ImportID(newID()), s.now()
	var all []Fresh
	for _, l := range lines {
		if l.Code != "" || l.Like && !likes {
			continue
		}
		f, err := l.fresh(id, now)
		if err != nil {
			return "", 0, err
		}
		all = append(all, f)
	}
	if len(all) == 0 {
		return "", 0, fault.New(fault.Invalid, "table.nothing")
	}
	return id, len(all), s.imports.AddApplications(ctx, owner, all)
}

func (l Line) fresh(id ImportID, now time.Time) (Fresh, error) {
	f, err := l.New.fresh(now, Import)
	f.Application.Import = id
	if l.Note != "" {
		f.Items = []Item{{ID: ItemID(newID()), Application: f.Application.ID, Kind: Note, Body: ItemBody{Text: l.Note}, Created: now, Updated: now}}
	}
	return f, err
}

// TakeBack undoes an import: what came with it goes, but for what was changed
// since. It tells how many that were.
func (s *Service) TakeBack(ctx context.Context, owner owner.ID, id ImportID) (int, error) {
	return s.imports.DeleteImport(ctx, owner, id, s.now())
}

// Each passes all applications on, page by page.
func (s *Service) Each(ctx context.Context, owner owner.ID, f func(Application) error) error {
	q := Query{Order: ByUpdated, Limit: MaxPage}
	for {
		page, err := s.List(ctx, owner, q)
		if err != nil {
			return err
		}
		for _, a := range page.Applications {
			if err := f(a); err != nil {
				return err
			}
		}
		if q.After = page.Next; q.After == "" {
			return nil
		}
	}
}

// WriteTable writes all applications with their notes as our own table.
func (s *Service) WriteTable(ctx context.Context, owner owner.ID, w io.Writer, comma rune) error {
	all, err := s.all(ctx, owner)
	if err != nil {
		return err
	}
	notes, err := s.items.Notes(ctx, owner)
	if err != nil {
		return err
	}
	return WriteTable(w, comma, all, notes)
}

// WriteHistories writes the events of all applications as a table.
func (s *Service) WriteHistories(ctx context.Context, owner owner.ID, w io.Writer, comma rune) error {
	all, err := s.all(ctx, owner)
	if err != nil {
		return err
	}
	histories := map[ID][]Event{}
	for _, a := range all {
		if histories[a.ID], err = s.store.History(ctx, owner, a.ID); err != nil {
			return err
		}
	}
	return WriteHistories(w, comma, all, histories)
}

func (s *Service) all(ctx context.Context, owner owner.ID) (all []Application, err error) {
	err = s.Each(ctx, owner, func(a Application) error {
		all = append(all, a)
		return nil
	})
	return all, err
}
