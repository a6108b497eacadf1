package parse

import (
	"slices"
	"testing"

	"jobops/internal/cv"
)

func TestPlaceLike(t *testing.T) {
	t.Parallel()
	places := []string{"Paris", "Austin, TX", "44000 Nantes", "Rivertown, US", "Springfield, IL, USA", "Köln", "Роттердам, Нидерланды", "Remote", "Kraków, Polska", "Αθήνα"}
	for _, s := range places {
		if got := placeLike(s); got < 0.6 {
			t.Errorf("placeLike(%q) = %v, want 0.6 or more", s, got)
		}
	}
	for _, s := range []string{"", "Ward Leader", "Muster GmbH", "sample@example.org", "2015 – 2019", "Built boats in a yard for eleven years in Genoa"} {
		if got := placeLike(s); got >= 0.6 {
			t.Errorf("placeLike(%q) = %v, want less than 0.6", s, got)
		}
	}
}

func TestIsPhone(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"+33 1 99 00 12 34", "+1 202-555-0143", "(202) 555-0143", "06 12 34 56 78", "+49 30 5550123", "+7 495 555-01-23"} {
		if !isPhone(s, false) {
			t.Errorf("isPhone(%q) = false, want true", s)
		}
	}
	for _, s := range []string{"2015 – 2019", "03/2018-04/2019", "01.02.2015", "12345", "2019-01-01 2020"} {
		if isPhone(s, false) {
			t.Errorf("isPhone(%q) = true, want false", s)
		}
	}
}

func TestIsAddress(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"example.org", "https://example.org/me", "www.example.com", "github.com/sample-person", "sample.example.net"} {
		if !isAddress(s) {
			t.Errorf("isAddress(%q) = false, want true", s)
		}
	}
	for _, s := range []string{"B.Sc", "Node.js", "e.g", "Inc", "S.A", "Mr.Sample"} {
		if isAddress(s) {
			t.Errorf("isAddress(%q) = true, want false", s)
		}
	}
}

func TestNames(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"60 20b Sample Person\n60 12 Head Chef\n60 10 sample@example.org":                                    "Sample Person",
		"60 12 Curriculum Vitae\n60 10 Name: Maja Muster\n60 10 maja@example.org":                            "Maja Muster",
		"60 24 Perceval\n60 24b Fictif-Lemaire\n60 10 p@example.org\n60 14b Profil\n60 10 Texte.":            "Perceval Fictif-Lemaire",
		"60 14b Work Experience\n60 10b Head Chef | 420 10 2015 – 2019\n60 10 Harbour Kitchen":               "",
		"60 20b Ελένη Υποθετική\n60 10 eleni@example.org":                                                    "Ελένη Υποθετική",
		"60 20b Sample Person, Staff Nurse\n60 10 sample@example.org\n60 14b Skills\n60 10 Wound care":       "Sample Person",
		"60 10 Nom | 200 14b Perceval Fictif\n60 10 Courriel | 200 10 p@example.org\n60 14b Formation":       "Perceval Fictif",
		"60 20b Thomas Schneider\n60 12 Koch\n60 10 t.schneider@example.org\n60 14b Sprachen\n60 10 Deutsch": "Thomas Schneider",
		"60 20b Mary Baker\n60 12 Staff Nurse\n60 10 contact@example.org\n60 14b Skills\n60 10 Triage":       "Mary Baker",
		"60 20b Anna van der Muster\n60 12 Verpleegkundige\n60 10 a@example.org\n60 14b Talen\n60 10 x":      "Anna van der Muster",
	}
	for spec, want := range tests {
		if got := Parse(sheetOf(t, spec)).Resume.Basics.Name; got != want {
			t.Errorf("Parse(%q) gives the name %q, want %q", spec, got, want)
		}
	}
}

func TestContactSpellings(t *testing.T) {
	t.Parallel()
	tests := []struct {
		spec               string
		email, phone, city string
	}{
		{"60 20b A Person\n60 10 a.person@example.org | 300 10 +33 1 99 00 12 34 | 440 10 Lyon", "a.person@example.org", "+33 1 99 00 12 34", "Lyon"},
		{"60 20b A Person\n60 10 a.person@example.org · +33 1 99 00 12 34 · Nantes, France", "a.person@example.org", "+33 1 99 00 12 34", "Nantes"},
		{"60 20b A Person\n60 10 A.PERSON@EXAM\n60 10 PLE.ORG", "a.person@example.org", "", ""},
		{"60 20b A Person\n60 10 Email: a@example.org\n60 10 Tel.: (202) 555-0143\n60 10 Address: 12 Sample Street, Springfield, IL 62701", "a@example.org", "(202) 555-0143", "Springfield"},
		{"60 20b A Person\n60 10 a@example.org | 300 10 Rivertown | 440 10 +1 202-555-0143", "a@example.org", "+1 202-555-0143", "Rivertown"},
	}
	for _, test := range tests {
		got := Parse(sheetOf(t, test.spec)).Resume.Basics
		if got.Email != test.email || got.Phone != test.phone || got.Location.City != test.city {
			t.Errorf("Parse(%q) = %q %q %q, want %q %q %q", test.spec, got.Email, got.Phone, got.Location.City, test.email, test.phone, test.city)
		}
	}
}

func TestSkillLists(t *testing.T) {
	t.Parallel()
	tests := []struct {
		spec  string
		names []string
		items []string
	}{
		{"60 14b Skills\n60 10 Baking, Roasting; Grilling | 300 10 Plating", []string{"Baking", "Roasting", "Grilling", "Plating"}, nil},
		{"60 14b Skills\n60 10 Kitchen (Expert): Baking, Roasting (C)\n60 10 Office: Spreadsheets", []string{"Kitchen", "Office"}, []string{"Baking", "Roasting (C)", "Spreadsheets"}},
		{"60 14b Skills\n60 11b Kitchen\n60 10 • Baking\n60 10 • Roasting\n60 11b Office\n60 10 • Spreadsheets", []string{"Kitchen", "Office"}, []string{"Baking", "Roasting", "Spreadsheets"}},
		{"60 14b Skills\n60 10 Baking  Roasting  Fine dining\n60 10 80 %", []string{"Baking", "Roasting", "Fine dining"}, nil},
	}
	for _, test := range tests {
		var names, items []string
		for _, s := range Parse(sheetOf(t, "60 20b A Person\n"+test.spec)).Resume.Skills {
			names, items = append(names, s.Name), append(items, s.Keywords...)
		}
		if !slices.Equal(names, test.names) || !slices.Equal(items, test.items) {
			t.Errorf("Parse(%q) = %q %q, want %q %q", test.spec, names, items, test.names, test.items)
		}
	}
}

// TestLanguagesAndLevels: a level of the European framework is taken only where
// the CV states one.
func TestLanguagesAndLevels(t *testing.T) {
	t.Parallel()
	tests := map[string][]cv.Language{
		"60 10 English (Native), Spanish (B2)":                                    {{Language: "English", Fluency: "Native"}, {Language: "Spanish", Fluency: "B2", CEFR: "B2"}},
		"60 10 Deutsch | 200 10 Muttersprache\n60 10 Englisch | 200 10 C1":        {{Language: "Deutsch", Fluency: "Muttersprache"}, {Language: "Englisch", Fluency: "C1", CEFR: "C1"}},
		"60 10b Français\n60 10 Langue maternelle\n60 10b Anglais\n60 10 Notions": {{Language: "Français", Fluency: "Langue maternelle"}, {Language: "Anglais", Fluency: "Notions"}},
		"60 10 • Русский — родной\n60 10 • Английский — B1":                       {{Language: "Русский", Fluency: "родной"}, {Language: "Английский", Fluency: "B1", CEFR: "B1"}},
	}
	for spec, want := range tests {
		got := Parse(sheetOf(t, "60 20b A Person\n60 14b Languages\n"+spec)).Resume.Languages
		if !slices.Equal(got, want) {
			t.Errorf("Parse(%q) = %+v, want %+v", spec, got, want)
		}
	}
}

// TestOrderOfFields reads the same two positions in every usual order of
// company, position and date.
func TestOrderOfFields(t *testing.T) {
	t.Parallel()
	specs := map[string]string{
		"position, company, date right": "60 10b Ward Leader | 440 10 2015 – 2019\n60 10 Hazel Clinic\n72 10 • Led a ward\n@gap 6\n60 10b Staff Nurse | 440 10 2011 – 2014\n60 10 Birch Works\n72 10 • Nursed",
		"company, position, date below": "60 10b Hazel Clinic\n60 10i Ward Leader\n60 9 2015 – 2019\n72 10 • Led a ward\n@gap 6\n60 10b Birch Works\n60 10i Staff Nurse\n60 9 2011 – 2014\n72 10 • Nursed",
		"one line with a comma":         "60 10b Ward Leader, Hazel Clinic\n60 9 2015 – 2019\n72 10 • Led a ward\n@gap 6\n60 10b Staff Nurse, Birch Works\n60 9 2011 – 2014\n72 10 • Nursed",
		"one line with a dash":          "60 10b Hazel Clinic — Ward Leader\n60 9 2015 – 2019\n72 10 • Led a ward\n@gap 6\n60 10b Birch Works — Staff Nurse\n60 9 2011 – 2014\n72 10 • Nursed",
		"one line with a word":          "60 10b Ward Leader at Hazel Clinic | 440 10 2015 – 2019\n72 10 • Led a ward\n@gap 6\n60 10b Staff Nurse at Birch Works | 440 10 2011 – 2014\n72 10 • Nursed",
		"date first":                    "60 9 2015 – 2019\n60 10b Ward Leader\n60 10 Hazel Clinic\n72 10 • Led a ward\n@gap 6\n60 9 2011 – 2014\n60 10b Staff Nurse\n60 10 Birch Works\n72 10 • Nursed",
		"a form with field names":       "60 9 Dates | 200 10 2015 – 2019\n60 9 Position held | 200 10 Ward Leader\n60 9 Employer | 200 10 Hazel Clinic\n60 9 Main activities | 200 10 • Led a ward\n@gap 6\n60 9 Dates | 200 10 2011 – 2014\n60 9 Position held | 200 10 Staff Nurse\n60 9 Employer | 200 10 Birch Works\n60 9 Main activities | 200 10 • Nursed",
		"two ends in a left column":     "60 9 06/2015 | 180 10b Ward Leader\n60 9 – 05/2019 | 180 10 Hazel Clinic\n192 10 • Led a ward\n@gap 6\n60 9 06/2011 | 180 10b Staff Nurse\n60 9 – 05/2014 | 180 10 Birch Works\n192 10 • Nursed",
		"date in a left column":         "60 9 2015 – 2019 | 180 10b Ward Leader\n180 10 Hazel Clinic\n192 10 • Led a ward\n@gap 6\n60 9 2011 – 2014 | 180 10b Staff Nurse\n180 10 Birch Works\n192 10 • Nursed",
	}
	for name, spec := range specs {
		reading := Parse(sheetOf(t, "60 20b A Person\n60 14b Work Experience\n"+spec+"\n@gap 10\n60 14b Skills\n60 10 Triage, Rotas"))
		checkEvidence(t, reading)
		got := reading.Resume.Work
		if len(got) != 2 {
			t.Errorf("Parse(%s) = %d positions, want 2: %+v", name, len(got), got)
			continue
		}
		if got[0].Name != "Hazel Clinic" || got[0].Position != "Ward Leader" || got[1].Name != "Birch Works" || got[1].Position != "Staff Nurse" {
			t.Errorf("Parse(%s) = %q at %q and %q at %q", name, got[0].Position, got[0].Name, got[1].Position, got[1].Name)
		}
		if got[0].Start.Year != 2015 || got[0].End.Year != 2019 || !slices.Equal(got[1].Highlights, []string{"Nursed"}) {
			t.Errorf("Parse(%s) = %+v", name, got)
		}
	}
}
