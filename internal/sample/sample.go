// Package sample holds CVs of people who do not exist and postings of companies
// that do not exist, for the "try with sample data" button, the documentation
// and tests. CVs gives the CVs, Posting an advertisement.
//
// Names say that they are samples, addresses lie under example.com and
// example.org, telephone numbers come from ranges kept for fiction. Nothing
// here is derived from a real person's document.
package sample

import (
	"embed"
	"encoding/json"
	"io/fs"
	"strings"
	"sync"

	"jobops/internal/cv"
)

//go:embed data
var data embed.FS

// CV is one sample: Name is stable and unique ("nurse.en"), Language a BCP 47
// tag.
type CV struct {
	Name     string
	Language string
	Resume   cv.Resume
}

// CVs returns all sample CVs in a fixed order. The caller owns the result.
func CVs() []CV {
	names := cvNames()
	all := make([]CV, len(names))
	for i, name := range names {
		all[i] = load(name)
	}
	return all
}

// For returns the sample CV that fits a language best: "fr" and "fr-CA" give
// the French one, an unknown language the first English one.
func For(language string) CV {
	base, _, _ := strings.Cut(strings.ToLower(language), "-")
	for _, name := range cvNames() {
		if strings.HasSuffix(name, "."+base) {
			return load(name)
		}
	}
	return load("nurse.en")
}

// Posting returns the text of a sample advertisement that suits For of the same
// language; English where there is none.
func Posting(language string) string {
	base, _, _ := strings.Cut(strings.ToLower(language), "-")
	text, err := data.ReadFile("data/posting." + base + ".txt")
	if err != nil {
		text, _ = data.ReadFile("data/posting.en.txt")
	}
	return string(text)
}

var cvNames = sync.OnceValue(func() []string {
	paths, _ := fs.Glob(data, "data/*.json") // fails for a malformed pattern only
	for i, p := range paths {
		paths[i] = strings.TrimSuffix(strings.TrimPrefix(p, "data/"), ".json")
	}
	return paths
})

// load decodes an embedded file. The files are part of the program, so a
// failure is ours and the tests meet it first.
func load(name string) CV {
	text, err := data.ReadFile("data/" + name + ".json")
	if err != nil {
		panic("sample: " + err.Error())
	}
	c := CV{Name: name}
	if err := json.Unmarshal(text, &c.Resume); err != nil {
		panic("sample: " + name + ": " + err.Error())
	}
	c.Language = c.Resume.Meta.Language
	return c
}
