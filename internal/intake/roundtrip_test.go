package intake_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"jobops/internal/civil"
	"jobops/internal/cv"
	"jobops/internal/intake"
	"jobops/internal/render"
	"jobops/internal/sample"
)

// shared makes a generator fit for tests that run at once: rapid notes the name
// of a generator at its first use, and reads it elsewhere without a lock.
func shared[V any](g *rapid.Generator[V]) *rapid.Generator[V] {
	_ = g.String()
	return g
}

// phrase draws texts with signs that formats are made of.
var phrase = shared(rapid.Custom(func(t *rapid.T) string {
	word := rapid.OneOf(rapid.StringMatching(`[A-Za-zéüßłçñ]{1,9}`), rapid.StringMatching(`[Α-Ωα-ωА-Яа-я]{1,9}`), rapid.SampledFrom([]string{"<b>", "</li>", "&amp;", "&", "\"x\"", "{y}", "<script>", "a:b", "100", "C++", "=1+1", "-->", "]]>"}))
	return "w" + strings.Join(rapid.SliceOfN(word, 1, 6).Draw(t, "words"), " ")
}))

var dates = shared(rapid.Custom(func(t *rapid.T) civil.Date {
	d := civil.Date{Year: rapid.IntRange(1960, 2030).Draw(t, "year")}
	if d.Month = rapid.IntRange(0, 12).Draw(t, "month"); d.Month > 0 {
		d.Day = rapid.IntRange(0, 28).Draw(t, "day")
	}
	return d
}))

// spans are periods that say the same in words: the start comes first.
var spans = shared(rapid.Custom(func(t *rapid.T) cv.Period {
	p := cv.Period{Start: dates.Draw(t, "start")}
	switch rapid.IntRange(0, 2).Draw(t, "end") {
	case 0:
		p.Current = true
	case 1:
		p.End = dates.Draw(t, "end")
		p.End.Year = p.Start.Year + rapid.IntRange(1, 9).Draw(t, "years")
	}
	return p
}))

func maybe(t *rapid.T, name string) string {
	if rapid.Bool().Draw(t, name+"?") {
		return phrase.Draw(t, name)
	}
	return ""
}

func some[T any](t *rapid.T, name string, g func(*rapid.T) T) []T {
	var out []T
	for range rapid.IntRange(0, 2).Draw(t, name) {
		out = append(out, g(t))
	}
	return out
}

func list(t *rapid.T, name string) []string {
	if all := rapid.SliceOfN(phrase, 0, 3).Draw(t, name); len(all) > 0 {
		return all
	}
	return nil
}

// resume draws a CV with something of everything.
func resume(t *rapid.T) cv.Resume {
	one := func(name string) string { return phrase.Draw(t, name) }
	url := func(name string) string {
		if rapid.Bool().Draw(t, name) {
			return "https://example.org/" + rapid.StringMatching(`[a-z]{1,8}`).Draw(t, name)
		}
		return ""
	}
	period := func() cv.Period { return spans.Draw(t, "span") }
	return cv.Resume{
		Basics: cv.Basics{
			Name: one("name"), Label: maybe(t, "label"), Email: "person@example.org", Phone: maybe(t, "phone"), URL: url("url"), Summary: maybe(t, "summary"),
			Location: cv.Location{City: "Lyon", CountryCode: "FR", PostalCode: rapid.SampledFrom([]string{"", "69003"}).Draw(t, "code")},
			Profiles: some(t, "profiles", func(t *rapid.T) cv.Profile {
				return cv.Profile{Network: one("network"), Username: maybe(t, "user"), URL: url("profile")}
			}),
		},
		Work: some(t, "work", func(t *rapid.T) cv.Work {
			return cv.Work{Name: one("name"), Position: maybe(t, "position"), Location: maybe(t, "location"), URL: url("url"), Period: period(), Summary: maybe(t, "summary"), Highlights: list(t, "highlights")}
		}),
		Volunteer: some(t, "volunteer", func(t *rapid.T) cv.Volunteer {
			return cv.Volunteer{Organization: one("name"), URL: url("url"), Period: period(), Summary: maybe(t, "summary"), Highlights: list(t, "highlights")}
		}),
		Education: some(t, "education", func(t *rapid.T) cv.Education {
			return cv.Education{Institution: one("school"), StudyType: maybe(t, "degree"), Area: maybe(t, "area"), Score: maybe(t, "score"), URL: url("url"), Period: period(), Courses: list(t, "courses")}
		}),
		Awards: some(t, "awards", func(t *rapid.T) cv.Award {
			return cv.Award{Title: one("title"), Awarder: maybe(t, "awarder"), Date: dates.Draw(t, "date"), Summary: maybe(t, "summary")}
		}),
		Certificates: some(t, "certificates", func(t *rapid.T) cv.Certificate {
			return cv.Certificate{Name: one("name"), Issuer: maybe(t, "issuer"), Date: dates.Draw(t, "date"), URL: url("url")}
		}),
		Publications: some(t, "publications", func(t *rapid.T) cv.Publication {
			return cv.Publication{Name: one("name"), Publisher: maybe(t, "publisher"), ReleaseDate: dates.Draw(t, "date"), URL: url("url"), Summary: maybe(t, "summary")}
		}),
		Skills: some(t, "skills", func(t *rapid.T) cv.Skill {
			return cv.Skill{Name: one("name"), Level: maybe(t, "level"), Keywords: list(t, "keywords")}
		}),
		Languages: some(t, "languages", func(t *rapid.T) cv.Language {
			if rapid.Bool().Draw(t, "framework") {
				return cv.Language{Language: one("name"), Fluency: "C1", CEFR: "C1"}
			}
			return cv.Language{Language: one("name"), Fluency: maybe(t, "fluency")}
		}),
		Interests: some(t, "interests", func(t *rapid.T) cv.Interest {
			return cv.Interest{Name: one("name"), Keywords: list(t, "keywords")}
		}),
		References: some(t, "references", func(t *rapid.T) cv.Reference {
			return cv.Reference{Name: one("name"), Reference: maybe(t, "reference")}
		}),
		Projects: some(t, "projects", func(t *rapid.T) cv.Project {
			return cv.Project{Name: one("name"), URL: url("url"), Period: period(), Description: maybe(t, "description"), Highlights: list(t, "highlights")}
		}),
		Other: some(t, "other", func(t *rapid.T) cv.Section {
			return cv.Section{Title: one("title"), Lines: append(list(t, "lines"), one("line"))}
		}),
		Meta: cv.Meta{Language: rapid.SampledFrom([]string{"de", "el", "en", "es", "fr", "it", "nl", "pl", "pt", "ru"}).Draw(t, "language")},
	}
}

// TestJSONResumeThereAndBack: what we export as JSON Resume comes in as it was,
// with nothing left out.
func TestJSONResumeThereAndBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		want := resume(t)
		data, err := render.JSON(want)
		if err != nil {
			t.Fatal(err)
		}
		got, err := intake.Read(data)
		if err != nil || got.Kind != intake.JSONResume || len(got.Left) > 0 {
			t.Fatalf("Read = %s, %v, %v, want all of it as %s", got.Kind, got.Left, err, intake.JSONResume)
		}
		if diff := cmp.Diff(want, got.Resume, cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("Read of the export (-want +got):\n%s", diff)
		}
	})
}

// TestOwnJSONThereAndBack: so does the form in which an import is held until it
// is confirmed, with what is hidden and the order of sections.
func TestOwnJSONThereAndBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		want := resume(t)
		for i := range want.Work {
			want.Work[i].Hidden = rapid.Bool().Draw(t, "hidden")
		}
		for i := range want.Other {
			want.Other[i].Hidden = rapid.Bool().Draw(t, "hidden")
		}
		want.Meta.Sections = cv.Arranged(&want)
		want.Meta.Sections[0].Hidden, want.Meta.Sections[1].Title = true, "Own title"
		want.Meta.Ordered = rapid.Bool().Draw(t, "ordered")
		data, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		got, err := intake.Read(data)
		if err != nil || len(got.Left) > 0 {
			t.Fatalf("Read = %v, %v, want all of it", got.Left, err)
		}
		if diff := cmp.Diff(want, got.Resume, cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("Read of our own JSON (-want +got):\n%s", diff)
		}
	})
}

// TestReactiveThereAndBack: so does what Reactive Resume has a place for, in the
// dates of every language.
func TestReactiveThereAndBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		want := resume(t)
		data, err := render.Reactive(want, render.Options{})
		if err != nil {
			t.Fatal(err)
		}
		got, err := intake.Read(data)
		if err != nil || got.Kind != intake.Reactive || len(got.Left) > 0 {
			t.Fatalf("Read = %s, %v, %v, want all of it as %s", got.Kind, got.Left, err, intake.Reactive)
		}
		if diff := cmp.Diff(want, got.Resume, cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("Read of the export (-want +got):\n%s", diff)
		}
	})
}

// TestSamplesThereAndBack: every sample survives both JSON forms. Three things
// have no place in Reactive Resume and become text of their entry.
func TestSamplesThereAndBack(t *testing.T) {
	t.Parallel()
	for _, c := range sample.CVs() {
		data, err := render.JSON(c.Resume)
		if err != nil {
			t.Fatal(err)
		}
		got, err := intake.Read(data)
		if err != nil {
			t.Fatalf("Read(%s) error = %v", c.Name, err)
		}
		if diff := cmp.Diff(c.Resume, got.Resume, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s through JSON Resume (-want +got):\n%s", c.Name, diff)
		}
		if data, err = render.Reactive(c.Resume, render.Options{}); err != nil {
			t.Fatal(err)
		}
		if got, err = intake.Read(data); err != nil {
			t.Fatalf("Read(%s) error = %v", c.Name, err)
		}
		for _, change := range cv.Diff(c.Resume, got.Resume) {
			path := string(change.From + change.Path)
			if !strings.Contains(path, "/volunteer/") && !strings.Contains(path, "/projects/") {
				t.Errorf("%s through Reactive Resume: %+v", c.Name, change)
			}
		}
	}
}

// TestTextThereAndBack: the plain text that we write for web forms is read as a
// CV again, nearly all of it.
func TestTextThereAndBack(t *testing.T) {
	t.Parallel()
	for _, c := range sample.CVs() {
		got, err := intake.Read(render.Text(c.Resume, render.Options{}))
		if err != nil || got.Kind != intake.Text {
			t.Fatalf("Read(%s) = %s, %v", c.Name, got.Kind, err)
		}
		want, have := map[string]string{}, 0
		for _, l := range cv.Leaves(c.Resume) {
			want[string(l.Path)] = l.Text
		}
		for _, l := range cv.Leaves(got.Resume) {
			if want[string(l.Path)] == l.Text {
				have++
			}
		}
		f1 := 2 * float64(have) / float64(len(want)+len(cv.Leaves(got.Resume)))
		t.Logf("%s: F1 = %.3f", c.Name, f1)
		if f1 < 0.9 {
			t.Errorf("%s: F1 of the plain text = %.3f, want at least 0.9", c.Name, f1)
		}
	}
}
