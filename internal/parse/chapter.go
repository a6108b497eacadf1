package parse

import (
	"slices"
	"strings"
)

// dropRepeats takes out sections that are printed twice, as pages do that hold
// one copy for small screens. What stood beside the first copy alone stays as
// text of no section.
func dropRepeats(parts []part) []part {
	var out []part
	for _, s := range parts {
		if n := len(out); n > 0 && s.kind != header && repeats(&out[n-1], &s) {
			extra := part{kind: header, lines: linesWithout(out[n-1].lines, cellTexts(s.lines))}
			if out = out[:n-1]; len(extra.lines) > 0 {
				out = append(out, extra)
			}
		}
		out = append(out, s)
	}
	return dropChains(out)
}

// repeats tells whether b says again what a has said under the same heading.
func repeats(a, b *part) bool {
	if a.kind != b.kind || a.title.text != b.title.text || a.title.text == "" || len(b.lines) == 0 {
		return false
	}
	said := cellTexts(a.lines)
	for text := range cellTexts(b.lines) {
		if !said[text] {
			return false
		}
	}
	return true
}

// dropChains takes out a run of sections that repeats the run before: one that
// falls into several sections.
func dropChains(parts []part) []part {
	for i := 0; i < len(parts); i++ {
		for n := 2; i+2*n <= len(parts) && n <= 6; n++ {
			if slices.EqualFunc(parts[i:i+n], parts[i+n:i+2*n], func(a, b part) bool { return repeats(&a, &b) && repeats(&b, &a) }) {
				parts = slices.Delete(parts, i+n, i+2*n)
				break
			}
		}
	}
	return parts
}

func cellTexts(lines []line) map[string]bool {
	out := map[string]bool{}
	for _, c := range flatten(lines) {
		out[c.text()] = true
	}
	return out
}

// linesWithout returns lines without the cells of the given texts.
func linesWithout(lines []line, texts map[string]bool) []line {
	var out []line
	for _, l := range lines {
		l.cells = slices.DeleteFunc(slices.Clone(l.cells), func(c cell) bool { return texts[c.text()] })
		if len(l.cells) > 0 {
			out = append(out, l)
		}
	}
	return out
}

// nameWork makes a work section of the positions that stand above the first
// heading, in a CV that has no such section.
func nameWork(parts []part, monthFirst bool) []part {
	if len(parts) == 0 || parts[0].kind != header || slices.ContainsFunc(parts, func(s part) bool { return s.kind == work }) {
		return parts
	}
	top := parts[0]
	for i := range top.lines {
		if i > 0 && opensPosition(&top.lines[i], monthFirst) {
			above := part{kind: header, title: top.title, lines: top.lines[:i:i]}
			below := part{kind: work, lines: top.lines[i:]}
			return append([]part{above, below}, parts[1:]...)
		}
	}
	return parts
}

// opensPosition tells whether a line holds a title or employer and a period.
func opensPosition(l *line, monthFirst bool) bool {
	a := anchorOf(l, monthFirst, false)
	if !a.found || !a.ranged || a.frag.start == l.cells[0].start() && len(l.cells) == 1 {
		return false
	}
	rest := strings.Replace(l.text(), a.frag.text, "", 1)
	c := cluesOf(rest)
	const longest = 16 // words: title, employer and place on one line
	prose := len(strings.Fields(rest)) > longest || strings.HasSuffix(rest, ".")
	return !prose && c.address == 0 && (c.title > 0 || c.org > 0)
}
