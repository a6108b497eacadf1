package posting

import "strings"

// cues are words and parts of words that mark a sentence, lower case, any of
// them enough. A cue that begins or ends with a space stands at the edge of a
// word.
type cues struct {
	words []string
	pairs [1 << 10]uint64     // a bit for each pair of bytes that begins a cue
	begin map[uint16][]string // the cues by that pair
}

// list splits a text of cues at "|". A cue has at least two bytes.
func list(s string) *cues {
	c := &cues{words: strings.Split(strings.ReplaceAll(s, "\n", ""), "|"), begin: map[uint16][]string{}}
	for _, w := range c.words {
		p := pair(w[0], w[1])
		c.pairs[p>>6] |= 1 << (p & 63)
		c.begin[p] = append(c.begin[p], w)
	}
	return c
}

func pair(a, b byte) uint16 { return uint16(a)<<8 | uint16(b) }

// in reports whether a text holds one of the cues. The text is lower case and
// begins and ends with a space, as lower makes it.
func (c *cues) in(text string) bool {
	for i := 0; i+1 < len(text); i++ {
		p := pair(text[i], text[i+1])
		if c.pairs[p>>6]&(1<<(p&63)) == 0 {
			continue
		}
		for _, w := range c.begin[p] {
			if strings.HasPrefix(text[i:], w) {
				return true
			}
		}
	}
	return false
}

// flat turns the signs between words into spaces, so that cues find word edges.
var flat = strings.NewReplacer(",", " ", ".", " ", ";", " ", ":", " ", "(", " ", ")", " ", "!", " ", "/", " ", "\n", " ", "\t", " ", "\u00a0", " ", "’", "'", "-", " ")

func lower(text string) string { return " " + flat.Replace(strings.ToLower(text)) + " " }
