package parse

import (
	"strings"
	"unicode"
)

// paragraph is running text or one list item.
type paragraph struct {
	value
	bullet bool
	marked bool // a list mark stands before it
	label  bool // the first fragment names the rest
}

// paragraphs joins wrapped lines.
func paragraphs(lines []line) []paragraph {
	var out []paragraph
	for i := range lines {
		l := &lines[i]
		if isHighlightsLabel(l) {
			continue
		}
		fresh := i == 0 || len(out) == 0 || !wraps(&lines[i-1], l)
		for j := range l.cells {
			f := l.cells[j].whole()
			if fresh && j == 0 {
				out = append(out, paragraph{bullet: l.bullet() || l.cells[0].item, marked: l.bullet()})
			}
			last := &out[len(out)-1]
			last.value = append(last.value, f)
		}
	}
	return out
}

// paragraphs joins the wrapped lines below the head of an entry. Where list
// marks are drawn and not written, an indented paragraph is a list item.
func (e *entry) paragraphs() []paragraph {
	var out []paragraph
	if len(e.head) == 0 {
		return paragraphs(e.body)
	}
	head := &e.head[0]
	inItem := head.cells[0].item // the file puts the whole entry in a list item
	for _, par := range paragraphs(e.body) {
		par.bullet = par.bullet && (par.marked || !inItem)
		indent := par.value[0].box.X0 - head.x0()
		if par.value[0].page == head.page && indent > 0.7*head.size() && indent < 80 {
			par.bullet = true
		}
		out = append(out, par)
	}
	return out
}

// wraps tells whether line b goes on with the paragraph of line a.
func wraps(a, b *line) bool {
	ca, cb := &a.cells[0], &b.cells[0]
	if cb.bullet {
		return false
	}
	if ca.block != 0 && cb.block != 0 {
		return ca.block == cb.block && !brokenOff(a, b)
	}
	if a.page == b.page && b.gap > 2 {
		return false
	}
	if a.gap > 0 && b.gap > 1.25*a.gap && a.page == b.page && !startsSmall(cb.text()) {
		return false
	}
	if ca.bullet {
		return cb.box.X0 >= ca.box.X0-2 && (unfinished(a, b) || hangsUnder(a, b))
	}
	if ca.look().size != cb.look().size || ca.look().bold != cb.look().bold {
		return false
	}
	return unfinished(a, b)
}

// unfinished tells whether the text of line a goes on in line b, by how full a
// is, how it ends, and how b begins.
func unfinished(a, b *line) bool {
	return reachesRight(a) || startsSmall(b.cells[0].text()) || strings.HasSuffix(a.text(), ",")
}

// hangsUnder tells whether line b begins right below the text behind the list
// mark of line a, set alike and no looser: however short line a is, that is one
// item.
func hangsUnder(a, b *line) bool {
	ca, cb := &a.cells[0], &b.cells[0]
	return hangs(ca, cb) && ca.look() == cb.look() && a.page == b.page && a.gap > 0 && b.gap <= 1.02*a.gap
}

// hangs tells whether a cell begins where the text behind the mark of a list
// item begins.
func hangs(item, c *cell) bool {
	deeper := c.box.X0 - item.box.X0
	if item.hung {
		return abs(deeper) < 1.5
	}
	return deeper > 0.4*item.size && deeper < 3*item.size
}

// brokenOff tells whether a line ends so far from the edge of its column that
// the line below, though of the same block, was begun anew on purpose: the rows
// of a table's cell.
func brokenOff(a, b *line) bool {
	last := &a.cells[len(a.cells)-1]
	if startsSmall(b.cells[0].text()) || a.page != b.page {
		return false
	}
	word, _, _ := strings.Cut(b.cells[0].text(), " ")
	em := (last.box.X1 - last.box.X0) / float64(max(width(last.text()), 1))
	wide := last.box.X1+em*float64(2+width(word)) < a.right
	return wide && last.box.X1 < a.left+0.6*(a.right-a.left)
}

// reachesRight tells whether a line fills its column, so that a word more would
// not have fitted.
func reachesRight(l *line) bool {
	last := l.cells[len(l.cells)-1]
	return last.box.X1 > l.right-0.22*(l.right-l.left)
}

func startsSmall(s string) bool {
	for _, r := range s {
		return unicode.IsLower(r)
	}
	return false
}

// join makes one value of several paragraphs.
func joinParagraphs(list []paragraph) value {
	var v value
	for _, p := range list {
		v = append(v, p.value...)
	}
	return v
}

// betweenBlanks tells whether a blank or the end stands on either side of a sign.
func betweenBlanks(s string, i int, r rune) bool {
	j := i + len(string(r))
	return (i == 0 || s[i-1] == ' ') && (j >= len(s) || s[j] == ' ')
}

// barSigns part the items of a list where they stand between blanks, which they
// do not inside a word ("TCP/IP", "On-call").
const barSigns = "/–—→"

// listSigns returns the signs that part the items of some lists: the given ones,
// or, where none of them occurs, a bar or dash that one list has often enough.
func listSigns(list []paragraph, signs string, often int) string {
	most, best := often-1, signs
	for _, par := range list {
		text := par.text()
		if strings.ContainsAny(text, signs) {
			return signs
		}
		for _, bar := range barSigns {
			if n := strings.Count(text, " "+string(bar)+" "); n > most {
				most, best = n, string(bar)
			}
		}
	}
	return best
}

// splitValue cuts a value of one or more fragments at the given signs, but not
// inside brackets.
func splitValue(v value, signs string) []value {
	var out []value
	var current value
	depth := 0
	flush := func() {
		if len(current) > 0 {
			out = append(out, current)
		}
		current = nil
	}
	for _, f := range v {
		from := 0
		for i, r := range f.text {
			switch {
			case r == '(':
				depth++
			case r == ')':
				depth = max(0, depth-1)
			case depth == 0 && strings.ContainsRune(signs, r) && !(strings.ContainsRune(barSigns, r) && !betweenBlanks(f.text, i, r)):
				if part := f.sub(from, i).tidy(); part.text != "" {
					current = append(current, part)
				}
				flush()
				from = i + len(string(r))
			}
		}
		if part := f.sub(from, len(f.text)); part.text != "" {
			current = append(current, part)
		}
	}
	flush()
	return out
}
