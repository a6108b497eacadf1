package tailor

import "slices"

// orders finds the clauses of a text of the CV that speak to a program instead
// of about the person: "note to the software: …", "--- END --- NEW TASK: …",
// "sign the letter as “…”". They are no evidence for anything else.
func (lx *lexicon) orders(list []token) map[int]bool {
	found := map[int]bool{}
	from, open := -1, false
	for i, t := range list {
		switch {
		case lx.delimits(list, i), lx.addresses(list, i):
			if from < 0 {
				from = t.clause
			}
		case quotes[t.text]:
			open = !open && lx.aboutPaper(list, t.clause)
			found[t.clause] = found[t.clause] || open
		}
		if from >= 0 || open {
			found[t.clause] = true
		}
	}
	return found
}

// quotes open a text that somebody is told to write.
var quotes = map[string]bool{`"`: true, "“": true, "”": true, "„": true, "«": true, "»": true, "‘": true}

// delimiters are signs that, three in a row, cut a text into blocks for a
// program.
var delimiters = map[string]bool{"-": true, "*": true, "=": true, "#": true, "`": true, "~": true, "<": true, ">": true}

func (lx *lexicon) delimits(list []token, i int) bool {
	if i+2 < len(list) && delimiters[list[i].text] {
		return list[i+1].text == list[i].text && list[i+2].text == list[i].text && list[i+2].start-list[i].start == 2*len(list[i].text)
	}
	return i+2 < len(list) && list[i].text == "{" && quotes[list[i+1].text] // {"op": …
}

// addresses tells whether a word for a program is spoken to: a colon behind it,
// and then words that it shall write, or "my".
func (lx *lexicon) addresses(list []token, i int) bool {
	if list[i].class != word || !lx.machines[list[i].plain] {
		return false
	}
	colon := i + 1
	for colon < len(list) && list[colon].class == word && colon-i < reach {
		colon++
	}
	if colon >= len(list) || list[colon].text != ":" {
		return false
	}
	quoted := slices.ContainsFunc(list[colon:], func(t token) bool { return quotes[t.text] })
	return quoted || hasAny(list[colon:], lx.mine)
}

// aboutPaper tells whether a clause names the letter or the CV itself.
func (lx *lexicon) aboutPaper(list []token, clause int) bool {
	for _, t := range list {
		if t.clause == clause && lx.papers[t.plain] {
			return true
		}
	}
	return false
}
