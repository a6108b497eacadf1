package web

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"jobops/internal/cv"
	"jobops/internal/document"
	"jobops/internal/fault"
	"jobops/internal/i18n"
	"jobops/internal/render"
	"jobops/internal/sample"
	"jobops/internal/tailor"
	"jobops/internal/web/ui"
)

// TestEachTextStandsOnceInTheSheet counts the texts of every sample CV.
func TestEachTextStandsOnceInTheSheet(t *testing.T) {
	t.Parallel()
	for _, one := range sample.CVs() {
		seen := map[cv.Path]int{}
		for _, s := range arrange(ui.Page{Lang: i18n.English}, one.Resume, cv.Reading{}).sections {
			for _, e := range s.entries {
				for _, r := range e.rows {
					for _, l := range r.leaves {
						seen[l.path]++
					}
				}
			}
		}
		for _, l := range cv.Leaves(one.Resume) {
			heading := strings.HasPrefix(string(l.Path), "/"+ownSections) && fieldOf(l.Path.Steps()) == "title"
			if n := seen[l.Path]; n != 1 && !heading {
				t.Errorf("%s: %s stands %d times, want once", one.Name, l.Path, n)
			}
		}
	}
}

// TestEveryFieldHasAName fails when a Resume grows a field without a word for it.
func TestEveryFieldHasAName(t *testing.T) {
	t.Parallel()
	for _, one := range sample.CVs() {
		for _, l := range cv.Leaves(one.Resume) {
			for _, lang := range i18n.Langs() {
				if name := pathName(ui.Page{Lang: lang}, l.Path); strings.Contains(name, "cv.") {
					t.Errorf("%s: pathName(%s, %s) = %q, want words", one.Name, lang, l.Path, name)
				}
			}
		}
	}
}

// TestEnumsHaveWords lists the values that keys are built from: each has a
// sentence in both languages.
func TestEnumsHaveWords(t *testing.T) {
	t.Parallel()
	var keys []string
	for _, k := range []fault.Kind{
		fault.Invalid, fault.NotFound, fault.Conflict, fault.Forbidden, fault.Unauthenticated, fault.TooLarge,
		fault.Unsupported, fault.Limited, fault.PaymentRequired, fault.Unavailable, "internal", "method", "host", "cross_origin",
	} {
		keys = append(keys, "error."+string(k))
	}
	for _, v := range []document.Verdict{
		document.NoTextLayer, document.Encrypted, document.Broken, document.TooLarge, document.TooManyPages,
		document.Bomb, document.Unsupported, document.Busy,
	} {
		keys = append(keys, "upload."+string(v))
	}
	for _, b := range bands {
		keys = append(keys, "match.band."+string(b))
	}
	for state := range stateIcons {
		keys = append(keys, "match.state."+string(state))
	}
	for _, f := range render.Formats() {
		keys = append(keys, "export.format."+string(f), "export.use."+string(f))
	}
	for _, k := range []tailor.Kind{tailor.Order, tailor.Pick, tailor.Reword, tailor.Surface, tailor.Summary} {
		keys = append(keys, "tailor.kind."+string(k))
	}
	for _, key := range keys {
		for _, l := range i18n.Langs() {
			if !i18n.Has(l, key) {
				t.Errorf("no %s sentence for %q", l, key)
			}
		}
	}
}

func TestLineAround(t *testing.T) {
	t.Parallel()
	text := "Nurse\n- Five years on a ward\nEnd"
	for _, tt := range []struct {
		start, end int
		line       string
		at         int
	}{
		{8, 18, "Five years on a ward", 8}, {0, 5, "Nurse", 0}, {6, 12, "- Five years on a ward", 6},
		{30, 32, "End", 29}, {-1, 3, "", 0}, {5, 99, "", 0}, {9, 4, "", 0},
	} {
		line, at := lineAround(text, tt.start, tt.end)
		if line != tt.line || at != tt.at {
			t.Errorf("lineAround(%d, %d) = %q, %d, want %q, %d", tt.start, tt.end, line, at, tt.line, tt.at)
		}
	}
}

func TestLineAroundHoldsTheStretch(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[a-c\n\-• ]{1,40}`).Draw(t, "text")
		start := rapid.IntRange(0, len(text)).Draw(t, "start")
		end := rapid.IntRange(start, len(text)).Draw(t, "end")
		line, at := lineAround(text, start, end)
		if at > start || at+len(line) < end || text[at:at+len(line)] != line {
			t.Fatalf("lineAround(%q, %d, %d) = %q at %d", text, start, end, line, at)
		}
	})
}

func TestDisposition(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, want string }{
		{"cv.pdf", `attachment; filename="cv.pdf"; filename*=UTF-8''cv.pdf`},
		{"Léa & co.pdf", `attachment; filename="L_a & co.pdf"; filename*=UTF-8''L%C3%A9a%20%26%20co.pdf`},
		{"a\"b\r\nX: y.pdf", `attachment; filename="a_b__X: y.pdf"; filename*=UTF-8''a%22b%0D%0AX%3A%20y.pdf`},
	} {
		if got := disposition(tt.name); got != tt.want {
			t.Errorf("disposition(%q) = %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestShowDate(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ iso, want string }{{"2020", "2020"}, {"2020-06", "juin 2020"}, {"2020-06-01", "1er juin 2020"}, {"", ""}} {
		if got := showDate(i18n.French, tt.iso); got != tt.want || !utf8.ValidString(got) {
			t.Errorf("showDate(fr, %q) = %q, want %q", tt.iso, got, tt.want)
		}
	}
}

// TestCompareMarksWhatIsLost checks the table of what a machine reads: nothing
// that differs may pass as equal.
func TestCompareMarksWhatIsLost(t *testing.T) {
	t.Parallel()
	wrote := sample.For("en").Resume
	read := cv.Clone(wrote)
	read.Basics.Phone = ""
	read.Work[0].Position = "Nurse"
	read.Interests = append(read.Interests, cv.Interest{Name: "Footer"})
	rows, lost := compare(ui.Page{Lang: i18n.English}, wrote, cv.Diff(wrote, read))
	if lost != 3 {
		t.Errorf("compare counts %d differences, want 3", lost)
	}
	for i, r := range rows {
		if r.same != (i >= lost) {
			t.Errorf("row %d (%s) is same = %v, want the differences first", i, r.place, r.same)
		}
	}
	if _, lost := compare(ui.Page{Lang: i18n.English}, wrote, nil); lost != 0 {
		t.Errorf("compare of equal CVs counts %d differences, want 0", lost)
	}
}
