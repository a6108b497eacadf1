package tailor

import "testing"

// TestPeerDefect07_NumbersAsWords reads numerals of every language with words of
// its own, also those put together of parts.
func TestPeerDefect07_NumbersAsWords(t *testing.T) {
	t.Parallel()
	for lang, want := range map[string]map[string]float64{
		"en": {"seventeen": 17, "twenty-four": 24, "ninety-nine": 99, "three hundred": 300},
		"fr": {"dix-sept": 17, "vingt et un": 21, "soixante": 60, "soixante-dix": 70, "soixante-douze": 72, "quatre-vingts": 80, "quatre-vingt-dix-sept": 97, "deux cent quatre-vingt": 280},
		"de": {"siebzehn": 17, "vierundzwanzig": 24, "neunundneunzig": 99},
		"es": {"dieciséis": 16, "veintidós": 22, "cuarenta y cinco": 45},
		"it": {"diciassette": 17, "ventotto": 28, "trentacinque": 35},
		"pt": {"dezasseis": 16, "dezanove": 19, "quarenta e cinco": 45},
		"nl": {"zeventien": 17, "vijfentwintig": 25, "zevenhonderdvijftig": 750},
		"pl": {"siedemnastu": 17, "dwudziestu czterech": 24, "dziewięćdziesięciu": 90},
		"el": {"δεκατρείς": 13, "είκοσι τέσσερα": 24, "ενενήντα": 90},
		"ru": {"семнадцати": 17, "двадцать четыре": 24, "девяноста": 90},
	} {
		lx := lexiconFor(lang)
		for text, value := range want {
			list := tokens(text)
			v, last, ok := lx.numeral(list, 0)
			if !ok || v != value || last != len(list)-1 {
				t.Errorf("numeral(%s, %q) = %v up to token %d of %d, %v, want %v", lang, text, v, last, len(list), ok, value)
			}
		}
	}
}

func TestPeerDefect03_MonthsInWordsAndDigitsAreOneDate(t *testing.T) {
	t.Parallel()
	r := resumeWith("fr", "Gardien de camping de juin à août 2017.")
	for after, supported := range map[string]bool{
		"Gardien de camping, 06/2017 - 08/2017.":       true,
		"Gardien de camping de juin 2017 à août 2017.": true,
		"Gardien de camping, 05/2017 - 08/2017.":       false,
		"Gardien de camping, 06/2016 - 08/2017.":       false,
		"Gardien de camping de juin à août 2018.":      false,
	} {
		if e := reworded(t, r, after); e.Supported != supported {
			t.Errorf("Own(%q).Supported = %v, want %v: %v", after, e.Supported, supported, e.Claims)
		}
	}
}

func TestPeerDefect09_CreditStaysWhereItWas(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ lang, before, after string }{
		{"fr", "Un collègue relisait mes rapports.", "Je relisais les rapports d'un collègue."},
		{"de", "Meine Entwürfe prüfte die Redakteurin.", "Entwürfe der Redakteurin geprüft."},
		{"de", "Budget von 900 Euro, verwaltet vom Vorstand.", "Budget von 900 Euro verwaltet."},
		{"fr", "Avec trois collègues, remise en état du jardin.", "Remise en état du jardin."},
	} {
		if e := reworded(t, resumeWith(c.lang, c.before), c.after); e.Supported {
			t.Errorf("Own(%q -> %q).Supported = true, want false", c.before, c.after)
		}
	}
}
