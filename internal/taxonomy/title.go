package taxonomy

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// Titles counts the job titles found in a text by O*NET occupation: a vector
// of the space ONet with the sharper smoothing that titles bear.
type titleTable struct {
	phrases
	shared [][]uint16 // value -> occupations that share the title
}

var titleAliases = sync.OnceValue(func() *titleTable {
	t := &titleTable{phrases: phrases{make(map[uint64]int32, 80_000)}}
	rows("titles", func(line int, field []string) {
		t.add(strings.Fields(field[0]), int32(line))
		var shared []uint16
		for n := range strings.SplitSeq(field[1], ",") {
			v, _ := strconv.Atoi(n)
			shared = append(shared, uint16(v))
		}
		t.shared = append(t.shared, shared)
	})
	return t
})

// titleWeight is how much a hit in a title counts against one in the text.
const titleWeight = 4

// TitlesIn finds known English job titles in the lines of a text, given as
// their Tokens, and in its title (or a CV's latest positions) and returns the
// occupations they name. A line counts a title once.
func TitlesIn(lines [][]Token, title string) Vector {
	t := titleAliases()
	count := map[int32]int{}
	words := map[int32]int{}
	for _, l := range lines {
		t.count(l, 1, count, words)
	}
	t.count(Tokens(title, "en"), titleWeight, count, words)
	score := make([]float64, len(ONet().concepts))
	for _, v := range slices.Sorted(maps.Keys(count)) {
		gain := float64(logCount(count[v])*float64(words[v])) / float64(len(t.shared[v]))
		for _, c := range t.shared[v] {
			score[c] += gain
		}
	}
	return ONet().smooth(best(score, len(score)), titleMinorShare, titleMajorShare)
}

const (
	titleMinorShare = 0.7
	titleMajorShare = 0.5
)

func (t *titleTable) count(tokens []Token, times int, count, words map[int32]int) {
	seen := map[int32]bool{}
	for i := 0; i < len(tokens); {
		v, n := t.longest(tokens, i, nil)
		if n == 0 {
			i++
			continue
		}
		if !seen[v] {
			seen[v] = true
			count[v] += times
			words[v] = n
		}
		i += n
	}
}

// FindTitle returns the byte offsets of the longest known English job title in
// a text.
func FindTitle(text string) (start, end int, ok bool) {
	t := titleAliases()
	tokens := Tokens(text, "en")
	most := 0
	for i := range tokens {
		if _, n := t.longest(tokens, i, nil); n > most {
			most, start, end = n, tokens[i].Start, tokens[i+n-1].End
		}
	}
	return start, end, most > 0
}
