package tailor

import (
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
	for _, m := range c.own.marks {
		if m.level < base[m.scale] && c.speaksOf(m) && !c.keeps(m) && !c.repeated(m) {
			c.lost(m.at, m.last)
		}
	}
}

// keeps tells whether the new text limits as much as a mark of the old one.
func (c *checker) keeps(m mark) bool {
	return slices.ContainsFunc(c.marksFound, func(n mark) bool {
		return n.scale == m.scale && n.level <= m.level || m.level == 0 && n.level == 0 && learns[m.scale] && learns[n.scale]
	})
}

// learns names the scales whose lowest words say the same: somebody is not there
// yet.
var learns = map[scale]bool{roleScale: true, seniorityScale: true}

// repeated tells whether the new text has a limiting word itself, in any form, or
// its number.
func (c *checker) repeated(m mark) bool {
	for i, t := range c.list {
		if t.class == word && c.sameWord(c.own, m.last, i) {
			return true
		}
	}
	return slices.ContainsFunc(c.own.quantities, func(q quantity) bool { return q.at <= m.at && m.at <= q.last && c.says(q) })
}

// pairs wants "two of four" and "from 6 to 5" whole or not at all: one of the
// two numbers alone says something else.
func (c *checker) pairs() {
	if c.own == nil {
		return
	}
	list := c.own.quantities
	for i := 1; i < len(list); i++ {
		a, b := list[i-1], list[i]
		if isDate(a) || isDate(b) || !c.lx.linked(c.own.list, a, b) && !c.lx.partOf(c.own.list, a, b) {
			continue
		}
		first, second := c.says(a), c.says(b)
		if first != second || !first && a.value < b.value && c.speaks(c.own.list[a.at].clause) {
			c.lost(a.at, b.last)
		}
	}
}

func isDate(q quantity) bool { return strings.HasSuffix(q.unit, "#") }

// says tells whether the new text has a number of the old one.
func (c *checker) says(have quantity) bool {
	if slices.ContainsFunc(c.numbersFound, func(q quantity) bool { return q.value == have.value || same(q, have) }) {
		return true
	}
	return slices.ContainsFunc(c.list, func(t token) bool { return t.class == word && c.own.inOne(c.lx, t.plain, have) })
}

// partOf tells whether two numbers are a part and its whole: "a third of the 90
// rooms", "von den 90 Zimmern ein Drittel".
func (lx *lexicon) partOf(list []token, a, b quantity) bool {
	return list[a.at].clause == list[b.at].clause && (a.value < 1 && a.unit == "" || b.value < 1 && b.unit == "")
}

// speaks tells whether the new text repeats a word of a clause of the old one.
func (c *checker) speaks(clause int) bool {
	for i, t := range c.list {
		if t.class == word && !c.lx.neutral(t) {
			if there, _ := c.saidIn(i, clause); there > 0 {
				return true
			}
		}
	}
	return false
}

// carried wants a word that comes from another line to bring its limit along:
// "trainee gardener" does not make a gardener.
func (c *checker) carried() {
	for _, p := range c.near {
		for _, m := range p.marks {
			if p == c.own || m.level >= base[m.scale] || !carries[m.scale] || c.keeps(m) {
				continue
			}
			if i, ok := c.tookFrom(p, m); ok {
				c.claim(DroppedClaim, i, i, Moved, p, false)
			}
		}
	}
}

// carries names the scales whose limits stick to what stands beside them.
var carries = map[scale]bool{seniorityScale: true, doneScale: true, skillScale: true, roleScale: true, onlyScale: true}

// tookFrom finds a word of the new text that only the words beside a mark
// support.
func (c *checker) tookFrom(p *passage, m mark) (int, bool) {
	for i, t := range c.list {
		if t.class != word || c.lx.neutral(t) {
			continue
		}
		beside, elsewhere := false, false
		for _, q := range c.near {
			for j := range q.list {
				if q.list[j].class != word || !c.sameWord(q, j, i) {
					continue
				}
				if q == p && (j == m.last+1 || j == m.at-1) && q.list[j].clause == q.list[m.at].clause {
					beside = true
				} else {
					elsewhere = true
				}
			}
		}
		if beside && !elsewhere {
			return i, true
		}
	}
	return 0, false
}

// months wants a month without a year, which is nearly always a plan, to stay
// with what is planned for it.
func (c *checker) months() {
	if c.own == nil {
		return
	}
	for i, t := range c.own.list {
		month := c.lx.months[t.plain]
		if month == 0 || c.own.dated(i) || c.own.counted(i) || c.lx.function[t.plain] || !c.speaks(t.clause) {
			continue
		}
		if !slices.ContainsFunc(c.list, func(n token) bool { return c.lx.months[n.plain] == month }) {
			c.lost(i, i)
		}
	}
}

// dated tells whether a year stands beside the month at i.
func (p *passage) dated(i int) bool {
	return slices.ContainsFunc(p.quantities, func(q quantity) bool { return isDate(q) && q.at > i && q.at-i <= reach })
}

// counted tells whether the word at i belongs to a number or a date.
func (p *passage) counted(i int) bool {
	return slices.ContainsFunc(p.quantities, func(q quantity) bool { return q.from <= i && i <= q.last })
}

// speaksOf tells whether the new text still says what m limits.
func (c *checker) speaksOf(m mark) bool {
	keys := map[string]bool{}
	for i, t := range c.list {
		if t.class == word && !c.lx.neutral(t) {
			put(keys, c.lx.keys(c.list, i))
		}
	}
	return overlap(keys, m.around)
}

// negations wants each denial of the old text that the new one still speaks of,
// and a source for each denial of the new one.
func (c *checker) negations() {
	if c.own == nil || len(c.list) == 0 {
		return
	}
	now := c.lx.denials(c.list)
	for _, i := range c.lx.denials(c.own.list) {
		if len(now) == 0 && c.repeatsOnly(c.own.list[i].clause) {
			c.report.Claims = append(c.report.Claims, Claim{Kind: NegationClaim, Text: c.own.list[i].text, Origin: Quoted, Source: c.own.path})
		}
	}
	for _, i := range now {
		if !c.deniedBefore(i) {
			c.claim(NegationClaim, i, i, New, nil, false)
		}
	}
}

// denials lists the words that deny something.
func (lx *lexicon) denials(list []token) []int {
	var found []int
	for i, t := range list {
		if lx.negation[t.plain] {
			found = append(found, i)
		}
	}
	return found
}

// deniedBefore tells whether a near text denies something that the clause of a
// new denial speaks of.
func (c *checker) deniedBefore(at int) bool {
	for _, p := range c.near {
		for _, i := range c.lx.denials(p.list) {
			around := c.lx.window(p.list, i, i)
			if c.shared(c.clauseOf(at), around) > 0 || p == c.own && len(c.clauseOf(at)) <= 1 {
				return true
			}
		}
	}
	return false
}

// clauseOf lists the words of weight in the clause of token at, but for the
// token.
func (c *checker) clauseOf(at int) []int {
	var list []int
	for i, t := range c.list {
		if i != at && t.clause == c.list[at].clause && t.class != sign && !c.lx.neutral(t) {
			list = append(list, i)
		}
	}
	return list
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
		case skill && p == c.own, !skill && p.path.Under("/skills"):
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
	keys := c.lx.keys(c.list, i)
	for j, t := range p.list {
		if t.low == c.list[i].low || meets(p.keys[j], keys) || c.lx.inflected(t.plain, c.list[i].plain) {
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
		if slices.ContainsFunc(c.lx.keys(c.list, i), func(k string) bool { return around[k] }) {
			n++
		}
	}
	return n
}
