package taxonomy

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"
	"sync"
)

// Languages are the ISO 639-1 codes of the languages with occupation labels;
// for Greek and Russian there are words of trades only.
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
	for _, lang := range []string{"el", "ru"} {
		m[lang] = sync.OnceValue(func() *Space { return spaceOf(lang, tradeWords(lang)) })
	}
	return m
}()

// ISCO returns the space of the ISCO-08 occupation groups for texts in a
// language; nil when no words of it are known. Concepts have the same numbers
// in every language, so vectors of different languages can be compared.
func ISCO(lang string) *Space {
	if open, ok := spaces[lang]; ok {
		return open()
	}
	return nil
}

// labelSpace builds the space of a language from its occupation labels.
func labelSpace(lang string) *Space {
	words := map[string][]string{}
	occupations := occupationsTable()
	rows("labels_"+lang, func(line int, field []string) {
		if o := occupations[line]; !strings.HasPrefix(o.id, "C") {
			words[o.isco] = append(words[o.isco], field[0])
		}
	})
	return spaceOf(lang, words)
}

// tradeWords reads the words of each ISCO group in a language without labels.
func tradeWords(lang string) map[string][]string {
	words := map[string][]string{}
	rows("trades_"+lang, func(_ int, field []string) { words[field[0]] = append(words[field[0]], field[1]) })
	return words
}

// spaceOf builds a space from the words that a language has for each group.
func spaceOf(lang string, words map[string][]string) *Space {
	english := iscoEnglish()
	bags := make([]map[string]int, len(english.concepts))
	for i, c := range english.concepts {
		bags[i] = map[string]int{}
		for _, text := range words[c.code] {
			for _, stem := range Stems(text, lang) {
				bags[i][stem]++
			}
		}
	}
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

// GroupIn returns the name of an ISCO-08 group in a language (ISO 639-1) by its
// English one; what has no name in the language stays as it is.
func GroupIn(label, lang string) string {
	if names, ok := groupNames[lang]; ok {
		return cmp.Or(names()[label], label)
	}
	return label
}

var groupNames = func() map[string]func() map[string]string {
	m := map[string]func() map[string]string{}
	for _, lang := range Languages {
		m[lang] = sync.OnceValue(func() map[string]string { return readGroupNames(lang) })
	}
	return m
}()

func readGroupNames(lang string) map[string]string {
	names := map[string]string{}
	occupations := occupationsTable()
	rows("labels_"+lang, func(line int, field []string) {
		if o := occupations[line]; strings.HasPrefix(o.id, "C") && len(o.isco) == 4 {
			names[o.label], _, _ = strings.Cut(field[0], "|")
		}
	})
	return names
}
