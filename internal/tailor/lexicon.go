package tailor

import (
	"bufio"
	"embed"
	"fmt"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"
)

// lexicon holds what the check knows of one language. The tables are data,
// data/words/<language>.txt; README.md beside them explains the format.
type lexicon struct {
	lang       string
	function   map[string]bool // carry no claim
	same       patternIndex    // words of equal meaning; level is the group
	scales     map[scale]patternIndex
	numbers    map[string]float64
	numeralAnd string
	magnitudes map[string]float64
	units      map[string]string
	compare    []pattern
	negation   map[string]bool
	roleWords  map[string]bool    // "as": makes a title out of a name
	others     map[string]bool    // "to": before a rank, it is somebody else
	names      map[string]string  // names of languages, months: the kind of claim
	narrow     patternIndex       // left sides of "may"; level is the line
	broad      patternIndex       // right sides
	aside      patternIndex       // words that limit what they are added to; level is the line
	limit      patternIndex       // words that limit their clause; level is the line
	with       map[string]bool    // "with": before who or what stands beside the writer
	prefixes   map[string]float64 // numerals that begin a compound
	aspects    []string           // prefixes that change no more than the aspect of a verb
	ands       map[string]bool    // "and"
	verbs      []string           // endings of verbs
	deeds      []string           // endings of nouns for an activity: "ation"
	wes        []string           // endings of verbs that say "we"
	persons    patternIndex       // people whose share is not the writer's: "colleague"
	agents     map[string]bool    // "by": before a person, it was they who acted
	from       map[string]bool    // "from", "under": before a person, they still acted
	me         map[string]bool    // "me": the writer as the one acted upon
	mine       map[string]bool    // "my": what belongs to the writer
	bodies     map[string]bool    // "board": acts like a person behind "by"
	machines   map[string]bool    // "software": somebody may speak to it
	papers     map[string]bool    // "letter": what a program is told to write
	actors     []string           // endings of words for who does something: "er"
	plurals    []plural
	single     map[string]bool   // "a": before a noun that is one
	future     []string          // endings of verbs in the future
	forms      map[string][]form // single words of the scales by their beginning
	rough      map[string]bool   // number words that mean "about": "dozen"
	months     map[string]int
	suffixes   []string
	summary    map[string]string
	letter     map[string]string // sentences of a letter's skeleton
	groups     int
	asides     int
	limits     int
}

// scale is an ordering of words by how much they claim.
type scale string

// The scales. A word above the base level of its scale must be found in the
// source at that level or higher; one below it must not get lost.
const (
	roleScale      scale = "role"      // observed, helped, did, owned, led
	skillScale     scale = "skill"     // learning, used, proficient, expert
	scopeScale     scale = "scope"     // team, department, company, world
	quantityScale  scale = "quantity"  // part, -, most, all
	seniorityScale scale = "seniority" // intern, junior, -, senior, head, chief
	doneScale      scale = "done"      // planned, begun, -
	oftenScale     scale = "often"     // sometimes, -, often, always
	degreeScale    scale = "degree"    // degrees; levels must be equal
	causeScale     scale = "cause"     // fell, -, lowered
	sinceScale     scale = "since"     // -, since
	awardScale     scale = "award"     // nominated, -, won
	eachScale      scale = "each"      // together, -, each
	onlyScale      scale = "only"      // only, -
	unpaidScale    scale = "unpaid"    // unpaid, -
	smallScale     scale = "small"     // small, little, simple, -
	shortScale     scale = "short"     // temporary, part-time, -
)

var base = map[scale]int{roleScale: 2, skillScale: 1, quantityScale: 1, scopeScale: 1, seniorityScale: 2, doneScale: 2, oftenScale: 1,
	causeScale: 2, sinceScale: 1, awardScale: 1, eachScale: 1, onlyScale: 1, unpaidScale: 1, smallScale: 1, shortScale: 1}

//go:embed data
var data embed.FS

var lexicons = sync.OnceValue(func() map[string]*lexicon {
	all := map[string]*lexicon{}
	entries, err := data.ReadDir("data/words")
	if err != nil {
		panic(fmt.Sprintf("tailor: %v", err))
	}
	for _, e := range entries {
		if lang, ok := strings.CutSuffix(e.Name(), ".txt"); ok {
			all[lang] = readLexicon(lang)
		}
	}
	for lang, lx := range all {
		if lang != "en" {
			lx.borrow(all["en"])
		}
	}
	return all
})

// lexiconFor returns the words of a BCP 47 tag's language. A language without
// words of its own gets the English ones, so that there every new word counts
// as a claim.
func lexiconFor(tag string) *lexicon {
	lang, _, _ := strings.Cut(strings.ToLower(tag), "-")
	if lx, ok := lexicons()[lang]; ok {
		return lx
	}
	return lexicons()["en"]
}

func readLexicon(lang string) *lexicon {
	lx := &lexicon{
		lang: lang, function: map[string]bool{}, same: patternIndex{}, narrow: patternIndex{}, broad: patternIndex{}, aside: patternIndex{}, limit: patternIndex{}, with: map[string]bool{}, persons: patternIndex{},
		agents: map[string]bool{}, from: map[string]bool{}, single: map[string]bool{}, me: map[string]bool{}, mine: map[string]bool{}, bodies: map[string]bool{}, machines: map[string]bool{}, papers: map[string]bool{}, rough: map[string]bool{}, ands: map[string]bool{}, prefixes: map[string]float64{}, forms: map[string][]form{}, scales: map[scale]patternIndex{},
		numbers: map[string]float64{}, magnitudes: map[string]float64{}, units: map[string]string{},
		negation: map[string]bool{}, roleWords: map[string]bool{}, others: map[string]bool{}, names: map[string]string{}, months: map[string]int{}, summary: map[string]string{}, letter: map[string]string{},
	}
	file, err := data.Open(path.Join("data/words", lang+".txt"))
	if err != nil {
		panic(fmt.Sprintf("tailor: %v", err))
	}
	defer file.Close()
	section := ""
	for lines := bufio.NewScanner(file); lines.Scan(); {
		line := strings.TrimSpace(lines.Text())
		switch {
		case line == "", strings.HasPrefix(line, "//"):
		case strings.HasPrefix(line, "[") && strings.HasSuffix(line, "]"):
			section = line[1 : len(line)-1]
		default:
			if err := lx.read(section, line); err != nil {
				panic(fmt.Sprintf("tailor: words %s: [%s] %q: %v", lang, section, line, err))
			}
		}
	}
	slices.SortFunc(lx.suffixes, func(a, b string) int { return len(b) - len(a) })
	return lx
}

func (lx *lexicon) read(section, line string) error {
	if name, ok := strings.CutPrefix(section, "scale "); ok {
		return lx.readScale(scale(name), line)
	}
	words := strings.Fields(fold(strings.ToLower(line)))
	if set := lx.set(section); set != nil {
		put(set, words)
		return nil
	}
	if list := lx.slice(section); list != nil {
		*list = append(*list, words...)
		return nil
	}
	switch section {
	case "same":
		lx.groups++
		lx.same.add(patterns(words, lx.groups))
	case "aside":
		lx.asides++
		lx.aside.add(patterns(words, lx.asides))
	case "limit":
		lx.limits++
		lx.limit.add(patterns(words, lx.limits))
	case "may":
		lx.readMay(line)
	case "person":
		lx.persons.add(patterns(words, 0))
	case "plural":
		return lx.readPlurals(words)
	case "and":
		lx.numeralAnd = words[0]
	case "number":
		return lx.readNumbers(words)
	case "prefix":
		return readValues(lx.prefixes, words)
	case "magnitude":
		return readValues(lx.magnitudes, words)
	case "compare":
		return lx.readCompare(line)
	case "language":
		for _, w := range words {
			lx.names[w] = section
		}
	case "month":
		for i, w := range words {
			lx.names[w], lx.months[w] = section, i%12+1
		}
	case "summary":
		key, text, _ := strings.Cut(line, " ")
		lx.summary[key] = text
	case "letter":
		key, text, _ := strings.Cut(line, " ")
		lx.letter[key] = text
	case "unit":
		unit, names, _ := strings.Cut(line, ":")
		for _, w := range strings.Fields(fold(strings.ToLower(names))) {
			lx.units[w] = unit
		}
	default:
		return fmt.Errorf("no such section")
	}
	return nil
}

// set is what a section that only lists words fills, nil for another section.
func (lx *lexicon) set(section string) map[string]bool {
	return map[string]map[string]bool{
		"function": lx.function, "negation": lx.negation, "as": lx.roleWords, "other": lx.others, "one": lx.single, "by": lx.agents,
		"from": lx.from, "me": lx.me, "mine": lx.mine, "body": lx.bodies, "machine": lx.machines, "paper": lx.papers, "with": lx.with, "joins": lx.ands,
	}[section]
}

// slice is what a section that only lists words in order fills, nil for another
// section.
func (lx *lexicon) slice(section string) *[]string {
	return map[string]*[]string{
		"future": &lx.future, "actor": &lx.actors, "suffix": &lx.suffixes, "aspect": &lx.aspects, "we": &lx.wes, "verb": &lx.verbs, "deed": &lx.deeds,
	}[section]
}

func put(set map[string]bool, words []string) {
	for _, w := range words {
		set[w] = true
	}
}

func readValues(to map[string]float64, words []string) error {
	for _, w := range words {
		name, value, _ := strings.Cut(w, "=")
		v, err := strconv.ParseFloat(value, 64)
		if err != nil {
			return err
		}
		to[name] = v
	}
	return nil
}

func (lx *lexicon) readScale(s scale, line string) error {
	level, list, err := leveled(line)
	if lx.scales[s] == nil {
		lx.scales[s] = patternIndex{}
	}
	lx.scales[s].add(patterns(list, level))
	for _, w := range list {
		if start, ok := beginning(w); ok {
			lx.forms[start] = append(lx.forms[start], form{w, s, level})
		}
	}
	return err
}

func (lx *lexicon) readCompare(line string) error {
	level, list, err := leveled(line)
	lx.compare = append(lx.compare, patterns(list, level)...)
	slices.SortStableFunc(lx.compare, func(a, b pattern) int { return len(b.words) - len(a.words) })
	return err
}

// leveled reads "2: word word two_words".
func leveled(line string) (int, []string, error) {
	head, rest, ok := strings.Cut(line, ":")
	level, err := strconv.Atoi(head)
	if !ok || err != nil {
		return 0, nil, fmt.Errorf("want a level and words")
	}
	return level, strings.Fields(fold(strings.ToLower(rest))), nil
}

// homonym tells whether an English word means something else in the language:
// the Italian "all" is "to the".
func (lx *lexicon) homonym(p pattern) bool { return len(p.words) == 1 && lx.function[p.words[0]] }

// borrow adds the English words that CVs of every language use: titles,
// degrees, units, and the scales of English job language.
func (lx *lexicon) borrow(en *lexicon) {
	for s, index := range en.scales {
		if lx.scales[s] == nil {
			lx.scales[s] = patternIndex{}
		}
		for _, list := range index {
			lx.scales[s].add(slices.DeleteFunc(slices.Clone(list), lx.homonym))
		}
	}
	for w, u := range en.units {
		if _, own := lx.units[w]; !own && len(w) > 1 {
			lx.units[w] = u
		}
	}
	for w, m := range en.magnitudes {
		if _, own := lx.magnitudes[w]; !own && !lx.function[w] {
			lx.magnitudes[w] = m
		}
	}
	lx.compare = append(lx.compare, en.compare...)
	for w, m := range en.months {
		if _, own := lx.months[w]; !own && !lx.function[w] {
			lx.months[w] = m
		}
	}
	for w := range en.machines {
		lx.machines[w] = true
	}
	merged := maps.Clone(en.names)
	maps.Copy(merged, lx.names)
	lx.names = merged
}

// neutral tells whether a token carries no claim of its own.
func (lx *lexicon) neutral(t token) bool {
	if t.class == sign {
		return true
	}
	low := t.plain
	return lx.function[low] || t.class == word && len([]rune(low)) == 1 && !unicode.IsUpper([]rune(t.text)[0])
}
