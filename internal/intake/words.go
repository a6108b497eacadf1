package intake

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"jobops/internal/civil"
	"jobops/internal/cv"
	"jobops/internal/parse"
)

// clean makes a text of a stranger's file ours: composed letters, no control
// characters and none that turn the direction of writing, lines kept, at most
// maxLength characters.
func clean(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, ""), "\r\n", "\n")
	n := 0
	s = strings.Map(func(r rune) rune {
		switch {
		case n >= maxLength:
			return -1
		case r == '\n':
		case r == '\t', r == '\r', r == '\u2028', r == '\u2029':
			r = ' '
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r), unicode.Is(unicode.Co, r), r == '\ufeff', r == '\u200b', r == '\ufffd':
			return -1
		}
		n++
		return r
	}, norm.NFC.String(s))
	return strings.TrimSpace(s)
}

// line is clean on one line.
func line(s string) string { return strings.Join(strings.Fields(clean(s)), " ") }

// lines parts a text into its lines that are not empty.
func lines(s string) []string {
	var out []string
	for l := range strings.SplitSeq(clean(s), "\n") {
		if l = strings.TrimSpace(l); l != "" {
			out = append(out, l)
		}
	}
	return out
}

// marked parts a text of several lines into running text and list items, told by
// the sign in front.
func marked(s string) (text string, items []string) {
	var prose []string
	for _, l := range lines(s) {
		if rest := strings.TrimLeft(l, "•●▪■◦‣·*–—- \t"); rest != l && rest != "" {
			items = append(items, rest)
			continue
		}
		prose = append(prose, l)
	}
	return strings.Join(prose, "\n"), items
}

// date reads a date in any spelling that CVs use.
func date(s string) (civil.Date, bool) {
	s = line(s)
	if d, err := civil.ParseDate(s); err == nil {
		return d, true
	}
	if before, _, ok := strings.Cut(s, "T"); ok { // a moment: its day is what was meant
		if d, err := civil.ParseDate(before); err == nil {
			return d, true
		}
	}
	p, ok := parse.Period(s)
	return p.Start, ok && p.End.IsZero() && !p.Current
}

// period reads a period in any spelling.
func period(s string) (cv.Period, bool) {
	if s = line(s); s == "" {
		return cv.Period{}, true
	}
	if d, err := civil.ParseDate(s); err == nil {
		return cv.Period{Start: d}, true
	}
	return parse.Period(s)
}

// place reads an address on one line: "12 Rue X, 69003 Lyon, FR". Its last part
// is a country where it is one, the one before a town.
func place(s string) cv.Location {
	var l cv.Location
	var parts []string
	for part := range strings.SplitSeq(line(s), ",") {
		if part = strings.TrimSpace(part); part != "" {
			parts = append(parts, part)
		}
	}
	if n := len(parts); n > 1 {
		if code := parse.Country(parts[n-1]); code != "" {
			l.CountryCode, parts = code, parts[:n-1]
		}
	}
	switch n := len(parts); {
	case n == 0:
	case n == 1:
		l.PostalCode, l.City = postal(parts[0])
	case n == 2 && l.CountryCode != "" && !strings.ContainsAny(parts[0], "0123456789"):
		l.City, l.Region = parts[0], parts[1]
	default:
		l.Address = strings.Join(parts[:n-1], ", ")
		l.PostalCode, l.City = postal(parts[n-1])
	}
	return l
}

// postal parts "69003 Lyon" and "LS1 4DY Leeds".
func postal(s string) (code, city string) {
	words := strings.Fields(s)
	n := 0
	for n < len(words)-1 && strings.ContainsAny(words[n], "0123456789") {
		n++
	}
	return strings.Join(words[:n], " "), strings.Join(words[n:], " ")
}

// cefr is the level of the European framework that a fluency states.
func cefr(fluency string) string {
	f := strings.ToUpper(fluency)
	if len(f) == 2 && f[0] >= 'A' && f[0] <= 'C' && (f[1] == '1' || f[1] == '2') {
		return f
	}
	return ""
}
