package dbx

import (
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
)

// letters spells the Latin letters that have no decomposition the way
// PostgreSQL's unaccent dictionary does, so that both engines find the same rows.
var letters = strings.NewReplacer(
	"æ", "ae", "Æ", "ae", "œ", "oe", "Œ", "oe", "ß", "ss", "ẞ", "ss",
	"ø", "o", "Ø", "o", "ł", "l", "Ł", "l", "đ", "d", "Đ", "d", "ð", "d", "Ð", "d",
	"þ", "th", "Þ", "th", "ħ", "h", "Ħ", "h", "ı", "i", "ŧ", "t", "Ŧ", "t",
)

// Fold returns s in lower case without accents. It is the SQL function
// fold(text) of both engines for letters of the Latin script.
func Fold(s string) string {
	if isPlain(s) {
		return strings.ToLower(s)
	}
	strip := transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC)
	out, _, err := transform.String(strip, s)
	if err != nil {
		out = s
	}
	return strings.ToLower(letters.Replace(out))
}

func isPlain(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// Month returns the UTC month of a time in microseconds since 1970 as
// "2026-11". It is the SQL function ym(bigint) of both engines.
func Month(micros int64) string {
	return time.UnixMicro(micros).UTC().Format("2006-01")
}
