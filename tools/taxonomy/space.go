package main

import (
	"cmp"
	_ "embed"
	"encoding/binary"
	"maps"
	"math"
	"slices"
	"strings"

	"jobops/internal/taxonomy"
)

// document describes one occupation by all its words.
type document struct{ code, label, text string }

const (
	heaviest    = 1000 // terms kept of each document
	weightSteps = 400
	idfSteps    = 1024
)

type entry struct {
	stem   string
	weight float64
}

// packSpace writes documents as a concept space in the form that package
// taxonomy reads. The terms are stems and pairs of neighbouring stems; a pair
// must occur in two documents. The weight of a term is
// (1 + ln tf) ln(1 + n/(1 + df)), normalised per document.
func packSpace(docs []document) []byte {
	bags := make([]map[string]int, len(docs))
	df := map[string]int{}
	for i, d := range docs {
		bags[i] = map[string]int{}
		for line := range strings.SplitSeq(d.text, "\n") {
			for _, s := range taxonomy.Terms(line, "en") {
				if bags[i][s]++; bags[i][s] == 1 {
					df[s]++
				}
			}
		}
	}
	for _, bag := range bags {
		maps.DeleteFunc(bag, func(term string, _ int) bool { return df[term] < 2 && strings.Contains(term, " ") })
	}
	idf := func(stem string) float64 { return math.Log(1 + float64(len(docs))/float64(1+df[stem])) }
	posts := map[string][]posting{}
	for i, bag := range bags {
		for _, e := range heavy(bag, idf) {
			posts[e.stem] = append(posts[e.stem], posting{i, quantise(e.weight)})
		}
	}
	return encode(docs, posts, idf)
}

type posting struct {
	concept int
	weight  byte
}

func quantise(w float64) byte { return byte(min(255, max(1, math.Round(w*weightSteps)))) }

// heavy returns the heaviest stems of a bag, normalised over the whole bag.
func heavy(bag map[string]int, idf func(string) float64) []entry {
	var all []entry
	sum := 0.0
	for stem, n := range bag {
		w := (1 + math.Log(float64(n))) * idf(stem)
		all, sum = append(all, entry{stem, w}), sum+w*w
	}
	slices.SortFunc(all, func(a, b entry) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.stem, b.stem))
	})
	all = all[:min(heaviest, len(all))]
	for i := range all {
		all[i].weight /= math.Sqrt(sum)
	}
	return all
}

func encode(docs []document, posts map[string][]posting, idf func(string) float64) []byte {
	out := binary.AppendUvarint(nil, uint64(len(docs)))
	for _, d := range docs {
		out = appendText(appendText(out, d.code), d.label)
	}
	out = binary.AppendUvarint(out, uint64(len(posts)))
	for _, stem := range sortedKeys(posts) {
		out = appendText(out, stem)
		out = binary.AppendUvarint(out, uint64(math.Round(idf(stem)*idfSteps)))
		out = binary.AppendUvarint(out, uint64(len(posts[stem])))
		at := 0
		for _, p := range posts[stem] {
			out = append(binary.AppendUvarint(out, uint64(p.concept-at)), p.weight)
			at = p.concept
		}
	}
	return out
}

func appendText(out []byte, s string) []byte {
	return append(binary.AppendUvarint(out, uint64(len(s))), s...)
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// onetDocuments describes each O*NET occupation by title, description,
// alternate titles, tasks and technology.
func (b *builder) onetDocuments() ([]document, error) {
	t, err := b.tables("onet_occupations", "onet_alternate_titles", "onet_tasks", "onet_technology")
	if err != nil {
		return nil, err
	}
	titles, tasks := group(t[1], "soc", "title"), group(t[2], "soc", "task")
	technology := group(t[3], "soc", "name")
	var docs []document
	for _, o := range t[0] {
		soc := o["soc"]
		parts := []string{o["title"], o["description"]}
		parts = append(parts, unique(titles[soc])...)
		parts = append(parts, tasks[soc]...)
		parts = append(parts, unique(technology[soc])...)
		parts = append(parts, today(0, soc)...)
		docs = append(docs, document{soc, o["title"], strings.Join(parts, " \n")})
	}
	slices.SortFunc(docs, func(a, b document) int { return cmp.Compare(a.code, b.code) })
	return docs, nil
}

// iscoDocuments describes each four-digit ISCO-08 group by its ESCO
// occupations and by the O*NET occupations that the crosswalk leads to it.
func (b *builder) iscoDocuments(onet []document) ([]document, error) {
	t, err := b.tables("esco_occupations_en", "isco08_groups_en", "onet_esco_crosswalk")
	if err != nil {
		return nil, err
	}
	text, iscoOf := map[string][]string{}, map[string]string{}
	for _, r := range t[0] {
		code := cmp.Or(r["isco08_v1_0"], r["isco08_v1_1"])
		iscoOf[r["id"]] = code
		parts := []string{r["label"], r["label"], strings.Join(r.list("alt_labels"), " \n"), r["description"]}
		text[code] = append(text[code], strings.Join(parts, " \n"))
	}
	for code := range text {
		text[code] = append(text[code], today(1, code)...)
	}
	links := group(t[2], "soc", "esco_id")
	for _, d := range onet {
		for _, code := range mostlyIn(links[d.code], iscoOf) {
			text[code] = append(text[code], d.text)
		}
	}
	names := group(t[1], "code", "label")
	var docs []document
	for _, code := range sortedKeys(text) {
		docs = append(docs, document{code, strings.Join(names[code], ""), strings.Join(text[code], " \n")})
	}
	return docs, nil
}

//go:embed occupations.tsv
var ownOccupations string

// today returns the words of today's ads for an occupation, by the code in a
// column of our own table: the sources are years behind in new trades.
func today(column int, code string) []string {
	var out []string
	for line := range strings.SplitSeq(ownOccupations, "\n") {
		if f := strings.Split(line, "\t"); len(f) == 3 && f[column] == code {
			out = append(out, strings.Split(f[2], "|")...)
		}
	}
	return out
}

// mostlyIn returns the at most two ISCO groups that most of the ESCO
// occupations fall in; the first seen wins a tie.
func mostlyIn(ids []string, iscoOf map[string]string) []string {
	count, order := map[string]int{}, []string{}
	for _, id := range ids {
		code, ok := iscoOf[id]
		if !ok {
			continue
		}
		if count[code]++; count[code] == 1 {
			order = append(order, code)
		}
	}
	slices.SortStableFunc(order, func(a, b string) int { return cmp.Compare(count[b], count[a]) })
	return order[:min(2, len(order))]
}

func unique(values []string) []string {
	values = slices.Clone(values)
	slices.Sort(values)
	return slices.Compact(values)
}
