package parse

import "slices"

// Two columns as wide as each other may be read like a newspaper: what stands at
// the top of the second goes on with the last section of the first.

// resumed lists the lines at which a column goes on with a section of the column
// before, each with the line of that section's heading.
func resumed(lines []line, heads map[int]section) map[int]int {
	out := map[int]int{}
	for i := range lines {
		if i > 0 && lines[i].first && lines[i].beside {
			if at, head := flowsOn(lines, heads, i); at >= 0 {
				out[at] = head
			}
		}
	}
	return out
}

// flowsOn returns the line of the column that begins at line i from which on it
// goes on with the one before, and the heading it belongs under; -1 when it does
// not. Both columns have headings of one look; lines above the first heading, beside
// the name, belong to no section, and nor does contact data.
func flowsOn(lines []line, heads map[int]section, i int) (at, head int) {
	from := i - 1
	for from > 0 && !lines[from].first {
		from--
	}
	if !equallyWide(&lines[from], &lines[i]) {
		return -1, -1
	}
	first, last, next := -1, -1, -1
	for j := from; j < len(lines) && lines[j].column <= lines[i].column && next < 0; j++ {
		_, ok := heads[j]
		switch {
		case ok && j >= i:
			next = j
		case ok:
			last = j
			if first < 0 {
				first = j
			}
		}
	}
	if first < 0 || next < 0 || last+1 == i || !gridKinds[heads[last]] || lines[last].look().bare() != lines[next].look().bare() {
		return -1, -1
	}
	for at = i; at < next && lines[at].baseline() < lines[first].baseline()-lines[at].size(); at++ {
	}
	if at == next || holdsContact(lines[at:next]) {
		return -1, -1
	}
	return at, last
}

// equallyWide tells whether two columns of a page, by a line of each, take about
// the same room; that of the text in them is ragged.
func equallyWide(a, b *line) bool {
	pitch, wide := b.left-a.left, b.right-b.left
	return a.page == b.page && a.beside && 4*wide > 3*pitch && 3*wide < 4*pitch && 2*(a.right-a.left) > pitch
}

// takeBack takes the part whose heading begins at an offset off the list.
func takeBack(parts []part, start int) ([]part, part) {
	k := slices.IndexFunc(parts, func(s part) bool { return s.title.text != "" && s.title.start == start })
	if k < 0 {
		return parts, part{kind: header}
	}
	taken := parts[k]
	return slices.Delete(parts, k, k+1), taken
}
