package cv_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"jobops/internal/civil"
	"jobops/internal/cv"
)

func TestDisagree(t *testing.T) {
	t.Parallel()
	ours, theirs := cook(), cook()
	ours.Work[1].Start, theirs.Work[1].Start = civil.Date{Year: 2010, Month: 4}, civil.Date{Year: 2010, Month: 4, Day: 1}
	theirs.Basics.Email, theirs.Basics.Phone = "SAMPLE@example.org", "+33 1 99 00 12 34"
	theirs.Work[0].Name, theirs.Work[0].Position = "Harbour Kitchen", "Cook"
	theirs.Work[1].Highlights = []string{"washed up", "Peeled potatoes"}
	theirs.Skills = []cv.Skill{{Name: "Sauces"}, {Name: "Menus"}}
	ours.Languages, theirs.Basics.Name = []cv.Language{{Language: "French", Fluency: "native"}}, ""
	theirs.Languages = []cv.Language{{Language: "Dutch", Fluency: "native"}, {Language: "french"}}
	ours.Work[0].Start, theirs.Work[0].Start = civil.Date{Year: 2015}, civil.Date{Year: 2016}
	want := []cv.Disagreement{
		{Path: "/basics/phone", From: "/basics/phone", Theirs: "+33 1 99 00 12 34"},
		{Path: "/work/0/name", From: "/work/0/name", Theirs: "Harbour Kitchen"},
		{Path: "/work/0/position", From: "/work/0/position", Ours: "Harbour Kitchen", Theirs: "Cook"},
		{Path: "/work/0/startDate", From: "/work/0/startDate", Ours: "2015", Theirs: "2016", Date: true},
		{Path: "/work/1/highlights/-", From: "/work/1/highlights/1", Theirs: "Peeled potatoes"},
		{Path: "/skills/-", From: "/skills/1", Theirs: "Menus"},
		{Path: "/languages/-", From: "/languages/0", Theirs: "Dutch · native"},
	}
	if diff := cmp.Diff(want, cv.Disagree(ours, theirs)); diff != "" {
		t.Errorf("Disagree (-want +got):\n%s", diff)
	}
}

// TestTakingSettles takes each disagreement in turn until none is left, and
// loses nothing that only ours has.
func TestTakingSettles(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		ours, theirs := cook(), cook()
		for _, l := range cv.Leaves(theirs) {
			switch rapid.IntRange(0, 4).Draw(t, string(l.Path)) {
			case 0:
				theirs, _ = cv.Set(theirs, l.Path, l.Text+" theirs")
			case 1:
				theirs, _ = cv.Set(theirs, l.Path, "")
			}
		}
		for range 40 {
			open := cv.Disagree(ours, theirs)
			if len(open) == 0 {
				return
			}
			next, err := open[0].Take(ours, theirs)
			if err != nil {
				t.Fatalf("Take(%+v) = %v", open[0], err)
			}
			if len(cv.Leaves(next)) < len(cv.Leaves(ours)) {
				t.Fatalf("Take(%+v) lost a text", open[0])
			}
			ours = next
		}
		t.Fatalf("Disagree never ends: %+v", cv.Disagree(ours, theirs))
	})
}
