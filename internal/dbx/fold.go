package dbx

import (
	"strings"
	"sync"
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

// latin is where the letters end that are folded one by one: those of Europe's
// Latin alphabets with an accent of their own.
const latin = 0x250

// foldedLatin is each letter before latin as foldAny folds it.
var foldedLatin = sync.OnceValue(func() (table [latin]string) {
	for r := range rune(latin) {
		table[r] = foldAny(string(r))
	}
	return table
})

// Fold returns s in lower case without accents. It is the SQL function
// fold(text) of both engines for letters of the Latin script.
func Fold(s string) string {
	if isPlain(s) {
		return strings.ToLower(s)
	}
	table := foldedLatin()
	b := make([]byte, 0, len(s))
	for _, r := range s {
		if r >= latin { // another alphabet, or an accent that stands by itself
			return foldAny(s)
		}
		b = append(b, table[r]...)
	}
	return string(b)
}

func foldAny(s string) string {
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
