package main

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"unicode"
)

//go:embed words.tsv
var ownWords string

// languages are those that CVs are made in.
var languages = []string{"en", "fr", "de", "es", "it", "nl", "pt", "pl", "el", "ru"}

// countries gives each language the countries whose cities it names.
var countries = map[string]string{
	"en": "GB US IE CA", "fr": "FR BE CH", "de": "DE AT CH", "es": "ES MX AR", "it": "IT", "nl": "NL BE", "pt": "PT BR", "pl": "PL", "el": "GR CY", "ru": "RU",
}

// vocabulary is what one language has to say: kind -> forms. Headings are kept
// as "heading.work" and so on, those that no table knows as "heading".
type vocabulary map[string][]string

// pick draws a form; "" when there is none.
func (v vocabulary) pick(r *rand.Rand, kind string) string {
	list := v[kind]
	if len(list) == 0 {
		return ""
	}
	return list[r.IntN(len(list))]
}

// vocabularies reads the tool's own table, the tables of package parse and the
// occupations and skills of package taxonomy below root.
func vocabularies(root string) (map[string]vocabulary, error) {
	out := map[string]vocabulary{}
	for _, l := range languages {
		out[l] = vocabulary{}
	}
	for line := range strings.Lines(ownWords) {
		if f := strings.Split(strings.TrimSpace(line), "\t"); len(f) == 3 && out[f[0]] != nil {
			out[f[0]][f[1]] = append(out[f[0]][f[1]], strings.Split(f[2], "|")...)
		}
	}
	for _, read := range []func(string, map[string]vocabulary) error{headings, dates, places, tongues, occupations} {
		if err := read(root, out); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// rows reads a table of package parse.
func rows(root, name string) ([][]string, error) {
	raw, err := os.ReadFile(filepath.Join(root, "internal/parse/lexicon", name+".tsv"))
	if err != nil {
		return nil, err
	}
	var out [][]string
	for line := range strings.Lines(string(raw)) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			out = append(out, strings.Split(line, "\t"))
		}
	}
	return out, nil
}

func headings(root string, out map[string]vocabulary) error {
	list, err := rows(root, "headings")
	for _, row := range list {
		if v := out[row[1]]; v != nil {
			v["heading."+row[0]] = strings.Split(row[2], "|")
		}
	}
	return err
}

func dates(root string, out map[string]vocabulary) error {
	list, err := rows(root, "months")
	if err != nil {
		return err
	}
	for _, row := range list {
		if v := out[row[0]]; v != nil {
			forms := strings.Split(row[2], "|")
			v["month"] = append(v["month"], forms[0])
			v["mon"] = append(v["mon"], forms[min(1, len(forms)-1)])
		}
	}
	list, err = rows(root, "present")
	for _, row := range list {
		if v := out[row[0]]; v != nil {
			v["present"] = strings.Split(row[1], "|")
		}
	}
	return err
}

func places(root string, out map[string]vocabulary) error {
	list, err := rows(root, "cities")
	for _, row := range list {
		for l, v := range out {
			if strings.Contains(countries[l], row[0]) {
				v["city"] = append(v["city"], strings.Split(row[1], "|")...)
			}
		}
	}
	return err
}

// tongues reads the names of languages, a column for each language, and words
// for how well they are known.
func tongues(root string, out map[string]vocabulary) error {
	list, err := rows(root, "languages")
	if err != nil {
		return err
	}
	order := strings.Fields("en fr de es it pt nl pl el ru")
	for _, row := range list {
		for i, name := range strings.Split(row[1], "|") {
			if i < len(order) {
				out[order[i]]["tongue"] = append(out[order[i]]["tongue"], name)
			}
		}
	}
	list, err = rows(root, "levels")
	for _, row := range list {
		for _, v := range out {
			v["level"] = append(v["level"], strings.Split(row[1], "|")...)
		}
	}
	return err
}

// occupations reads titles and skills, where the taxonomy has the language.
func occupations(root string, out map[string]vocabulary) error {
	for l, v := range out {
		titles, err := unpacked(root, "labels_"+l)
		if err != nil {
			return err
		}
		for line := range strings.Lines(titles) {
			first, _, _ := strings.Cut(strings.TrimSpace(line), "|")
			first, _, _ = strings.Cut(first, "/")
			if n := len(strings.Fields(first)); n > 0 && n <= 4 {
				v["title"] = append(v["title"], first)
			}
		}
		skills, err := unpacked(root, "skills_"+l)
		if err != nil {
			return err
		}
		for line := range strings.Lines(skills) {
			first, _, _ := strings.Cut(strings.TrimSpace(line), "|")
			if n := len(strings.Fields(first)); n > 0 && n <= 3 {
				v["skill"] = append(v["skill"], first)
			}
		}
	}
	return nil
}

// unpacked reads a table of package taxonomy; "" when there is none.
func unpacked(root, name string) (string, error) {
	packed, err := os.ReadFile(filepath.Join(root, "internal/taxonomy/tables", name+".gz"))
	if os.IsNotExist(err) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return "", fmt.Errorf("%s: %w", name, err)
	}
	raw, err := io.ReadAll(z)
	return string(raw), err
}

// capital makes the first letter of a text a capital.
func capital(s string) string {
	r := []rune(s)
	if len(r) > 0 {
		r[0] = unicode.ToUpper(r[0])
	}
	return string(r)
}

// title makes the first letter of every word a capital.
func title(s string) string {
	list := strings.Fields(s)
	for i := range list {
		list[i] = capital(list[i])
	}
	return strings.Join(list, " ")
}
