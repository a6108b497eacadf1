package taxonomy

import (
	"maps"
	"math"
	"slices"
	"strings"
	"sync"
)

// Languages are the ISO 639-1 codes of the languages with occupation labels.
var Languages = strings.Fields("bg cs da de en es et fr hr hu it lt lv nl no pl pt ro sk sl sv")

// keepAcross is how many concepts a vector keeps in languages other than
// English, where documents are labels only.
const keepAcross = 20

var spaces = func() map[string]func() *Space {
	m := map[string]func() *Space{"en": iscoEnglish}
	for _, lang := range Languages {
		if lang != "en" {
			m[lang] = sync.OnceValue(func() *Space { return labelSpace(lang) })
		}
	}
	return m
}()

// ISCO returns the space of the ISCO-08 occupation groups for texts in a
// language; nil when there are no labels in it. Concepts have the same numbers
// in every language, so vectors of different languages can be compared.
func ISCO(lang string) *Space {
	if open, ok := spaces[lang]; ok {
		return open()
	}
	return nil
}

// labelSpace builds the space of a language from its occupation labels.
func labelSpace(lang string) *Space {
	english := iscoEnglish()
	number := map[string]int{}
	for i, c := range english.concepts {
		number[c.code] = i
	}
	bags := make([]map[string]int, len(english.concepts))
	occupations := occupationsTable()
	rows("labels_"+lang, func(line int, field []string) {
		n, ok := number[occupations[line].isco]
		if !ok || strings.HasPrefix(occupations[line].id, "C") {
			return
		}
		if bags[n] == nil {
			bags[n] = map[string]int{}
		}
		for _, stem := range Stems(field[0], lang) {
			bags[n][stem]++
		}
	})
	s := &Space{concepts: english.concepts, keep: keepAcross, minor: english.minor, major: english.major, groups: english.groups}
	s.index(bags)
	return s
}

// index builds the inverted weights from one bag per concept; here idf is
// ln(n/df).
func (s *Space) index(bags []map[string]int) {
	df := map[string]int{}
	for _, bag := range bags {
		for stem := range bag {
			df[stem]++
		}
	}
	norm := make([]float64, len(bags))
	idf := func(stem string) float64 {
		return math.Round(math.Log(float64(len(bags))/float64(df[stem]))*1024) / 1024
	}
	order := slices.Sorted(maps.Keys(df))
	for i, bag := range bags {
		for _, stem := range slices.Sorted(maps.Keys(bag)) {
			w := float64(logCount(bag[stem]) * idf(stem))
			norm[i] += float64(w * w)
		}
	}
	s.terms = make(map[string]int32, len(df))
	in := holders(bags)
	for id, stem := range order {
		s.terms[stem] = int32(id)
		s.idf = append(s.idf, idf(stem))
		s.start = append(s.start, uint32(len(s.post)))
		for _, c := range in[stem] {
			w := float64(logCount(bags[c][stem])*idf(stem)) / math.Sqrt(norm[c])
			s.post = append(s.post, c)
			s.weight = append(s.weight, uint8(min(255, max(1, math.Round(w*255)))))
		}
	}
	s.start = append(s.start, uint32(len(s.post)))
}

// holders lists, per stem, the concepts whose bag holds it.
func holders(bags []map[string]int) map[string][]uint16 {
	in := map[string][]uint16{}
	for i, bag := range bags {
		for stem := range bag {
			in[stem] = append(in[stem], uint16(i))
		}
	}
	return in
}

type occupation struct{ id, isco, label string }

var occupationsTable = sync.OnceValue(func() []occupation {
	var all []occupation
	rows("occupations", func(_ int, f []string) { all = append(all, occupation{f[0], f[1], f[2]}) })
	return all
})
