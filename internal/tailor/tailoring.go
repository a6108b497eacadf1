package tailor

import (
	"context"
	"fmt"
	"maps"
	"time"

	"jobops/internal/cv"
	"jobops/internal/fault"
	"jobops/internal/library"
	"jobops/internal/match"
	"jobops/internal/owner"
)

// View is a tailoring as a person works on it.
type View struct {
	Tailoring Tailoring
	Pair      Pair        // before
	Result    cv.Resume   // with the accepted edits
	After     match.Match // of Result
	Items     []Item      // one per edit, in order
	Said      []Statement // what the person confirmed about this CV so far
}

// Item is one edit, worded and checked as it would be applied, with its choice.
type Item struct {
	Edit   Edit
	Choice Choice
}

// Start returns the open tailoring of a version for a posting, proposing edits
// when there is none yet.
func (s *Service) Start(ctx context.Context, owner owner.ID, v library.VersionID, p PostingID) (Tailoring, error) {
	open, err := s.tailorings.TailoringFor(ctx, owner, v, p)
	if err == nil || fault.KindOf(err) != fault.NotFound {
		return open, err
	}
	pair, err := s.Match(ctx, owner, v, p)
	if err != nil {
		return Tailoring{}, err
	}
	now := s.now()
	t := Tailoring{
		ID: ID(newID()), CV: pair.Version.CV, Version: v, Posting: p,
		Edits:   Propose(pair.Version.Resume, pair.Posting.Posting, pair.Match),
		Choices: map[string]Choice{}, Created: now, Updated: now,
	}
	if err := s.tailorings.AddTailoring(ctx, owner, t); err != nil {
		return t, err
	}
	return t, s.Choose(ctx, owner, p, t.CV)
}

// View returns a tailoring with the match before and after its accepted edits.
func (s *Service) View(ctx context.Context, owner owner.ID, id ID) (View, error) {
	t, err := s.tailorings.Tailoring(ctx, owner, id)
	if err != nil {
		return View{}, err
	}
	return s.view(ctx, owner, t)
}

func (s *Service) view(ctx context.Context, owner owner.ID, t Tailoring) (View, error) {
	pair, err := s.Match(ctx, owner, t.Version, t.Posting)
	if err != nil {
		return View{}, err
	}
	source := pair.Version.Resume
	said, err := s.Statements(ctx, owner, t.CV, source)
	if err != nil {
		return View{}, err
	}
	result, err := Apply(source, t.accepted(source, said), said...)
	if err != nil {
		return View{}, fmt.Errorf("tailor: apply tailoring %s: %w", t.ID, err)
	}
	v := View{Tailoring: t, Pair: pair, Result: result, Said: said, After: match.Score(result, pair.Posting.Posting)}
	for _, e := range t.Edits {
		c := t.Choices[e.ID]
		worded := c.worded(source, e, said)
		if c.Decision == Accepted && !worded.stands() {
			c.Decision = Undecided // the statement it rested on was taken back
		}
		v.Items = append(v.Items, Item{worded, c})
	}
	return v, nil
}

// Decide records what a person says to one edit. Accepting a text that the CV
// does not support is fault.Invalid unless confirm declares it the person's own
// statement.
func (s *Service) Decide(ctx context.Context, owner owner.ID, id ID, edit string, c Choice, confirm bool) (View, error) {
	t, err := s.tailorings.Tailoring(ctx, owner, id)
	if err != nil {
		return View{}, err
	}
	version, err := s.cvs.Version(ctx, owner, t.Version)
	if err != nil {
		return View{}, err
	}
	said, err := s.Statements(ctx, owner, t.CV, version.Resume)
	if err != nil {
		return View{}, err
	}
	if c, err = s.settle(version.Resume, t, edit, c, confirm, said); err != nil {
		return View{}, err
	}
	t, err = s.tailorings.UpdateTailoring(ctx, owner, id, func(t *Tailoring) error {
		if err := t.choose(edit, c, s.now()); err != nil {
			return err
		}
		return t.fits(version.Resume, said)
	})
	if err != nil {
		return View{}, err
	}
	return s.view(ctx, owner, t)
}

// Preview returns a tailoring as it would be with one more edit accepted in the
// person's own words, confirmed or not. Nothing is kept.
func (s *Service) Preview(ctx context.Context, owner owner.ID, id ID, edit, own string) (View, error) {
	t, err := s.tailorings.Tailoring(ctx, owner, id)
	if err != nil {
		return View{}, err
	}
	if _, ok := t.edit(edit); !ok {
		return View{}, fault.NotFound
	}
	t.Choices = maps.Clone(t.Choices)
	if err := t.choose(edit, Choice{Decision: Accepted, Own: own, Confirmed: s.now()}, s.now()); err != nil {
		return View{}, err
	}
	return s.view(ctx, owner, t)
}

// settle checks a choice against the CV before it is kept.
func (s *Service) settle(r cv.Resume, t Tailoring, edit string, c Choice, confirm bool, said []Statement) (Choice, error) {
	e, ok := t.edit(edit)
	if !ok {
		return c, fault.NotFound
	}
	c.Confirmed = time.Time{}
	if e.Kind == Order || e.Kind == Pick {
		c.Own = ""
	}
	if c.Decision != Accepted || c.worded(r, e, said).Supported {
		return c, nil
	}
	if !confirm {
		return c, fault.New(fault.Invalid, "tailor.unsupported", edit)
	}
	c.Confirmed = s.now()
	return c, nil
}

// Finish saves the accepted edits as a new version. None accepted is
// fault.Invalid.
func (s *Service) Finish(ctx context.Context, owner owner.ID, id ID, name string) (library.Version, error) {
	v, err := s.View(ctx, owner, id)
	if err != nil {
		return library.Version{}, err
	}
	if v.Tailoring.Result != "" {
		return s.cvs.Version(ctx, owner, v.Tailoring.Result)
	}
	if len(v.Tailoring.accepted(v.Pair.Version.Resume, v.Said)) == 0 {
		return library.Version{}, fault.New(fault.Invalid, "tailor.nothing_accepted")
	}
	saved, err := s.cvs.Save(ctx, owner, v.Tailoring.Version, string(v.Tailoring.Posting), name, v.Result)
	if err != nil {
		return library.Version{}, err
	}
	_, err = s.tailorings.UpdateTailoring(ctx, owner, id, func(t *Tailoring) error {
		t.Result, t.Updated = saved.ID, s.now()
		return nil
	})
	if err != nil {
		return saved, err
	}
	return saved, s.record(ctx, owner, Pair{saved, v.Pair.Posting, v.After})
}

// choose keeps a choice. A saved tailoring is closed, but for taking back what
// was confirmed in it.
func (t *Tailoring) choose(edit string, c Choice, now time.Time) error {
	if had := t.Choices[edit]; t.Result != "" && !had.Confirmed.IsZero() && c.Decision != Accepted {
		had.Confirmed = time.Time{} // the version stays, the statement goes
		t.Choices[edit], t.Updated = had, now
		return nil
	}
	if t.Result != "" {
		return fault.New(fault.Conflict, "tailor.closed")
	}
	if t.Choices == nil {
		t.Choices = map[string]Choice{}
	}
	t.Choices[edit], t.Updated = c, now
	return nil
}

// fits refuses accepted edits that cannot stand side by side, before they are
// kept: the person still sees both and can reject one.
func (t *Tailoring) fits(source cv.Resume, said []Statement) error {
	_, err := Apply(source, t.accepted(source, said), said...)
	if fault.KindOf(err) != fault.Conflict {
		return err
	}
	code, args := fault.CodeOf(err)
	return fault.New(fault.Invalid, code, args...)
}

func (t *Tailoring) edit(id string) (Edit, bool) {
	for _, e := range t.Edits {
		if e.ID == id {
			return e, true
		}
	}
	return Edit{}, false
}

// accepted returns the accepted edits as the person worded them, without those
// that rested on a statement which was taken back.
func (t *Tailoring) accepted(source cv.Resume, said []Statement) []Edit {
	var edits []Edit
	for _, e := range t.Edits {
		c := t.Choices[e.ID]
		if c.Decision != Accepted {
			continue
		}
		if worded := c.worded(source, e, said); worded.stands() {
			edits = append(edits, worded)
		}
	}
	return edits
}

// worded is the edit as the choice says it: with the person's own words, if
// any, checked again, and with their confirmation.
func (c Choice) worded(source cv.Resume, e Edit, said []Statement) Edit {
	if c.Own != "" {
		e.After = c.Own
	}
	if c.Own != "" || !e.Supported {
		e = Checked(source, e, said...)
	}
	e.Confirmed = !c.Confirmed.IsZero()
	return e
}

// stands tells whether an edit may be applied.
func (e Edit) stands() bool { return e.Supported || e.Confirmed }
