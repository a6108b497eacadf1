package parse

import (
	"strings"
)

// clues are how much a text looks like each kind of field, 0..1 each.
type clues struct {
	title, org, school, degree, place, prose, address float64
}

func cluesOf(text string) clues {
	f := fold(text)
	n := float64(max(len(strings.Fields(f)), 1))
	w := words()
	var c clues
	if k := w.titles.count(f); k > 0 {
		c.title = 0.6 + 0.4*min(1, 2*float64(k)/n)
	}
	if w.legal.count(lastWords(f, 4)) > 0 && n > 1 {
		c.org = 1
	} else if w.employers.count(f) > 0 {
		c.org = 0.6
	}
	if w.schools.count(f) > 0 {
		c.school = 1
		c.org = max(c.org, 0.5)
	}
	if w.degrees.count(f) > 0 {
		c.degree = 0.5 + 0.5*min(1, 2*float64(w.degrees.count(f))/n)
	}
	if c.school == 0 && c.org < 1 && (c.degree == 0 || strings.Contains(text, ",")) {
		c.place = placeLike(text)
	}
	if n >= 9 && c.degree == 0 || n >= 4 && strings.HasSuffix(text, ".") && c.org < 1 {
		c.prose = 1
	}
	if strings.Contains(text, "://") || isAddress(text) && !strings.Contains(text, " ") {
		c.address = 1
	}
	return c
}

func lastWords(f string, n int) string {
	list := strings.Fields(f)
	return strings.Join(list[max(0, len(list)-n):], " ")
}

// scoredKey sums up the clues of one key over all entries.
type scoredKey struct {
	key   slotKey
	n     int
	sum   clues
	order int
}

// keysOf lists the keys of all entries in the order they are met.
func keysOf(list []entry) []scoredKey {
	var out []scoredKey
	at := map[slotKey]int{}
	for i := range list {
		for _, s := range list[i].fields {
			k, ok := at[s.key]
			if !ok {
				k = len(out)
				at[s.key] = k
				out = append(out, scoredKey{key: s.key, order: k})
			}
			out[k].n++
			out[k].sum.add(cluesOf(s.full()))
		}
	}
	return out
}

func (c *clues) add(d clues) {
	c.title += d.title
	c.org += d.org
	c.school += d.school
	c.degree += d.degree
	c.place += d.place
	c.prose += d.prose
	c.address += d.address
}

// titleness and orgness weigh the clues for one field against the others.
func titleness(c clues) float64 { return c.title - 0.5*c.org - c.place - c.prose - c.address }
func orgness(c clues) float64   { return c.org - 0.5*c.title - 0.9*c.place - c.prose - c.address }
func schoolness(c clues) float64 {
	return c.school + 0.3*c.org - c.degree - 0.8*c.place - c.prose - c.address
}
func degreeness(c clues) float64 { return c.degree - c.school - c.place - 0.5*c.prose - c.address }

// usable tells whether a text may be a name or title at all.
func (c clues) usable() bool { return c.place < 0.6 && c.prose == 0 && c.address == 0 }

// assignment says which keys hold the two main fields of a section.
type assignment struct {
	title, org slotKey
	hasTitle   bool
	hasOrg     bool
}

// assign decides once for a section which key holds the title and which the
// organisation: the pair with the best sum of clues over all entries wins.
func assign(list []entry, p profile, title, org func(clues) float64) assignment {
	keys := keysOf(list)
	var best assignment
	top := -1e9
	for i := range keys {
		for j := range keys {
			if i == j || keys[i].unfit() || keys[j].unfit() {
				continue
			}
			v := title(keys[i].sum) + org(keys[j].sum) + keys[i].prior(p) + keys[j].prior(p)
			if keys[i].key.line > 2 || keys[j].key.line > 2 {
				v -= 0.5 * float64(len(list))
			}
			if v > top {
				top, best = v, assignment{keys[i].key, keys[j].key, true, true}
			}
		}
	}
	if len(keys) == 1 {
		best.title, best.hasTitle = keys[0].key, true
		if org(keys[0].sum) > title(keys[0].sum) {
			best = assignment{org: keys[0].key, hasOrg: true}
		}
	}
	return best
}

// unfit tells whether a key holds places, sentences or addresses.
func (k scoredKey) unfit() bool {
	return k.sum.place+k.sum.prose+k.sum.address > 0.55*float64(k.n)
}

// prior prefers keys that many entries have, that come early and stand out.
func (k scoredKey) prior(p profile) float64 {
	return float64(k.n) * (0.35 + 0.06*float64(min(p.weight(k.key.look), 4)) - 0.08*float64(k.key.line) - 0.05*float64(k.key.part))
}

// pick takes the two main fields out of one entry and returns the other slots.
func (a assignment) pick(e *entry, title, org func(clues) float64) (titled, company value, rest []slot) {
	used := map[int]bool{}
	titled, company = e.marked(used)
	take := func(key slotKey, has bool) value {
		for i, s := range e.fields {
			if has && s.key == key && !used[i] && cluesOf(s.full()).usable() {
				used[i] = true
				return s.value()
			}
		}
		return nil
	}
	if titled.empty() {
		titled = take(a.title, a.hasTitle)
	}
	if company.empty() {
		company = take(a.org, a.hasOrg)
	}
	free := func(score func(clues) float64) value {
		best, top := -1, -0.2
		for i, s := range e.fields {
			c := cluesOf(s.full())
			if v := score(c) - 0.1*float64(s.key.line); !used[i] && c.usable() && v > top {
				best, top = i, v
			}
		}
		if best < 0 {
			return nil
		}
		used[best] = true
		return e.fields[best].value()
	}
	if titled.empty() {
		titled = free(title)
	}
	if company.empty() {
		company = free(org)
	}
	for i, s := range e.fields {
		if !used[i] {
			rest = append(rest, s)
		}
	}
	return titled, company, rest
}
