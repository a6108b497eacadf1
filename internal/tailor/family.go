package tailor

import (
	"fmt"
	"slices"
	"strings"
)

// plural is how the end of a noun changes from one to many: "y" to "ies".
type plural struct{ one, many string }

// readPlurals reads "s" for an ending that is added, "y>ies" for one that is
// exchanged.
func (lx *lexicon) readPlurals(words []string) error {
	for _, w := range words {
		one, many, ok := strings.Cut(w, ">")
		if !ok {
			one, many = "", w
		}
		if many == "" {
			return fmt.Errorf("want an ending of the plural")
		}
		lx.plurals = append(lx.plurals, plural{one, many})
	}
	return nil
}

// form is a word of a scale that may stand in other forms too.
type form struct {
	word  string
	scale scale
	level int
}

// formStart is how many letters two forms of one word share at least.
const formStart = 4

func beginning(w string) (string, bool) {
	runes := []rune(w)
	if len(runes) < formStart || strings.ContainsAny(w, "_*'-") {
		return "", false
	}
	return string(runes[:formStart]), true
}

// marked finds the scale of a word of which another form stands on it.
func (lx *lexicon) marked(t token) (form, bool) {
	start, ok := beginning(t.plain)
	if !ok || t.class != word {
		return form{}, false
	}
	for _, f := range lx.forms[start] {
		if f.word != t.plain && lx.inflected(f.word, t.plain) && !lx.poses(f.word, t.plain) {
			return f, true
		}
	}
	for _, end := range lx.future {
		if len(t.plain) > len(end)+2 && strings.HasSuffix(t.low, end) {
			return form{t.plain, doneScale, 0}, true
		}
	}
	return form{}, false
}

// readMay reads "narrow narrow > broad broad": who says a word on the left may
// also say one on the right, never the other way.
func (lx *lexicon) readMay(line string) {
	left, right, _ := strings.Cut(line, ">")
	lx.groups++
	lx.narrow.add(patterns(strings.Fields(fold(strings.ToLower(left))), lx.groups))
	lx.broad.add(patterns(strings.Fields(fold(strings.ToLower(right))), lx.groups))
}

// related tells whether the word at want[i] follows from the one at have[j]
// though they are no synonyms: another ending, a part of a compound, a noun of
// the same family, a broader word.
func (lx *lexicon) related(have []token, j int, want []token, i int) bool {
	a, b := have[j].plain, want[i].plain
	if lx.active(a, b) || lx.poses(a, b) {
		return false
	}
	if lx.inflected(a, b) || lx.compound(a, b) || lx.deed(a, b) || lx.aspect(a, b) {
		return true
	}
	for _, broad := range lx.broad.all(want[i:]) {
		if slices.ContainsFunc(lx.narrow.all(have[j:]), func(p pattern) bool { return p.level == broad.level }) {
			return true
		}
	}
	return false
}

// poses tells whether one word is for who does something and the other is not:
// "accountant" does not follow from "accountancy", nor "supervised" from
// "supervisor".
func (lx *lexicon) poses(have, want string) bool {
	return lx.actor(want) != lx.actor(have) && !strings.HasPrefix(want, have) && !strings.HasPrefix(have, want)
}

// active tells whether a Russian verb lost its reflexive ending: what went down
// by itself was not lowered by the writer.
func (lx *lexicon) active(have, want string) bool {
	if lx.lang != "ru" {
		return false
	}
	return reflexive(have) && !reflexive(want) && (strings.HasSuffix(want, "л") || strings.HasSuffix(want, "ла") || strings.HasSuffix(want, "ли"))
}

func reflexive(plain string) bool {
	return strings.HasSuffix(plain, "сь") || strings.HasSuffix(plain, "ся")
}

// actorSize is how long a word for who does something is at least.
const actorSize = 5

// actor tells whether a word looks like one for who does something.
func (lx *lexicon) actor(plain string) bool {
	return len([]rune(plain)) >= actorSize && slices.ContainsFunc(lx.actors, func(s string) bool { return strings.HasSuffix(plain, s) })
}

// links join the parts of German and Dutch compounds.
var links = []string{"", "s", "n", "en", "es", "e", "er"}

// partSize is the least length of a part of a new compound, in letters.
const partSize = 4

// composed finds the parts of a German or Dutch compound ("Fensterangebote") in
// the near passages ("Angebote für Fenster").
func (c *checker) composed(i int) *passage {
	if p := c.numbered(i); p != nil || c.lx.lang != "de" && c.lx.lang != "nl" {
		return p
	}
	runes := []rune(c.list[i].plain)
	for cut := partSize; cut <= len(runes)-partSize; cut++ {
		if p := c.partly(string(runes[cut:])); p != nil && c.leading(string(runes[:cut])) {
			return p
		}
	}
	return nil
}

// numbered finds a numeral and what it counts in one word: "viermonatig" in
// "vier Monate".
func (c *checker) numbered(i int) *passage {
	for _, p := range c.nearest() {
		if slices.ContainsFunc(p.quantities, func(q quantity) bool { return p.inOne(c.lx, c.list[i].plain, q) }) {
			return p
		}
	}
	return nil
}

// inOne tells whether a word says a number of the passage and what it counts.
func (p *passage) inOne(lx *lexicon, plain string, q quantity) bool {
	for cut := range plain {
		v, ok := lx.numbers[plain[:cut]]
		if !ok {
			v, ok = lx.prefixes[plain[:cut]]
		}
		if ok && v >= 2 && v == q.value && len([]rune(plain[cut:])) >= partSize && p.begins(q, plain[cut:]) {
			return true
		}
	}
	return false
}

// begins tells whether a word at or behind a number begins like part.
func (p *passage) begins(q quantity, part string) bool {
	start := string([]rune(part)[:min(partSize-1, len([]rune(part))-2)])
	for _, t := range p.list[q.at:min(len(p.list), q.last+reach)] {
		if t.class == word && strings.HasPrefix(t.plain, start) {
			return true
		}
	}
	return false
}

func (c *checker) leading(part string) bool {
	return slices.ContainsFunc(links, func(link string) bool {
		stem, ok := strings.CutSuffix(part, link)
		return ok && len([]rune(stem)) >= partSize-1 && c.partly(stem) != nil
	})
}

// partly finds the near passage that says a part of a compound in a clause
// that affirms it.
func (c *checker) partly(part string) *passage {
	for _, p := range c.nearest() {
		for _, t := range p.list {
			weak := p.weak[t.clause] && p != c.own
			if t.class == word && !weak && c.lx.actor(t.plain) == c.lx.actor(part) && (t.plain == part || c.lx.inflected(t.plain, part) || c.lx.compound(t.plain, part)) {
				return p
			}
		}
	}
	return nil
}

// deedStart is how many letters an activity and its verb share at least.
const deedStart = 4

// deedEnd is how many letters an ending has at most.
const deedEnd = 6

// deed tells whether one of two words is the activity that the other, its verb,
// speaks of: "ouverture" and "ouvert".
func (lx *lexicon) deed(a, b string) bool {
	if strings.ContainsAny(a+b, "+#.0123456789") {
		return false
	}
	x, y := []rune(lx.participle(a)), []rune(lx.participle(b))
	n := 0
	for n < len(x) && n < len(y) && x[n] == y[n] {
		n++
	}
	short := min(len(x), len(y))
	if n < deedStart || n*5 < short*3 || len(x)-n > deedEnd || len(y)-n > deedEnd {
		return false
	}
	return lx.isDeed(string(x[n:])) || lx.isDeed(string(y[n:]))
}

// isDeed tells whether the rest of a word is the ending of an activity, with up
// to two letters before it.
func (lx *lexicon) isDeed(rest string) bool {
	return slices.ContainsFunc(lx.deeds, func(end string) bool {
		stem, ok := strings.CutSuffix(rest, end)
		return ok && len([]rune(stem)) <= 2
	})
}

// aspect tells whether two Russian or Polish verbs differ in a prefix that
// changes their aspect.
func (lx *lexicon) aspect(a, b string) bool {
	for _, prefix := range lx.aspects {
		for _, pair := range [][2]string{{a, b}, {b, a}} {
			rest, ok := strings.CutPrefix(pair[0], prefix)
			if ok && len([]rune(rest)) > deedStart && (rest == pair[1] || lx.inflected(rest, pair[1])) {
				return true
			}
		}
	}
	return false
}
