package parse

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"jobops/internal/cv"
	"jobops/internal/document"
)

// frag is a part of a cell with its place: the stuff that values are made of.
type frag struct {
	text       string
	start, end int // offsets into the text of the document
	page       int
	box        cv.Box
	look       look
	links      []document.Link // over the cell that it was cut out of
}

// whole returns the text of a cell as a fragment.
func (c *cell) whole() frag { return c.frag(0, len(c.text())) }

// frag cuts the bytes from i to j out of a cell, without the blanks and
// separators at either end.
func (c *cell) frag(i, j int) frag {
	text := c.text()
	f := frag{text: text[i:j], start: c.start() + i, page: c.page, look: c.lookAt(i), links: c.links}
	width := c.box.X1 - c.box.X0
	n := float64(max(len(text), 1))
	f.box = cv.Box{X0: c.box.X0 + width*float64(i)/n, Y0: c.box.Y0, X1: c.box.X0 + width*float64(j)/n, Y1: c.box.Y1}
	f.end = f.start + len(f.text)
	return f.trimmed(" \t")
}

// from is the cell without its first i bytes and the blanks that follow them.
func (c *cell) from(i int) cell {
	out := *c
	out.pieces, out.wide = nil, nil
	for _, p := range c.pieces {
		n := len(p.text)
		if i < n {
			cut := max(i, 0)
			if len(out.pieces) == 0 {
				cut += len(p.text[cut:]) - len(strings.TrimLeft(p.text[cut:], " "))
			}
			if cut < n {
				p.box.X0 += (p.box.X1 - p.box.X0) * float64(cut) / float64(n)
				p.text, p.start = p.text[cut:], p.start+cut
				out.pieces = append(out.pieces, p)
			}
		}
		i -= n
	}
	if len(out.pieces) > 0 {
		out.box.X0 = out.pieces[0].box.X0
	}
	return out
}

// lookAt is the look of the character at byte i.
func (c *cell) lookAt(i int) look {
	for _, p := range c.pieces {
		if i < len(p.text) {
			return p.look
		}
		i -= len(p.text)
	}
	return c.look()
}

// trimmed drops the given characters from both ends.
func (f frag) trimmed(cut string) frag {
	t := strings.TrimLeft(f.text, cut)
	f.start += len(f.text) - len(t)
	f.text = strings.TrimRight(t, cut)
	f.end = f.start + len(f.text)
	return f
}

// sub cuts the bytes from i to j out of a fragment.
func (f frag) sub(i, j int) frag {
	f.start, f.end, f.text = f.start+i, f.start+j, f.text[i:j]
	return f.trimmed(" \t")
}

// separators may be left over at the ends of a value after a cut.
const separators = " \t,;:|•·–—-/\\→▪‑"

// tidy drops separators and unpaired brackets from the ends of a fragment.
func (f frag) tidy() frag {
	for {
		before := f.text
		f = f.trimmed(separators)
		if strings.HasPrefix(f.text, "(") && !strings.Contains(f.text, ")") || strings.HasPrefix(f.text, ")") {
			f = f.sub(1, len(f.text))
		}
		if strings.HasSuffix(f.text, ")") && !strings.Contains(f.text, "(") || strings.HasSuffix(f.text, "(") {
			f = f.sub(0, len(f.text)-1)
		}
		if strings.HasSuffix(f.text, " ()") {
			f = f.sub(0, len(f.text)-3)
		}
		if strings.HasPrefix(f.text, "(") && strings.HasSuffix(f.text, ")") && strings.Count(f.text, "(") == 1 {
			f = f.sub(1, len(f.text)-1)
		}
		if f.text == before {
			return f
		}
	}
}

// without returns what is left of a fragment when the bytes from i to j go.
func (f frag) without(i, j int) []frag {
	var out []frag
	for _, rest := range []frag{f.sub(0, i), f.sub(j, len(f.text))} {
		if rest = rest.tidy(); rest.text != "" {
			out = append(out, rest)
		}
	}
	return out
}

// value is a text put together from fragments.
type value []frag

// text joins the fragments with blanks; a word broken by a hyphen at the end of
// a line keeps its hyphen and gets no blank.
func (v value) text() string {
	var b strings.Builder
	for i, f := range v {
		if i > 0 && !glued(v[i-1].text, f.text) {
			b.WriteByte(' ')
		}
		b.WriteString(f.text)
	}
	return squeeze(b.String())
}

// glued tells whether two fragments meet inside a word: "user-" and "friendly".
func glued(a, b string) bool {
	r, _ := utf8.DecodeRuneInString(b)
	if !strings.HasSuffix(a, "-") || len(a) < 2 || !unicode.IsLower(r) {
		return false
	}
	before, _ := utf8.DecodeLastRuneInString(a[:len(a)-1])
	return unicode.IsLetter(before)
}

func (v value) empty() bool { return len(v) == 0 || v.text() == "" }

// compose writes the text of the document, one line each, cells parted by tabs,
// and notes in every piece where it stands.
func compose(lines []line) string {
	var b strings.Builder
	for i := range lines {
		if i > 0 {
			b.WriteByte('\n')
		}
		for j := range lines[i].cells {
			if j > 0 {
				b.WriteByte('\t')
			}
			for k := range lines[i].cells[j].pieces {
				p := &lines[i].cells[j].pieces[k]
				p.start = b.Len()
				b.WriteString(p.text)
				p.end = b.Len()
			}
		}
	}
	return b.String()
}
