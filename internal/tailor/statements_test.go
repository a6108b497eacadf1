package tailor

import (
	"testing"
	"time"

	"jobops/internal/cv"
	"jobops/internal/fault"
)

// TestConfirmedStatementsAreEvidence confirms a new fact, rests another edit on
// it and takes the fact back.
func TestConfirmedStatementsAreEvidence(t *testing.T) {
	t.Parallel()
	source := cv.Resume{
		Work: []cv.Work{{Name: "Example Mill", Highlights: []string{"Baked bread", "Sold bread"}}, {Name: "Sample Shop", Highlights: []string{"Sold bread"}}},
		Meta: cv.Meta{Language: "en"},
	}
	word := func(id string, path cv.Path, before, after string) Edit {
		return Checked(source, Edit{ID: id, Kind: Reword, Path: path, Before: before, After: after})
	}
	work := Tailoring{Edits: []Edit{
		word("fact", "/work/0/highlights/0", "Baked bread", "Baked bread with Kronos ovens"),
		word("rests", "/work/0/highlights/1", "Sold bread", "Sold bread, Kronos ovens"),
		word("other", "/work/1/highlights/0", "Sold bread", "Sold bread, Kronos ovens"),
	}, Choices: map[string]Choice{}}
	now := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	work.Choices["fact"] = Choice{Decision: Accepted, Confirmed: now}
	work.Choices["rests"] = Choice{Decision: Accepted}
	work.Choices["other"] = Choice{Decision: Accepted}

	said := work.statements()
	if len(said) != 1 || said[0].Text != "Baked bread with Kronos ovens" || !said[0].At.Equal(now) {
		t.Fatalf("statements() = %+v, want the confirmed fact with its date", said)
	}
	if got := names(work.accepted(source, said)); got != "fact rests " {
		t.Errorf("accepted(with the fact) = %q, want what rests on it in the same job only", got)
	}
	if _, err := Apply(source, work.accepted(source, said), said...); err != nil {
		t.Errorf("Apply(with the fact) = %v, want nil", err)
	}
	work.Choices["fact"] = Choice{Decision: Rejected}
	said = work.statements()
	if got := names(work.accepted(source, said)); got != "" {
		t.Errorf("accepted(fact taken back) = %q, want none", got)
	}
	if work.Choices["rests"].Decision != Accepted {
		t.Error("the decision on the other edit was lost, want it kept for when the fact returns")
	}
}

func names(edits []Edit) string {
	all := ""
	for _, e := range edits {
		all += e.ID + " "
	}
	return all
}

// TestStatementOfASavedTailoringIsTakenBack closes a tailoring and takes back
// what was confirmed in it; nothing else of it may change.
func TestStatementOfASavedTailoringIsTakenBack(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	work := Tailoring{Result: "saved", Edits: []Edit{{ID: "fact", After: "Baked bread"}, {ID: "plain", After: "Sold bread"}}, Choices: map[string]Choice{
		"fact": {Decision: Accepted, Confirmed: now}, "plain": {Decision: Accepted},
	}}
	if err := work.choose("plain", Choice{}, now); fault.KindOf(err) != fault.Conflict {
		t.Errorf("choose(plain) = %v, want conflict", err)
	}
	if err := work.choose("fact", Choice{Decision: Accepted, Confirmed: now}, now); fault.KindOf(err) != fault.Conflict {
		t.Errorf("choose(fact, accepted again) = %v, want conflict", err)
	}
	if err := work.choose("fact", Choice{}, now); err != nil {
		t.Errorf("choose(fact, undecided) = %v, want nil", err)
	}
	if got := work.statements(); len(got) != 0 || work.Choices["fact"].Decision != Accepted {
		t.Errorf("statements() = %v, decision %q, want none and the decision kept", got, work.Choices["fact"].Decision)
	}
}

func TestStatementsBelongToTheirEntry(t *testing.T) {
	t.Parallel()
	a := cv.Resume{Work: []cv.Work{{Name: "Example Mill"}, {Name: "Sample Shop"}}}
	b := cv.Resume{Work: []cv.Work{{Name: "Example Mill"}, {Name: "Third Place"}}}
	for path, want := range map[cv.Path]bool{"/work/0/highlights/0": true, "/work/1/highlights/0": false, "/basics/summary": true} {
		if got := sameEntry(a, b, path); got != want {
			t.Errorf("sameEntry(%q) = %v, want %v", path, got, want)
		}
	}
}
