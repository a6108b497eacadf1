package taxonomy

// Stems returns the stems of a text that may say something about an
// occupation, in order; function words, numbers and the words every CV and ad
// contains are left out.
func Stems(text, lang string) []string {
	var stems []string
	for _, t := range Tokens(text, lang) {
		if t.content() {
			stems = append(stems, t.Stem)
		}
	}
	return stems
}

// Count puts the stems of a text, each once per call, into the bag. One call
// per line or entry makes repeated words of one line count once.
func (b Bag) Count(text, lang string) {
	seen := map[string]bool{}
	for _, stem := range Stems(text, lang) {
		if !seen[stem] {
			seen[stem] = true
			b[stem]++
		}
	}
}

// Weight is how telling a stem is that occurs n times: (1 + ln n) times its
// idf over the English occupations; a word no occupation has weighs like the
// rarest.
func Weight(stem string, n int) float64 {
	space := ONet()
	idf := rarest
	if id, ok := space.terms[stem]; ok {
		idf = space.idf[id]
	}
	return float64(logCount(n) * idf)
}

const rarest = 6.0
