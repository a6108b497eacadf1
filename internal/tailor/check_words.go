package tailor

import (
	"slices"
	"strings"
	"unicode"

	"jobops/internal/cv"
)

var scaleKinds = map[scale]ClaimKind{
	roleScale: RoleClaim, skillScale: LevelClaim, scopeScale: ScopeClaim, quantityScale: ScopeClaim,
	seniorityScale: SeniorityClaim, doneScale: RoleClaim, oftenScale: ScopeClaim, degreeScale: DegreeClaim,
	causeScale: RoleClaim, sinceScale: DateClaim, awardScale: RoleClaim, eachScale: NumberClaim,
}

// marks wants each word above the base of its scale in a near text, at that
// level or higher and about the same thing. Words at or below the base claim
// less than nothing and are free.
func (c *checker) marks() {
	c.marksFound = c.lx.marks(c.list)
	for _, m := range c.marksFound {
		if c.anyCovered(m.at, m.last) && m.scale != seniorityScale {
			continue
		}
		if m.level <= base[m.scale] {
			if m.level < base[m.scale] && !c.edit.Path.Under("/skills") {
				c.cover(m.at, m.last)
			}
			continue
		}
		at, origin := c.findMark(m)
		c.claim(scaleKinds[m.scale], m.at, m.last, origin, at, origin != New)
		if origin != New {
			c.cover(m.at, m.last)
		}
	}
	c.titles()
}

func (c *checker) anyCovered(from, to int) bool {
	for i := from; i <= to; i++ {
		if c.covered[i] {
			return true
		}
	}
	return false
}

func (c *checker) findMark(m mark) (*passage, Origin) {
	if _, bullet := entryOf(c.edit.Path); m.scale == sinceScale && !bullet {
		return c.own, Quoted // a summary says so of a post that has no end
	}
	if c.own != nil && m.at == m.last && m.scale == roleScale && c.kin(m.at) {
		return c.own, Reworded
	}
	for _, p := range c.nearest() {
		for _, have := range p.marks {
			deputy := p == c.own && m.scale == have.scale && m.level <= have.level && c.stands(c.list, c.marksFound, m) && c.stands(p.list, p.marks, have)
			if !deputy && !m.follows(have) || p != c.own && p.weak[p.list[have.at].clause] {
				continue
			}
			if p == c.own {
				return p, Quoted
			}
			return p, Moved
		}
	}
	return nil, New
}

// stands tells whether a rank is that of somebody whom the writer stands in for:
// "deputy of the head". Both texts must say so.
func (c *checker) stands(list []token, marks []mark, rank mark) bool {
	return slices.ContainsFunc(marks, func(m mark) bool {
		deputy := m.scale == seniorityScale && m.level == 1
		return deputy && m.last < rank.at && rank.at-m.last <= reach && list[m.at].clause == list[rank.at].clause
	})
}

// kin tells whether the old text has the word at i in another form.
func (c *checker) kin(i int) bool {
	for _, t := range c.own.list {
		if t.class != word || c.lx.poses(t.plain, c.list[i].plain) {
			continue
		}
		if c.lx.stem(t.low) == c.lx.stem(c.list[i].low) || c.lx.inflected(t.plain, c.list[i].plain) || c.lx.deed(t.plain, c.list[i].plain) {
			return true
		}
	}
	return false
}

// follows tells whether a word on a scale claims no more than one of the
// source, of the same thing.
func (m mark) follows(have mark) bool {
	switch {
	case have.scale != m.scale, have.level < m.level, m.scale == degreeScale && have.level != m.level:
		return false
	case m.scale == seniorityScale && len(m.around) == 0 && len(have.around) > 0:
		return false
	case m.scale == causeScale || m.scale == sinceScale || m.scale == eachScale:
		return true
	case m.scale == roleScale && have.other && !m.other && have.lead != nil && m.level > 3 && len(have.after) == 0:
		return false // "together with the management" is not "management of"
	case m.scale == seniorityScale && have.other && !m.other && within(m.lead, have.lead):
		return false // "for the store manager" is not "store manager"
	case m.scale == roleScale && len(m.after) > 0 && len(have.after) > 0:
		return overlap(m.after, have.after)
	}
	return overlap(m.around, have.around)
}

func within(a, b map[string]bool) bool {
	for k := range a {
		if !b[k] {
			return false
		}
	}
	return true
}

// titles catches "worked with the CTO" turned into "worked as CTO": a new "as"
// before a rank.
func (c *checker) titles() {
	if c.own == nil || hasAny(c.own.list, c.lx.roleWords) {
		return
	}
	for _, m := range c.marksFound {
		if m.scale != seniorityScale || m.level < base[m.scale] {
			continue
		}
		for i := max(0, m.at-2); i < m.at; i++ {
			if c.lx.roleWords[c.list[i].plain] {
				c.claim(SeniorityClaim, i, m.last, New, nil, false)
			}
		}
	}
}

func hasAny(list []token, words map[string]bool) bool {
	return slices.ContainsFunc(list, func(t token) bool { return words[t.plain] })
}

// words traces every remaining word.
func (c *checker) words() {
	for i, t := range c.list {
		if t.class != word || c.lx.neutral(t) {
			continue
		}
		at, origin, ok := c.trace(i)
		c.report.Words = append(c.report.Words, Word{t.start, t.end, origin, pathOf(at)})
		if c.covered[i] {
			continue
		}
		if ok && !c.isName(i) {
			continue
		}
		c.claim(c.wordKind(i), i, i, origin, at, ok)
	}
}

// trace finds the word in the edit's own text, then in what is near it, then
// anywhere; only the first two support it.
func (c *checker) trace(i int) (at *passage, origin Origin, ok bool) {
	t := c.list[i]
	for _, p := range c.nearest() {
		found, exact := c.lx.has(p, c.list, i, p == c.own || c.denies[t.clause])
		switch {
		case !found:
			continue
		case p == c.own && exact:
			return p, Quoted, true
		case p == c.own:
			return p, Reworded, true
		}
		return p, Moved, true
	}
	if p := c.composed(i); p != nil {
		return p, Reworded, true
	}
	if c.hedges(i) {
		return c.own, Reworded, true
	}
	for _, p := range c.far {
		if found, _ := c.lx.has(p, c.list, i, false); found {
			return p, Moved, false
		}
	}
	return nil, New, false
}

func pathOf(p *passage) cv.Path {
	if p == nil {
		return ""
	}
	return p.path
}

// has tells whether a passage says a word in a clause that affirms it, and
// whether letter by letter. The edit's own text may be repeated even where it
// denies something.
func (lx *lexicon) has(p *passage, list []token, i int, own bool) (found, exact bool) {
	keys := lx.keys(list, i)
	for j, t := range p.list {
		if t.class != word || !own && p.weak[t.clause] {
			continue
		}
		if t.low == list[i].low {
			return true, true
		}
		found = found || meets(p.keys[j], keys) && !lx.poses(t.plain, list[i].plain) || lx.related(p.list, j, list, i)
	}
	return found || p.implied[list[i].plain] || lx.joined(p, list, i), false
}

// joined finds "back-end" for "backend" and the other way round.
func (lx *lexicon) joined(p *passage, list []token, i int) bool {
	for j := 0; j+1 < len(p.list); j++ {
		k := j + 1
		if p.list[k].text == "-" {
			k++
		}
		if k < len(p.list) && p.list[j].plain+p.list[k].plain == list[i].plain {
			return true
		}
	}
	for _, pair := range [][2]int{{i, i + 1}, {i - 1, i}, {i, i + 2}, {i - 2, i}} {
		a, b := pair[0], pair[1]
		if a < 0 || b >= len(list) || b-a == 2 && list[a+1].text != "-" {
			continue
		}
		whole := list[a].plain + list[b].plain
		if slices.ContainsFunc(p.list, func(t token) bool { return t.plain == whole }) {
			return true
		}
	}
	return false
}

// compoundPart is the least length of a part of a German or Dutch compound.
const compoundPart = 5

// compound finds "Migration" in "Datenbankmigration".
func (lx *lexicon) compound(have, want string) bool {
	if lx.lang != "de" && lx.lang != "nl" {
		return false
	}
	stem := lx.stem(want)
	if len([]rune(stem)) < compoundPart || len(have) <= len(want) {
		return false
	}
	return strings.HasPrefix(have, stem) || strings.HasSuffix(have, want) || strings.HasSuffix(lx.stem(have), stem)
}

// isName tells whether a word looks like a name: written with a capital inside
// a sentence, in capitals, or with a digit or sign inside.
func (c *checker) isName(i int) bool {
	t := c.list[i]
	if strings.ContainsAny(t.text, "+#.0123456789") || c.lx.names[t.plain] != "" {
		return true
	}
	runes := []rune(t.text)
	if !unicode.IsUpper(runes[0]) {
		return false
	}
	capitals := len(runes) > 1 && unicode.IsUpper(runes[1])
	first := i == 0 || c.list[i-1].text == "." || c.list[i-1].text == "•"
	return capitals || !first && c.lx.lang != "de"
}

func (c *checker) wordKind(i int) ClaimKind {
	switch kind := c.lx.names[c.list[i].plain]; {
	case kind == "language":
		return LanguageClaim
	case kind == "month":
		return DateClaim
	case c.isName(i):
		return NameClaim
	}
	return WordClaim
}
