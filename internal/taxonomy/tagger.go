package taxonomy

import (
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// Tags of a word: outside, first and further word of a span of knowledge.
const (
	TagO = iota
	TagB
	TagI
	tagCount
)

// TagBits is the size of the tagger's feature table as a power of two.
const TagBits = 20

// Tagger marks the words of an English sentence that name something a person
// must know ("Java", "patent law"). It is a linear model over hashed features
// with the best sequence found by Viterbi, I never following O; trained by the
// command tools/taxonomy/tagger as an averaged perceptron.
type Tagger struct {
	Weight []int16                   // tagCount for each feature
	Step   [tagCount][tagCount]int16 // from one tag to the next
}

// Knowledge is the tagger built in.
var knowledgeTagger = sync.OnceValue(func() *Tagger {
	r := reader{unpack("tagger")}
	t := &Tagger{Weight: make([]int16, tagCount<<TagBits)}
	for i := range t.Step {
		for j := range t.Step[i] {
			t.Step[i][j] = int16(r.uvarint()) - tagBias
		}
	}
	at := 0
	for range r.uvarint() {
		at += int(r.uvarint())
		for k := range tagCount {
			t.Weight[at*tagCount+k] = int16(int8(r.byte()))
		}
	}
	return t
})

// tagBias keeps packed steps positive.
const tagBias = 1 << 14

// KnowledgeSpans returns the spans of words [start, end) of an English sentence
// that name knowledge or tools.
func KnowledgeSpans(words []string) [][2]int {
	return Spans(knowledgeTagger().Tags(TagFeatures(words)))
}

// Spans turns tags into spans [start, end).
func Spans(tags []int) [][2]int {
	var spans [][2]int
	for i := 0; i < len(tags); i++ {
		if tags[i] != TagB {
			continue
		}
		end := i + 1
		for end < len(tags) && tags[end] == TagI {
			end++
		}
		spans = append(spans, [2]int{i, end})
	}
	return spans
}

// Tags returns the best sequence of tags for the features of each word.
func (t *Tagger) Tags(features [][]uint32) []int {
	n := len(features)
	if n == 0 {
		return nil
	}
	best, from := make([][tagCount]int, n), make([][tagCount]int, n)
	for i, f := range features {
		local := t.local(f)
		for tag := range tagCount {
			best[i][tag], from[i][tag] = t.enter(best, i, tag)
			best[i][tag] += local[tag]
		}
	}
	tags := make([]int, n)
	for tag := range tagCount {
		if best[n-1][tag] > best[n-1][tags[n-1]] {
			tags[n-1] = tag
		}
	}
	for i := n - 1; i > 0; i-- {
		tags[i-1] = from[i][tags[i]]
	}
	return tags
}

// impossible is a score no sequence recovers from.
const impossible = -1 << 40

// enter returns the best score of reaching a tag at word i, and from where.
func (t *Tagger) enter(best [][tagCount]int, i, tag int) (score, from int) {
	if i == 0 {
		if tag == TagI {
			return impossible, TagO
		}
		return 0, TagO
	}
	score, from = impossible, TagO
	for prev := range tagCount {
		if tag == TagI && prev == TagO {
			continue
		}
		if s := best[i-1][prev] + int(t.Step[prev][tag]); s > score {
			score, from = s, prev
		}
	}
	return score, from
}

func (t *Tagger) local(features []uint32) (sum [tagCount]int) {
	for _, f := range features {
		w := t.Weight[int(f)*tagCount : int(f)*tagCount+tagCount]
		for k := range sum {
			sum[k] += int(w[k])
		}
	}
	return sum
}

// sight is what the tagger sees of one word.
type sight struct {
	word, stem, shape, cluster string
	esco, tool                 byte // B, I, O
}

// TagFeatures returns the hashed features of each word of a sentence.
func TagFeatures(words []string) [][]uint32 {
	seen := look(words)
	out := make([][]uint32, len(words))
	for i := range words {
		out[i] = wordFeatures(seen, i)
	}
	return out
}

func look(words []string) []sight {
	tokens := make([]Token, len(words))
	seen := make([]sight, len(words))
	for i, w := range words {
		lower := strings.ToLower(w)
		tokens[i] = Token{Word: lower, Stem: Stem(lower, "en")}
		seen[i] = sight{word: lower, stem: tokens[i].Stem, shape: shape(w), cluster: clusterOf(lower), esco: 'O', tool: 'O'}
	}
	t := skillsTable()
	isTool := func(v int32) bool { return t.skills[v].Kind == Technology }
	mark(tokens, &t.english, func(v int32) bool { return !isTool(v) }, func(i int, m byte) { seen[i].esco = m })
	mark(tokens, &t.english, isTool, func(i int, m byte) { seen[i].tool = m })
	return seen
}

// mark sets B and I where the longest accepted labels lie.
func mark(tokens []Token, p *phrases, accept func(int32) bool, set func(int, byte)) {
	for i := 0; i < len(tokens); {
		_, n := p.longest(tokens, i, func(_ int, v int32) bool { return accept(v) })
		for k := range n {
			set(i+k, "BI"[min(k, 1)])
		}
		i += max(1, n)
	}
}

// shape writes capitals as A, small letters as a, digits as 0, once in a row.
func shape(word string) string {
	var b strings.Builder
	last := rune(0)
	for _, r := range word {
		c := r
		switch {
		case unicode.IsUpper(r):
			c = 'A'
		case unicode.IsLetter(r):
			c = 'a'
		case unicode.IsDigit(r):
			c = '0'
		}
		if c != last {
			b.WriteRune(c)
		}
		last = c
	}
	return b.String()
}

var clusters = sync.OnceValue(func() map[string]string {
	m := make(map[string]string, 40_000)
	rows("clusters", func(line int, field []string) {
		name := strconv.Itoa(line)
		for w := range strings.FieldsSeq(field[0]) {
			m[w] = name
		}
	})
	return m
})

func clusterOf(word string) string { return clusters()[word] }

// wordFeatures lists the features of word i: itself, its parts, its
// neighbours, what the tables of skills and the word clusters say of them.
func wordFeatures(s []sight, i int) []uint32 {
	f := featureList{at: func(k int) *sight {
		if i+k < 0 || i+k >= len(s) {
			return &edge
		}
		return &s[i+k]
	}}
	me := f.at(0)
	f.add("w", me.word)
	f.add("s", me.stem)
	f.add("h", me.shape)
	f.affixes(me.word)
	for k := -2; k <= 2; k++ {
		name := strconv.Itoa(k)
		if k != 0 {
			f.add("w"+name, f.at(k).word)
		}
		f.add("c"+name, f.at(k).cluster)
		if k >= -1 && k <= 1 {
			f.add("g"+name, string([]byte{f.at(k).esco, f.at(k).tool}))
			f.add("h"+name, f.at(k).shape)
		}
	}
	for k := -2; k <= 1; k++ {
		name := strconv.Itoa(k)
		f.add("cc"+name, f.at(k).cluster+" "+f.at(k+1).cluster)
		if k >= -1 && k <= 0 {
			f.add("ww"+name, f.at(k).word+" "+f.at(k+1).word)
		}
	}
	f.add("hc", me.shape+" "+me.cluster)
	f.add("gc", string([]byte{me.esco, me.tool})+me.cluster)
	if i == 0 {
		f.add("first", "")
	}
	return f.hashes
}

var edge = sight{word: "|", stem: "|", shape: "|", cluster: "|", esco: '|', tool: '|'}

type featureList struct {
	hashes []uint32
	at     func(int) *sight
}

func (f *featureList) add(name, value string) {
	h := hashStem(hashStem(hashStart, name), value)
	f.hashes = append(f.hashes, uint32((h^h>>32)&(1<<TagBits-1)))
}

func (f *featureList) affixes(word string) {
	for n := 2; n <= 4 && n < len(word); n++ {
		if utf8.ValidString(word[:n]) {
			f.add("p", word[:n])
		}
		if utf8.ValidString(word[len(word)-n:]) {
			f.add("e", word[len(word)-n:])
		}
	}
}
