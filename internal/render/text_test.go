package render_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"pgregory.net/rapid"

	"jobops/internal/civil"
	"jobops/internal/cv"
	"jobops/internal/render"
	"jobops/internal/sample"
)

var update = flag.Bool("update", false, "write the golden files")

// golden compares with testdata/golden/name.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", "golden", name)
	if *update {
		if err := os.WriteFile(path, got, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs; run go test -update and look at the change\ngot:\n%s", name, got)
	}
}

func TestTextAndMarkdownGolden(t *testing.T) {
	t.Parallel()
	for _, c := range sample.CVs() {
		golden(t, c.Name+".txt", render.Text(c.Resume, render.Options{}))
		golden(t, c.Name+".md", render.Markdown(c.Resume, render.Options{}))
	}
}

// TestPeerDefect04_DatesPerLocale: headings, dates and "present" in each
// language, and no date moves whatever the zone (dates have none).
func TestPeerDefect04_DatesPerLocale(t *testing.T) {
	t.Parallel()
	var all bytes.Buffer
	r := cv.Resume{Work: []cv.Work{
		{Position: "A", Period: cv.Period{Start: civil.Date{Year: 2020, Month: 3, Day: 1}, Current: true}},
		{Position: "B", Period: cv.Period{Start: civil.Date{Year: 2019, Month: 8}, End: civil.Date{Year: 2020, Month: 2}}},
		{Position: "C", Period: cv.Period{Start: civil.Date{Year: 2018}, End: civil.Date{Year: 2018, Month: 12, Day: 31}}},
		{Position: "D", Period: cv.Period{Start: civil.Date{Year: 2017, Month: 5}}},
		{Position: "E", Period: cv.Period{End: civil.Date{Year: 2016}}},
	}, Certificates: []cv.Certificate{{Name: "F", Date: civil.Date{Year: 2015, Month: 1, Day: 2}}}}
	for _, language := range []string{"de", "el", "en", "es", "fr", "it", "nl", "pl", "pt", "ru"} {
		all.WriteString("== " + language + "\n")
		all.Write(render.Text(r, render.Options{Language: language}))
	}
	golden(t, "dates.txt", all.Bytes())
}

// TestLanguageChoice: the options win over the CV; region variants and unknown
// languages fall back.
func TestLanguageChoice(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ option, meta, want string }{
		{"", "", "EXPERIENCE"}, {"fr", "de", "EXPÉRIENCE PROFESSIONNELLE"}, {"", "de-AT", "BERUFSERFAHRUNG"},
		{"pt-BR", "", "EXPERIÊNCIA PROFISSIONAL"}, {"sv", "", "EXPERIENCE"}, {"not a tag", "", "EXPERIENCE"},
	} {
		r := cv.Resume{Work: []cv.Work{{Position: "x"}}, Meta: cv.Meta{Language: tt.meta}}
		if got := string(render.Text(r, render.Options{Language: tt.option})); !strings.HasPrefix(got, tt.want+"\n") {
			t.Errorf("Text(%q, %q) = %q, want heading %q", tt.option, tt.meta, got, tt.want)
		}
	}
}

func resumeSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	schema, err := c.Compile(filepath.Join("testdata", "jsonresume", "schema.json"))
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func TestJSONFollowsPublishedSchema(t *testing.T) {
	t.Parallel()
	schema := resumeSchema(t)
	resumes := map[string]cv.Resume{"empty": {}, "bad addresses": {
		Basics:   cv.Basics{Email: "not an address", URL: "example.org", Profiles: []cv.Profile{{URL: "::"}}},
		Projects: []cv.Project{{URL: "https://example.org/ä b"}},
	}}
	for _, c := range sample.CVs() {
		resumes[c.Name] = c.Resume
	}
	for name, r := range resumes {
		data, err := render.JSON(r)
		if err != nil {
			t.Fatal(err)
		}
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(doc); err != nil {
			t.Errorf("JSON(%s): %v", name, err)
		}
	}
}

// TestJSONKeepsEverything: what is written is the CV itself.
func TestJSONKeepsEverything(t *testing.T) {
	t.Parallel()
	for _, c := range sample.CVs() {
		data, err := render.JSON(c.Resume)
		if err != nil {
			t.Fatal(err)
		}
		var got cv.Resume
		if err := json.Unmarshal(data, &got); err != nil {
			t.Fatal(err)
		}
		if got.Schema != render.SchemaURL {
			t.Errorf("$schema = %q", got.Schema)
		}
		got.Schema = ""
		if diff := cmp.Diff(c.Resume, got); diff != "" {
			t.Errorf("JSON(%s) read again: %s", c.Name, diff)
		}
	}
}

func TestFileName(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, company, title, ext, want string }{
		{"Maja Muster", "Beispiel & Söhne GmbH", "Ingenieurin (m/w/d)", "pdf", "Maja-Muster_Beispiel-Sohne-GmbH_Ingenieurin-m-w-d.pdf"},
		{"Ελένη Δειγματίδου", "", "", "docx", "Eleni-Deigmatidou.docx"},
		{"Анна Примерова", "ООО «Пример»", "Аналитик", "pdf", "Anna-Primerova_OOO-Primer_Analitik.pdf"},
		{"Łucja O’Przykład", "", "", ".PDF", "Lucja-OPrzyklad.pdf"},
		{"../../etc/passwd", "a\x00b", "c:\\d", "pdf", "etc-passwd_a-b_c-d.pdf"},
		{"", "", "", "pdf", "CV.pdf"}, {"名前", "", "", "pdf", "CV.pdf"},
	} {
		r := cv.Resume{Basics: cv.Basics{Name: tt.name}}
		if got := render.FileName(r, tt.company, tt.title, tt.ext); got != tt.want {
			t.Errorf("FileName(%q, %q, %q) = %q, want %q", tt.name, tt.company, tt.title, got, tt.want)
		}
	}
}

func TestFileNameIsSafe(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := cv.Resume{Basics: cv.Basics{Name: rapid.String().Draw(t, "name")}}
		got := render.FileName(r, rapid.String().Draw(t, "company"), rapid.String().Draw(t, "title"), "docx")
		if len(got) > 80 || !strings.HasSuffix(got, ".docx") || strings.ContainsFunc(got, func(c rune) bool {
			return !strings.ContainsRune("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.", c)
		}) {
			t.Fatalf("FileName = %q", got)
		}
	})
}

func TestFormats(t *testing.T) {
	t.Parallel()
	want := map[render.Format]string{"pdf": "pdf", "docx": "docx", "markdown": "md", "text": "txt", "json": "json", "reactive": "json"}
	for _, f := range render.Formats() {
		if f.Ext() != want[f] || f.ContentType() == "" {
			t.Errorf("%s.Ext() = %q, ContentType() = %q", f, f.Ext(), f.ContentType())
		}
	}
	if _, err := render.Write("odt", cv.Resume{}, render.Options{}); err == nil {
		t.Error("Write(odt) gives no error")
	}
	if _, err := render.PDF(cv.Resume{}, render.Options{Template: "none"}); err == nil {
		t.Error("PDF with an unknown template gives no error")
	}
}

// TestMarkdownEscapes: a person's text never becomes markup.
func TestMarkdownEscapes(t *testing.T) {
	t.Parallel()
	r := cv.Resume{Basics: cv.Basics{Name: "# a_b", Summary: "1. one\n- *two*\n<b>[x](javascript:alert)"}}
	got := string(render.Markdown(r, render.Options{}))
	for _, want := range []string{`# \# a\_b`, `1\. one`, `\- \*two\*`, `\<b\>\[x\](javascript:alert)`} {
		if !strings.Contains(got, want) {
			t.Errorf("Markdown = %q, want %q in it", got, want)
		}
	}
}
