package parse

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"jobops/internal/civil"
	"jobops/internal/cv"
	"jobops/internal/document"
)

// checkEvidence fails unless every value has evidence, and every piece of
// evidence points to text that holds the words of its value.
func checkEvidence(t testing.TB, r cv.Reading) {
	t.Helper()
	for _, e := range r.Evidence {
		if e.Start < 0 || e.End < e.Start || e.End > len(r.Text) || e.Page < 1 || e.Page > r.Pages {
			t.Errorf("evidence %+v lies outside of %d bytes, %d pages", e, len(r.Text), r.Pages)
			continue
		}
		quote := r.Text[e.Start:e.End]
		if !utf8.ValidString(quote) {
			t.Errorf("evidence for %s begins or ends inside a character: %q", e.Path, quote)
		}
		if e.Confidence < 0 || e.Confidence > 1 {
			t.Errorf("evidence for %s has confidence %v", e.Path, e.Confidence)
		}
		value, err := cv.Get(r.Resume, e.Path)
		if err != nil {
			t.Errorf("Get(%s) = %v; evidence for nothing", e.Path, err)
			continue
		}
		if missing := unsupported(value, string(e.Path), quote); missing != "" {
			t.Errorf("evidence for %s is %q; it lacks %q", e.Path, quote, missing)
		}
	}
	for _, leaf := range cv.Leaves(r.Resume) {
		if _, ok := r.At(leaf.Path); !ok {
			t.Errorf("%s = %q has no evidence", leaf.Path, leaf.Text)
		}
	}
}

// unsupported returns a word of the value that the quote does not hold. Blanks
// do not count, for a narrow column breaks words. The address behind a link is
// not written on the page.
func unsupported(value any, path, quote string) string {
	switch v := value.(type) {
	case civil.Date:
		if !strings.Contains(quote, v.String()[2:4]) {
			return v.String()[2:4]
		}
	case string:
		text := solid(quote)
		switch {
		case strings.HasSuffix(path, "/url") && (strings.HasPrefix(path, "/basics/profiles/") || !isAddress(text)):
			return "" // the target of a link over a name
		case strings.HasSuffix(path, "/network"):
			return "" // its host may stand for it: "t.me"
		case strings.HasSuffix(path, "/countryCode"):
			if countryCode(quote) != v {
				return v
			}
			return ""
		case strings.HasSuffix(path, "/url"):
			if bare := bareAddress(v); !strings.HasPrefix(bare, bareAddress(text)) { // the target may go on
				return inOrder(bare, text) // browsers add the scheme
			}
			return ""
		case path == "/basics/email", strings.HasSuffix(path, "/username"):
			return inOrder(solid(v), text) // another column may stand between its halves
		}
		for w := range strings.FieldsSeq(v) {
			if !strings.Contains(text, solid(w)) {
				return w
			}
		}
	}
	return ""
}

// inOrder returns what of v is left when its characters are looked for in text,
// one after the other.
func inOrder(v, text string) string {
	for _, r := range text {
		if first, size := utf8.DecodeRuneInString(v); first == r && v != "" {
			v = v[size:]
		}
	}
	return v
}

func solid(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, s)
}

func TestPeerDefect01_NothingIsMadeUp(t *testing.T) {
	t.Parallel()
	tests := map[string]document.Layout{
		"no page":   {},
		"no text":   {Pages: []document.Page{{Width: 595, Height: 842}}},
		"no name":   sheetOf(t, "60 13b Work Experience\n60 10b Cook | 420 10 2015 – 2019\n60 10 Harbour Kitchen\n60 10 • Cooked"),
		"only mail": sheetOf(t, "60 10 someone@example.org"),
		"title":     sheetOf(t, "60 20b Curriculum Vitae\n60 10 Head Chef\n60 10 chef@example.org"),
	}
	for name, layout := range tests {
		reading := Parse(layout)
		checkEvidence(t, reading)
		if got := reading.Resume.Basics.Name; got != "" {
			t.Errorf("Parse(%s) gives the name %q, want none", name, got)
		}
		for _, word := range []string{"John", "Doe", "Jane", "Lorem", "Example Street"} {
			if strings.Contains(reading.Text, word) {
				t.Errorf("Parse(%s) gives %q", name, word)
			}
		}
	}
}

func TestPrivateDataIsNotRead(t *testing.T) {
	t.Parallel()
	layout := sheetOf(t, `60 20b Sample Person
60 10 sample@example.org
60 10 Date of birth: 3 May 1988
60 10 Nationality: Utopian
60 10 Marital status: married
60 10 Religion: Pastafarian
60 10 PESEL | 200 10 90010112345
60 10 DNI 12345678Z
@gap 10
60 13b Work Experience
60 10b Cook | 420 10 2015 – 2019
60 10 Harbour Kitchen
@gap 10
60 13b Health
60 10 Severely disabled, grade 50
@gap 10
60 13b Skills
60 10 Baking, Roasting
@gap 10
60 13b Memberships
60 10 Trade union of sample cooks
60 10 Guild of sample bakers`)
	reading := Parse(layout)
	var values []string
	for _, e := range reading.Evidence {
		if s, err := cv.Text(reading.Resume, e.Path); err == nil {
			values = append(values, s)
		}
	}
	for _, word := range []string{"1988", "Utopian", "married", "Pastafarian", "disabled", "90010112345", "12345678Z", "union"} {
		if slices.ContainsFunc(values, func(s string) bool { return strings.Contains(s, word) }) {
			t.Errorf("Parse reads %q, want it left out: %q", word, values)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("Sample Person\nsample@example.org\n\nWork Experience\nCook\tHarbour Kitchen\t2015 – 2019\n• Baked bread", uint8(1))
	f.Add("Maja Muster\nBerufserfahrung\n10/2017 – heute\tLeiterin\nMuster GmbH", uint8(7))
	f.Add("L A N G U E S\nFrançais (C2), Anglais\n\x00\uf0b7\u00ad(\n((a)", uint8(3))
	f.Add("Skills\na:b,c;d\nGPA: 3.9\n1.1.2020 - 2.2.2021\n2014/15", uint8(9))
	f.Add("A Person\n\nPublications\nLetters from the harbour, a long title that reads like a sentence does. 2019\nGrants and Awards\n2018\tPrize\nProjects\n2015\nReferences\nx", uint8(2))
	f.Add("A Person\nVolunteer work\nHelper, Club (2011–2012)\nCertificates\nA; B; C\nInterests\nCycling\nEducation\n2008\tM.A., X\n2013\tPh.D., Y", uint8(4))
	f.Fuzz(func(t *testing.T, text string, seed uint8) {
		const enough = 4000
		if len(text) > enough {
			return
		}
		checkEvidence(t, Parse(scatter(text, int(seed))))
	})
}

// scatter lays text out: tabs part cells, the seed decides places and looks.
func scatter(text string, seed int) document.Layout {
	page := document.Page{Width: 595, Height: 842}
	y := 40.0
	for i, row := range strings.Split(text, "\n") {
		x := 40 + float64((seed*i)%5)*60
		size := 9 + float64((seed+i*3)%4)*3
		for j, cell := range strings.Split(row, "\t") {
			run := document.Run{
				Text: cell, X0: x, Baseline: y + size, Size: size, Bold: (seed+i+j)%3 == 0, Block: (i / 2) * (seed % 2),
				Y0: y, Y1: y + 1.2*size, X1: x + 0.5*size*float64(utf8.RuneCountInString(cell)),
			}
			page.Runs = append(page.Runs, run)
			x = run.X1 + float64(seed%9)*6
		}
		y += size * (1.1 + float64(seed%3)*0.3)
	}
	return document.Layout{Format: document.PDF, Pages: []document.Page{page, page}}
}
