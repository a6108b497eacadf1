package library

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"jobops/internal/cv"
	"jobops/internal/render"
)

func people(label, first, second string) Draft {
	return Draft{Resume: cv.Resume{
		Basics:   cv.Basics{Name: "Maja Muster", Label: label},
		Projects: []cv.Project{{Name: "Rota", Highlights: []string{first, second}}},
	}}
}

// TestAFormGrowsACVBySoMuch: a form with made-up places costs no more than one of a
// longer CV.
func TestAFormGrowsACVBySoMuch(t *testing.T) {
	t.Parallel()
	d := people("Nurse", "Planned the rota of twelve", "Trained five students")
	before := d.entries()
	d.Grow([]cv.Path{"/projects/2/highlights/1", "/projects/1999/name", "/volunteer/1999/highlights/1999", "/skills/1999/name"})
	if n := len(d.Resume.Projects); n < 3 || n > 1+maxGrown || len(d.Resume.Volunteer) > maxGrown {
		t.Errorf("entries before %d, after: %d projects, %d posts, want at most %d more", before, n, len(d.Resume.Volunteer), maxGrown)
	}
	if h := d.Resume.Projects[2].Highlights; len(h) != 2 {
		t.Errorf("highlights of the third project = %d, want 2", len(h))
	}
}

// TestClashesOfValuesAndSections: a changed value is one clash, a list with other
// entries one as a whole, and the choices make what they say.
func TestClashesOfValuesAndSections(t *testing.T) {
	t.Parallel()
	base := people("Nurse", "Planned the rota of twelve", "Trained five students")
	now := people("Head Nurse", "Planned the rota of twelve nurses", "Trained five students")
	mine := people("Ward Sister", "Planned the rota of twelve", "Trained five new students")
	mine.Look.Template = render.Modern
	all := Clashes(&base, now, mine)
	var got []string
	for _, c := range all {
		got = append(got, string(c.Path)+" "+string(c.Usual))
	}
	want := "/basics/label mine, /projects/0/highlights/0 now, /projects/0/highlights/1 mine, /look mine"
	if strings.Join(got, ", ") != want {
		t.Fatalf("Clashes = %v, want %s", got, want)
	}
	d, err := Settled(&base, now, mine, map[cv.Path]Choice{"/basics/label": TakeNow})
	if err != nil || d.Resume.Basics.Label != "Head Nurse" || d.Look.Template != render.Modern {
		t.Errorf("Settled = %+v, %v", d, err)
	}
	if got := strings.Join(d.Resume.Projects[0].Highlights, "; "); got != "Planned the rota of twelve nurses; Trained five new students" {
		t.Errorf("highlights = %s, want both tabs'", got)
	}

	now.Resume.Projects[0].Highlights = append(now.Resume.Projects[0].Highlights, "Wrote the manual")
	all = Clashes(&base, now, mine)
	if len(all) != 3 || all[1].Path != "/projects" || !all[1].Both || all[1].Usual != TakeBoth {
		t.Fatalf("Clashes with an added entry = %+v, want the section with both", all)
	}
	d, err = Settled(&base, now, mine, nil)
	if got := strings.Join(d.Resume.Projects[0].Highlights, "; "); err != nil ||
		got != "Planned the rota of twelve nurses; Trained five new students; Wrote the manual" {
		t.Errorf("highlights of both = %s, %v", got, err)
	}
	if all := Clashes(nil, now, mine); len(all) != 3 || all[1].Both || all[1].Usual != TakeMine {
		t.Errorf("Clashes without a base = %+v, want mine", all)
	}
}

// TestChoosingOneSideGivesThatSide for every pair of random drafts.
func TestChoosingOneSideGivesThatSide(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		base := people("Nurse", "one", "two")
		sides := [2]Draft{}
		for i := range sides {
			d, err := base.copied()
			if err != nil {
				t.Fatal(err)
			}
			for range rapid.IntRange(0, 6).Draw(r, "changes") {
				randomChange(r, &d)
			}
			d.Typed = nil
			sides[i] = d
		}
		now, mine := sides[0], sides[1]
		for choice, want := range map[Choice]Draft{TakeNow: now, TakeMine: mine} {
			choices := map[cv.Path]Choice{}
			for _, c := range Clashes(&base, now, mine) {
				choices[c.Path] = choice
			}
			got, err := Settled(&base, now, mine, choices)
			if err != nil || len(cv.Diff(got.Resume, want.Resume)) > 0 || got.Look != want.Look {
				t.Fatalf("Settled(%s) = %v, %+v, want %+v", choice, err, got, want)
			}
		}
	})
}
