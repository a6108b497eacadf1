package library

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"jobops/internal/cv"
	"jobops/internal/fault"
	"jobops/internal/owner"
	"jobops/internal/parse"
)

// CorrectionID names one correction.
type CorrectionID string

// Correction is what a person said about a line of a CV. It outlives every
// reading: each one is led by all corrections there are.
type Correction struct {
	ID      CorrectionID
	Mark    cv.Mark // sealed at rest under the CV's key
	Created time.Time
}

// Reread is a new reading of a CV with what it changes.
type Reread struct {
	CV      ID
	Seen    time.Time // CV.Updated when the work began
	Reading cv.Reading
	Add     []Correction
	Drop    []CorrectionID
	// Next is the version that follows the record; nil when the record stays.
	Next *Version
}

// Corrections keeps what people said about lines.
type Corrections interface {
	// Corrections lists those of a CV, the oldest first.
	Corrections(ctx context.Context, owner owner.ID, id ID) ([]Correction, error)
	// KeepReread stores a new reading with its corrections and its version, all or
	// nothing; fault.Conflict when the CV was changed since Reread.Seen.
	KeepReread(ctx context.Context, owner owner.ID, r Reread) error
}

// Outcome is what a new reading came to.
type Outcome struct {
	Correction CorrectionID // the one that was added, "" for none
	Version    VersionID    // the version made of it, "" when the CV stays as it was
	// Heeded is false when the line still does not give what the person says: a
	// date, say, that is none.
	Heeded bool
}

// What a person is told of a correction that cannot be made.
var (
	errNoLine    = fault.New(fault.Conflict, "check.line_gone")
	errUnknownAs = fault.New(fault.Invalid, "check.unknown")
	errTooMany   = fault.New(fault.Limited, "check.too_many")
)

// maxMarks is the most corrections of one CV; a page has some sixty lines.
const maxMarks = 2000

// Corrections lists what a person said about the lines of a CV, the oldest
// first.
func (s *Service) Corrections(ctx context.Context, owner owner.ID, id ID) ([]Correction, error) {
	if _, err := s.store.CV(ctx, owner, id); err != nil {
		return nil, err
	}
	return s.corrections.Corrections(ctx, owner, id)
}

// Mark says what line n of a CV's reading is and reads the CV again. text is
// the line as the person saw it: when another one stands there now, it is
// fault.Conflict. A mark on the same line is replaced. With cv.AsRight, m names
// the value that is right. Values that the person has corrected stay.
func (s *Service) Mark(ctx context.Context, owner owner.ID, id ID, n int, text string, m cv.Mark) (Outcome, error) {
	if m.As != cv.AsRight && !slices.Contains(cv.Kinds(), m.As) || m.Section != "" && !slices.Contains(parse.Sections(), m.Section) {
		return Outcome{}, errUnknownAs
	}
	one := Correction{ID: CorrectionID(newID()), Created: s.now()}
	out, err := s.again(ctx, owner, id, func(r *cv.Reading, said []Correction) ([]Correction, []CorrectionID, error) {
		if n < 0 || n >= len(r.Lines) || r.Text[r.Lines[n].Start:r.Lines[n].End] != text {
			return nil, nil, errNoLine
		}
		if len(said) >= maxMarks {
			return nil, nil, errTooMany
		}
		one.Mark = m
		one.Mark.Place = r.PlaceOf(n)
		return []Correction{one}, replaced(said, one.Mark), nil
	})
	out.Correction = one.ID
	if m.As != cv.AsRight && err == nil {
		r, err := s.store.Original(ctx, owner, id)
		if err != nil {
			return out, err
		}
		out.Heeded = n < len(r.Lines) && parse.Heeded(&r, n)
	}
	return out, err
}

// replaced lists the corrections that a new mark takes the place of.
func replaced(said []Correction, m cv.Mark) []CorrectionID {
	var drop []CorrectionID
	for _, c := range said {
		if c.Mark.Place == m.Place && (c.Mark.As == cv.AsRight) == (m.As == cv.AsRight) && c.Mark.Path == m.Path {
			drop = append(drop, c.ID)
		}
	}
	return drop
}

// Unmark takes a correction back and reads the CV again.
func (s *Service) Unmark(ctx context.Context, owner owner.ID, id ID, correction CorrectionID) (Outcome, error) {
	return s.again(ctx, owner, id, func(_ *cv.Reading, said []Correction) ([]Correction, []CorrectionID, error) {
		if !slices.ContainsFunc(said, func(c Correction) bool { return c.ID == correction }) {
			return nil, nil, fault.NotFound
		}
		return nil, []CorrectionID{correction}, nil
	})
}

// Reread reads the original of a CV again, as a better reader may read it
// better, led by every correction. What changed in the reading goes into a new
// version; values that the person has corrected stay.
func (s *Service) Reread(ctx context.Context, owner owner.ID, id ID) (Outcome, error) {
	return s.again(ctx, owner, id, func(*cv.Reading, []Correction) ([]Correction, []CorrectionID, error) { return nil, nil, nil })
}

// change says which corrections come and go.
type change func(r *cv.Reading, said []Correction) (add []Correction, drop []CorrectionID, err error)

// again reads a CV again and begins anew when something else changed it
// meanwhile.
func (s *Service) again(ctx context.Context, owner owner.ID, id ID, what change) (Outcome, error) {
	var out Outcome
	err := error(fault.Conflict)
	for range followTries {
		if out, err = s.tryAgain(ctx, owner, id, what); fault.KindOf(err) != fault.Conflict || errors.Is(err, errNoLine) {
			break
		}
	}
	return out, err
}

func (s *Service) tryAgain(ctx context.Context, owner owner.ID, id ID, what change) (Outcome, error) {
	c, err := s.store.CV(ctx, owner, id)
	if err != nil {
		return Outcome{}, err
	}
	if c.State != Ready {
		return Outcome{}, fault.NotFound
	}
	before, err := s.store.Original(ctx, owner, id)
	if err != nil {
		return Outcome{}, err
	}
	said, err := s.corrections.Corrections(ctx, owner, id)
	if err != nil {
		return Outcome{}, err
	}
	add, drop, err := what(&before, said)
	if err != nil {
		return Outcome{}, err
	}
	r := Reread{CV: id, Seen: c.Updated, Add: add, Drop: drop}
	if r.Reading, err = s.readMarked(ctx, owner, c, marksOf(said, add, drop)); err != nil {
		return Outcome{}, err
	}
	return s.keep(ctx, owner, before, r)
}

func marksOf(said, add []Correction, drop []CorrectionID) []cv.Mark {
	var marks []cv.Mark
	for _, c := range slices.Concat(said, add) {
		if !slices.Contains(drop, c.ID) {
			marks = append(marks, c.Mark)
		}
	}
	return marks
}

func (s *Service) readMarked(ctx context.Context, owner owner.ID, c CV, marks []cv.Mark) (cv.Reading, error) {
	data, err := s.files.Get(ctx, owner, c.ID)
	if err != nil {
		return cv.Reading{}, err
	}
	if c.Format == Imported {
		return readImported(data)
	}
	layout, err := s.reader.Read(ctx, c.FileName, data)
	if err != nil {
		return cv.Reading{}, fmt.Errorf("library: read cv %s again: %w", c.ID, err)
	}
	return parse.ParseMarked(layout, marks), nil
}

// keep merges a new reading into the record and stores both.
func (s *Service) keep(ctx context.Context, owner owner.ID, before cv.Reading, r Reread) (Outcome, error) {
	record, err := s.Record(ctx, owner, r.CV)
	if err != nil {
		return Outcome{}, err
	}
	var out Outcome
	if resume := cv.Merge(before.Resume, record.Resume, r.Reading.Resume); !same(record.Resume, resume) {
		out.Version = VersionID(newID())
		r.Next = &Version{ID: out.Version, CV: r.CV, Parent: record.ID, Name: record.Name, Resume: resume, Created: s.now()}
	}
	return out, s.corrections.KeepReread(ctx, owner, r)
}
