package posting

import "strings"

// unglue cuts long lines at the headings inside them: in ads that lost their
// line ends "Requirements" stands in the middle, after a full stop or stuck to
// the word before it.
func unglue(text string, lines []line) []line {
	out := make([]line, 0, len(lines))
	for _, l := range lines {
		if l.end-l.start < longSentence {
			out = append(out, l)
			continue
		}
		out = append(out, cutLine(text, l)...)
	}
	return out
}

// cutLine cuts one long line before and behind each heading in it.
func cutLine(text string, l line) []line {
	var out []line
	start := l.start
	add := func(from, to int) {
		if s := strings.TrimSpace(text[from:to]); s != "" {
			from += strings.Index(text[from:to], s)
			out = append(out, line{start: from, end: from + len(s), cut: true})
		}
	}
	for i := l.start; i < l.end; i++ {
		if !mayOpen(text, i, l) {
			continue
		}
		if end := headingEnd(text[i:l.end]); end > 0 {
			add(start, i)
			add(i, i+end)
			start = i + end
			i = start - 1
		}
	}
	add(start, l.end)
	return out
}

// mayOpen reports whether a heading may begin at byte i: at a capital behind a
// stop, a bullet, or a small letter it is stuck to.
func mayOpen(text string, i int, l line) bool {
	if !isUpper(text[i]) && text[i] < 0x80 {
		return false
	}
	if i == l.start {
		return true
	}
	before := strings.TrimRight(text[l.start:i], " \u00a0")
	if before == "" {
		return true
	}
	last := before[len(before)-1]
	return strings.IndexByte(".!?;:)*|-", last) >= 0 || strings.HasSuffix(before, "•") ||
		len(before) == i-l.start && isLower(last) && isUpper(text[i])
}

// headingEnd returns the length of the heading that a text begins with, up to
// its colon or to the capital stuck to it; 0 when there is none.
func headingEnd(text string) int {
	reach := text[:min(len(text), maxHeading)]
	for i := 1; i < len(reach); i++ {
		switch {
		case reach[i] == ':':
			if headingSection(reach[:i]) != unknown {
				return i + 1
			}
			return 0
		case isLower(reach[i-1]) && (isUpper(reach[i]) || reach[i] >= '0' && reach[i] <= '9'):
			if headingSection(reach[:i]) != unknown {
				return i
			}
		case strings.IndexByte(".!?;", reach[i]) >= 0:
			return 0
		}
	}
	return 0
}
