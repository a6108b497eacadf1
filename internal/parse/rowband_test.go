package parse

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestRowsBetweenColumns has dates at the right of a page whose top and bottom
// have columns there.
func TestRowsBetweenColumns(t *testing.T) {
	t.Parallel()
	got := linesOf(t, `40 10 8 Sample Lane | 400 10 sample@example.org
40 10 Boston | 400 10 www.example.org
40 10 (617) 555-0142 | 400 10 github.com/sample
@gap 10
40 14b Experience
40 10b Cook | 460 10 2015 – 2019
50 10 Cooked for two hundred guests a day
50 10 Trained six apprentices
40 10b Baker | 460 10 2011 – 2014
50 10 Baked rye bread
50 10 Kept the oven
@gap 10
40 14b Skills | 400 14b Languages
40 10 Brazing | 400 10 English
40 10 Roasting | 400 10 French
40 10 Carving | 400 10 Dutch
`)
	for _, want := range []string{"Cook | 2015 – 2019", "Baker | 2011 – 2014"} {
		if !slices.Contains(got, want) {
			t.Errorf("readingOrder = %q, want a line %q", got, want)
		}
	}
	if i, j := slices.Index(got, "Carving"), slices.Index(got, "Languages"); i < 0 || j != i+1 {
		t.Errorf("readingOrder = %q, want Languages right after Carving", got)
	}
}

// TestGridOfEntries has positions side by side, and courses below a heading of a
// page whose lower half is two columns.
func TestGridOfEntries(t *testing.T) {
	t.Parallel()
	r := Parse(sheetOf(t, `40 24b Ada Sample
40 10 ada@example.org
@gap 10
40 14b Work Experience
40 10b Cook | 320 10b Baker
40 10 Harbour Kitchen | 320 10 Early Oven
40 9 2015 – 2019 | 320 9 2011 – 2014
50 10 Cooked for guests | 330 10 Baked rye bread
@gap 10
40 14b Education
40 10b BA, History | 320 10b Diploma, Catering
40 10 Coast College | 320 10 Bay School
40 9 2008 – 2011 | 320 9 2006 – 2008
@gap 10
40 14b Languages | 320 14b Interests
40 10 English | 320 10 Chess
40 10 French | 320 10 Rowing
40 10 Dutch | 320 10 Choir
`)).Resume
	var got []string
	for _, w := range r.Work {
		got = append(got, w.Position+", "+w.Name+", "+w.Start.String())
	}
	for _, e := range r.Education {
		got = append(got, e.StudyType+", "+e.Institution+", "+e.End.String())
	}
	want := []string{"Cook, Harbour Kitchen, 2015", "Baker, Early Oven, 2011", "BA, Coast College, 2011", "Diploma, Bay School, 2008"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Parse of a grid (-want +got):\n%s", diff)
	}
	if len(r.Languages) != 3 || len(r.Interests) != 3 {
		t.Errorf("Parse of a grid = %d languages, %d interests, want 3 and 3", len(r.Languages), len(r.Interests))
	}
}

// TestMarginHeadsBelowTheirRows has headings in a margin that the space above
// them puts below the first row of their section.
func TestMarginHeadsBelowTheirRows(t *testing.T) {
	t.Parallel()
	got := linesOf(t, `40 20b Ada Sample
@y 100
160 10 Baker of rye bread with a liking for early hours
160 10 and for quiet streets
@y 110
40 10b Profile
@y 138
160 10b Cook | 440 10 2015 – 2019
160 10 Harbour Kitchen
160 10 Cooked for two hundred guests
160 10 Trained apprentices
@y 148
40 10b Experience
@y 202
160 10 English
160 10 French
@y 212
40 10b Languages
@y 240
160 10 Chess
@y 250
40 10b Interests
`)
	want := []string{"Ada Sample", "Profile", "Baker of rye bread with a liking for early hours", "and for quiet streets",
		"Experience", "Cook | 2015 – 2019", "Harbour Kitchen", "Cooked for two hundred guests", "Trained apprentices",
		"Languages", "English", "French", "Interests", "Chess"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("readingOrder (-want +got):\n%s", diff)
	}
}

// TestEmployerBelowItsDate has employers set like the headings, each below its
// period.
func TestEmployerBelowItsDate(t *testing.T) {
	t.Parallel()
	got := headsOf(t, `40 20b Ada Sample
40 10 ada@example.org
@gap 10
40 10b Profile
40 10 Cook and baker of rye bread
@gap 10
40 10b Work Experience
@gap 4
40 10 2015 – 2019
40 10b Harbour Kitchen
40 10 Cook
@gap 4
40 10 2011 – 2014
40 10b Early Oven
40 10 Baker
@gap 10
40 10b Languages
40 10 English
`)
	want := []string{": ", "summary: Profile", "work: Work Experience", "languages: Languages"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("headings (-want +got):\n%s", diff)
	}
}
