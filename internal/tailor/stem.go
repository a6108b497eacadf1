package tailor

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/kljensen/snowball"
	"golang.org/x/text/unicode/norm"
)

// fold removes accents, so that "resume" is found in "résumé" and Greek words
// whose accent moves stay one word.
func fold(s string) string {
	ascii := true
	for i := range len(s) {
		ascii = ascii && s[i] < 0x80
	}
	if ascii {
		return s
	}
	return norm.NFC.String(strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r):
			return -1
		case r == 'ß':
			return 's'
		case r == 'ς':
			return 'σ'
		}
		return r
	}, norm.NFD.String(s)))
}

// keys is what two words of one meaning share one of: their groups, their stem.
func (lx *lexicon) keys(list []token, i int) []string {
	t := list[i]
	if t.class != word {
		return []string{t.low}
	}
	actor := lx.actor(t.plain)
	keys := []string{lx.stem(t.low)}
	for _, p := range lx.same.all(list[i:]) {
		if !actor || !strings.HasSuffix(p.words[len(p.words)-1], "*") {
			keys = append(keys, "="+strconv.Itoa(p.level))
		}
	}
	return keys
}

// meets tells whether two lists of keys have one in common.
func meets(a, b []string) bool {
	return slices.ContainsFunc(a, func(k string) bool { return slices.Contains(b, k) })
}

// sharedStem is how many letters two forms of one word have in common at least.
const sharedStem = 3

// inflected tells whether two words differ in their endings only.
func (lx *lexicon) inflected(a, b string) bool {
	if len(lx.suffixes) == 0 || strings.ContainsAny(a+b, "+#.0123456789") {
		return false
	}
	x, y := []rune(lx.participle(a)), []rune(lx.participle(b))
	n := 0
	for n < len(x) && n < len(y) && x[n] == y[n] {
		n++
	}
	for ; n >= sharedStem; n-- {
		if lx.ending(string(x[n:])) && lx.ending(string(y[n:])) {
			return true
		}
	}
	return false
}

// separable are the prefixes that stand before the "ge" of a German or Dutch
// participle.
var separable = []string{"", "ab", "an", "auf", "aus", "bei", "ein", "her", "hin", "mit", "nach", "um", "vor", "weg", "zu", "zuruck", "zusammen",
	"aan", "af", "in", "mee", "na", "op", "over", "toe", "uit", "voor"}

// participle takes the "ge" out of a German or Dutch participle:
// "ausgeliefert" becomes "ausliefert".
func (lx *lexicon) participle(plain string) string {
	if lx.lang != "de" && lx.lang != "nl" {
		return plain
	}
	for _, prefix := range separable {
		rest, ok := strings.CutPrefix(plain, prefix+"ge")
		if ok && len(rest) > 3 && (strings.HasSuffix(rest, "t") || strings.HasSuffix(rest, "d") || strings.HasSuffix(rest, "en")) {
			return prefix + rest
		}
	}
	return plain
}

func (lx *lexicon) ending(s string) bool { return s == "" || slices.Contains(lx.suffixes, s) }

var snowballs = map[string]string{"en": "english", "fr": "french", "es": "spanish", "ru": "russian"}

func (lx *lexicon) stem(low string) string {
	if strings.ContainsAny(low, "+#.0123456789") {
		return low
	}
	if name := snowballs[lx.lang]; name != "" {
		if s, err := snowball.Stem(low, name, true); err == nil {
			return fold(s)
		}
	}
	low = fold(low)
	for _, s := range lx.suffixes {
		if rest, ok := strings.CutSuffix(low, s); ok && len([]rune(rest)) >= 4 {
			return rest
		}
	}
	return low
}
