package taxonomy

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// common are names of skills or programs that are ordinary words too; alone
// they count only when written as a name, and not at the start of a sentence.
var common = set(`access act action active adapt analyze reduce route square agile align amazon apache ants anchor answer arena ariba
aspect assembly assist atlas author base basic blackboard bold box brackets bridge buffer c canvas
capture case catalyst ce chart chef choice citrix clarity classic cloud cognos combine compass complete
concur connect contact core coral creo d dash data delta design desktop director discover docs drive e
edge edit elements elm enterprise epic essentials evolution excel exchange expert explorer express
facebook fiery finale fire flash flow focus forte frame fusion galaxy gem gmail go graph grow harvest
horizon illustrator impact index insight inspect instant instructor integrity intuit it julia keynote
kit ladder lead lean less linda link linear live logic lotus magic make map mark maple master matrix max
maya meet meetup mission mobile monday motion n nano navigator network next notion novel numbers office
one oracle order origin outlook pages pascal pastel people perform pipeline plan platform play point
portal post power premiere present prime process processing product profile project projects prolog
promise propel publisher pulse quest quick quicken r rails ramp rational react reason report research
resolve ruby rust s safe sage sales sap scala scheme scratch script scout sentinel sequence service
sharp shift sketch slack smart snap solid solo sound source spark spirit spring stella store stream
studio success suite summit swift switch symphony synergy system t table tableau tally target task
teams tempo terminal titan tools top track trace train travel trello trend tri turbo twist unity vault
vector vegas verify version view vision visual vista wave web wing word works workday workbench x yammer
zoom`)

// idle are labels that name no skill by themselves in a CV or an ad.
var idle = set(`policy team teams work working company companies business staff customer customers client
clients project projects plan plans report reports data information management system systems office
process processes product products service services sales support training development design
research communication quality safety environment environments health law media art people market
operation operations production performance knowledge skill skills solutions technology technologies
tool tools result results focus program programs programme english science employee employees security
applications application benefits compensation recruiting email internet web mail software hardware
computer computers vision mission team-work history music standards materials energy cloud industry
policies education university school website web-site network networks database databases device
devices mobile content platform platforms goods transport travel construction engineering finance
video photo budget budgets documentation electronics communication communications planning plan consultation consulting staff
staffing google source sources ethics routing hair cameras journalism consideration crafting logging leadership
politics brands trade tourism analysis writing reading purchasing accountability diversity inclusion
learning machines machine learning-s statistic`)

// meant reports whether the phrase of n tokens at i stands for skill v and is
// not a common word that only looks like its name.
func (t *skillTable) meant(text, lang string, tokens []Token, i, n int, v int32) bool {
	s := &t.skills[v]
	if lang != "en" && s.Kind != Technology && !named(s.Label) {
		return false
	}
	if !s.written(tokens[i : i+n]) {
		return false
	}
	if n > 1 {
		return !spansBreak(text[tokens[i].Start:tokens[i+n-1].End])
	}
	if s.Kind == Ability {
		return false
	}
	word := text[tokens[i].Start:tokens[i].End]
	if partOfName(text, tokens[i], lang) || homonyms[tokens[i].Word] && !t.technical(text, tokens, i) || !s.cased(word) {
		return false
	}
	if idle[tokens[i].Word] || (len(word) == 1 && !oneLetter(text, tokens[i])) {
		return false
	}
	if !named(s.Label) {
		return len(word) > 3
	}
	if common[tokens[i].Word] {
		return named(word) && !opensSentence(text, tokens[i].Start)
	}
	return named(word) || named(tokens[i].Word) || (s.Kind == Knowledge && lang == "en" && len(word) > 5)
}

// written reports whether the words are those of one of the labels, but for an
// ending: stems alone would take "excellent" for Excel and "logs" for logging.
func (s *Skill) written(tokens []Token) bool {
	if labelled(s.Label, tokens, s.Kind == Technology) {
		return true
	}
	return slices.ContainsFunc(s.Others, func(l string) bool { return labelled(l, tokens, s.Kind == Technology) })
}

func labelled(label string, tokens []Token, exact bool) bool {
	words := Words(label)
	if i := strings.IndexByte(label, '('); i > 0 && len(words) > len(tokens) {
		words = Words(label[:i])
	}
	if len(words) != len(tokens) {
		return false
	}
	for i, w := range words {
		word := strings.ToLower(label[w.Start:w.End])
		if exact && len(tokens) == 1 && word != tokens[i].Word || !near(word, tokens[i].Word, len(tokens) > 1) {
			return false
		}
	}
	return true
}

// SameWords reports whether two stretches of text name the same thing: word by
// word equal but for a plural, in a phrase but for an ending of three letters.
func SameWords(a, b []Token) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if !near(a[i].Word, b[i].Word, len(a) > 1) {
			return false
		}
	}
	return true
}

// near reports whether two words differ by a plural at most, or in a phrase by
// an ending of three letters.
func near(a, b string, phrase bool) bool {
	if a == b || plural(a, b) || plural(b, a) {
		return true
	}
	if !phrase {
		return false
	}
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n >= 3 && n >= max(len(a), len(b))-3
}

// plural reports whether many is the plural of one. Words in -ic have none:
// a work ethic is no ethics, and short ones are rather abbreviations.
func plural(one, many string) bool {
	return len(one) > 2 && !strings.HasSuffix(one, "ic") && (one+"s" == many || one+"es" == many)
}

// cased tells "AdA" from Ada: a short name with capitals inside is another name
// when they differ.
func (s *Skill) cased(word string) bool {
	if len(word) > shortName || word == strings.ToUpper(word) || word[1:] == strings.ToLower(word[1:]) {
		return true
	}
	return word == s.Label || slices.Contains(s.Others, word)
}

// shortName is the longest name, in bytes, whose capitals must be exact.
const shortName = 4

// spansBreak reports whether a stretch crosses the end of a sentence or line.
func spansBreak(s string) bool {
	return strings.ContainsAny(s, "\n\r,;:|•·") || strings.Contains(s, ". ")
}

// named reports whether a word is written like a name: a capital, a digit or a
// sign in it.
func named(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool {
		return unicode.IsUpper(r) || unicode.IsDigit(r) || r == '+' || r == '#' || r == '.'
	})
}

// oneLetter accepts C and R only inside a list: "Python, R, SQL".
func oneLetter(text string, t Token) bool {
	if text[t.Start:t.End] != "C" && text[t.Start:t.End] != "R" {
		return false
	}
	before, after := strings.TrimRight(text[:t.Start], " "), strings.TrimLeft(text[t.End:], " ")
	return strings.HasSuffix(before, ",") && (after == "" || strings.ContainsRune(",.;)\n", rune(after[0]))) ||
		strings.HasPrefix(after, ",") && (before == "" || strings.HasSuffix(before, ":") || strings.HasSuffix(before, "\n"))
}

// opensSentence reports whether the capital at i may only be that of a
// sentence: nothing but space and a bullet lies before it on the line, or the
// end of a sentence.
func opensSentence(text string, i int) bool {
	before := strings.TrimRight(text[:i], " \t\u00a0")
	if before == "" {
		return !listFollows(text[i:])
	}
	r, _ := utf8.DecodeLastRuneInString(before)
	if strings.ContainsRune("\n•*·-–!?.", r) {
		return !listFollows(text[i:])
	}
	return false
}

// listFollows reports whether the word at the start of s is alone on its line
// or the first of a list.
func listFollows(s string) bool {
	end := strings.IndexFunc(s, func(r rune) bool { return !isWord(r) })
	if end < 0 {
		return true
	}
	rest := strings.TrimLeft(s[end:], " \t")
	return rest == "" || strings.ContainsRune(",\n/|;", rune(rest[0])) || joined.MatchString(rest)
}

// joined is what follows the first of two names: "Go and Rust".
var joined = regexp.MustCompile(`^(and|or|und|oder|et|ou|y|o|e|&) \p{Lu}`)
