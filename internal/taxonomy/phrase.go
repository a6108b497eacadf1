package taxonomy

// phrases finds the longest known sequence of stems from a position: a trie
// whose nodes are the 64-bit hashes of the stem sequences that lead to them.
type phrases struct{ node map[uint64]int32 }

// inside marks a node that only leads on to longer phrases.
const inside = -1

const (
	hashStart = 14695981039346656037 // FNV-1a
	hashPrime = 1099511628211
)

func hashStem(h uint64, stem string) uint64 {
	for i := range len(stem) {
		h = (h ^ uint64(stem[i])) * hashPrime
	}
	return (h ^ ' ') * hashPrime
}

// add enters a phrase; the first value of equal phrases stays.
func (p *phrases) add(stems []string, value int32) {
	h := uint64(hashStart)
	for i, s := range stems {
		h = hashStem(h, s)
		old, found := p.node[h]
		switch {
		case i == len(stems)-1 && (!found || old == inside):
			p.node[h] = value
		case !found:
			p.node[h] = inside
		}
	}
}

// longest returns the value and the length in tokens of the longest phrase
// that begins at tokens[i] and that accept takes; length 0 when there is none.
func (p *phrases) longest(tokens []Token, i int, accept func(n int, value int32) bool) (value int32, length int) {
	h := uint64(hashStart)
	for n := 1; i+n <= len(tokens); n++ {
		h = hashStem(h, tokens[i+n-1].Stem)
		v, found := p.node[h]
		if !found {
			break
		}
		if v != inside && (accept == nil || accept(n, v)) {
			value, length = v, n
		}
	}
	return value, length
}
