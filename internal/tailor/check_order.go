package tailor

import "slices"

func (c *checker) sameClause(list []token, i, j int) bool { return list[i].clause == list[j].clause }

// heavy lists the words and numbers of weight of a text.
func (c *checker) heavy(list []token) []int {
	var found []int
	for i, t := range list {
		if t.class != sign && !c.lx.neutral(t) {
			found = append(found, i)
		}
	}
	return found
}

// rejoined finds two words side by side that the old text says in different
// clauses, and nothing near says together: "minutes of the committee, with the
// management" is no "management of the committee".
func (c *checker) rejoined() {
	if c.own == nil {
		return
	}
	heavy := c.heavy(c.list)
	for k := 1; k < len(heavy); k++ {
		i, j := heavy[k-1], heavy[k]
		if c.list[i].class != word || c.list[j].class != word || !c.sameClause(c.list, i, j) || c.enumerated(i, j) {
			continue
		}
		a, b := c.clausesOf(i), c.clausesOf(j)
		if len(a) > 0 && len(b) > 0 && len(intersect(a, b)) == 0 && !c.whollyMoved(a, b) && (c.weighs(i) || c.weighs(j)) {
			c.claim(CombinedClaim, i, j, Moved, c.own, false)
		}
	}
}

// weighs tells whether a word raises or names whom or what it stands with: one
// on a scale, an actor, a person, a body, the name of a language.
func (c *checker) weighs(i int) bool {
	t := c.list[i]
	if c.lx.actor(t.plain) || c.lx.bodies[t.plain] || c.lx.names[t.plain] == "language" || len(c.lx.persons.all(c.list[i:])) > 0 {
		return true
	}
	return slices.ContainsFunc(c.marksFound, func(m mark) bool { return m.at <= i && i <= m.last && m.level > base[m.scale] })
}

// whollyMoved tells whether one of two clauses stands in the new text as it
// stood in the old one, and is an addition that a word such as "with" opens; or
// both do, whatever opens them: then only their order changed.
func (c *checker) whollyMoved(a, b map[string]bool) bool {
	first, adds := c.intact(a)
	second, too := c.intact(b)
	return first && second || first && adds || second && too
}

// intact tells whether the new text has a clause of the old one word for word,
// and whether a word without a claim of its own opens it.
func (c *checker) intact(clauses map[string]bool) (whole, adds bool) {
	for key := range clauses {
		var list []token
		for _, t := range c.own.list {
			if t.class != sign && string(rune(c.own.topic(t.clause))) == key {
				list = append(list, t)
			}
		}
		if len(list) > 1 && c.runs(list) {
			return true, c.lx.function[list[0].plain] || c.lx.negation[list[0].plain]
		}
	}
	return false, false
}

// runs tells whether the new text has words and numbers in a row.
func (c *checker) runs(list []token) bool {
	var now []token
	for _, t := range c.list {
		if t.class != sign {
			now = append(now, t)
		}
	}
	for i := 0; i+len(list) <= len(now); i++ {
		if slices.EqualFunc(now[i:i+len(list)], list, func(a, b token) bool { return a.plain == b.plain }) {
			return true
		}
	}
	return false
}

// enumerated tells whether "and" or a sign stands between two words.
func (c *checker) enumerated(i, j int) bool {
	for k := i + 1; k < j; k++ {
		if c.list[k].class == sign && c.list[k].text != "-" || c.list[k].low == c.lx.numeralAnd {
			return true
		}
	}
	return false
}

// clausesOf names the clauses of the old text that say the word at i, nothing
// when another near text says it too.
func (c *checker) clausesOf(i int) map[string]bool {
	found := map[string]bool{}
	for _, p := range c.near {
		for j, t := range p.list {
			if t.class != word || !c.sameWord(p, j, i) {
				continue
			}
			if p != c.own {
				return nil
			}
			found[string(rune(c.own.topic(t.clause)))] = true
		}
	}
	return found
}

// topic gives the first clause of a label and what it labels ("Czech: basics"),
// which say one thing.
func (p *passage) topic(clause int) int {
	for clause > 0 && p.labels[clause-1] {
		clause--
	}
	return clause
}

// kept tells whether the new text has the word or number at a place of the old
// one, or whether that only raised the statement: a claim may always shrink.
func (c *checker) kept(at int) bool {
	q := slices.IndexFunc(c.own.quantities, func(q quantity) bool { return q.from <= at && at <= q.last })
	if q >= 0 && c.says(c.own.quantities[q]) || c.said(at) || c.known(at) {
		return true
	}
	return slices.ContainsFunc(c.own.marks, func(m mark) bool { return m.at <= at && at <= m.last && m.level >= base[m.scale] })
}

// known tells whether the new text says a term of the old one by a synonym.
func (c *checker) known(at int) bool {
	for _, s := range byFirst()[c.own.list[at].plain] {
		for i := range c.list {
			if _, ok := s.broad.at(c.list, i); ok {
				return true
			}
		}
	}
	return false
}

// said tells whether a word of the new text says the word at of the old one.
func (c *checker) said(at int) bool {
	return slices.ContainsFunc(c.heavy(c.list), func(i int) bool {
		same := c.list[i].class == word && c.own.list[at].class == word && c.sameWord(c.own, at, i)
		return same || c.list[i].plain == c.own.list[at].plain || c.lx.compound(c.list[i].plain, c.own.list[at].plain)
	})
}
