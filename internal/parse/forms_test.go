package parse

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"jobops/internal/cv"
)

func TestNumberedHeadings(t *testing.T) {
	t.Parallel()
	tests := map[string]section{
		"1. Work Experience": work, "IV) Sprachen": languages, "B. Formation": education, "/ skills": skills,
		"100. Skills": "", "Mr. Skills": "",
	}
	for text, want := range tests {
		if got := headingWord(text); got != want {
			t.Errorf("headingWord(%q) = %q, want %q", text, got, want)
		}
	}
}

// TestPeriodOverTwoLines has the two ends of a period one above the other, at
// the right edge beside title and employer.
func TestPeriodOverTwoLines(t *testing.T) {
	t.Parallel()
	r := Parse(sheetOf(t, `40 24b Ada Sample
40 10 ada@example.org
@gap 10
40 14b Work Experience
40 10b Cook | 460 10 Aug 2015 –
40 10 Harbour Kitchen | 470 10 Oct 2019
50 10 • Cooked for guests
@gap 6
40 10b Baker | 460 10 May 2011 –
40 10 Early Oven | 470 10 Jun 2014
50 10 • Baked rye bread
`)).Resume
	var got []string
	for _, w := range r.Work {
		got = append(got, w.Position+", "+w.Name+", "+w.Start.String()+" to "+w.End.String())
	}
	want := []string{"Cook, Harbour Kitchen, 2015-08 to 2019-10", "Baker, Early Oven, 2011-05 to 2014-06"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Parse of periods over two lines (-want +got):\n%s", diff)
	}
}

func TestBarsPartItems(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, spec string
		want       []string
	}{
		{"bars between all items", "40 10 Brazing / Roasting / Carving / Menu planning", []string{"Brazing", "Roasting", "Carving", "Menu planning"}},
		{"bars inside items", "40 10 HTML / CSS / SCSS, TCP/IP", []string{"HTML / CSS / SCSS", "TCP/IP"}},
		{"dashes", "40 10 Brazing – Roasting – Carving – Menu planning", []string{"Brazing", "Roasting", "Carving", "Menu planning"}},
	}
	for _, test := range tests {
		lines := readingOrder(sheetOf(t, test.spec))
		compose(lines)
		var got []string
		for _, g := range readSkills(lines, profileOf(lines)) {
			for _, item := range g.items {
				got = append(got, item.text())
			}
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("readSkills(%s) (-want +got):\n%s", test.name, diff)
		}
	}
}

func TestProjectsInOneLineEach(t *testing.T) {
	t.Parallel()
	want := []cv.Project{
		{Name: "Tide Table", Description: "a page that prints the tides of three harbours"},
		{Name: "Pantry", Description: "a sheet that says how much flour is needed"},
	}
	for _, mark := range []string{"", "• "} {
		got := Parse(sheetOf(t, `40 24b Ada Sample
40 10 ada@example.org
@gap 10
40 14b Projects
40 10 `+mark+`Tide Table: a page that prints the tides of three harbours
40 10 `+mark+`Pantry: a sheet that says how much flour is needed
`)).Resume.Projects
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("Parse of projects behind %q (-want +got):\n%s", mark, diff)
		}
	}
}

// TestBrokenOff has lines of one block, as the file says, that end early.
func TestBrokenOff(t *testing.T) {
	t.Parallel()
	at := func(text string, x1 float64) *line {
		box := cv.Box{X0: 40, X1: x1}
		c := cell{box: box, size: 10, block: 7, pieces: []piece{{text: text, box: box}}}
		return &line{cells: []cell{c}, left: 40, right: 540, page: 1, gap: 1.3}
	}
	tests := []struct {
		a, b *line
		want bool
	}{
		{at("First Aid at Work", 120), at("Forklift licence", 115), false},
		{at("Nurse with eleven years in intensive care, at home in", 520), at("Large teams and in small ones", 200), true},
		{at("Nurse with eleven years", 150), at("in intensive care", 115), true},
	}
	for _, test := range tests {
		if got := wraps(test.a, test.b); got != test.want {
			t.Errorf("wraps(%q, %q) = %v, want %v", test.a.text(), test.b.text(), got, test.want)
		}
	}
}

func TestPostCodesAreNoPhones(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{"4700-123": false, "01310-100": false, "02139-4307": false, "617-555-0142": true, "+351 912 555 014": true} {
		if got := isPhone(text, false); got != want {
			t.Errorf("isPhone(%q) = %v, want %v", text, got, want)
		}
	}
}

func TestArrowsJoinDates(t *testing.T) {
	t.Parallel()
	p := periods("04/2018 → 10/2020", false)
	if len(p) != 1 || !p[0].ranged || p[0].from.Year != 2018 || p[0].to.Year != 2020 {
		t.Errorf("periods = %+v, want one from 2018 to 2020", p)
	}
	text, icon := cleanRun("→")
	if text != "→" || icon {
		t.Errorf("cleanRun(→) = %q, %v, want the arrow and no icon", text, icon)
	}
}

// TestForms has the names of fields beside the values, before them, and above
// them as the head of a table.
func TestForms(t *testing.T) {
	t.Parallel()
	head := "40 24b Ada Sample\n40 10 ada@example.org\n@gap 10\n40 14b Work Experience\n"
	tests := map[string]string{
		"beside": "40 10 Dates | 200 10 2015 – 2019\n40 10 Name of employer | 200 10 Harbour Kitchen\n40 10 Position | 200 10 Cook\n@gap 8\n" +
			"40 10 Dates | 200 10 2011 – 2014\n40 10 Name of employer | 200 10 Early Oven\n40 10 Position | 200 10 Baker\n",
		"before": "40 10 Dates: 2015 – 2019\n40 10 Employer: Harbour Kitchen\n40 10 Job title: Cook\n@gap 8\n" +
			"40 10 Dates: 2011 – 2014\n40 10 Employer: Early Oven\n40 10 Job title: Baker\n",
		"above": "40 10b Company | 220 10b Position | 400 10b Period\n40 10 Harbour Kitchen | 220 10 Cook | 400 10 2015 – 2019\n40 10 Early Oven | 220 10 Baker | 400 10 2011 – 2014\n",
	}
	want := []string{"Cook, Harbour Kitchen, 2015 to 2019", "Baker, Early Oven, 2011 to 2014"}
	for name, rows := range tests {
		var got []string
		for _, w := range Parse(sheetOf(t, head+rows)).Resume.Work {
			got = append(got, w.Position+", "+w.Name+", "+w.Start.String()+" to "+w.End.String())
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("Parse of a form with names %s (-want +got):\n%s", name, diff)
		}
	}
}

// TestOneDateEach has certificates a line each, the later below the earlier.
func TestOneDateEach(t *testing.T) {
	t.Parallel()
	r := Parse(sheetOf(t, `40 24b Ada Sample
40 10 ada@example.org
@gap 10
40 14b Certificates
40 10 2012 | 100 10 First Aid at Work
40 10 2015 | 100 10 Forklift Licence
@gap 10
40 14b Languages
40 10 English
`)).Resume
	var got []string
	for _, c := range r.Certificates {
		got = append(got, c.Name+", "+c.Date.String())
	}
	if diff := cmp.Diff([]string{"First Aid at Work, 2012", "Forklift Licence, 2015"}, got); diff != "" {
		t.Errorf("Parse of certificates (-want +got):\n%s", diff)
	}
}

func TestCityNamedLikeACountry(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{"Granada, España": "Granada", "Luxembourg": "Luxembourg", "Leeds, United Kingdom": "Leeds", "España": ""} {
		got, _ := cityOf(frag{text: text, end: len(text)})
		if got.text != want {
			t.Errorf("cityOf(%q) = %q, want %q", text, got.text, want)
		}
	}
}
