package tailor

import (
	"bufio"
	"fmt"
	"strings"
	"sync"
)

// synonym is one reviewed line of data/synonyms.tsv: whoever says narrow may
// also say broad. Terms of equal meaning are two lines, one each way. Lines are
// never chained.
type synonym struct {
	narrow, broad term
	equal         bool
}

// term is a name as it is written and cut into words.
type term struct {
	text  string
	words []string
}

func newTerm(text string) term {
	t := term{text: text}
	for _, tok := range tokens(text) {
		t.words = append(t.words, tok.plain)
	}
	return t
}

// at finds the term in a text from token i on, and gives the token after it.
func (t term) at(list []token, i int) (int, bool) {
	if len(t.words) == 0 || i+len(t.words) > len(list) {
		return i, false
	}
	for k, w := range t.words {
		if list[i+k].plain != w {
			return i, false
		}
	}
	return i + len(t.words), true
}

var synonyms = sync.OnceValue(func() []synonym {
	file, err := data.Open("data/synonyms.tsv")
	if err != nil {
		panic(fmt.Sprintf("tailor: %v", err))
	}
	defer file.Close()
	var all []synonym
	for lines := bufio.NewScanner(file); lines.Scan(); {
		fields := strings.Split(lines.Text(), "\t")
		if len(fields) != 3 || strings.HasPrefix(lines.Text(), "//") {
			continue
		}
		a, b := newTerm(fields[0]), newTerm(fields[2])
		all = append(all, synonym{a, b, fields[1] == "="})
		if fields[1] == "=" {
			all = append(all, synonym{b, a, true})
		}
	}
	return all
})

// byFirst finds the synonyms of a text by the first word of the narrow term.
var byFirst = sync.OnceValue(func() map[string][]synonym {
	index := map[string][]synonym{}
	for _, s := range synonyms() {
		index[s.narrow.words[0]] = append(index[s.narrow.words[0]], s)
	}
	return index
})

// implied collects the words of all terms that a passage's own terms imply, one
// step and only from clauses that affirm them.
func implied(p *passage) map[string]bool {
	words := map[string]bool{}
	for i, t := range p.list {
		for _, s := range byFirst()[t.plain] {
			if _, ok := s.narrow.at(p.list, i); ok && !p.weak[t.clause] {
				put(words, s.broad.words)
			}
		}
	}
	return words
}
