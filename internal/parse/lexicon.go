package parse

import (
	"embed"
	"strconv"
	"strings"
	"sync"
)

// The lexicon is a set of tables of plain facts: words for sections, months,
// degrees and so on in ten languages. A form is kept folded (see fold); "*" at
// its beginning or end leaves that end open.
//
//go:embed lexicon/*.tsv
var lexiconFiles embed.FS

// lexicon holds the tables in the form they are asked.
type lexicon struct {
	headings  map[string]section
	squashed  map[string]section // the same without blanks
	headWords map[string]bool    // every word that occurs in a heading
	months    map[string]int
	present   map[string]bool
	until     map[string]bool
	since     map[string]bool
	ofMonth   map[string]bool
	seasons   map[string]bool
	languages map[string]string   // name -> code
	tongues   map[string][]string // little word -> codes of the languages that have it
	levels    map[string]bool     // words for how well a language is known
	degrees   wordSet
	schools   wordSet
	legal     wordSet
	employers wordSet
	titles    wordSet
	places    map[string]bool // countries and cities
	countries map[string]string
	// cityCountry is the ISO code of the country of a city; a name that several
	// countries have keeps the first.
	cityCountry map[string]string
	regions     map[string]string // region -> ISO code of its country
	labels      map[string]label
	private     map[string]bool
	sensitive   wordSet // words of health, religion and trade unions
	noise       map[string]bool
	particles   map[string]bool
	maxPresent  int // words in the longest "present" form
}

var words = sync.OnceValue(loadLexicon)

func loadLexicon() *lexicon {
	l := &lexicon{
		headings: map[string]section{}, squashed: map[string]section{}, headWords: map[string]bool{},
		months: map[string]int{}, languages: map[string]string{}, levels: map[string]bool{},
		present: map[string]bool{}, countries: map[string]string{}, places: map[string]bool{}, cityCountry: map[string]string{}, regions: map[string]string{},
		labels: map[string]label{}, tongues: map[string][]string{},
	}
	for _, row := range table("headings") {
		for _, form := range forms(row[2]) {
			if _, taken := l.headings[form]; !taken {
				l.headings[form] = section(row[0])
				l.squashed[strings.ReplaceAll(form, " ", "")] = section(row[0])
			}
			for w := range strings.FieldsSeq(form) {
				l.headWords[w] = true
			}
		}
	}
	for _, row := range table("months") {
		n, _ := strconv.Atoi(row[1])
		for _, form := range forms(row[2]) {
			if _, taken := l.months[form]; !taken {
				l.months[form] = n
			}
		}
	}
	for _, row := range table("present") {
		for _, form := range forms(row[1]) {
			l.present[form] = true
			l.maxPresent = max(l.maxPresent, len(strings.Fields(form)))
		}
	}
	for _, row := range table("languages") {
		for _, form := range forms(row[1]) {
			l.languages[form] = row[0]
		}
	}
	for _, row := range table("tongues") {
		for _, form := range forms(row[1]) {
			l.tongues[form] = append(l.tongues[form], row[0])
		}
	}
	for _, row := range table("levels") {
		for _, form := range forms(row[1]) {
			l.levels[form] = true
		}
	}
	for _, row := range table("labels") {
		for _, form := range forms(row[1]) {
			l.labels[form] = label(row[0])
		}
	}
	l.loadWords()
	l.loadPlaces()
	return l
}

func (l *lexicon) loadWords() {
	named := func(file, name string) []string {
		for _, row := range table(file) {
			if row[0] == name {
				return forms(row[1])
			}
		}
		return nil
	}
	all := func(file string) []string {
		var out []string
		for _, row := range table(file) {
			out = append(out, forms(row[1])...)
		}
		return out
	}
	l.until = setOf(named("connectors", "until"))
	l.since = setOf(named("connectors", "since"))
	l.ofMonth = setOf(named("connectors", "month"))
	l.seasons = setOf(named("connectors", "season"))
	l.noise = setOf(named("noise", "line"))
	l.private = setOf(named("noise", "private"))
	l.sensitive = newWordSet(named("noise", "sensitive"))
	l.particles = setOf(named("noise", "particle"))
	l.degrees = newWordSet(all("degrees"))
	l.schools = newWordSet(all("schools"))
	l.titles = newWordSet(all("titles"))
	l.legal = newWordSet(named("employers", "legal"))
	l.employers = newWordSet(named("employers", "org"))
}

// table reads one embedded file: tab-separated rows, "#" begins a comment.
func table(name string) [][]string {
	data, err := lexiconFiles.ReadFile("lexicon/" + name + ".tsv")
	if err != nil {
		panic("parse: lexicon " + name + ": " + err.Error()) // the file is part of the program
	}
	var rows [][]string
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		rows = append(rows, strings.Split(line, "\t"))
	}
	return rows
}

// forms splits and folds a list of alternatives, keeping the "*" marks.
func forms(list string) []string {
	var out []string
	for form := range strings.SplitSeq(list, "|") {
		open, closed := strings.HasPrefix(form, "*"), strings.HasSuffix(form, "*")
		folded := fold(form)
		if open {
			folded = "*" + folded
		}
		if closed {
			folded += "*"
		}
		if folded != "" {
			out = append(out, folded)
		}
	}
	return out
}

func setOf(list []string) map[string]bool {
	set := make(map[string]bool, len(list))
	for _, s := range list {
		set[s] = true
	}
	return set
}

// wordSet finds words and phrases of up to three words in a text.
type wordSet struct {
	exact    map[string]bool
	prefixes map[string]bool // open at the end
	suffixes map[string]bool // open at the beginning
	inside   []string        // open at both
	opens    map[string]bool // the first words of phrases
}

func newWordSet(list []string) wordSet {
	s := wordSet{exact: map[string]bool{}, prefixes: map[string]bool{}, suffixes: map[string]bool{}, opens: map[string]bool{}}
	for _, form := range list {
		open, closed := strings.HasPrefix(form, "*"), strings.HasSuffix(form, "*")
		word := strings.Trim(form, "*")
		switch {
		case open && closed:
			s.inside = append(s.inside, word)
		case open:
			s.suffixes[word] = true
		case closed:
			s.prefixes[word] = true
		default:
			s.exact[word] = true
			if first, _, phrase := strings.Cut(word, " "); phrase {
				s.opens[first] = true
			}
		}
	}
	return s
}

// minStem is the shortest stem, in bytes, that an open form may match.
const minStem = 3

// has tells whether one folded word is in the set.
func (s wordSet) has(word string) bool {
	if s.exact[word] {
		return true
	}
	for i := range word {
		if i >= minStem && s.prefixes[word[:i]] || i > 0 && s.suffixes[word[i:]] {
			return true
		}
	}
	if s.prefixes[word] || s.suffixes[word] {
		return true
	}
	for _, in := range s.inside {
		if strings.Contains(word, in) {
			return true
		}
	}
	return false
}

// count returns how many words or phrases of a folded text are in the set.
func (s wordSet) count(folded string) int {
	list := strings.Fields(folded)
	n := 0
	for i := range list {
		if s.has(list[i]) {
			n++
			continue
		}
		if !s.opens[list[i]] {
			continue
		}
		for k := 2; k <= 3 && i+k <= len(list); k++ {
			if s.exact[strings.Join(list[i:i+k], " ")] {
				n++
				break
			}
		}
	}
	return n
}
