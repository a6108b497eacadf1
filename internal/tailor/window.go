package tailor

// windowSize is how many words to each side say what a number or a strong word
// is about.
const windowSize = 6

// window collects the keys of the words around list[from..to] in its clause.
func (lx *lexicon) window(list []token, from, to int) map[string]bool {
	around := map[string]bool{}
	step := func(i, by int) {
		for n := 0; i >= 0 && i < len(list) && list[i].clause == list[from].clause && n < windowSize; i += by {
			if list[i].class != word || lx.neutral(list[i]) {
				continue
			}
			put(around, lx.keys(list, i))
			n++
		}
	}
	step(from-1, -1)
	step(to+1, 1)
	return around
}

func overlap(a, b map[string]bool) bool {
	if len(a) == 0 || len(b) == 0 {
		return true
	}
	for k := range a {
		if b[k] {
			return true
		}
	}
	return false
}

// sideSize is how many words on one side of a number are its own.
const sideSize = 2

// side collects the keys of the nearest words from i on, up to the end of the
// clause or the next number.
func (lx *lexicon) side(list []token, i, by int) map[string]bool {
	words := map[string]bool{}
	if i < 0 || i >= len(list) {
		return words
	}
	found := 0
	for clause := list[i].clause; i >= 0 && i < len(list) && found < sideSize; i += by {
		if _, numeral := lx.numbers[list[i].plain]; list[i].class == number || numeral || list[i].clause != clause {
			break
		}
		if list[i].class == word && !lx.neutral(list[i]) {
			put(words, lx.keys(list, i))
			found++
		}
	}
	return words
}
