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
	"unicode/utf8"
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
	roleWords  map[string]bool   // "as": makes a title out of a name
	others     map[string]bool   // "to": before a rank, it is somebody else
	names      map[string]string // names of languages, months: the kind of claim
	narrow     patternIndex      // left sides of "may"; level is the line
	broad      patternIndex      // right sides
	persons    patternIndex      // people whose share is not the writer's: "colleague"
	agents     map[string]bool   // "by": before a person, it was they who acted
	from       map[string]bool   // "from", "under": before a person, they still acted
	me         map[string]bool   // "me": the writer as the one acted upon
	mine       map[string]bool   // "my": what belongs to the writer
	bodies     map[string]bool   // "board": acts like a person behind "by"
	machines   map[string]bool   // "software": somebody may speak to it
	papers     map[string]bool   // "letter": what a program is told to write
	actors     []string          // endings of words for who does something: "er"
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

// pattern is a sequence of words, each exact or, with "*", a beginning.
type pattern struct {
	words []string
	level int
}

func (p pattern) matches(list []token) bool {
	if len(list) < len(p.words) {
		return false
	}
	for i, w := range p.words {
		low := list[i].plain
		stem, open := strings.CutSuffix(w, "*")
		if open && (!strings.HasPrefix(low, stem) || strings.Contains(low, ".")) || !open && low != w {
			return false // an address is no form of the word it begins with
		}
	}
	return true
}

// patternIndex finds patterns by the first letter of their first word.
type patternIndex map[rune][]pattern

func (x patternIndex) add(list []pattern) {
	for _, p := range list {
		first, _ := utf8.DecodeRuneInString(p.words[0])
		x[first] = append(x[first], p)
	}
}

// all lists the patterns that a text begins with.
func (x patternIndex) all(list []token) []pattern {
	var found []pattern
	first, _ := utf8.DecodeRuneInString(list[0].plain)
	for _, p := range x[first] {
		if p.matches(list) {
			found = append(found, p)
		}
	}
	return found
}

// longest finds the pattern with the most words that a text begins with; of
// equals the first.
func (x patternIndex) longest(list []token) (best pattern, ok bool) {
	first, _ := utf8.DecodeRuneInString(list[0].plain)
	for _, p := range x[first] {
		if len(p.words) > len(best.words) && p.matches(list) {
			best, ok = p, true
		}
	}
	return best, ok
}

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
		lang: lang, function: map[string]bool{}, same: patternIndex{}, narrow: patternIndex{}, broad: patternIndex{}, persons: patternIndex{},
		agents: map[string]bool{}, from: map[string]bool{}, single: map[string]bool{}, me: map[string]bool{}, mine: map[string]bool{}, bodies: map[string]bool{}, machines: map[string]bool{}, papers: map[string]bool{}, rough: map[string]bool{}, forms: map[string][]form{}, scales: map[scale]patternIndex{},
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
	switch section {
	case "same":
		lx.groups++
		lx.same.add(patterns(words, lx.groups))
	case "may":
		lx.readMay(line)
	case "future":
		lx.future = append(lx.future, words...)
	case "person":
		lx.persons.add(patterns(words, 0))
	case "actor":
		lx.actors = append(lx.actors, words...)
	case "plural":
		return lx.readPlurals(words)
	case "suffix":
		lx.suffixes = append(lx.suffixes, words...)
	case "and":
		lx.numeralAnd = words[0]
	case "number":
		return lx.readNumbers(words)
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
		"from": lx.from, "me": lx.me, "mine": lx.mine, "body": lx.bodies, "machine": lx.machines, "paper": lx.papers,
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

// patterns cuts entries into words as tokens does: "take_part", "end-to-end",
// "organi*".
func patterns(entries []string, level int) []pattern {
	list := make([]pattern, len(entries))
	for i, entry := range entries {
		entry, open := strings.CutSuffix(entry, "*")
		p := pattern{level: level}
		for _, t := range tokens(strings.ReplaceAll(entry, "_", " ")) {
			p.words = append(p.words, t.plain)
		}
		if open {
			p.words[len(p.words)-1] += "*"
		}
		list[i] = p
	}
	return list
}

// borrow adds the English words that CVs of every language use: titles,
// degrees, units, and the scales of English job language.
func (lx *lexicon) borrow(en *lexicon) {
	for s, index := range en.scales {
		if lx.scales[s] == nil {
			lx.scales[s] = patternIndex{}
		}
		for _, list := range index {
			lx.scales[s].add(list)
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
