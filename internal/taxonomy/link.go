package taxonomy

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"sync"
)

// Link is an ESCO occupation or ISCO group that a job title may mean. Score
// orders the links of one title and has no meaning beyond it.
type Link struct {
	URI   string // http://data.europa.eu/esco/occupation/… or …/isco/C…
	ISCO  string // ISCO-08 code of one to four digits
	Label string // preferred label in English
	Score float64
}

// LinkTitle names the occupations that a title in a language (ISO 639-1) may
// mean, best first, at most n. A language without labels is read as English.
//
// Titles are compared with the labels of their own language by letters (three
// to five in a row, weighted by rarity) and by whole words; the best label of an
// occupation counts, and for a smaller part all its labels together and the best
// of its kin.
func LinkTitle(title, lang string, n int) []Link {
	if !slices.Contains(Languages, lang) {
		lang = "en"
	}
	score := linkers[lang]().score(title)
	order := make([]int32, 0, len(score))
	for o := range score {
		order = append(order, o)
	}
	all := occupationsTable()
	slices.SortFunc(order, func(a, b int32) int {
		return cmp.Or(cmp.Compare(score[b], score[a]), cmp.Compare(all[a].id, all[b].id))
	})
	links := make([]Link, 0, min(n, len(order)))
	for _, o := range order[:min(n, len(order))] {
		links = append(links, Link{all[o].uri(), all[o].isco, all[o].label, score[o]})
	}
	return links
}

func (o occupation) uri() string {
	if strings.HasPrefix(o.id, "C") {
		return "http://data.europa.eu/esco/isco/" + o.id
	}
	return "http://data.europa.eu/esco/occupation/" + o.id
}

var linkers = func() map[string]func() *linker {
	m := map[string]func() *linker{}
	for _, lang := range Languages {
		m[lang] = sync.OnceValue(func() *linker { return openLinker(lang) })
	}
	return m
}()

const (
	shortGram, longGram = 3, 5
	wholeWord           = 2.0 // a whole word against a run of letters
	togetherShare       = 0.4 // all labels of an occupation against the best one

	// groupShare is what an ISCO group counts for against an occupation, a
	// group of fewer than four digits twice over: a title means an occupation,
	// groups are for what no occupation fits.
	groupShare = 0.8
)

// linker finds the labels of one language by their features.
type linker struct {
	lang     string
	labels   featureIndex // one document a label
	together featureIndex // one document an occupation
	owner    []int32      // label -> occupation
}

func openLinker(lang string) *linker {
	l := &linker{lang: lang}
	var each, all [][]feature
	rows("labels_"+lang, func(line int, field []string) {
		var together []feature
		for label := range strings.SplitSeq(field[0], "|") {
			for _, form := range forms(label) {
				f := features(form, lang)
				each, together = append(each, f), append(together, f...)
				l.owner = append(l.owner, int32(line))
			}
		}
		all = append(all, together)
	})
	l.labels, l.together = indexFeatures(each), indexFeatures(all)
	return l
}

// forms returns a label and the labels it stands for: without its bracket, and
// each side of "conducteur de bus/conductrice de bus" or "Referent/in".
func forms(label string) []string {
	if label == "" {
		return nil
	}
	out := []string{label}
	if i := strings.IndexByte(label, '('); i > 0 {
		out = append(out, label[:i])
	}
	a, b, slash := strings.Cut(label, "/")
	switch {
	case !slash || strings.Contains(b, "/"):
	case len(b) <= shortEnding && !strings.Contains(a, " "):
		out = append(out, a, a+b)
	case strings.Contains(a, " ") == strings.Contains(b, " "):
		out = append(out, a, b)
	}
	return out
}

// shortEnding is the longest part after a slash that is an ending, in bytes.
const shortEnding = 4

func (l *linker) score(title string) map[int32]float64 {
	f := features(title, l.lang)
	best := map[int32]float64{}
	for label, x := range l.labels.score(f) {
		if o := l.owner[label]; x > best[o] {
			best[o] = x
		}
	}
	for o, x := range l.together.score(f) {
		if x > 0 {
			best[int32(o)] += float64(togetherShare * x)
		}
	}
	for o := range best {
		best[o] = float64(best[o] * occupationsTable()[o].share())
	}
	return kin(best)
}

// kinShares are what the best score among the occupations of the same ISCO
// group of four, three and two digits adds to a score: titles that no label
// comes near are found beside those of their trade.
var kinShares = []struct {
	digits int
	share  float64
}{{4, 0.3}, {3, 0.2}, {2, 0.1}}

// kin adds to every occupation what its groups scored.
func kin(score map[int32]float64) map[int32]float64 {
	all := occupationsTable()
	best := map[string]float64{}
	for o, x := range score {
		for _, k := range kinShares {
			if code := all[o].isco; len(code) >= k.digits {
				best[code[:k.digits]] = max(best[code[:k.digits]], x)
			}
		}
	}
	out := make(map[int32]float64, len(score))
	for i, o := range all {
		x, own := score[int32(i)], 0.0
		for _, k := range kinShares {
			if len(o.isco) >= k.digits {
				own += float64(k.share * best[o.isco[:k.digits]])
			}
		}
		if x += float64(own * o.share()); x > 0 {
			out[int32(i)] = x
		}
	}
	return out
}

func (o occupation) share() float64 {
	switch {
	case !strings.HasPrefix(o.id, "C"):
		return 1
	case len(o.isco) == 4:
		return groupShare
	}
	return groupShare * groupShare
}

// feature is a run of letters or a whole word, by hash.
type feature struct {
	hash   uint64
	weight float64
}

// features lists the runs of letters of a title, across its words, and its
// word stems.
func features(title, lang string) []feature {
	tokens := Tokens(title, lang)
	letters := []rune{' '}
	var out []feature
	for _, t := range tokens {
		letters = append(append(letters, []rune(t.Word)...), ' ')
		out = append(out, feature{hashStem(hashStart+1, t.Stem), wholeWord})
	}
	for n := shortGram; n <= longGram; n++ {
		for i := 0; i+n <= len(letters); i++ {
			out = append(out, feature{hashStem(hashStart, string(letters[i:i+n])), 1})
		}
	}
	return out
}

// featureIndex is an inverted index of documents by feature, weighted by
// rarity and normalised.
type featureIndex struct {
	number map[uint64]int32
	idf    []float64
	start  []int32
	post   []int32
	scale  []float64 // document -> 1 / length of its vector
}

func indexFeatures(docs [][]feature) featureIndex {
	ix := featureIndex{number: map[uint64]int32{}, scale: make([]float64, len(docs))}
	var df []int32
	var base []float64
	for i, d := range docs {
		docs[i] = distinct(d)
		for _, f := range docs[i] {
			n, ok := ix.number[f.hash]
			if !ok {
				n = int32(len(df))
				ix.number[f.hash] = n
				df, base = append(df, 0), append(base, f.weight)
			}
			df[n]++
		}
	}
	ix.start = append(ix.start, 0)
	for n, k := range df {
		ix.idf = append(ix.idf, float64(base[n]*math.Log(1+float64(len(docs))/float64(1+k))))
		ix.start = append(ix.start, ix.start[n]+k)
	}
	ix.fill(docs)
	return ix
}

func (ix *featureIndex) fill(docs [][]feature) {
	next := slices.Clone(ix.start)
	ix.post = make([]int32, ix.start[len(ix.start)-1])
	for i, d := range docs {
		sum := 0.0
		for _, f := range d {
			n := ix.number[f.hash]
			ix.post[next[n]] = int32(i)
			next[n]++
			sum += float64(ix.idf[n] * ix.idf[n])
		}
		if sum > 0 {
			ix.scale[i] = 1 / math.Sqrt(sum)
		}
	}
}

func distinct(f []feature) []feature {
	slices.SortFunc(f, func(a, b feature) int { return cmp.Compare(a.hash, b.hash) })
	return slices.CompactFunc(f, func(a, b feature) bool { return a.hash == b.hash })
}

// score returns the cosine of a title with every document.
func (ix *featureIndex) score(title []feature) []float64 {
	out := make([]float64, len(ix.scale))
	sum := 0.0
	for _, f := range distinct(title) {
		n, ok := ix.number[f.hash]
		if !ok {
			continue
		}
		w := float64(ix.idf[n] * ix.idf[n])
		sum += w
		for _, d := range ix.post[ix.start[n]:ix.start[n+1]] {
			out[d] += w
		}
	}
	if sum == 0 {
		return out
	}
	scale := 1 / math.Sqrt(sum)
	for d := range out {
		out[d] = float64(out[d]*scale) * ix.scale[d]
	}
	return out
}
