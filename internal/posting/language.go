package posting

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/abadojack/whatlanggo"

	"jobops/internal/taxonomy"
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
const sampleBytes = 8000

// little are frequent function words of the languages written in Latin
// letters. Lists of nouns, which most CVs are, mislead statistics of letters;
// the few function words between them do not.
var little = map[string]string{
	"en": "the and of to in for with on at by from an as is are our you your we will",
	"fr": "le la les des du et en pour avec dans sur une un au aux vous nous votre est par",
	"de": "der die das und mit für von im den ein eine zu auf bei sie wir ihre als des zur",
	"es": "el la los las de y en para con un una del por su que nuestro se al como",
	"it": "il la le di e per con un una del della nel che sono gli alla dei da",
	"pt": "o a os as de e em para com um uma do da no na dos das que ao por",
	"nl": "de het een en van voor met in op bij je wij onze aan als te zijn naar",
	"pl": "i w z na do oraz dla się przez jest od po ze o za nie",
	"cs": "a v na se do pro nebo s z je k ve od jsou", "da": "og i til med for en af på du vi er at som det",
	"sv": "och i att för med en av på du vi är som det till", "no": "og i til med for en av på du vi er som det et",
	"ro": "și în de la cu pentru pe un o din este sau", "hu": "a az és egy hogy nem is vagy meg",
}

var littleWords = func() map[string][]string {
	m := map[string][]string{}
	for lang, words := range little {
		for w := range strings.FieldsSeq(words) {
			m[w] = append(m[w], lang)
		}
	}
	return m
}()

// fewLittle is how many function words a verdict needs.
const fewLittle = 4

// detect returns the ISO 639-1 code of a text's language; "" when the text is
// too short to tell.
func detect(text string) string {
	if len(text) < 20 {
		return ""
	}
	text = strings.ToValidUTF8(text[:min(len(text), sampleBytes)], " ")
	if lang := byLittleWords(text); lang != "" {
		return lang
	}
	info := whatlanggo.DetectWithOptions(text, readable)
	if info.Lang == whatlanggo.Nob {
		return "no"
	}
	return info.Lang.Iso6391()
}

// byLittleWords counts function words; a word of two languages counts half for
// each. The best must be clearly ahead.
func byLittleWords(text string) string {
	count := map[string]float64{}
	for _, t := range taxonomy.Words(text) {
		langs := littleWords[strings.ToLower(text[t.Start:t.End])]
		for _, l := range langs {
			count[l] += 1 / float64(len(langs))
		}
	}
	best, first, second := "", 0.0, 0.0
	for _, l := range slices.Sorted(maps.Keys(count)) {
		switch n := count[l]; {
		case n > first:
			best, first, second = l, n, first
		case n > second:
			second = n
		}
	}
	if first < fewLittle || first < 1.5*second {
		return ""
	}
	return best
}

// passage is how much text is judged at once for being in another language
// than the posting, in bytes.
const passage = 400

// speak gives every line the language it is written in: the posting's own
// unless a passage of some length is clearly in another, as in ads that say
// everything twice.
func speak(lines []line, text, own string) {
	for from := 0; from < len(lines); {
		to, size := from, 0
		for ; to < len(lines) && size < passage; to++ {
			size += lines[to].end - lines[to].start
		}
		lang := own
		if size >= passage && len(text) > 2*passage {
			lang = cmp.Or(byLittleWords(text[lines[from].start:lines[to-1].end]), own)
		}
		for i := from; i < to; i++ {
			lines[i].lang = lang
		}
		from = to
	}
}
