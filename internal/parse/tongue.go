package parse

import (
	"strings"

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
