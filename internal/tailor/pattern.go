package tailor

import (
	"strings"
	"unicode/utf8"
)

// pattern is a sequence of words, each exact or, with "*", a beginning.
type pattern struct {
	words []string
	level int
}

func (p pattern) matches(list []token) bool {
	if len(list) < len(p.words) {
		return false
	}
	for i, w := range p.words {
		low := list[i].plain
		stem, open := strings.CutSuffix(w, "*")
		if open && (!strings.HasPrefix(low, stem) || strings.Contains(low, ".")) || !open && low != w {
			return false // an address is no form of the word it begins with
		}
	}
	return true
}

// patternIndex finds patterns by the first letter of their first word.
type patternIndex map[rune][]pattern

func (x patternIndex) add(list []pattern) {
	for _, p := range list {
		first, _ := utf8.DecodeRuneInString(p.words[0])
		x[first] = append(x[first], p)
	}
}

// all lists the patterns that a text begins with.
func (x patternIndex) all(list []token) []pattern {
	var found []pattern
	first, _ := utf8.DecodeRuneInString(list[0].plain)
	for _, p := range x[first] {
		if p.matches(list) {
			found = append(found, p)
		}
	}
	return found
}

// longest finds the pattern with the most words that a text begins with; of
// equals the first.
func (x patternIndex) longest(list []token) (best pattern, ok bool) {
	first, _ := utf8.DecodeRuneInString(list[0].plain)
	for _, p := range x[first] {
		if len(p.words) > len(best.words) && p.matches(list) {
			best, ok = p, true
		}
	}
	return best, ok
}

// patterns cuts entries into words as tokens does: "take_part", "end-to-end",
// "organi*".
func patterns(entries []string, level int) []pattern {
	list := make([]pattern, len(entries))
	for i, entry := range entries {
		entry, open := strings.CutSuffix(entry, "*")
		p := pattern{level: level}
		for _, t := range tokens(strings.ReplaceAll(entry, "_", " ")) {
			p.words = append(p.words, t.plain)
		}
		if open {
			p.words[len(p.words)-1] += "*"
		}
		list[i] = p
	}
	return list
}
