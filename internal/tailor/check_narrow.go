package tailor

import (
	"maps"
	"slices"
	"strings"
)

// whole wants what narrows a statement of the old text to stay with it. A place,
// a second task or a thing may be left out; a word that limits, hedges or shares
// what is said may not, nor who stands beside the writer, nor a number of
// hours, nor anything beside a rank, a degree or an effect. A statement of which
// less than half is left says something else, and so does one that loses a word
// and gains another place's.
func (c *checker) whole() {
	if c.own == nil || len(c.list) == 0 {
		return
	}
	gone, kept := c.split()
	left := map[int]bool{}
	for clause := range kept {
		left[clause] = true
	}
	c.limits(left)
	for _, clause := range slices.Sorted(maps.Keys(gone)) {
		if kept[clause] == 0 {
			continue
		}
		lost := gone[clause]
		narrow := slices.IndexFunc(lost, c.narrows)
		switch {
		case narrow >= 0:
			c.lost(lost[narrow], lost[narrow])
		case kept[clause] < len(lost) || c.joins(clause):
			c.lost(lost[0], lost[0])
		}
	}
}

// split lists the words of weight that are gone from each clause of the old text,
// and counts those that the new one keeps.
func (c *checker) split() (gone map[int][]int, kept map[int]int) {
	gone, kept = map[int][]int{}, map[int]int{}
	for _, at := range c.heavy(c.own.list) {
		if clause := c.own.list[at].clause; c.kept(at) {
			kept[clause]++
		} else {
			gone[clause] = append(gone[clause], at)
		}
	}
	return gone, kept
}

// joins tells whether the new text adds something of another place with a word
// such as "and" to what it keeps of a clause of the old one.
func (c *checker) joins(clause int) bool {
	for i, t := range c.list {
		if t.class != word || c.lx.neutral(t) || !c.added(i) {
			continue
		}
		if at, origin, _ := c.trace(i); origin == Moved && at != nil && c.besides(t.clause, clause) {
			return true
		}
	}
	return false
}

// added tells whether a word such as "and" stands shortly before one.
func (c *checker) added(i int) bool {
	return slices.ContainsFunc(c.list[max(0, i-reach):i], func(t token) bool { return c.lx.ands[t.plain] })
}

// besides tells whether a clause of the new text says a word of one of the old.
func (c *checker) besides(now, clause int) bool {
	for i, t := range c.list {
		if t.clause != now || t.class != word || c.lx.neutral(t) {
			continue
		}
		if there, _ := c.saidIn(i, clause); there > 0 {
			return true
		}
	}
	return false
}

// narrows tells whether a word or number of the old text that is gone narrowed
// the statement it stood in.
func (c *checker) narrows(at int) bool {
	if q := slices.IndexFunc(c.own.quantities, func(q quantity) bool { return q.from <= at && at <= q.last }); q >= 0 {
		return c.bounds(c.own.quantities[q])
	}
	if c.lx.behind(c.own.list, at, c.lx.with) && !c.nameIn(c.own.list, at) {
		return true
	}
	if c.lx.behind(c.own.list, at, c.lx.agents) && (c.lx.lang != "de" || passive(c.own.list)) {
		return true
	}
	return c.heads(at) || c.ranked(c.own.list[at].clause)
}

// heads tells whether a noun that is gone had one that stayed as its addition:
// without "travel", "travel for the sales team" is about the team.
func (c *checker) heads(at int) bool {
	if c.lx.verbal(c.own.list[at]) || c.nameIn(c.own.list, at) {
		return false
	}
	bound := c.lx.lang == "ru" || c.lx.lang == "pl"
	for i := at + 1; i < len(c.own.list) && c.own.list[i].clause == c.own.list[at].clause; i++ {
		t := c.own.list[i]
		bound = bound || c.lx.others[t.plain]
		if t.class != word || !c.lx.neutral(t) {
			return t.class == word && bound && c.kept(i)
		}
	}
	return false
}

// verbal tells whether a word has the ending of a verb.
func (lx *lexicon) verbal(t token) bool {
	return slices.ContainsFunc(lx.verbs, func(end string) bool { return len(t.plain) > len(end)+1 && strings.HasSuffix(t.plain, end) })
}

// bounds tells whether a number says how much of the work was done: a time, a
// part. How many things there were may be left out.
func (c *checker) bounds(q quantity) bool {
	if isDate(q) {
		return true
	}
	if q.value < 1 || q.unit != "" && q.unit != "people" {
		return true
	}
	for i := q.last + 1; i < len(c.own.list) && c.own.list[i].clause == c.own.list[q.at].clause; i++ {
		if t := c.own.list[i]; t.class == word && !c.lx.neutral(t) {
			return !c.kept(i)
		}
	}
	return true
}

// ranked tells whether a clause of the old text says a rank, a degree, an award,
// a mastery or an effect that the new text keeps: what stands beside it says of
// what.
func (c *checker) ranked(clause int) bool {
	return slices.ContainsFunc(c.own.marks, func(m mark) bool {
		return c.own.list[m.at].clause == clause && m.level > base[m.scale] && ranks[m.scale] &&
			slices.ContainsFunc(c.marksFound, func(n mark) bool { return n.scale == m.scale && n.level > base[m.scale] })
	})
}

// ranks names the scales whose words speak of something that may not be left out.
var ranks = map[scale]bool{roleScale: true, seniorityScale: true, degreeScale: true, awardScale: true, skillScale: true, causeScale: true}

// limits wants each word that narrows a statement, or another of its kind.
func (c *checker) limits(kept map[int]bool) {
	for i := range c.own.list {
		p, aside, ok := c.lx.limitAt(c.own.list[i:])
		if !ok {
			if c.plural(i, kept) {
				c.lost(i, i)
			}
			continue
		}
		last := i + len(p.words) - 1
		if c.repeatsAll(i, last) || c.replaced(p.level, aside) {
			continue
		}
		if c.keptBeside(i, last, kept, aside) {
			c.lost(i, last)
		}
	}
}

// limitAt finds a limiting word; one that limits also from an addition of its
// own is an aside.
func (lx *lexicon) limitAt(list []token) (p pattern, aside, ok bool) {
	if p, ok = lx.aside.longest(list); ok {
		return p, true, true
	}
	p, ok = lx.limit.longest(list)
	return p, false, ok
}

// replaced tells whether the new text narrows in the same way.
func (c *checker) replaced(kind int, aside bool) bool {
	if aside && kind == jointKind && c.shares() {
		return true
	}
	for i := range c.list {
		for _, p := range c.lx.index(aside).all(c.list[i:]) {
			if p.level == kind {
				return true
			}
		}
	}
	return false
}

func (lx *lexicon) index(aside bool) patternIndex {
	if aside {
		return lx.aside
	}
	return lx.limit
}

// repeatsAll tells whether the new text has the words of the old one from i to
// last, each in any form.
func (c *checker) repeatsAll(i, last int) bool {
	for k := i; k <= last; k++ {
		t := c.own.list[k]
		q := slices.IndexFunc(c.own.quantities, func(q quantity) bool { return q.from <= k && k <= q.last })
		if t.class == sign || q >= 0 && c.says(c.own.quantities[q]) {
			continue
		}
		if !slices.ContainsFunc(c.list, func(n token) bool { return n.plain == t.plain }) && !c.said(k) {
			return false
		}
	}
	return true
}

// keptBeside tells whether the new text still says what the words from i to last
// limit: their clause, or for an aside of a few words the one it is added to.
func (c *checker) keptBeside(i, last int, kept map[int]bool, aside bool) bool {
	clause := c.own.list[i].clause
	size := 0
	for k, t := range c.own.list {
		if t.clause != clause || t.class == sign {
			continue
		}
		size++
		if (k < i || k > last) && !c.lx.neutral(t) && c.kept(k) {
			return true
		}
	}
	return aside && size <= shortClause && (kept[clause-1] || kept[clause+1])
}

// plural tells whether a verb of the old text says "we" and nothing in the new
// one does.
func (c *checker) plural(i int, kept map[int]bool) bool {
	t := c.own.list[i]
	if !kept[t.clause] || !c.lx.we(t) || slices.ContainsFunc(c.list, c.lx.we) {
		return false
	}
	return !c.replaced(jointKind, true)
}

// hedgeKind and onlyKind are the lines of [aside] whose words stand for each
// other: "perhaps" for "probably", "solely" for "only".
const (
	hedgeKind = 1
	onlyKind  = 4
)

// hedges tells whether a new word limits as one of the old text did.
func (c *checker) hedges(i int) bool {
	if c.own == nil {
		return false
	}
	p, ok := c.lx.aside.longest(c.list[i:])
	if !ok || p.level != hedgeKind && p.level != onlyKind {
		return false
	}
	for j := range c.own.list {
		if have, ok := c.lx.aside.longest(c.own.list[j:]); ok && have.level == p.level {
			return true
		}
	}
	return false
}

// jointKind is the line of [aside] that says the writer was not alone.
const jointKind = 2

func (lx *lexicon) we(t token) bool {
	return t.class == word && slices.ContainsFunc(lx.wes, func(end string) bool { return len(t.plain) > len(end)+2 && strings.HasSuffix(t.plain, end) })
}

// nameIn tells whether a word of the old text is written like a name.
func (c *checker) nameIn(list []token, i int) bool {
	t := list[i]
	r := []rune(t.text)
	return strings.ContainsAny(t.text, "+#.0123456789") || len(r) > 1 && strings.ToUpper(t.text) == t.text || i > 0 && c.lx.lang != "de" && t.text != t.low
}
