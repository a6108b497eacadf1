package tailor

import "slices"

// people guards what others did. A statement that names a colleague, a superior
// or a relative shares the credit or gives it away: a text may leave it out
// altogether, but not keep what it says without the person, and not swap who
// acted.
func (c *checker) people() {
	if c.own == nil {
		return
	}
	for _, at := range c.lx.people(c.own.list) {
		now, named := c.namedAt(at)
		switch {
		case !named && !c.shares() && c.keepsShare(at):
			c.lost(at, at)
		case named && (c.reversed(at, now) || c.disowned(at)):
			c.claim(RoleClaim, now, now, Reworded, c.own, false)
		}
	}
}

// strangers guards what a near line says of somebody else: "the cup was won under
// another coach" is nothing the writer did.
func (c *checker) strangers() {
	for _, p := range c.near {
		if p == c.own || !p.prose {
			continue
		}
		for i := range p.list {
			if len(c.lx.persons.all(p.list[i:])) == 0 || c.names(p.list[i]) {
				continue
			}
			if at, ok := c.takenFrom(p, p.list[i].clause); ok {
				c.claim(RoleClaim, at, at, Moved, p, false)
			}
		}
	}
}

func (c *checker) names(person token) bool {
	return slices.ContainsFunc(c.list, func(t token) bool { return t.plain == person.plain || c.lx.inflected(person.plain, t.plain) })
}

// takenFrom finds a word of the new text that only one clause of a near text
// says.
func (c *checker) takenFrom(from *passage, clause int) (int, bool) {
	for i, t := range c.list {
		if t.class != word || c.lx.neutral(t) {
			continue
		}
		there, elsewhere := false, false
		for _, p := range c.near {
			for j, have := range p.list {
				if have.class != word || !c.sameWord(p, j, i) {
					continue
				}
				if p == from && have.clause == clause {
					there = true
				} else {
					elsewhere = true
				}
			}
		}
		if there && !elsewhere {
			return i, true
		}
	}
	return 0, false
}

// people finds the words for persons of a text: those listed, and whatever looks
// like an actor, or is a body such as a board, behind a word such as "by".
func (lx *lexicon) people(list []token) []int {
	var found []int
	for i, t := range list {
		if t.class != word {
			continue
		}
		acts := !lx.neutral(t) && lx.months[t.plain] == 0 && (lx.actor(t.plain) || lx.bodies[t.plain])
		if len(lx.persons.all(list[i:])) > 0 || acts && lx.behind(list, i, lx.agents) {
			found = append(found, i)
		}
	}
	return found
}

// reach is how many words may stand between "by" and the person.
const reach = 3

// behind tells whether one of the words stands shortly before list[i] in its
// clause.
func (lx *lexicon) behind(list []token, i int, words map[string]bool) bool {
	for j := i - 1; j >= max(0, i-reach) && list[j].clause == list[i].clause; j-- {
		if words[list[j].plain] {
			return true
		}
	}
	return false
}

// namedAt finds the person of the old text in the new one.
func (c *checker) namedAt(at int) (int, bool) {
	for i, t := range c.list {
		if t.class == word && (t.plain == c.own.list[at].plain || meets(c.lx.keys(c.list, i), c.own.keys[at]) || c.lx.inflected(c.own.list[at].plain, t.plain)) {
			return i, true
		}
	}
	for i := range c.list {
		if len(c.lx.persons.all(c.list[i:])) > 0 {
			return i, true
		}
	}
	return 0, false
}

// shares tells whether the new text says that the writer was not alone.
func (c *checker) shares() bool {
	return slices.ContainsFunc(c.marksFound, func(m mark) bool { return m.scale == roleScale && m.level < base[roleScale] })
}

// shortClause is how many words "with my brother" has at most.
const shortClause = 4

// keepsShare tells whether the new text repeats something that the old one says
// only together with the person, in their clause or, when theirs is only an
// addition, in the one before.
func (c *checker) keepsShare(at int) bool {
	clause := c.own.list[at].clause
	size := 0
	for _, t := range c.own.list {
		if t.clause == clause && t.class == word {
			size++
		}
	}
	switch {
	case c.repeatsOnly(clause):
		return true
	case size > shortClause:
		return false
	}
	return clause > 0 && c.repeatsOnly(clause-1) || c.leads(at) && c.repeatsOnly(clause+1)
}

// leads tells whether the clause of a person opens the sentence that the next
// clause goes on with: "with a colleague, ...".
func (c *checker) leads(at int) bool {
	first, last := at, at
	for first > 0 && c.own.list[first-1].clause == c.own.list[at].clause && c.own.list[first-1].class != sign {
		first--
	}
	for last+1 < len(c.own.list) && c.own.list[last].text != "," {
		if c.own.list[last].text == "." {
			return false
		}
		last++
	}
	return c.own.list[last].text == "," && c.lx.function[c.own.list[first].plain]
}

// repeatsOnly tells whether the new text has a word that the near texts say
// nowhere but in one clause of the old one, or nowhere as closely.
func (c *checker) repeatsOnly(clause int) bool {
	for i, t := range c.list {
		if t.class != word || c.lx.neutral(t) {
			continue
		}
		if there, elsewhere := c.saidIn(i, clause); there > elsewhere {
			return true
		}
	}
	return false
}

// saidIn tells how closely a clause of the old text says the word at i, and how
// closely the near texts say it elsewhere: in letters that the words share, 0
// for not at all.
func (c *checker) saidIn(i, clause int) (there, elsewhere int) {
	for _, p := range c.near {
		for j, t := range p.list {
			if t.class != word || !c.sameWord(p, j, i) {
				continue
			}
			if close := 1 + shared(t.plain, c.list[i].plain); p == c.own && t.clause == clause {
				there = max(there, close)
			} else {
				elsewhere = max(elsewhere, close)
			}
		}
	}
	return there, elsewhere
}

// shared counts the bytes at the beginning that two words have in common.
func shared(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

func (c *checker) sameWord(p *passage, j, i int) bool {
	same := meets(p.keys[j], c.lx.keys(c.list, i)) && !c.lx.poses(p.list[j].plain, c.list[i].plain)
	return same || p.list[j].plain == c.list[i].plain || c.lx.related(p.list, j, c.list, i)
}

// reversed tells whether a person who acted ("trained by a colleague") no longer
// does, unless the writer is named as the one acted upon; or whether one that
// was named with an article ("the ward sister") is a title now.
func (c *checker) reversed(at, now int) bool {
	if !c.articled(c.list, now) && c.articled(c.own.list, at) {
		return true
	}
	if hasAny(c.list, c.lx.me) {
		return false
	}
	before, after := c.part(c.own.list, at), c.part(c.list, now)
	return before != after && (before != subject || after != agent)
}

// part is what a text makes of a person.
type part int

const (
	subject part = iota // acts, or is named without a preposition
	agent               // "by a colleague", "from a colleague"
	object              // "for a colleague", "with a colleague"
)

// part reads the nearest preposition before a person.
func (c *checker) part(list []token, i int) part {
	for j := i - 1; j >= max(0, i-reach) && list[j].class == word; j-- {
		switch w := list[j].plain; {
		case w == "von" && c.lx.lang == "de" && !passive(list):
			return object
		case c.lx.agents[w] && (c.lx.lang != "de" || passive(list[:i])), c.lx.from[w]:
			return agent
		case c.lx.others[w]:
			return object
		}
	}
	return subject
}

// disowned tells whether what was the writer's own and a person worked on ("a
// colleague checked my drafts") is not said to be theirs any more: it may be the
// person's now.
func (c *checker) disowned(at int) bool {
	if hasAny(c.list, c.lx.mine) {
		return false
	}
	for i, t := range c.own.list {
		if c.lx.mine[t.plain] && t.clause == c.own.list[at].clause && (i > at || at-i > 2) {
			return true
		}
	}
	return false
}

// upon wants what was done to the writer ("a colleague showed me") to stay so:
// without the "me" it reads as their own doing.
func (c *checker) upon() {
	if c.own == nil || hasAny(c.list, c.lx.me) {
		return
	}
	for i, t := range c.own.list {
		if c.lx.me[t.plain] && c.speaks(t.clause) {
			c.lost(i, i)
		}
	}
}

// passive tells whether a German "von" is "by" rather than "of".
func passive(list []token) bool {
	return slices.ContainsFunc(list, func(t token) bool {
		return t.plain == "wurde" || t.plain == "wurden" || t.plain == "worden" || t.plain == "durch"
	})
}

// articled tells whether a function word, a sign or a number stands shortly
// before a word.
func (c *checker) articled(list []token, i int) bool {
	for j := i - 1; j >= max(0, i-reach); j-- {
		if list[j].class != word || c.lx.function[list[j].plain] {
			return true
		}
	}
	return c.lx.lang == "ru" || c.lx.lang == "pl"
}

// lost claims that words of the old text are missing.
func (c *checker) lost(from, to int) {
	text := c.own.text[c.own.list[from].start:c.own.list[to].end]
	c.report.Claims = append(c.report.Claims, Claim{Kind: DroppedClaim, Text: text, Origin: Quoted, Source: c.own.path})
}

// many finds a noun that was one and is several now: "gave a talk", "gave
// talks".
func (c *checker) many() {
	for i, t := range c.list {
		if t.class != word || c.lx.neutral(t) || c.counted(i) || c.lx.lang == "de" && t.low == t.text {
			continue
		}
		if one, ok := c.single(t.plain); ok && !c.saysPlain(t.plain) {
			c.claim(ScopeClaim, i, i, Reworded, one, false)
		}
	}
}

// counted tells whether a number says how many list[i] are.
func (c *checker) counted(i int) bool {
	return slices.ContainsFunc(c.numbersFound, func(q quantity) bool {
		return q.last < i && i-q.last <= reach && c.list[q.at].clause == c.list[i].clause && q.value != 1
	})
}

// single finds the near passage that has a word in the singular.
func (c *checker) single(plain string) (*passage, bool) {
	for _, end := range c.lx.plurals {
		if len(plain) <= len(end.many)+2 || plain[len(plain)-len(end.many):] != end.many {
			continue
		}
		one := plain[:len(plain)-len(end.many)] + end.one
		for _, p := range c.near {
			if c.lx.oneOf(p, one) {
				return p, true
			}
		}
	}
	return nil, false
}

// oneOf tells whether a passage says a noun with an article such as "a" shortly
// before it.
func (lx *lexicon) oneOf(p *passage, noun string) bool {
	for i, t := range p.list {
		if t.class == word && t.plain == noun && lx.behind(p.list, i, lx.single) {
			return true
		}
	}
	return false
}

func (c *checker) saysPlain(plain string) bool {
	return slices.ContainsFunc(c.near, func(p *passage) bool {
		return slices.ContainsFunc(p.list, func(t token) bool { return t.plain == plain })
	})
}
