package taxonomy

import (
	"strings"
	"unicode/utf8"

	"github.com/kljensen/snowball/english"
	"github.com/kljensen/snowball/french"
	"github.com/kljensen/snowball/hungarian"
	"github.com/kljensen/snowball/norwegian"
	"github.com/kljensen/snowball/russian"
	"github.com/kljensen/snowball/spanish"
	"github.com/kljensen/snowball/swedish"
)

var stemmers = map[string]func(string, bool) string{
	"en": english.Stem, "fr": french.Stem, "es": spanish.Stem, "ru": russian.Stem,
	"sv": swedish.Stem, "no": norwegian.Stem, "hu": hungarian.Stem,
}

// variants joins writings of one letter: the accents of Greek, which move as a
// word is declined, and the Russian ё.
var variants = strings.NewReplacer("ά", "α", "έ", "ε", "ή", "η", "ί", "ι", "ό", "ο", "ύ", "υ", "ώ", "ω", "ϊ", "ι", "ΐ", "ι", "ϋ", "υ", "ΰ", "υ", "ς", "σ", "ё", "е")

// cutLetters is how much of a word is kept in languages without a stemmer;
// measured best for Polish.
const cutLetters = 6

// Stem reduces a lower-case word to the form that its inflections share:
// Snowball where there is a stemmer for the language (ISO 639-1), the first six
// letters elsewhere. Words with digits or signs stay as they are.
func Stem(word, lang string) string {
	if len(word) <= 2 || !plain(word) {
		return word
	}
	if lang == "el" || lang == "ru" {
		word = variants.Replace(word)
	}
	if stem, ok := stemmers[lang]; ok {
		return stem(word, true)
	}
	n := 0
	for i := range word {
		if n == cutLetters {
			return word[:i]
		}
		n++
	}
	return word
}

// labelStem is Stem for the labels of skills, where six letters would join
// "Elektroinstallation" and "elektronisch": German loses its endings only.
func labelStem(word, lang string) string {
	if lang != "de" || len(word) < 6 {
		return Stem(word, lang)
	}
	for _, ending := range []string{"en", "er", "es", "em", "e", "n", "s"} {
		if stem, ok := strings.CutSuffix(word, ending); ok {
			return stem
		}
	}
	return word
}

func plain(word string) bool {
	for i := range len(word) {
		if c := word[i]; c < utf8.RuneSelf && (c < 'a' || c > 'z') {
			return false
		}
	}
	return true
}
