package parse

import (
	"slices"
	"testing"

	"jobops/internal/cv"
)

func TestGradesAndCourses(t *testing.T) {
	t.Parallel()
	tests := []struct {
		heading, facts, score string
		courses               []string
	}{
		{"Education", "60 10 Grade: First class honours\n60 10 Courses: Databases, Compilers", "First class honours", []string{"Databases", "Compilers"}},
		{"Ausbildung", "60 10 Abschlussnote: 1,4\n60 10 Schwerpunkte: Statik; Holzbau", "1,4", []string{"Statik", "Holzbau"}},
		{"Formation", "60 10 Mention : Bien\n60 10 Cours : Fours, Levains", "Bien", []string{"Fours", "Levains"}},
		{"Formación", "60 10 Nota media: 8,7\n60 10 Cursos: Hornos", "8,7", []string{"Hornos"}},
		{"Istruzione", "60 10 Voto: 110/110\n60 10 Corsi: Forni", "110/110", []string{"Forni"}},
		{"Formação", "60 10 Média: 16\n60 10 Disciplinas: Fornos", "16", []string{"Fornos"}},
		{"Opleiding", "60 10 Cijfer: 8\n60 10 Vakken: Ovens", "8", []string{"Ovens"}},
		{"Wykształcenie", "60 10 Ocena: 4,5\n60 10 Kursy: Piece", "4,5", []string{"Piece"}},
		{"Εκπαίδευση", "60 10 Βαθμός: 8,1\n60 10 Μαθήματα: Οπτική", "8,1", []string{"Οπτική"}},
		{"Образование", "60 10 Оценка: 4,8\n60 10 Курсы: Статика", "4,8", []string{"Статика"}},
	}
	for _, test := range tests {
		reading := Parse(sheetOf(t, "60 20b A Person\n60 10 a@example.org\n60 14b "+test.heading+"\n60 10b Master, Sampling | 400 10 2011 – 2013\n60 10 University of Sampleford\n"+test.facts))
		checkEvidence(t, reading)
		got := reading.Resume.Education
		if len(got) != 1 || got[0].Score != test.score || !slices.Equal(got[0].Courses, test.courses) || got[0].Institution != "University of Sampleford" {
			t.Errorf("Parse(%q) gives %+v, want score %q and courses %q", test.facts, got, test.score, test.courses)
		}
	}
}

func TestProjectKeywords(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"Keywords", "Technologies", "Mots-clés", "Schlagwörter", "Palabras clave", "Parole chiave", "Palavras-chave", "Trefwoorden", "Słowa kluczowe", "Λέξεις-κλειδιά", "Ключевые слова"} {
		reading := Parse(sheetOf(t, "60 20b A Person\n60 10 a@example.org\n60 14b Projects\n60 10b Tidepool | 400 10 2019 – 2022\n60 10 A pool of connections, open to all.\n60 10 "+name+": Go, SQL"))
		checkEvidence(t, reading)
		got := reading.Resume.Projects
		if len(got) != 1 || !slices.Equal(got[0].Keywords, []string{"Go", "SQL"}) || got[0].Description != "A pool of connections, open to all." {
			t.Errorf("Parse with %q gives %+v", name, got)
		}
	}
}

func TestReferees(t *testing.T) {
	t.Parallel()
	tests := map[string][]cv.Reference{
		"60 10b Paula Specimen\n60 10 She leaves every ward calmer than she found it.":                            {{Name: "Paula Specimen", Reference: "She leaves every ward calmer than she found it."}},
		"60 10b Paula Specimen\n60 10 A calm hand.\n@gap 6\n60 10b Omar Beispiel\n60 10 Never late in ten years.": {{Name: "Paula Specimen", Reference: "A calm hand."}, {Name: "Omar Beispiel", Reference: "Never late in ten years."}},
		"60 10 Given on request.": {{Reference: "Given on request."}},
	}
	for spec, want := range tests {
		reading := Parse(sheetOf(t, "60 20b A Person\n60 10 a@example.org\n60 14bc References\n"+spec))
		checkEvidence(t, reading)
		if got := reading.Resume.References; !slices.Equal(got, want) {
			t.Errorf("Parse(%q) gives %+v, want %+v", spec, got, want)
		}
	}
}

// TestTownsByPlace: a town that no list knows is known by where it stands.
func TestTownsByPlace(t *testing.T) {
	t.Parallel()
	tests := map[string][]string{
		"60 10b Ward Leader | 440 10 2015 – 2019\n60 10 Hazel Clinic | 460 10 Slowton\n72 10 • Led a ward\n@gap 6\n60 10b Staff Nurse | 440 10 2011 – 2014\n60 10 Birch Works Ltd | 445 10 Upper Sham\n72 10 • Nursed": {"Slowton", "Upper Sham"},
		"60 10 2015 – 2019 | 180 10b Ward Leader\n60 10 Slowton | 180 10 Hazel Clinic\n192 10 • Led a ward\n@gap 6\n60 10 2011 – 2014 | 180 10b Staff Nurse\n60 10 York | 180 10 Birch Works Ltd\n192 10 • Nursed":     {"Slowton", "York"},
	}
	for spec, want := range tests {
		reading := Parse(sheetOf(t, "60 20b A Person\n60 14b Work Experience\n"+spec))
		checkEvidence(t, reading)
		var got []string
		for _, w := range reading.Resume.Work {
			got = append(got, w.Location)
		}
		if !slices.Equal(got, want) {
			t.Errorf("Parse(%q) gives the places %q, want %q", spec, got, want)
		}
	}
}
