package render

import (
	"math"
	"strings"
	"unicode/utf8"

	"jobops/internal/render/pdf"
)

// ruler measures text in points; the PDF writer is one.
type ruler interface {
	Width(style pdf.Style, size float64, s string) float64
}

// span is a stretch of text of one style inside a paragraph.
type span struct {
	text   string
	style  pdf.Style
	colour uint32
	url    string
	whole  bool // not broken while it fits on a line
}

// token is what a line break cannot divide. Its text begins with a space
// exactly when it followed one.
type token struct {
	span  int
	text  string
	space bool // a break is allowed before it
	width float64
	gap   float64 // width of the space before it
}

// line is a row of a broken paragraph: spans with x relative to its start.
type line struct {
	spans []placed
	width float64
}

type placed struct {
	span
	x, width float64
}

// breakLines divides spans into lines of at most measure points with the most
// even right edge: it minimises the sum of the squared empty widths, the last
// line free, and avoids a last line of a single short word.
func breakLines(r ruler, size, measure float64, spans []span) []line {
	tokens := tokenize(r, size, measure, spans)
	if len(tokens) == 0 {
		return nil
	}
	starts := bestStarts(tokens, measure)
	lines := make([]line, 0, len(starts))
	for i, start := range starts {
		end, broken := len(tokens), false
		if i+1 < len(starts) {
			end = starts[i+1]
			broken = strings.HasPrefix(tokens[end].text, " ")
		}
		lines = append(lines, assemble(tokens[start:end], spans, broken))
	}
	return lines
}

// bestStarts returns the index of the first token of each line.
func bestStarts(tokens []token, measure float64) []int {
	n := len(tokens)
	cost := make([]float64, n+1)
	next := make([]int, n+1)
	for i := n - 1; i >= 0; i-- {
		cost[i] = math.Inf(1)
		width := 0.0
		for j := i; j < n; j++ {
			if j > i {
				width += tokens[j].gap
			}
			if width += tokens[j].width; width > measure && j > i {
				break
			}
			if j+1 < n && !tokens[j+1].space {
				continue
			}
			if c := cost[j+1] + lineCost(measure, width, j+1 == n, i > 0 && j == i); c < cost[i] {
				cost[i], next[i] = c, j+1
			}
		}
	}
	var starts []int
	for i := 0; i < n; i = next[i] {
		starts = append(starts, i)
	}
	return starts
}

func lineCost(measure, width float64, last, lone bool) float64 {
	empty := max(measure-width, 0) / measure
	if !last {
		return empty*empty + 0.01
	}
	if lone && width < measure/6 {
		return 0.5
	}
	return 0.01
}

func tokenize(r ruler, size, measure float64, spans []span) []token {
	var tokens []token
	space := false // a space at the end of one span counts for the next
	for i, s := range spans {
		for k, word := range strings.Split(s.text, " ") {
			space = space || k > 0
			if word == "" {
				continue
			}
			t := token{span: i, text: word, space: space && !(s.whole && k > 0) && !clings(word), width: r.Width(s.style, size, word)}
			if space {
				t.text, t.gap = " "+word, r.Width(s.style, size, " ")
			}
			tokens = append(tokens, chop(r, size, measure, s.style, t)...)
			space = false
		}
	}
	return unglue(tokens, measure)
}

// clings tells a sign that stays on the line of the word before it, whatever
// space is between: "4 %", "180 €", « oui », "Note :".
func clings(word string) bool { return strings.Trim(word, "%‰°€£$:;!?»") == "" }

// unglue lets a whole span break at its spaces where it is wider than a line.
func unglue(tokens []token, measure float64) []token {
	for i := 0; i < len(tokens); {
		width, end := tokens[i].width, i+1
		for ; end < len(tokens) && !tokens[end].space; end++ {
			width += tokens[end].gap + tokens[end].width
		}
		if width > measure {
			for k := i + 1; k < end; k++ {
				tokens[k].space = tokens[k].space || strings.HasPrefix(tokens[k].text, " ")
			}
		}
		i = end
	}
	return tokens
}

// chop divides a word that is wider than a line, where possible behind a sign
// that ends a part of an address.
func chop(r ruler, size, measure float64, style pdf.Style, t token) []token {
	if t.width <= measure {
		return []token{t}
	}
	var parts []token
	rest, lead := strings.TrimPrefix(t.text, " "), t.text[:len(t.text)-len(strings.TrimPrefix(t.text, " "))]
	for rest != "" {
		end := fitting(r, size, measure, style, rest)
		if end < len(rest) {
			if cut := strings.LastIndexAny(rest[:end], "/.-_?&=@,;"); cut > end/2 {
				end = cut + 1
			}
		}
		part := token{span: t.span, text: lead + rest[:end], space: true, width: r.Width(style, size, rest[:end])}
		if len(parts) == 0 {
			part.space, part.gap = t.space, t.gap
		}
		parts = append(parts, part)
		rest, lead = rest[end:], ""
	}
	return parts
}

// fitting is the length in bytes of the longest start of s that fits, at least
// one character.
func fitting(r ruler, size, measure float64, style pdf.Style, s string) int {
	_, end := utf8.DecodeRuneInString(s)
	low, high := end, prefix(s, int(8*measure/size)+8)
	for low < high {
		mid := (low + high + 1) / 2
		for mid < len(s) && !utf8.RuneStart(s[mid]) {
			mid++
		}
		if r.Width(style, size, s[:mid]) <= measure {
			end, low = mid, mid
		} else {
			high = mid - 1
			for high > low && !utf8.RuneStart(s[high]) {
				high--
			}
		}
	}
	return end
}

// prefix is the length in bytes of the first n characters: no line holds more
// than eight to the em, and measuring a whole book to find one line takes long.
func prefix(s string, n int) int {
	for i := range s {
		if n--; n < 0 {
			return i
		}
	}
	return len(s)
}

// assemble joins the tokens of one line to spans. A line broken at a space ends
// in one, so that copied text keeps its words apart.
func assemble(tokens []token, spans []span, broken bool) line {
	var l line
	for i, t := range tokens {
		text, gap := t.text, t.gap
		if i == 0 {
			text, gap = strings.TrimPrefix(text, " "), 0
		}
		last := len(l.spans) - 1
		if last < 0 || t.span != tokens[i-1].span {
			s := spans[t.span]
			s.text = text
			l.spans = append(l.spans, placed{span: s, x: l.width, width: gap + t.width})
		} else {
			l.spans[last].text += text
			l.spans[last].width += gap + t.width
		}
		l.width += gap + t.width
	}
	if broken {
		l.spans[len(l.spans)-1].text += " "
	}
	return l
}
