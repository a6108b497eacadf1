package tailor

import (
	"errors"
	"testing"
	"time"

	"jobops/internal/cv"
	"jobops/internal/fault"
)

// TestEditsOfOneTextAreNotBothKept accepts two edits of one summary, as a
// careless click would.
func TestEditsOfOneTextAreNotBothKept(t *testing.T) {
	t.Parallel()
	source := cv.Resume{Basics: cv.Basics{Summary: "Nurse on a stroke ward."}}
	edit := func(id, after string) Edit {
		return Checked(source, Edit{ID: id, Kind: Reword, Path: "/basics/summary", Before: source.Basics.Summary, After: after})
	}
	work := Tailoring{Edits: []Edit{edit("one", "Nurse, stroke ward."), edit("two", "Nurse on stroke ward.")}}
	accept := func(id string) error {
		if err := work.choose(id, Choice{Decision: Accepted}, time.Time{}); err != nil {
			return err
		}
		return work.fits(source, nil)
	}
	if err := accept("one"); err != nil {
		t.Fatalf("accept the first = %v, want nil", err)
	}
	if err := accept("two"); !errors.Is(err, fault.Invalid) {
		t.Errorf("accept the second = %v, want invalid", err)
	}
}
