package parse

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"jobops/internal/cv"
)

// puzzling is a CV whose lines can be taken for something else.
const puzzling = `60 20b Sample Person
60 10 sample@example.org
@gap 14
60 13b Work Experience
60 10b Harbour | 420 10 2015 – 2019
60 10 Larder
60 10 • Cooked for two hundred guests on every evening of the week
60 10 Kept the stores
@gap 8
60 10b Cook | 420 10 2010 – 2014
60 10 Hill House Ltd
60 10 • Washed up
@gap 14
60 13b Things I did
60 10 Sailing
60 10 Page printed by Example Printer
`

// mark is what a person says about the line with a text.
func mark(t testing.TB, r cv.Reading, text string, as cv.As, section string) cv.Mark {
	t.Helper()
	i := slices.IndexFunc(r.Lines, func(l cv.Line) bool { return strings.Contains(r.Text[l.Start:l.End], text) })
	if i < 0 {
		t.Fatalf("no line holds %q in %q", text, r.Text)
	}
	return cv.Mark{Place: r.PlaceOf(i), As: as, Section: section}
}

func TestMarksLeadTheReading(t *testing.T) {
	t.Parallel()
	layout := sheetOf(t, puzzling)
	plain := Parse(layout)
	for name, test := range map[string]struct {
		text, section string
		as            cv.As
		path          cv.Path
		want          string
	}{
		"company": {"Larder", "", cv.AsCompany, "/work/0/name", "Larder"},
		"title":   {"Larder", "", cv.AsTitle, "/work/0/position", "Larder"},
		"swap":    {"Hill House", "", cv.AsTitle, "/work/1/position", "Hill House Ltd"},
		"bullet":  {"Kept the stores", "", cv.AsBullet, "/work/0/highlights/1", "Kept the stores"},
		"heading": {"Things I did", "interests", cv.AsHeading, "/interests/0/name", "Sailing"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			marks := []cv.Mark{mark(t, plain, test.text, test.as, test.section)}
			got := ParseMarked(layout, marks)
			checkEvidence(t, got)
			if text, err := cv.Text(got.Resume, test.path); err != nil || text != test.want {
				t.Errorf("%s is %q, %v, want %q\n%+v", test.path, text, err, test.want, got.Resume.Work)
			}
			at := lineOf(&got, marks[0].Place)
			if !Heeded(&got, at) || got.Lines[at].Said != test.as {
				t.Errorf("line %d %+v is not heeded", at, got.Lines[at])
			}
			if got.Text != plain.Text {
				t.Errorf("a mark changed the text of the document")
			}
		})
	}
}

func TestNothingIsReadFromALineThatIsNoPart(t *testing.T) {
	t.Parallel()
	layout := sheetOf(t, puzzling)
	plain := Parse(layout)
	got := ParseMarked(layout, []cv.Mark{mark(t, plain, "Example Printer", cv.AsNothing, "")})
	for _, l := range cv.Leaves(got.Resume) {
		if strings.Contains(l.Text, "Printer") {
			t.Errorf("%s is %q after the line was left out", l.Path, l.Text)
		}
	}
	if at := len(got.Lines) - 1; !Heeded(&got, at) || !strings.Contains(got.Text, "Example Printer") {
		t.Errorf("the line %+v is not kept apart", got.Lines[at])
	}
}

func TestADateThatIsNoneIsToldApart(t *testing.T) {
	t.Parallel()
	layout := sheetOf(t, puzzling)
	plain := Parse(layout)
	m := mark(t, plain, "Larder", cv.AsDate, "")
	got := ParseMarked(layout, []cv.Mark{m})
	if Heeded(&got, lineOf(&got, m.Place)) {
		t.Error("a line without a date counts as one")
	}
}

func TestARightValueIsCertain(t *testing.T) {
	t.Parallel()
	layout := sheetOf(t, puzzling)
	plain := Parse(layout)
	for _, e := range plain.Evidence {
		text, err := cv.Text(plain.Resume, e.Path)
		if err != nil {
			continue
		}
		m := cv.Mark{Place: plain.PlaceOf(plain.LineAt(e.Start)), As: cv.AsRight, Path: e.Path, Value: text}
		got := ParseMarked(layout, []cv.Mark{m})
		if now, ok := got.At(e.Path); !ok || now.Confidence != 1 {
			t.Errorf("%s confirmed as %q has confidence %v", e.Path, text, now.Confidence)
		}
		m.Value += "x"
		got = ParseMarked(layout, []cv.Mark{m})
		if now, _ := got.At(e.Path); now.Confidence != e.Confidence {
			t.Errorf("%s with another value has confidence %v, want %v", e.Path, now.Confidence, e.Confidence)
		}
	}
}

// TestMarksFindTheirLineAgain moves, repeats and changes lines between two
// readings.
func TestMarksFindTheirLineAgain(t *testing.T) {
	t.Parallel()
	before := Parse(sheetOf(t, "60 10 same\n60 10 other\n60 10 same\n60 10 Harbour Kitchen"))
	for name, test := range map[string]struct {
		line  int
		after string
		want  int
	}{
		"second of two": {2, "60 10 same\n60 10 other\n60 10 same", 2},
		"moved":         {1, "60 10 new\n60 10 new, too\n60 10 other", 2},
		"joined":        {3, "@y 99\n60 10 Harbour Kitchen Ltd", 0},
		"gone":          {1, "60 10 same\n60 10 same", -1},
	} {
		after := Parse(sheetOf(t, test.after))
		if got := lineOf(&after, before.PlaceOf(test.line)); got != test.want {
			t.Errorf("%s: line %d is found at %d, want %d", name, test.line, got, test.want)
		}
	}
}

// TestMarksNeverBreakAReading says anything about any line.
func TestMarksNeverBreakAReading(t *testing.T) {
	t.Parallel()
	layout := sheetOf(t, puzzling)
	plain := Parse(layout)
	if diff := cmp.Diff(plain, ParseMarked(layout, nil)); diff != "" {
		t.Fatalf("no marks change the reading: %s", diff)
	}
	rapid.Check(t, func(rt *rapid.T) {
		var marks []cv.Mark
		for range rapid.IntRange(1, 6).Draw(rt, "n") {
			marks = append(marks, cv.Mark{
				Place:   plain.PlaceOf(rapid.IntRange(0, len(plain.Lines)-1).Draw(rt, "line")),
				As:      rapid.SampledFrom(cv.Kinds()).Draw(rt, "as"),
				Section: rapid.SampledFrom(append(Sections(), "", "nowhere")).Draw(rt, "section"),
			})
		}
		got := ParseMarked(layout, marks)
		checkEvidence(t, got)
		if got.Text != plain.Text || len(got.Lines) != len(plain.Lines) {
			rt.Fatalf("ParseMarked(%v) changed the text", marks)
		}
	})
}
