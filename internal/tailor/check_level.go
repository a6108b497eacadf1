package tailor

import (
	"regexp"
	"slices"
)

// cefr are the levels of the Common European Framework of Reference for
// Languages (Council of Europe, 2001).
var cefr = regexp.MustCompile(`^[abc][12]$`)

// levels wants each language of the new text with the level that the CV gives
// it, so that "English B2, Greek basic" does not become "English and Greek, B2".
func (c *checker) levels() {
	if c.own == nil {
		return
	}
	had := c.lx.levelsOf(c.own.list)
	for at, now := range c.lx.levelsOf(c.list) {
		for key, then := range had {
			if !c.sameWord(c.own, key, at) || len(then) == 0 {
				continue
			}
			if slices.ContainsFunc(now, func(level string) bool { return !slices.Contains(then, level) }) {
				c.claim(LanguageClaim, at, at, Reworded, c.own, false)
			}
		}
	}
}

// levelsOf lists for each name of a language the levels said with it: in its
// clause, or in the one behind when that names no language.
func (lx *lexicon) levelsOf(list []token) map[int][]string {
	found := map[int][]string{}
	named := map[int]bool{}
	for _, t := range list {
		if lx.names[t.plain] == "language" {
			named[t.clause] = true
		}
	}
	for i, t := range list {
		if lx.names[t.plain] != "language" {
			continue
		}
		for j, level := range list {
			inside := level.clause == t.clause || level.clause == t.clause+1 && !named[level.clause]
			if name := lx.level(list[j]); inside && name != "" {
				found[i] = append(found[i], name)
			}
		}
	}
	return found
}

// level names the level that a word stands for, "" for none.
func (lx *lexicon) level(t token) string {
	if cefr.MatchString(t.plain) {
		return t.plain
	}
	if p, ok := lx.scales[skillScale].longest([]token{t}); ok {
		return []string{"basic", "some", "good", "excellent"}[min(3, max(0, p.level))]
	}
	return ""
}
