package parse

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"jobops/internal/civil"
)

// token is a word, a number or one sign of a text.
type token struct {
	kind       byte // 'n' number, 'w' word, 's' sign
	start, end int
	text       string // folded word, or the sign
	value      int
	digits     int
	apart      bool // another cell ends before it
}

func tokenise(s string) []token {
	var out []token
	apart := false
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		j := i + size
		switch {
		case unicode.IsDigit(r):
			value := 0
			for j = i; j < len(s) && s[j] >= '0' && s[j] <= '9'; j++ {
				if j-i < 8 {
					value = value*10 + int(s[j]-'0')
				}
			}
			if j == i { // a digit that is not ASCII
				j = i + size
			}
			out = append(out, token{kind: 'n', start: i, end: j, value: value, digits: j - i})
		case unicode.IsLetter(r):
			for j < len(s) {
				r, size := utf8.DecodeRuneInString(s[j:])
				if !unicode.IsLetter(r) && !unicode.Is(unicode.Mn, r) {
					break
				}
				j += size
			}
			out = append(out, token{kind: 'w', start: i, end: j, text: fold(s[i:j])})
		case !unicode.IsSpace(r):
			out = append(out, token{kind: 's', start: i, end: j, text: s[i:j]})
		}
		if r == '\t' {
			apart = true
		} else if apart && !unicode.IsSpace(r) {
			out[len(out)-1].apart, apart = true, false
		}
		i = j
	}
	return out
}

// Years that a CV can speak of.
const (
	firstYear = 1940
	lastYear  = 2069
)

func (t token) isYear() bool {
	return t.kind == 'n' && t.digits == 4 && t.value >= firstYear && t.value <= lastYear
}

func (t token) isMonth() bool {
	return t.kind == 'n' && t.digits <= 2 && t.value >= 1 && t.value <= 12
}

func (t token) isDay() bool {
	return t.kind == 'n' && t.digits <= 2 && t.value >= 1 && t.value <= 31
}

func (t token) sign(of string) bool { return t.kind == 's' && strings.Contains(of, t.text) }

// dater reads dates from tokens; monthFirst says how 6/1/2018 is meant.
type dater struct {
	t          []token
	monthFirst bool
}

func (d dater) at(i int) token {
	if i < 0 || i >= len(d.t) {
		return token{}
	}
	return d.t[i]
}

// touches tells whether no blank stands between two neighbours.
func (d dater) touches(i int) bool { return i+1 < len(d.t) && d.t[i].end == d.t[i+1].start }

// date reads one date that begins at token i and returns the token after it.
func (d dater) date(i int) (civil.Date, int, bool) {
	if t := d.at(i); t.kind == 'w' {
		return d.named(i)
	} else if t.kind != 'n' {
		return civil.Date{}, i, false
	}
	if d.at(i).isYear() {
		return d.yearFirst(i)
	}
	return d.numeric(i)
}

// named reads "March 2020", "mars 2020", "Mar. '20", "March 3, 2020",
// "апрель 2018 г.", "Spring 2019".
func (d dater) named(i int) (civil.Date, int, bool) {
	month, season := words().months[d.at(i).text], words().seasons[d.at(i).text]
	if month == 0 && !season {
		return civil.Date{}, i, false
	}
	j := i + 1
	day := 0
	if month > 0 && d.at(j).isDay() && !d.at(j).isYear() {
		if k := d.skip(j + 1); d.at(k).isYear() {
			day, j = d.at(j).value, j+1
		}
	}
	j = d.skip(j)
	if d.at(j).sign("'’") && d.at(j+1).kind == 'n' && d.at(j+1).digits == 2 {
		return civil.Date{Year: century(d.at(j + 1).value), Month: month}, j + 2, true
	}
	if d.at(j).isYear() {
		return valid(civil.Date{Year: d.at(j).value, Month: month, Day: day}, d.afterYear(j+1))
	}
	if t := d.at(j); month > 0 && t.kind == 'n' && t.digits == 2 && t.value > 31 {
		return civil.Date{Year: century(t.value), Month: month}, j + 1, true
	}
	return civil.Date{}, i, false
}

// skip passes what may stand between a month and its year: dots, commas, "de".
func (d dater) skip(j int) int {
	for d.at(j).sign(".,/-") || d.at(j).kind == 'w' && words().ofMonth[d.at(j).text] {
		j++
	}
	return j
}

// afterYear passes the Russian "г." and the Polish "r." after a year.
func (d dater) afterYear(j int) int {
	if t := d.at(j); t.kind == 'w' && (t.text == "г" || t.text == "r" || t.text == "года" || t.text == "roku" || t.text == "год" || t.text == "гг") {
		j++
		if d.at(j).sign(".") {
			j++
		}
	}
	return j
}

// yearFirst reads "2020", "2020-06", "2020/06/01", "2020 June", "2020-Jun".
func (d dater) yearFirst(i int) (civil.Date, int, bool) {
	year := d.at(i).value
	if d.at(i+1).sign("-./‑") && d.touches(i) && d.touches(i+1) && d.at(i+2).isMonth() && d.at(i+2).digits == 2 {
		month := d.at(i + 2).value
		if d.at(i+3).sign("-./‑") && d.touches(i+2) && d.touches(i+3) && d.at(i+4).isDay() && d.at(i+4).digits == 2 {
			return valid(civil.Date{Year: year, Month: month, Day: d.at(i + 4).value}, d.afterTime(i+5))
		}
		return civil.Date{Year: year, Month: month}, i + 3, true
	}
	j := i + 1
	tied := d.at(j).sign("-./‑") && d.touches(i) && d.touches(j)
	if tied {
		j++
	}
	if m := words().months[d.at(j).text]; m > 0 && d.at(j).kind == 'w' {
		if _, _, ahead := d.named(j); (tied || !ahead) && len(d.at(j).text) > 2 {
			return civil.Date{Year: year, Month: m}, j + 1, true
		}
	}
	return civil.Date{Year: year}, d.afterYear(i + 1), true
}

// afterTime passes "T00:00:00.000Z" behind an ISO date.
func (d dater) afterTime(j int) int {
	if d.at(j).kind != 'w' || d.at(j).text != "t" {
		return j
	}
	for j < len(d.t) && d.touches(j) {
		j++
	}
	return j + 1
}

// numeric reads "06/2020", "01.06.2020", "6/1/2018", "1 June 2020", "06/20".
func (d dater) numeric(i int) (civil.Date, int, bool) {
	a := d.at(i)
	if a.digits > 2 {
		return civil.Date{}, i, false
	}
	if d.at(i + 1).sign("./-‑") {
		b := d.at(i + 2)
		switch {
		case b.isYear() && a.isMonth():
			return civil.Date{Year: b.value, Month: a.value}, d.afterYear(i + 3), true
		case b.kind == 'n' && b.digits <= 2 && d.at(i+3).sign("./-‑") && d.at(i+4).isYear():
			return valid(d.order(a.value, b.value, d.at(i+4).value, d.at(i+1).text), d.afterYear(i+5))
		case a.isMonth() && a.digits == 2 && d.at(i+1).text == "/" && d.touches(i) && b.kind == 'n' && b.digits == 2 && b.value > 12:
			return civil.Date{Year: century(b.value), Month: a.value}, i + 3, true
		}
	}
	if !a.isDay() {
		return civil.Date{}, i, false
	}
	j := i + 1
	if t := d.at(j); t.sign(".º°") || t.kind == 'w' && (t.text == "er" || t.text == "st" || t.text == "nd" || t.text == "rd" || t.text == "th" || t.text == "η") {
		j++
	}
	if t := d.at(j); t.kind == 'w' && words().ofMonth[t.text] {
		j++
	}
	if d.at(j).kind == 'w' && words().months[d.at(j).text] > 0 && !d.at(j).apart { // not "Level 3", then "May 2020" at the margin
		date, k, ok := d.named(j)
		if ok && date.Day == 0 && date.Month > 0 {
			date.Day = a.value
			return valid(date, k)
		}
	}
	return civil.Date{}, i, false
}

// order puts day and month of a numeric date in their places.
func (d dater) order(a, b, year int, sep string) civil.Date {
	monthFirst := d.monthFirst && sep == "/"
	if a > 12 {
		monthFirst = false
	} else if b > 12 {
		monthFirst = true
	}
	if monthFirst {
		return civil.Date{Year: year, Month: a, Day: b}
	}
	return civil.Date{Year: year, Month: b, Day: a}
}

func century(yy int) int {
	if yy < 50 {
		return 2000 + yy
	}
	return 1900 + yy
}

func valid(date civil.Date, next int) (civil.Date, int, bool) { return date, next, date.Valid() }
