package parse

import (
	"strings"
	"unicode"

	"github.com/abadojack/whatlanggo"
)

// languageOf returns the language of the text as a two-letter code: what the
// words say, else what the file declares.
func languageOf(declared, text string) string {
	const enough, plenty = 120, 1500 // bytes
	if len(text) > plenty {
		text = strings.ToValidUTF8(text[:plenty], "")
	}
	if len(text) >= enough {
		if code := tongueOf(text); code != "" {
			return code
		}
		if info := whatlanggo.DetectWithOptions(text, tongues); info.IsReliable() || declared == "" {
			if code := info.Lang.Iso6391(); code != "" {
				return code
			}
		}
	}
	code, _, _ := strings.Cut(strings.ToLower(declared), "-")
	return code
}

var tongues = whatlanggo.Options{Whitelist: map[whatlanggo.Lang]bool{
	whatlanggo.Eng: true, whatlanggo.Fra: true, whatlanggo.Deu: true, whatlanggo.Spa: true, whatlanggo.Ita: true,
	whatlanggo.Por: true, whatlanggo.Nld: true, whatlanggo.Pol: true, whatlanggo.Ell: true, whatlanggo.Rus: true,
}}

// tongueOf tells a language by its letters or its little words, many times faster
// than by groups of letters; "" when that leaves a doubt.
func tongueOf(text string) string {
	const enough, ahead = 5, 1.6 // little words, times those of the next language
	if code := alphabetOf(text); code != "latin" {
		return code
	}
	count := map[string]float64{}
	for word := range strings.FieldsSeq(fold(text)) {
		in := words().tongues[word]
		for _, code := range in {
			count[code] += 1 / float64(len(in))
		}
	}
	best, next, top := "", 0.0, 0.0
	for code, n := range count {
		if n > top {
			best, next, top = code, top, n
		} else {
			next = max(next, n)
		}
	}
	if top < enough || top < ahead*next {
		return ""
	}
	return best
}

// alphabetOf returns "el" or "ru" for a text mostly in their letters, "latin" for
// one in Latin letters, "" for others.
func alphabetOf(text string) string {
	latin, greek, cyrillic := 0, 0, 0
	for _, r := range text {
		switch {
		case r < 0x250 && unicode.IsLetter(r):
			latin++
		case r >= 0x370 && r < 0x400:
			greek++
		case r >= 0x400 && r < 0x530:
			cyrillic++
		}
	}
	switch {
	case greek > latin && greek > cyrillic:
		return "el"
	case cyrillic > latin:
		return "ru"
	case latin > 0:
		return "latin"
	}
	return ""
}
