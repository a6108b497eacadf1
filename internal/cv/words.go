package cv

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Op says what became of a stretch of text, or of a value.
type Op string

// The outcomes of a comparison; Words uses the first three.
const (
	Kept    Op = "equal"
	Added   Op = "ins"
	Removed Op = "del"
	Changed Op = "change"
	Moved   Op = "move"
)

// Span is a stretch of a word-level comparison. The texts of the Kept and
// Removed spans join to the old text, those of Kept and Added to the new one.
type Span struct {
	Op   Op     `json:"op"`
	Text string `json:"text"`
}

// wordLimit bounds the table of the longest common subsequence (cells); longer
// texts are compared as a whole between their common ends.
const wordLimit = 4 << 20

// Words compares two texts word by word. A replaced stretch is one Removed
// span followed by one Added span; white space alone never separates two of
// them.
func Words(before, after string) []Span {
	a, b := splitWords(before), splitWords(after)
	head := commonHead(a, b)
	tail := commonHead(reversed(a[head:]), reversed(b[head:]))
	var d differ
	d.keep(a[:head])
	d.middle(a[head:len(a)-tail], b[head:len(b)-tail])
	d.keep(a[len(a)-tail:])
	d.flush()
	return d.spans
}

// splitWords cuts text into words, runs of white space and single other
// characters; the pieces join to text.
func splitWords(text string) []string {
	var pieces []string
	for len(text) > 0 {
		n := pieceLen(text)
		pieces, text = append(pieces, text[:n]), text[n:]
	}
	return pieces
}

func pieceLen(text string) int {
	first, n := utf8.DecodeRuneInString(text)
	class := pieceClass(first)
	if class == 0 {
		return n
	}
	for n < len(text) {
		r, size := utf8.DecodeRuneInString(text[n:])
		if pieceClass(r) != class {
			break
		}
		n += size
	}
	return n
}

func pieceClass(r rune) int {
	switch {
	case unicode.IsSpace(r):
		return 1
	case unicode.IsLetter(r), unicode.IsMark(r), unicode.IsNumber(r):
		return 2
	}
	return 0
}

func commonHead(a, b []string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

func reversed(a []string) []string {
	out := make([]string, len(a))
	for i, s := range a {
		out[len(a)-1-i] = s
	}
	return out
}

// differ collects spans; what is removed and added waits until something other
// than white space is kept, so that a replaced phrase stays in one piece.
type differ struct {
	spans          []Span
	removed, added strings.Builder
	space          string
}

func (d *differ) middle(a, b []string) {
	if len(a)*len(b) > wordLimit {
		d.removed.WriteString(strings.Join(a, ""))
		d.added.WriteString(strings.Join(b, ""))
		return
	}
	table := commonTable(a, b)
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			d.keep(a[i : i+1])
			i, j = i+1, j+1
		case j == len(b) || i < len(a) && table[i+1][j] >= table[i][j+1]:
			d.change(a[i], "")
			i++
		default:
			d.change("", b[j])
			j++
		}
	}
}

// commonTable holds the length of the longest common subsequence of a[i:] and
// b[j:] at [i][j].
func commonTable(a, b []string) [][]int32 {
	table := make([][]int32, len(a)+1)
	for i := range table {
		table[i] = make([]int32, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				table[i][j] = table[i+1][j+1] + 1
			} else {
				table[i][j] = max(table[i+1][j], table[i][j+1])
			}
		}
	}
	return table
}

func (d *differ) change(removed, added string) {
	d.removed.WriteString(d.space + removed)
	d.added.WriteString(d.space + added)
	d.space = ""
}

func (d *differ) keep(pieces []string) {
	for _, piece := range pieces {
		if d.pending() && strings.TrimSpace(piece) == "" {
			d.space += piece
			continue
		}
		d.flush()
		d.emit(Kept, piece)
	}
}

func (d *differ) pending() bool { return d.removed.Len()+d.added.Len() > 0 }

func (d *differ) flush() {
	d.emit(Removed, d.removed.String())
	d.emit(Added, d.added.String())
	d.removed.Reset()
	d.added.Reset()
	d.emit(Kept, d.space)
	d.space = ""
}

func (d *differ) emit(op Op, text string) {
	if text == "" {
		return
	}
	if n := len(d.spans); n > 0 && d.spans[n-1].Op == op {
		d.spans[n-1].Text += text
		return
	}
	d.spans = append(d.spans, Span{op, text})
}
