package parse

import "slices"

// Some CVs give telephone and addresses at the very end, below the last list and
// under no heading.

// withFooter parts contact data from the end of the last section, when it is a
// list and nothing before holds any.
func withFooter(parts []part) []part {
	n := len(parts) - 1
	if n < 1 || !footed[parts[n].kind] || slices.ContainsFunc(parts[:n], func(s part) bool { return holdsContact(s.lines) }) {
		return parts
	}
	last := parts[n]
	for i := range last.lines {
		if i > 0 && holdsContact(last.lines[i:i+1]) {
			above := last
			above.lines = last.lines[:i:i]
			return append(slices.Clone(parts[:n]), above, part{kind: contact, lines: last.lines[i:]})
		}
	}
	return parts
}

// footed are the sections whose own items never look like contact data.
var footed = map[section]bool{skills: true, languages: true, interests: true}
