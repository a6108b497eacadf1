package tracker

import (
	"context"
	"io"
	"time"

	"jobops/internal/fault"
	"jobops/internal/owner"
)

// Effort is an application that was sent, as a proof of search lists it.
type Effort struct {
	Application ID
	Sent        time.Time // when it first went out, as the history says
	Company     string
	Title       string
	Way         Way
	Stage       Stage // what became of it by now
	Since       time.Time
}

// Efforts lists what was sent from a moment up to another one, the earliest
// first. A period that ends before it begins is fault.Invalid.
func (s *Service) Efforts(ctx context.Context, owner owner.ID, from, to time.Time) ([]Effort, error) {
	if to.Before(from) {
		return nil, fault.New(fault.Invalid, "efforts.period")
	}
	return s.lists.Efforts(ctx, owner, from, to)
}

// WriteCells writes rows as a table for spreadsheets: UTF-8 with its mark, lines
// ending in CR LF, no cell that begins a formula.
func WriteCells(w io.Writer, comma rune, rows [][]string) error {
	t, err := newTable(w, comma)
	if err != nil {
		return err
	}
	for _, row := range rows {
		safe := make([]string, len(row))
		for i, cell := range row {
			safe[i] = escaped(cell)
		}
		if err := t.Write(safe); err != nil {
			return err
		}
	}
	t.Flush()
	return t.Error()
}
