package render_test

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"jobops/internal/civil"
	"jobops/internal/cv"
	"jobops/internal/parse"
	"jobops/internal/render"
	"jobops/internal/sample"
)

// unread are the fields of a Resume that no reading fills, with the reason.
var unread = map[string]string{
	"/work/*/description": "a file shows it as the beginning of the summary",
	"/projects/*/entity":  "a file shows it without a word that says what it is",
	"/projects/*/type":    "a file shows it without a word that says what it is",
}

// TestEvidenceForEveryField writes the sample CVs, reads them back and walks every
// field of a Resume: each value has a place in the text that holds it, on a page,
// in a box, with a confidence; and every field is read somewhere, but for those
// that are listed.
func TestEvidenceForEveryField(t *testing.T) {
	t.Parallel()
	met := map[string]bool{}
	for _, c := range append(sample.CVs(), everything()) {
		for _, f := range []render.Format{render.FormatPDF, render.FormatDOCX} {
			reading := readingOf(t, f, c.Resume)
			for _, leaf := range cv.Leaves(reading.Resume) {
				met[kindOf(leaf.Path)] = true
				if flaw := flawOf(&reading, leaf, f); flaw != "" {
					t.Errorf("%s %s: %s = %q %s", c.Name, f, leaf.Path, leaf.Text, flaw)
				}
			}
		}
	}
	var missing []string
	for _, kind := range kindsIn(reflect.TypeFor[cv.Resume](), "") {
		if _, listed := unread[kind]; listed == met[kind] {
			missing = append(missing, kind)
		}
	}
	if len(missing) > 0 {
		t.Errorf("fields that are neither read nor listed, or both:\n%s", strings.Join(missing, "\n"))
	}
}

func readingOf(t *testing.T, f render.Format, r cv.Resume) cv.Reading {
	t.Helper()
	data, err := render.Write(f, r, render.Options{})
	if err != nil {
		t.Fatal(err)
	}
	pool, err := reader()
	if err != nil {
		t.Fatal(err)
	}
	layout, err := pool.Read(t.Context(), "cv."+f.Ext(), data)
	if err != nil {
		t.Fatalf("Read(%s) error = %v", f, err)
	}
	return parse.Parse(layout)
}

// flawOf says what is wrong with the evidence for a value, "" when nothing is.
func flawOf(r *cv.Reading, leaf cv.Leaf, f render.Format) string {
	e, ok := r.At(leaf.Path)
	switch {
	case !ok:
		return "has no evidence"
	case !(e.Confidence > 0 && e.Confidence <= 1):
		return fmt.Sprintf("has the confidence %v", e.Confidence)
	case e.Page < 1 || e.Page > r.Pages || e.Start < 0 || e.Start >= e.End || e.End > len(r.Text):
		return fmt.Sprintf("has evidence outside of the document: %+v", e)
	case (e.Box == cv.Box{}) != (f == render.FormatDOCX):
		return fmt.Sprintf("has the box %v", e.Box)
	}
	quote := solid(r.Text[e.Start:e.End])
	switch kind := kindOf(leaf.Path); {
	case leaf.Date:
		if !strings.Contains(quote, leaf.Text[:4]) {
			return "is quoted as " + quote
		}
	case strings.HasSuffix(kind, "/url"), strings.HasSuffix(kind, "/countryCode"), strings.HasSuffix(kind, "/network"):
		return "" // the target of a link, a code for the name of a country or a host
	default:
		for word := range strings.FieldsSeq(leaf.Text) {
			if !strings.Contains(quote, solid(word)) {
				return "is quoted as " + quote
			}
		}
	}
	return ""
}

func solid(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, s)
}

var digits = regexp.MustCompile(`/\d+`)

func kindOf(path cv.Path) string { return digits.ReplaceAllString(string(path), "/*") }

// kindsIn lists the texts and dates of a type by their JSON names, without what
// describes the document itself.
func kindsIn(t reflect.Type, at string) []string {
	switch {
	case t == reflect.TypeFor[civil.Date](), t.Kind() == reflect.String:
		return []string{at}
	case t == reflect.TypeFor[cv.Meta](), at == "/$schema":
		return nil
	case t.Kind() == reflect.Slice:
		return kindsIn(t.Elem(), at+"/*")
	case t.Kind() != reflect.Struct:
		return nil
	}
	var out []string
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		step := "/" + name
		if f.Anonymous {
			step = ""
		}
		out = append(out, kindsIn(f.Type, at+step)...)
	}
	return slices.DeleteFunc(out, func(kind string) bool { return kind == "/$schema" })
}

// everything is a CV with something in each field.
func everything() sample.CV {
	span := cv.Period{Start: civil.Date{Year: 2015, Month: 3}, End: civil.Date{Year: 2019, Month: 8}}
	return sample.CV{Name: "everything", Language: "en", Resume: cv.Resume{
		Basics: cv.Basics{
			Name: "Sample Person", Label: "Head Cook", Email: "sample@example.org", Phone: "+33 1 99 00 12 34", URL: "https://sample.example.org",
			Summary:  "Cook with eleven years in hotel kitchens, at home in large teams and in small ones.",
			Location: cv.Location{Address: "12 Sample Street", PostalCode: "44000", City: "Nantes", CountryCode: "FR", Region: "Pays de la Loire"},
			Profiles: []cv.Profile{{Network: "GitHub", Username: "sampleperson", URL: "https://github.com/sampleperson"}},
		},
		Work: []cv.Work{{
			Name: "Harbour Kitchen", Location: "Leeds, UK", Description: "A hotel kitchen at the quay", Position: "Head Cook", URL: "https://kitchen.example.org", Period: span,
			Summary: "Led the kitchen of a hotel with two hundred rooms and a bar.", Highlights: []string{"Cooked for two hundred guests a day", "Trained three apprentices"},
		}},
		Volunteer: []cv.Volunteer{{
			Organization: "Sample Food Bank", Position: "Driver", URL: "https://bank.example.org", Period: span,
			Summary: "Drove food from shops to the people who need it, each week.", Highlights: []string{"Found four new shops"},
		}},
		Education: []cv.Education{{
			Institution: "Sample College", URL: "https://college.example.org", Area: "Catering", StudyType: "Diploma", Period: span, Score: "3.9", Courses: []string{"Kitchen Chemistry", "Cost Control"},
		}},
		Awards:       []cv.Award{{Title: "Soup of the Year", Date: civil.Date{Year: 2018}, Awarder: "Guild of Sample Cooks", Summary: "For a soup of leeks that was served ten thousand times."}},
		Certificates: []cv.Certificate{{Name: "First Aid at Work", Date: civil.Date{Year: 2017, Month: 5}, URL: "https://aid.example.org", Issuer: "Sample Ambulance"}},
		Publications: []cv.Publication{{Name: "Soups of the Harbour", Publisher: "Sample Press", ReleaseDate: civil.Date{Year: 2016}, URL: "https://press.example.org", Summary: "A book of ninety soups and the people who eat them."}},
		Skills:       []cv.Skill{{Name: "Kitchen", Level: "Expert", Keywords: []string{"Roasting", "Baking"}}},
		Languages:    []cv.Language{{Language: "French", Fluency: "C1", CEFR: "C1"}},
		Interests:    []cv.Interest{{Name: "Sailing", Keywords: []string{"Dinghies", "Tides"}}},
		References:   []cv.Reference{{Name: "Example Referee", Reference: "The best cook that our harbour has had in many years."}},
		Projects: []cv.Project{{
			Name: "Tide Table", Description: "A page that prints the tides of three harbours.", Highlights: []string{"Used by forty fishermen"}, Keywords: []string{"Tides", "Printing"},
			Period: span, URL: "https://tides.example.org", Roles: []string{"Author"}, Entity: "Harbour Society", Type: "Web page",
		}},
		Other: []cv.Section{{Title: "Memberships", Lines: []string{"Guild of Sample Cooks"}}},
	}}
}
