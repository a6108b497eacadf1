package parse

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jobops/internal/document"
)

func TestReadingOrder(t *testing.T) {
	t.Parallel()
	sidebar := "@y 60\n40 11b SKILLS\n40 9 Welding\n40 9 Brazing\n40 9 Riveting\n" +
		"@y 55\n220 12b EXPERIENCE\n220 10 Built boats for eleven years\n220 10 Led the yard\n220 10 Trained others"
	tests := []struct {
		name, spec string
		want       []string
	}{
		{"dates at the right stay in their rows",
			"60 10b Cook | 440 10 2015 – 2019\n60 10 Harbour Kitchen | 440 10 Boston, MA\n60 10b Baker | 440 10 2011 – 2014\n60 10 Early Oven | 440 10 Salem, MA",
			[]string{"Cook | 2015 – 2019", "Harbour Kitchen | Boston, MA", "Baker | 2011 – 2014", "Early Oven | Salem, MA"}},
		{"a sidebar comes before the main column", sidebar,
			[]string{"SKILLS", "Welding", "Brazing", "Riveting", "EXPERIENCE", "Built boats for eleven years", "Led the yard", "Trained others"}},
		{"columns go on over the page", sidebar + "\n@page\n220 10 Repaired masts\n220 10 Sewed sails",
			[]string{"SKILLS", "Welding", "Brazing", "Riveting", "EXPERIENCE", "Built boats for eleven years", "Led the yard", "Trained others", "Repaired masts", "Sewed sails"}},
		{"dates in a left column stay in their rows",
			"60 10 2015 – 2019 | 180 10b Cook\n180 10 Harbour Kitchen\n60 10 2011 – 2014 | 180 10b Baker\n180 10 Early Oven\n60 10 2010 – 2011 | 180 10b Helper\n180 10 Late Oven",
			[]string{"2015 – 2019 | Cook", "Harbour Kitchen", "2011 – 2014 | Baker", "Early Oven", "2010 – 2011 | Helper", "Late Oven"}},
		{"headings in a margin come first",
			"60 10b Experience | 180 10 Cook at Harbour Kitchen\n180 10 2015 – 2019\n@gap 14\n60 10b Education | 180 10 Coast College\n180 10 2011 – 2014\n@gap 14\n60 10b Languages | 180 10 English",
			[]string{"Experience", "Cook at Harbour Kitchen", "2015 – 2019", "Education", "Coast College", "2011 – 2014", "Languages", "English"}},
		{"page numbers go",
			"60 10 First page\n@y 810\n280 8 Page 1 of 2\n@page\n60 10 Second page\n@y 810\n280 8 Page 2 of 2",
			[]string{"First page", "Second page"}},
	}
	for _, test := range tests {
		if diff := cmp.Diff(test.want, linesOf(t, test.spec)); diff != "" {
			t.Errorf("readingOrder(%s) (-want +got):\n%s", test.name, diff)
		}
	}
}

func TestCells(t *testing.T) {
	t.Parallel()
	run := func(text string, x0, x1 float64) document.Run {
		return document.Run{Text: text, X0: x0, X1: x1, Baseline: 100, Y0: 92, Y1: 102, Size: 10}
	}
	tests := []struct {
		name    string
		runs    []document.Run
		want    []string
		bullets []bool
	}{
		{"close runs join", []document.Run{run("Sample ", 40, 75), run("Person", 75, 105)}, []string{"Sample Person"}, []bool{false}},
		{"a gap is a blank", []document.Run{run("Sample", 40, 70), run("Person", 74, 104)}, []string{"Sample Person"}, []bool{false}},
		{"a wide gap parts", []document.Run{run("Cook", 40, 60), run("2019", 300, 320)}, []string{"Cook", "2019"}, []bool{false, false}},
		{"bullets of Word", []document.Run{run("\uf0b7 Baked bread", 40, 100)}, []string{"Baked bread"}, []bool{true}},
		{"a bullet apart", []document.Run{run("•", 40, 44), run("Baked bread", 60, 110)}, []string{"Baked bread"}, []bool{true}},
		{"a minus is none", []document.Run{run("-5 % waste", 40, 90)}, []string{"-5 % waste"}, []bool{false}},
		{"letter-spaced", []document.Run{run("S K I L L S", 40, 120)}, []string{"SKILLS"}, []bool{false}},
		{"icons go", []document.Run{run("\uf0e0", 40, 50), run("sample@example.org", 56, 150)}, []string{"sample@example.org"}, []bool{false}},
		{"ligatures open", []document.Run{run("Oﬃce of Veriﬁcation", 40, 150)}, []string{"Office of Verification"}, []bool{false}},
		{"combining marks compose", []document.Run{run("Cafe\u0301", 40, 60)}, []string{"Café"}, []bool{false}},
	}
	for _, test := range tests {
		var texts []string
		var bullets []bool
		for _, c := range cells(document.Page{Width: 595, Height: 842, Runs: test.runs}, 1) {
			texts, bullets = append(texts, c.text()), append(bullets, c.bullet)
		}
		if !slices.Equal(texts, test.want) || !slices.Equal(bullets, test.bullets) {
			t.Errorf("cells(%s) = %q %v, want %q %v", test.name, texts, bullets, test.want, test.bullets)
		}
	}
}

func TestHeadingWord(t *testing.T) {
	t.Parallel()
	tests := map[string]section{
		"Work Experience": work, "EXPERIENCE:": work, "W ork E xperience": work, "Berufserfahrung": work, "Expériences professionnelles": work,
		"Doświadczenie zawodowe": work, "ΕΠΑΓΓΕΛΜΑΤΙΚΉ ΕΜΠΕΙΡΊΑ": work, "Опыт работы": work, "Werkervaring": work, "Esperienze lavorative": work,
		"Formación académica": education, "Wykształcenie": education, "Habilitações literárias": education,
		"Skills & Languages": skills, "Compétences et langues": skills, "Kenntnisse und Fähigkeiten": skills,
		"L ANGUAGES": languages, "Γλώσσες": languages, "Zertifikate": certificates, "Ehrenamt": volunteer, "À propos": summary,
		"Head Chef": "", "Harbour Kitchen": "", "": "", "I managed the work experience programme of the whole region": "",
	}
	for text, want := range tests {
		if got := headingWord(text); got != want {
			t.Errorf("headingWord(%q) = %q, want %q", text, got, want)
		}
	}
}

// TestEveryHeadingIsFound sets each form of the lexicon as a heading would be.
func TestEveryHeadingIsFound(t *testing.T) {
	t.Parallel()
	for _, row := range table("headings") {
		for form := range strings.SplitSeq(row[2], "|") {
			if got := headingWord(form); got == "" {
				t.Errorf("headingWord(%q) = %q, want a section", form, got)
			}
		}
	}
}

func TestSections(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, spec string
		want       []string
	}{
		{"typography tells headings from labels",
			"60 20b Sample Person\n60 14b Experience\n60 10b Highlights\n60 10 Cooked\n60 14b Skills\n60 10b Languages\n60 10 Go, Rust",
			[]string{": ", "work: Experience", "skills: Skills"}},
		{"an unknown heading closes a section",
			"60 20b Sample Person\n60 10 sample@example.org\n60 14bc Experience\n60 10 Cooked\n60 14bc Patents pending\n60 10 Spoon\n60 14bc Skills\n60 10 Go",
			[]string{": ", "work: Experience", "other: Patents pending", "skills: Skills"}},
		{"a wrapped sentence is no heading",
			"60 20b Sample Person\n60 14b Summary\n60 10 A cook with ten years of work and\n60 10 experience.\n60 14b Skills\n60 10 Baking",
			[]string{": ", "summary: Summary", "skills: Skills"}},
		{"a CV without headings has one part", "60 20b Sample Person\n60 10 sample@example.org", []string{": "}},
	}
	for _, test := range tests {
		if diff := cmp.Diff(test.want, headsOf(t, test.spec)); diff != "" {
			t.Errorf("splitSections(%s) (-want +got):\n%s", test.name, diff)
		}
	}
}

// TestDateColumn: dates beside the text, smaller or one below the other, come to
// the row of the entry that they belong to.
func TestDateColumn(t *testing.T) {
	t.Parallel()
	spec := `60 20b Sample Person
60 10 sample@example.org
@gap 10
60 14b Experience
@gap 6
60 10b Ward Leader, Hazel Clinic
60 10 • Led a ward of twenty
60 10 • Taught four nurses
@gap 10
60 10b Staff Nurse, Birch Works
60 10 • Nursed by day
60 10 • Nursed by night
@gap 10
60 10b Helper, Oak House
60 10 • Helped in the kitchen
60 10 • Helped in the yard
@y 130
%s
%s
%s`
	tests := map[string][3]string{
		"two dates":   {"455 9 June 2015\n460 9 May 2019\n465 9 4 years\n@gap 13.9", "455 9 June 2011\n460 9 May 2014\n465 9 3 years\n@gap 13.9", "455 9 June 2010\n460 9 May 2011\n465 9 1 year"},
		"with a dash": {"460 9 2015\n460 9 – 2019\n@gap 25.6", "460 9 2011\n460 9 – 2014\n@gap 25.6", "460 9 2010\n460 9 – 2011"},
	}
	for name, dates := range tests {
		layout := sheetOf(t, fmt.Sprintf(spec, dates[0], dates[1], dates[2]))
		reading := Parse(layout)
		checkEvidence(t, reading)
		var got []string
		for _, w := range reading.Resume.Work {
			got = append(got, fmt.Sprintf("%s, %s, %d-%d, %d", w.Position, w.Name, w.Start.Year, w.End.Year, len(w.Highlights)))
		}
		want := []string{"Ward Leader, Hazel Clinic, 2015-2019, 2", "Staff Nurse, Birch Works, 2011-2014, 2", "Helper, Oak House, 2010-2011, 2"}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("Parse(%s) (-want +got):\n%s", name, diff)
		}
	}
}

// TestGroupsSideBySide: groups in a grid are read column after column, and the
// next section does not fall into them.
func TestGroupsSideBySide(t *testing.T) {
	t.Parallel()
	layout := sheetOf(t, `60 20b Sample Person
60 10 sample@example.org
@gap 10
60 14b Skills
60 10b Kitchen | 220 10b Office | 380 10b Languages
60 10 Baking | 220 10 Rotas | 380 10 English – B2
60 10 Roasting | 220 10 Orders | 380 10 Irish – A2
60 10 Plating
@gap 10
60 14b Education
60 10b Diploma | 220 10b School Certificate
60 10 Sample College | 220 10 Sample School
60 10 2011 – 2013 | 220 10 2006 – 2011
@gap 10
60 14b Experience
60 10b Cook | 420 10 2015 – 2019
60 10 Harbour Kitchen`)
	reading := Parse(layout)
	checkEvidence(t, reading)
	r := reading.Resume
	if len(r.Skills) != 2 || !slices.Equal(r.Skills[0].Keywords, []string{"Baking", "Roasting", "Plating"}) || !slices.Equal(r.Skills[1].Keywords, []string{"Rotas", "Orders"}) {
		t.Errorf("Parse gives the skills %+v", r.Skills)
	}
	if len(r.Languages) != 2 || r.Languages[1].Language != "Irish" || r.Languages[1].Fluency != "A2" {
		t.Errorf("Parse gives the languages %+v", r.Languages)
	}
	if len(r.Education) != 2 || r.Education[0].Institution != "Sample College" || r.Education[1].StudyType != "School Certificate" || r.Education[1].Start.Year != 2006 {
		t.Errorf("Parse gives the education %+v", r.Education)
	}
	if len(r.Work) != 1 || r.Work[0].Position != "Cook" {
		t.Errorf("Parse gives the work %+v", r.Work)
	}
}
