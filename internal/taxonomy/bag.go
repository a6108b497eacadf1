package taxonomy

// Stems returns the stems of a text that may say something about an
// occupation, in order; function words, numbers and the words every CV and ad
// contains are left out.
func Stems(text, lang string) []string { return stemsAmong(Tokens(text, lang)) }

func stemsAmong(tokens []Token) []string {
	var stems []string
	for _, t := range tokens {
		if t.content() {
			stems = append(stems, t.Stem)
		}
	}
	return stems
}

// Terms returns the stems of a text and, in English, the pairs of neighbouring
// stems ("data scientist"), a pair joined by a space.
func Terms(text, lang string) []string { return termsAmong(Tokens(text, lang), lang) }

func termsAmong(tokens []Token, lang string) []string {
	stems := stemsAmong(tokens)
	if lang != "en" {
		return stems
	}
	n := len(stems)
	for i := 1; i < n; i++ {
		stems = append(stems, stems[i-1]+" "+stems[i])
	}
	return stems
}

// Bag counts the terms of a text.
type Bag map[string]int

// Count puts the terms of a text, each once per call, into the bag. One call
// per line or entry makes repeated words of one line count once.
func (b Bag) Count(text, lang string) { b.CountTokens(Tokens(text, lang), lang) }

// CountTokens is Count for a text whose Tokens are at hand.
func (b Bag) CountTokens(tokens []Token, lang string) {
	seen := map[string]bool{}
	for _, term := range termsAmong(tokens, lang) {
		if !seen[term] {
			seen[term] = true
			b[term]++
		}
	}
}
