package tailor

import (
	"math"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// quantity is a number with what it counts.
type quantity struct {
	at, last int // token indexes it covers
	from     int // where words such as "about" before it begin
	value    float64
	month    int    // of a year, 1..12 or 0
	unit     string // "%", "eur", "year", ...; "" when a plain count
	bound    int    // -1 at most, 0 exactly, 1 at least
	rough    bool   // about
	around   map[string]bool
	// before and after are the two nearest words on either side; they tell two
	// numbers of one sentence apart.
	before, after map[string]bool
}

// strictUnits cannot be left out or exchanged; a head count can stand as a
// plain number too ("a team of 12").
func strictUnit(unit string) bool { return unit != "" && unit != "people" }

// quantities finds the numbers of a text: digits of any script with
// separators, magnitudes and units, and numerals written as words.
func (lx *lexicon) quantities(list []token) []quantity {
	var found []quantity
	free := 0
	for i := 0; i < len(list); i++ {
		q, ok := lx.quantityAt(list, i, free)
		if !ok {
			continue
		}
		q.around = lx.window(list, q.from, q.last)
		q.before, q.after = lx.side(list, q.at-1, -1), lx.side(list, q.last+1, 1)
		found = append(found, q)
		i, free = q.last, q.last+1
	}
	inheritUnits(list, found, lx)
	return lx.spans(list, found)
}

func (lx *lexicon) quantityAt(list []token, i, free int) (quantity, bool) {
	q := quantity{at: i, last: i, from: i, value: 1}
	var ok bool
	switch list[i].class {
	case number:
		q.value, ok = parseNumber(list[i].text)
	case word:
		q.value, q.last, ok = lx.numeral(list, i)
		q.rough = lx.rough[list[i].plain]
	}
	if !ok {
		return q, false
	}
	if date, ok := dateAt(list, i); ok {
		return date, true
	}
	if clock, ok := clockAt(list, i, q.value); ok {
		return clock, true
	}
	if isYear(list[i], q.value) {
		q.unit = "year#"
		var at int
		q.month, at = lx.monthBefore(list, i)
		lx.boundOf(list, &q)
		q.from = min(q.from, at)
		return q, true
	}
	lx.magnitude(list, &q)
	lx.unitOf(list, &q, free)
	lx.boundOf(list, &q)
	return q, true
}

func isYear(t token, v float64) bool {
	return t.class == number && v >= 1900 && v <= 2100 && leadingDigits(t.text) == 4 && len([]rune(t.text)) == 4
}

// magnitude multiplies by "k", "million", "万" that follow a number.
func (lx *lexicon) magnitude(list []token, q *quantity) {
	for j := q.last + 1; j < len(list); j++ {
		t := list[j]
		if t.text == "." && j == q.last+1 {
			continue
		}
		if t.plain == "t" && j == q.last+1 && j+1 < len(list) && list[j+1].text == "€" { // "80 T€"
			q.value *= 1e3
			q.last = j
			continue
		}
		if m, ok := lx.magnitudes[strings.TrimSuffix(t.plain, ".")]; ok && t.class == word {
			q.value *= m
			q.last = j
			if j+1 < len(list) && list[j+1].text == "." && list[j+1].start == t.end && j+2 < len(list) {
				q.last++ // "Mio."
			}
			continue
		}
		if first := []rune(t.low)[0]; j == q.last+1 && unicode.Is(unicode.Han, first) {
			if m, ok := hanMagnitude[first]; ok {
				q.value *= m
			}
		}
		return
	}
}

var hanMagnitude = map[rune]float64{'十': 10, '百': 100, '千': 1e3, '万': 1e4, '萬': 1e4, '億': 1e8, '亿': 1e8, '兆': 1e12}

// unitOf looks at the sign or word on either side of the number; tokens before
// free belong to the number before.
func (lx *lexicon) unitOf(list []token, q *quantity, free int) {
	if q.last+1 < len(list) {
		if u := lx.unit(list[q.last+1]); u != "" {
			q.unit = u
			q.last++
			return
		}
		if q.last+2 < len(list) && lx.units[list[q.last+1].plain+"_"+list[q.last+2].plain] == "%" {
			q.unit, q.last = "%", q.last+2
			return
		}
		if q.last+2 < len(list) && lx.mayStandBetween(list[q.last+1]) { // "12-person", "3 millones de euros"
			if u := lx.unit(list[q.last+2]); u != "" {
				q.unit, q.last = u, q.last+2
				return
			}
		}
	}
	if q.at > 0 {
		if u := lx.unit(list[q.at-1]); currencies[u] && q.at > free {
			q.unit = u
			q.at--
			q.from--
		}
	}
}

func (lx *lexicon) mayStandBetween(t token) bool {
	return t.text == "-" || t.plain == "de" || t.plain == "d" || t.plain == "di"
}

var signUnits = map[string]string{
	"%": "%", "％": "%", "٪": "%", "‰": "‰", "€": "eur", "$": "usd", "£": "gbp", "¥": "jpy", "₹": "inr", "₽": "rub",
	"×": "times", "°": "degree",
}

var currencies = map[string]bool{"eur": true, "usd": true, "gbp": true, "jpy": true, "inr": true, "rub": true, "chf": true, "pln": true, "brl": true}

func (lx *lexicon) unit(t token) string {
	if u := signUnits[t.text]; u != "" {
		return u
	}
	if t.class != word {
		return ""
	}
	return lx.units[t.plain]
}

// boundOf reads "over", "up to", "about" before the number and "+" behind it.
func (lx *lexicon) boundOf(list []token, q *quantity) {
	if q.last+1 < len(list) && list[q.last+1].text == "+" {
		q.bound = 1
	}
	if list[q.at].text == "+" || q.at > 0 && list[q.at-1].text == ">" {
		q.bound = 1
	}
	if q.at > 0 && (list[q.at-1].text == "<" || list[q.at-1].text == "≤") {
		q.bound = -1
	}
	for _, c := range lx.compare {
		for shift := range 2 { // an article, a currency or a full stop may stand between
			if n := len(c.words); q.at-n-shift >= 0 && c.matches(list[q.at-n-shift:q.at-shift]) {
				q.bound, q.rough, q.from = c.level, c.level == 0 || q.rough, q.at-n-shift
				return
			}
		}
		if n := q.last + 1; c.level == 0 && n < len(list) && c.matches(list[n:]) && !lx.numberAt(list, n+len(c.words)) { // "thirty or so"
			q.rough, q.last = true, q.last+len(c.words)
			return
		}
	}
}

// numberAt tells whether a number begins at token i, perhaps behind a full stop.
func (lx *lexicon) numberAt(list []token, i int) bool {
	if i < len(list) && list[i].text == "." {
		i++
	}
	if i >= len(list) {
		return false
	}
	_, spelled := lx.numberWord(list[i].plain)
	return list[i].class == number || spelled || signUnits[list[i].text] != ""
}

// inheritUnits gives the first number of "from 8 to 3 seconds" the unit of the
// second.
func inheritUnits(list []token, found []quantity, lx *lexicon) {
	for i := len(found) - 2; i >= 0; i-- {
		if found[i].unit == "" && strictUnit(found[i+1].unit) && lx.linked(list, found[i], found[i+1]) {
			found[i].unit = found[i+1].unit
		}
	}
}

// linked tells whether only function words or a dash stand between two numbers.
func (lx *lexicon) linked(list []token, a, b quantity) bool {
	if b.at-a.last > 4 {
		return false
	}
	for _, t := range list[a.last+1 : b.at] {
		switch {
		case t.class == word && lx.function[t.plain]:
		case t.text == "-", t.text == "–", t.text == "→", signUnits[t.text] != "":
		default:
			return false
		}
	}
	return true
}

// parseNumber gives the value of a run of digits of any script with
// separators. A separator before exactly three digits groups them unless
// another kind of separator says otherwise; a run such as a version "1.22.3"
// or an IP address has a value of its own that no other text has.
func parseNumber(text string) (float64, bool) {
	plain := asciiDigits(norm.NFKC.String(text))
	if f := fraction(plain); f > 0 {
		return f, true
	}
	seps := separators(plain)
	digits := strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", "'", "", "’", "").Replace(plain)
	switch last := lastSeparator(digits); {
	case len(seps) == 2 || last == 0:
		digits = strings.ReplaceAll(strings.ReplaceAll(digits, other(last), ""), string(last), ".")
	case strings.Count(digits, string(last)) > 1 && !grouped(digits, last):
		return versionValue(digits), true
	case grouped(digits, last):
		digits = strings.ReplaceAll(digits, string(last), "")
	default:
		digits = strings.ReplaceAll(digits, string(last), ".")
	}
	v, err := strconv.ParseFloat(digits, 64)
	if err != nil || math.IsInf(v, 0) {
		return versionValue(plain), true
	}
	return v, true
}

// versionValue is negative, so it never equals a count.
func versionValue(text string) float64 {
	v := 0.0
	for _, r := range text {
		v = math.Mod(v*131+float64(r), 1e9)
	}
	return -v - 1
}

func fraction(s string) float64 {
	a, b, ok := strings.Cut(s, "⁄") // NFKC writes "½" with it
	x, err1 := strconv.ParseFloat(a, 64)
	y, err2 := strconv.ParseFloat(b, 64)
	if !ok || err1 != nil || err2 != nil || y == 0 {
		return 0
	}
	return x / y
}

func separators(s string) map[rune]bool {
	seps := map[rune]bool{}
	for _, r := range s {
		if r == '.' || r == ',' {
			seps[r] = true
		}
	}
	return seps
}

func lastSeparator(s string) rune {
	if i := strings.LastIndexAny(s, ".,"); i >= 0 {
		return rune(s[i])
	}
	return 0
}

func other(sep rune) string {
	if sep == '.' {
		return ","
	}
	return "."
}

// grouped tells whether sep cuts digits into groups of three.
func grouped(digits string, sep rune) bool {
	groups := strings.Split(digits, string(sep))
	for _, g := range groups[1:] {
		if len(g) != 3 {
			return false
		}
	}
	return len(groups[0]) <= 3 && groups[0] != "0" && groups[0] != ""
}

func asciiDigits(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '٫':
			return '.'
		case r == '٬':
			return ','
		case unicode.IsDigit(r):
			return '0' + digitValue(r)
		}
		return r
	}, s)
}

// digitValue uses that the decimal digits of every script are ten code points
// in a row that begin at a multiple of 16 or 6 above one (Unicode 4.6).
func digitValue(r rune) rune {
	low := r & 0xF
	if unicode.IsDigit(r - low) {
		return low
	}
	return low - 6
}

// counts tells whether two equal numbers count the same thing. In a text with
// several numbers of a kind the words beside them decide: what follows a plain
// count, what stands before a percentage or an amount.
func (p *passage) counts(want, have quantity) bool {
	first, second := [2]map[string]bool{want.after, have.after}, [2]map[string]bool{want.before, have.before}
	if strictUnit(want.unit) {
		first, second = second, first
	}
	switch {
	case isDate(want) && (!p.prose || want.month > 0 && want.month == have.month):
		return true
	case !several(p.quantities, have):
		return overlap(want.around, have.around)
	case len(first[0]) > 0 && len(first[1]) > 0:
		return overlap(first[0], first[1])
	}
	return overlap(second[0], second[1])
}

// several tells whether a text has more than one number with a strict unit, or
// more than one without.
func several(list []quantity, like quantity) bool {
	n := 0
	for _, q := range list {
		if strictUnit(q.unit) == strictUnit(like.unit) {
			n++
		}
	}
	return n > 1
}
