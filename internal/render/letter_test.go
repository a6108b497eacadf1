package render_test

import (
	"bytes"
	"strings"
	"testing"

	"jobops/internal/civil"
	"jobops/internal/cv"
	"jobops/internal/parse"
	"jobops/internal/render"
	"jobops/internal/render/pdf/pdftest"
)

var sampleLetter = cv.Letter{
	From:      cv.Basics{Name: "Maja Muster", Label: "Staff Nurse", Email: "maja@example.com", Phone: "+33 1 99 00 12 34"},
	Recipient: "Sample Hospital\nMs Invented\n1 Example Street",
	Place:     "Geneva", Date: civil.Date{Year: 2026, Month: 3, Day: 1}, Subject: "Your advertisement for a ward sister",
	Greeting: "Dear Ms Invented,",
	Body:     "I have planned the rota of twelve nurses\nfor six years.\n\nSince 2019 the ward has had no gap at night.",
	Closing:  "Yours sincerely,", Signature: "Maja Muster", Language: "en",
}

// order is what a letter says from top to bottom.
var order = []string{
	"Maja Muster", "Staff Nurse", "maja@example.com", "Sample Hospital", "Ms Invented", "1 Example Street", "Geneva, 1 Mar 2026",
	"Your advertisement for a ward sister", "Dear Ms Invented,", "I have planned the rota of twelve nurses for six years.",
	"Since 2019 the ward has had no gap at night.", "Yours sincerely,", "Maja Muster",
}

func inOrder(t *testing.T, what, text string, want []string) {
	t.Helper()
	text = strings.Join(strings.Fields(text), " ")
	for _, part := range want {
		at := strings.Index(text, part)
		if at < 0 {
			t.Errorf("%s lacks %q after the parts before it: %q", what, part, text)
			return
		}
		text = text[at+len(part):]
	}
}

func TestLetterInEveryTemplateAndFormat(t *testing.T) {
	t.Parallel()
	for _, template := range render.Templates() {
		o := render.Options{Template: template}
		data, n, err := render.LetterPDF(sampleLetter, o)
		if err != nil || n != 1 {
			t.Fatalf("LetterPDF(%s) = %d pages, %v, want 1", template, n, err)
		}
		problems, text := pdftest.Problems(data)
		for _, p := range problems {
			t.Errorf("LetterPDF(%s): %s", template, p)
		}
		inOrder(t, "PDF "+string(template), text, order)
		again, _, _ := render.LetterPDF(sampleLetter, o)
		if !bytes.Equal(data, again) {
			t.Errorf("LetterPDF(%s) differs between two calls", template)
		}
	}
	for _, f := range []render.Format{render.FormatText, render.FormatMarkdown} {
		data, err := render.WriteLetter(f, sampleLetter, render.Options{})
		if err != nil {
			t.Fatal(err)
		}
		inOrder(t, string(f), strings.NewReplacer(`\`, "", "*", "", "# ", "").Replace(string(data)), order)
	}
	if _, err := render.WriteLetter(render.FormatJSON, sampleLetter, render.Options{}); err == nil {
		t.Error("WriteLetter(json) = no error, want one")
	}
}

// TestLetterReadsBack reads the files with our own reader.
func TestLetterReadsBack(t *testing.T) {
	t.Parallel()
	pool, err := reader()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range []render.Format{render.FormatPDF, render.FormatDOCX} {
		data, err := render.WriteLetter(f, sampleLetter, render.Options{})
		if err != nil {
			t.Fatal(err)
		}
		layout, err := pool.Read(t.Context(), "letter."+f.Ext(), data)
		if err != nil {
			t.Fatalf("Read(%s) = %v", f, err)
		}
		inOrder(t, string(f), parse.Parse(layout).Text, order)
	}
}

func TestALongLetterTurnsThePage(t *testing.T) {
	t.Parallel()
	long := sampleLetter
	long.Body = strings.Repeat("A sentence of a letter that does not want to end, about a ward and its nights.\n\n", 60)
	if _, n, err := render.LetterPDF(long, render.Options{}); err != nil || n < 2 {
		t.Errorf("LetterPDF = %d pages, %v, want more than one", n, err)
	}
	if data, err := render.WriteLetter(render.FormatText, cv.Letter{}, render.Options{}); err != nil || len(data) != 0 {
		t.Errorf("an empty letter = %q, %v, want nothing", data, err)
	}
}

// TestOwnOrderTitlesAndHiddenParts: a CV is written in the person's order and
// under their titles, without what they hid.
func TestOwnOrderTitlesAndHiddenParts(t *testing.T) {
	t.Parallel()
	r := cv.Resume{
		Basics: cv.Basics{Name: "Maja Muster", Summary: "A nurse."},
		Work:   []cv.Work{{Position: "Staff Nurse", Name: "Sample Hospital"}, {Position: "Night Nurse", Hidden: true}, {}},
		Skills: []cv.Skill{{Name: "Triage"}},
		Other:  []cv.Section{{Title: "Boards", Lines: []string{"Chess"}}, {Title: "Secret", Lines: []string{"Tea"}, Hidden: true}},
		Awards: []cv.Award{{Title: "Cup"}},
		Meta: cv.Meta{Ordered: true, Sections: []cv.SectionView{
			{Key: "x-jobops-sections"}, {Key: "skills", Title: "What I can do"}, {Key: "work"}, {Key: "awards", Hidden: true},
		}},
	}
	for _, f := range []render.Format{render.FormatText, render.FormatMarkdown, render.FormatDOCX, render.FormatPDF, render.FormatJSON} {
		data, err := render.Write(f, r, render.Options{})
		if err != nil {
			t.Fatal(err)
		}
		text := string(data)
		if f == render.FormatPDF {
			_, text = pdftest.Problems(data)
		}
		if f != render.FormatDOCX {
			for _, hidden := range []string{"Night Nurse", "Secret", "Tea", "Cup"} {
				if strings.Contains(text, hidden) {
					t.Errorf("%s shows %q, which is hidden", f, hidden)
				}
			}
		}
		if f == render.FormatPDF || f == render.FormatMarkdown {
			inOrder(t, string(f), text, []string{"Maja Muster", "A nurse.", "Boards", "Chess", "What I can do", "Triage", "Staff Nurse"})
		}
	}
}
