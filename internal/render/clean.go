package render

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// ligatures are single characters for what readers search as letters.
var ligatures = strings.NewReplacer("ﬀ", "ff", "ﬁ", "fi", "ﬂ", "fl", "ﬃ", "ffi", "ﬄ", "ffl", "ﬅ", "st", "ﬆ", "st")

// clean makes one line of s: composed letters (NFC), single spaces, no control
// or invisible characters, no ligature characters. No-break spaces stay, as
// U+00A0.
func clean(s string) string {
	if simple(s) {
		return strings.Join(strings.Fields(s), " ")
	}
	s = ligatures.Replace(norm.NFC.String(s))
	s = strings.Map(func(r rune) rune {
		switch r {
		case '\u00a0', '\u202f', '\u2007':
			return '\u00a0'
		case '\u2011':
			return '-'
		case '\t', '\n', '\r', '\u2028', '\u2029':
			return ' '
		}
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Variation_Selector, r) {
			return -1
		}
		if unicode.IsSpace(r) {
			return ' '
		}
		return r
	}, s)
	return strings.Trim(strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == ' ' }), " "), "\u00a0")
}

func simple(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

func cleanAll(lines []string) []string {
	var kept []string
	for _, line := range lines {
		if c := clean(line); c != "" {
			kept = append(kept, c)
		}
	}
	return kept
}

// paragraphs cleans a text of several lines, one paragraph each.
func paragraphs(s string) []string {
	if s == "" {
		return nil
	}
	return cleanAll(strings.Split(s, "\n"))
}

func list(items []string) string { return strings.Join(cleanAll(items), ", ") }

// join puts the separator between the parts that are not empty.
func join(separator string, parts ...string) string {
	var kept []string
	for _, p := range parts {
		if p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, separator)
}
