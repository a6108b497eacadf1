package tailor

import (
	"math"
	"strings"
)

// numeral reads number words: "twelve", "two hundred", "twenty-five".
func (lx *lexicon) numeral(list []token, i int) (float64, int, bool) {
	v, ok := lx.numberWord(list[i].plain)
	if !ok {
		return 0, i, false
	}
	last := i
	for j := i + 1; j < len(list); j++ {
		if list[j].text == "-" || list[j].low == lx.numeralAnd {
			continue
		}
		n, ok := lx.numberWord(list[j].plain)
		if !ok && list[j-1].low == lx.numeralAnd && lx.numeralAnd != "" { // "vingt et un": alone it is an article
			n, ok = ones[list[j].plain]
		}
		french, fine := 0.0, false
		if ok && lx.lang == "fr" {
			french, fine = frenchNumeral(v, n)
		}
		switch {
		case fine:
			v = french
		case !ok || !follows(v, n):
			return v, last, true
		case n >= 100 && n > v:
			v *= n
		default:
			v += n
		}
		last = j
	}
	return v, last, true
}

// frenchNumeral joins the parts of "dix-sept", "soixante-douze" and
// "quatre-vingt-dix".
func frenchNumeral(v, n float64) (float64, bool) {
	hundreds := v - math.Mod(v, 100)
	switch rest := v - hundreds; {
	case rest == 10 && n >= 7 && n <= 9, (rest == 60 || rest == 80) && n >= 10 && n < 20:
		return v + n, true
	case rest == 4 && n == 20:
		return hundreds + 80, true
	case rest == 70 && n < 10, rest == 90 && n < 10:
		return v + n, true
	}
	return v, false
}

// follows tells whether n can go on a numeral that is v so far: tens after
// hundreds, ones after tens, a hundred after two.
func follows(v, n float64) bool {
	switch {
	case v < 1 || n < 1:
		return false
	case n >= 100:
		return v < n || math.Mod(v, 1000) == 0
	case n >= 10:
		return v >= 100 && math.Mod(v, 100) == 0
	}
	return v >= 20 && math.Mod(v, 10) == 0
}

// ones are the forms of "one" inside German, Dutch and Italian numerals.
var ones = map[string]float64{"ein": 1, "een": 1, "un": 1, "uno": 1, "une": 1, "una": 1, "um": 1, "uma": 1}

// numberWord gives the value of a numeral written as one word, also of one put
// together: "fünfundzwanzig", "zevenhonderdvijftig", "ventotto".
func (lx *lexicon) numberWord(plain string) (float64, bool) {
	if v, ok := lx.numbers[plain]; ok {
		return v, true
	}
	if lx.lang != "de" && lx.lang != "nl" && lx.lang != "it" || len(plain) < 6 {
		return 0, false
	}
	return lx.joinedNumber(plain)
}

func (lx *lexicon) joinedNumber(plain string) (float64, bool) {
	for cut := 2; cut < len(plain)-1; cut++ {
		a, ok := lx.numbers[plain[:cut]]
		if !ok {
			a, ok = ones[plain[:cut]]
		}
		rest, and := strings.CutPrefix(plain[cut:], lx.numeralAnd)
		if !and {
			rest = plain[cut:]
		}
		b, fine := lx.numbers[rest]
		if !fine {
			b, fine = lx.joinedNumber(rest)
		}
		if !ok || !fine {
			continue
		}
		if v := joinNumbers(a, b); v > 0 {
			return v, true
		}
	}
	return 0, false
}

// joinNumbers puts two parts together: five and twenty, two hundred (fifty),
// hundred twenty, twenty eight. It is 0 where they make no number.
func joinNumbers(a, b float64) float64 {
	switch {
	case a >= 1 && a < 10 && b >= 20 && b < 100:
		return a + b
	case a >= 2 && a < 100 && b >= 1000 && b < 2000:
		return a*1000 + b - 1000
	case a >= 2 && a < 10 && b >= 100 && b < 200:
		return a*100 + b - 100
	case a >= 100 && b < a, a >= 20 && a < 100 && b < 10:
		return a + b
	}
	return 0
}

// readNumbers reads "twelve=12"; "dozen=~12" means about that many.
func (lx *lexicon) readNumbers(words []string) error {
	for i, w := range words {
		name, value, _ := strings.Cut(w, "=")
		if about, ok := strings.CutPrefix(value, "~"); ok {
			lx.rough[name] = true
			words[i] = name + "=" + about
		}
	}
	return readValues(lx.numbers, words)
}
