package posting

import (
	"github.com/abadojack/whatlanggo"
)

// readable are the languages that postings are read in.
var readable = whatlanggo.Options{Whitelist: map[whatlanggo.Lang]bool{
	whatlanggo.Eng: true, whatlanggo.Fra: true, whatlanggo.Deu: true, whatlanggo.Spa: true, whatlanggo.Ita: true,
	whatlanggo.Por: true, whatlanggo.Nld: true, whatlanggo.Pol: true, whatlanggo.Ell: true, whatlanggo.Rus: true,
	whatlanggo.Ces: true, whatlanggo.Dan: true, whatlanggo.Swe: true, whatlanggo.Nob: true, whatlanggo.Ron: true,
	whatlanggo.Hun: true, whatlanggo.Bul: true, whatlanggo.Hrv: true, whatlanggo.Slv: true, whatlanggo.Lit: true,
	whatlanggo.Lav: true, whatlanggo.Est: true,
	whatlanggo.Jpn: true, whatlanggo.Cmn: true, whatlanggo.Kor: true, whatlanggo.Arb: true, whatlanggo.Heb: true,
	whatlanggo.Ukr: true, whatlanggo.Hin: true, whatlanggo.Tha: true,
}}

// sampleBytes is enough text to tell a language by.
const sampleBytes = 6000

// detect returns the ISO 639-1 code of a text's language; "" when the text is
// too short to tell.
func detect(text string) string {
	if len(text) < 20 {
		return ""
	}
	info := whatlanggo.DetectWithOptions(text[:min(len(text), sampleBytes)], readable)
	if info.Lang == whatlanggo.Nob {
		return "no"
	}
	return info.Lang.Iso6391()
}
