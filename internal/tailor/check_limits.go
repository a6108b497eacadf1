package tailor

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// dropped finds words that limit a claim ("helped", "part of", "junior",
// "basic", "planned") in the text that was changed and no longer in the new
// one. A text that lost everything around the word is a shorter text, not a
// bolder one.
func (c *checker) dropped() {
	if c.own == nil || len(c.list) == 0 {
		return
	}
	after := c.lx.marks(c.list)
	for _, m := range c.own.marks {
		if m.level >= base[m.scale] || !c.speaksOf(m) {
			continue
		}
		kept := slices.ContainsFunc(after, func(n mark) bool { return n.scale == m.scale && n.level <= m.level })
		if !kept {
			text := c.edit.Before[c.own.list[m.at].start:c.own.list[m.last].end]
			c.report.Claims = append(c.report.Claims, Claim{Kind: DroppedClaim, Text: text, Origin: Quoted, Source: c.own.path})
		}
	}
}

// speaksOf tells whether the new text still says what m limits.
func (c *checker) speaksOf(m mark) bool {
	keys := map[string]bool{}
	for i, t := range c.list {
		if t.class == word && !c.lx.neutral(t) {
			keys[c.lx.key(c.list, i)] = true
		}
	}
	return overlap(keys, m.around)
}

// negations wants as many denials as before about what both texts say.
func (c *checker) negations() {
	if c.own == nil {
		return
	}
	before, after := c.lx.denials(c.own.list), c.lx.denials(c.list)
	if len(before) == len(after) || len(c.list) == 0 {
		return
	}
	more := before
	if len(after) > len(before) {
		more = after
	}
	text := slices.Sorted(maps.Keys(more))
	c.report.Claims = append(c.report.Claims, Claim{Kind: NegationClaim, Text: strings.Join(text, ", "), Origin: New})
}

func (lx *lexicon) denials(list []token) map[string]bool {
	found := map[string]bool{}
	for _, t := range list {
		if lx.negation[t.plain] {
			found[t.plain] = true
		}
	}
	return found
}

// combined wants what a summary says in one clause to come from one entry of
// the CV, and a skill of several words from one clause: words of several places
// joined can say what none of them says. What the list of skills or the old text
// says may stand anywhere.
func (c *checker) combined() {
	if _, ok := entryOf(c.edit.Path); ok {
		return
	}
	var before map[string]bool
	for _, clause := range c.clauses() {
		common, joined := c.common(clause, before)
		before = common
		switch {
		case joined > 1 && len(common) == 0:
			c.claim(CombinedClaim, clause[0], clause[len(clause)-1], Moved, nil, false)
		case joined > 1:
			c.limited(clause, common)
		}
	}
}

// common gives the places that say all words of a clause, and how many words
// are bound to a place. A clause of numbers only ("since 2019") belongs to the
// clause before it.
func (c *checker) common(clause []int, before map[string]bool) (map[string]bool, int) {
	var common map[string]bool
	joined := 0
	if !slices.ContainsFunc(clause, func(i int) bool { return c.list[i].class == word }) && before != nil {
		common, joined = before, 1
	}
	for _, i := range clause {
		if places := c.places(i); places != nil {
			common, joined = intersect(common, places), joined+1
		}
	}
	return common, joined
}

// clauses groups the words that carry meaning by clause.
func (c *checker) clauses() [][]int {
	var groups [][]int
	last := -1
	for i, t := range c.list {
		if t.class == sign || c.lx.neutral(t) {
			continue
		}
		if t.clause != last {
			groups, last = append(groups, nil), t.clause
		}
		groups[len(groups)-1] = append(groups[len(groups)-1], i)
	}
	return groups
}

// places names where the CV says a word: entries for a summary, clauses for a
// skill. It is nil for a word that may stand anywhere, or that has no source and
// is a claim already.
func (c *checker) places(i int) map[string]bool {
	skill := c.edit.Path.Under("/skills")
	var places map[string]bool
	for _, p := range c.near {
		found, _ := c.lx.has(p, c.list, i, p == c.own)
		switch {
		case !found && !c.hasNumber(p, i):
			continue
		case p == c.own, !skill && p.path.Under("/skills"):
			return nil
		case places == nil:
			places = map[string]bool{}
		}
		for _, place := range c.spots(p, i, skill) {
			places[place] = true
		}
	}
	return places
}

// hasNumber tells whether a passage has the number at token i.
func (c *checker) hasNumber(p *passage, i int) bool {
	return slices.ContainsFunc(c.numbersFound, func(q quantity) bool {
		return q.at <= i && i <= q.last && slices.ContainsFunc(p.quantities, func(have quantity) bool { return same(q, have) })
	})
}

func (c *checker) spots(p *passage, i int, clauses bool) []string {
	if !clauses {
		entry, ok := entryOf(p.path)
		if !ok {
			entry = "/basics"
		}
		return []string{string(entry)}
	}
	var spots []string
	key := c.lx.key(c.list, i)
	for j, t := range p.list {
		if t.low == c.list[i].low || p.keys[j] == key || c.lx.inflected(t.plain, c.list[i].plain) {
			spots = append(spots, string(p.path)+"#"+strconv.Itoa(t.clause))
		}
	}
	if spots == nil {
		return []string{string(p.path)}
	}
	return spots
}

// intersect narrows a set of places; nil is every place.
func intersect(a, b map[string]bool) map[string]bool {
	if a == nil {
		return b
	}
	both := map[string]bool{}
	for k := range a {
		if b[k] {
			both[k] = true
		}
	}
	return both
}

// sameStatement is how many words a clause shares with a text before it says
// what that text says.
const sameStatement = 2

// limited wants a clause of a summary that repeats a limited statement ("helped
// migrate the database") to keep the limit.
func (c *checker) limited(clause []int, entries map[string]bool) {
	after := c.lx.marks(c.list)
	for _, p := range c.near {
		entry, _ := entryOf(p.path)
		if p == c.own || !entries[string(entry)] {
			continue
		}
		for _, m := range p.marks {
			if m.level >= base[m.scale] || c.shared(clause, m.around) < sameStatement {
				continue
			}
			if !slices.ContainsFunc(after, func(n mark) bool { return n.scale == m.scale && n.level <= m.level }) {
				c.claim(DroppedClaim, clause[0], clause[len(clause)-1], Moved, p, false)
			}
		}
	}
}

func (c *checker) shared(clause []int, around map[string]bool) int {
	n := 0
	for _, i := range clause {
		if around[c.lx.key(c.list, i)] {
			n++
		}
	}
	return n
}
