package cv_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"jobops/internal/civil"
	"jobops/internal/cv"
)

var sameResume = []cmp.Option{cmpopts.EquateEmpty(), cmpopts.EquateComparable(civil.Date{})}

// cook is a CV as it was read: the employer is taken for the position.
func cook() cv.Resume {
	return cv.Resume{
		Basics: cv.Basics{Name: "Sample Person", Email: "sample@example.org"},
		Work: []cv.Work{
			{Position: "Harbour Kitchen", Highlights: []string{"Cooked for two hundred guests", "Kept the stores"}},
			{Position: "Porter", Name: "Hill House Ltd", Highlights: []string{"Washed up", "Carried crates"}},
		},
		Skills: []cv.Skill{{Name: "Baking"}, {Name: "Sauces"}},
	}
}

func TestMerge(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ mine, theirs, want func(*cv.Resume) }{
		"the reader learns": {
			func(*cv.Resume) {},
			func(r *cv.Resume) { r.Work[0].Name, r.Work[0].Position = "Harbour Kitchen", "Cook" },
			func(r *cv.Resume) { r.Work[0].Name, r.Work[0].Position = "Harbour Kitchen", "Cook" },
		},
		"what the person wrote stays": {
			func(r *cv.Resume) { r.Work[0].Position = "Head Cook"; r.Basics.Phone = "+33 1 99 00 12 34" },
			func(r *cv.Resume) { r.Work[0].Name, r.Work[0].Position = "Harbour Kitchen", "Cook" },
			func(r *cv.Resume) {
				r.Work[0].Name, r.Work[0].Position, r.Basics.Phone = "Harbour Kitchen", "Head Cook", "+33 1 99 00 12 34"
			},
		},
		"what the person removed stays away": {
			func(r *cv.Resume) { r.Work[1].Highlights = []string{"Carried crates"}; r.Skills = r.Skills[:1] },
			func(r *cv.Resume) { r.Work[1].Name = "Hill House" },
			func(r *cv.Resume) {
				r.Work[1].Name, r.Work[1].Highlights, r.Skills = "Hill House", []string{"Carried crates"}, r.Skills[:1]
			},
		},
		"what the person added stays where it was": {
			func(r *cv.Resume) {
				r.Work[0].Highlights = []string{"Cooked for two hundred guests", "Trained six apprentices", "Kept the stores"}
			},
			func(r *cv.Resume) { r.Work[0].Highlights = append(r.Work[0].Highlights, "Wrote the menu") },
			func(r *cv.Resume) {
				r.Work[0].Highlights = []string{"Cooked for two hundred guests", "Trained six apprentices", "Kept the stores", "Wrote the menu"}
			},
		},
		"the person's order stays": {
			func(r *cv.Resume) { slices.Reverse(r.Skills) },
			func(r *cv.Resume) { r.Skills = append(r.Skills, cv.Skill{Name: "Menus"}) },
			func(r *cv.Resume) { r.Skills = []cv.Skill{{Name: "Sauces"}, {Name: "Baking"}, {Name: "Menus"}} },
		},
		"both add the same": {
			func(r *cv.Resume) { r.Skills = append(r.Skills, cv.Skill{Name: "Menus"}) },
			func(r *cv.Resume) { r.Skills = append(r.Skills, cv.Skill{Name: "Menus", Level: "good"}) },
			func(r *cv.Resume) { r.Skills = append(r.Skills, cv.Skill{Name: "Menus"}) },
		},
		"what was no bullet goes, changed ones stay": {
			func(r *cv.Resume) { r.Work[0].Highlights[1] = "Kept the stores and the cellar" },
			func(r *cv.Resume) { r.Work[0].Highlights, r.Work[1].Highlights = nil, r.Work[1].Highlights[:1] },
			func(r *cv.Resume) {
				r.Work[0].Highlights, r.Work[1].Highlights = []string{"Kept the stores and the cellar"}, r.Work[1].Highlights[:1]
			},
		},
	} {
		base, mine, theirs, want := cook(), cook(), cook(), cook()
		test.mine(&mine)
		test.theirs(&theirs)
		test.want(&want)
		if diff := cmp.Diff(want, cv.Merge(base, mine, theirs), sameResume...); diff != "" {
			t.Errorf("%s: Merge (-want +got):\n%s", name, diff)
		}
		if diff := cmp.Diff(cook(), base, sameResume...); diff != "" {
			t.Errorf("%s: Merge changed its argument:\n%s", name, diff)
		}
	}
}

// TestMergeKeepsThePerson changes two copies at random: each change of the
// person alone is kept, and so is each of the reader alone.
func TestMergeKeepsThePerson(t *testing.T) {
	t.Parallel()
	changed := func(t *rapid.T, who string) cv.Resume {
		r := cook()
		for _, l := range cv.Leaves(r) {
			if rapid.IntRange(0, 3).Draw(t, who+string(l.Path)) == 0 {
				r, _ = cv.Set(r, l.Path, l.Text+" "+who)
			}
		}
		return r
	}
	rapid.Check(t, func(t *rapid.T) {
		base, mine, theirs := cook(), changed(t, "mine"), changed(t, "theirs")
		got := cv.Merge(base, mine, theirs)
		for _, l := range cv.Leaves(base) {
			a, _ := cv.Text(mine, l.Path)
			b, _ := cv.Text(theirs, l.Path)
			want := a
			if a == l.Text {
				want = b
			}
			if text, err := cv.Text(got, l.Path); err != nil || text != want {
				t.Fatalf("Merge: %s is %q, %v, want %q (mine %q, theirs %q)", l.Path, text, err, want, a, b)
			}
		}
		for what, pair := range map[string][2]cv.Resume{
			"nothing of mine": {cv.Merge(base, base, theirs), theirs}, "nothing of theirs": {cv.Merge(base, mine, base), mine}, "the same": {cv.Merge(base, mine, mine), mine},
		} {
			if diff := cmp.Diff(pair[1], pair[0], sameResume...); diff != "" {
				t.Fatalf("Merge with %s (-want +got):\n%s", what, diff)
			}
		}
	})
}
