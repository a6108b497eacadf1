package document

import (
	"iter"
	"math"
	"slices"
	"strings"
)

// Distances in em that decide how characters make runs.
const (
	splitGap  = 1.5  // a wider gap starts a new run
	backGap   = -0.7 // a jump back by more does, too
	wordGap   = 0.2  // a wider gap than between letters is a space
	looseGap  = 0.55 // a wider one is written as two spaces
	hintGap   = 0.08 // the same where PDFium sees a space
	lineShift = 0.12 // baselines closer than this are one
)

// Run boxes reach from the usual height of capitals and ascenders above the
// baseline to the usual descent below it.
const (
	ascent  = 0.75
	descent = 0.25
)

// buildRuns merges characters, in content order, into runs.
func buildRuns(glyphs []glyph) []Run {
	var runs []Run
	start := 0
	for i := 1; i <= len(glyphs); i++ {
		if i < len(glyphs) && continues(glyphs[start:i], glyphs[i]) {
			continue
		}
		for cell := range cells(glyphs[start:i]) {
			run := newRun(cell)
			if strings.TrimSpace(run.Text) != "" {
				runs = append(runs, run)
			}
		}
		if i < len(glyphs) && len(runs) > 0 && spaceAfter(glyphs[i-1], glyphs[i]) {
			runs[len(runs)-1].Text += " "
		}
		start = i
	}
	return joinJustified(runs)
}

// continues tells whether a glyph belongs to the run before it.
func continues(run []glyph, g glyph) bool {
	last := run[len(run)-1]
	if !sameStyle(last.style, g.style) || !sameLine(last, g) {
		return false
	}
	gap := (g.along - last.end) / g.style.size
	return gap <= splitGap && gap >= backGap && g.along >= run[0].along-wordGap*g.style.size
}

func sameLine(a, b glyph) bool {
	return a.style.ux == b.style.ux && a.style.uy == b.style.uy &&
		math.Abs(a.across-b.across) <= lineShift*max(a.style.size, b.style.size)
}

// sameStyle tells whether two characters look alike.
func sameStyle(a, b *style) bool {
	return a == b || a.face == b.face && a.colour == b.colour && a.block == b.block &&
		a.role == b.role && math.Abs(a.size-b.size) <= 0.02*a.size
}

// cells cuts a line where one gap is narrower than splitGap but far wider than
// the spaces between its words: a label before its value.
func cells(glyphs []glyph) iter.Seq[[]glyph] {
	return func(yield func([]glyph) bool) {
		limit := cellGapOf(glyphs)
		start := 0
		for i := 1; i < len(glyphs); i++ {
			if gapBefore(glyphs, i) < limit {
				continue
			}
			if !yield(glyphs[start:i]) {
				return
			}
			start = i
		}
		yield(glyphs[start:])
	}
}

// gapBefore is the gap in em before a glyph.
func gapBefore(glyphs []glyph, i int) float64 {
	return (glyphs[i].along - glyphs[i-1].end) / glyphs[i].style.size
}

// cellGapOf is the gap in em that separates cells on a line, by its usual space.
func cellGapOf(glyphs []glyph) float64 {
	const least, times, enough = 0.85, 2.6, 2
	var spaces []float64
	for i := 1; i < len(glyphs); i++ {
		if g := gapBefore(glyphs, i); g > wordGap {
			spaces = append(spaces, g)
		}
	}
	if len(spaces) <= enough {
		return splitGap
	}
	slices.Sort(spaces)
	return max(least, times*spaces[len(spaces)/2])
}

// spaceAfter tells whether a space separates a run from the next one on its line.
func spaceAfter(a, b glyph) bool {
	if !sameLine(a, b) {
		return false
	}
	gap := (b.along - a.end) / b.style.size
	return gap <= splitGap && (gap > wordGap || b.hint && gap > hintGap || b.space && gap > backGap)
}

// newRun lays the characters of one run together.
func newRun(glyphs []glyph) Run {
	first, last := glyphs[0], glyphs[len(glyphs)-1]
	s := first.style
	run := Run{
		Text: compose(spell(glyphs)), Size: round(s.size), Font: s.name, Bold: s.bold, Italic: s.italic,
		Colour: s.colour, Role: s.role, Block: s.block,
	}
	if s.ux == 1 {
		run.X0, run.X1, run.Baseline = first.along, last.end, first.across
		run.Y0, run.Y1 = run.Baseline-ascent*s.size, run.Baseline+descent*s.size
	} else {
		b := outline(glyphs)
		run.X0, run.Y0, run.X1, run.Y1, run.Baseline = b.x0, b.y0, b.x1, b.y1, b.y1
	}
	for _, v := range []*float64{&run.X0, &run.Y0, &run.X1, &run.Y1, &run.Baseline} {
		*v = round(*v)
	}
	return run
}

// outline is the box around glyphs that stand askew.
func outline(glyphs []glyph) box {
	b := glyphs[0].box
	for _, g := range glyphs[1:] {
		b = box{min(b.x0, g.box.x0), min(b.y0, g.box.y0), max(b.x1, g.box.x1), max(b.y1, g.box.y1)}
	}
	return b
}

// spell writes the characters of a run with the spaces between its words: those
// of the file and those that only show as gaps. Letter-spaced text has a gap
// everywhere, so what counts is the gap beyond the usual one of the run. Two
// spaces mark a gap wider than words of a sentence have, unless it is justified.
func spell(glyphs []glyph) string {
	var b strings.Builder
	usual, loose := usualGap(glyphs), looseOf(glyphs)
	for i, g := range glyphs {
		if i > 0 && (g.space || gapIsSpace(glyphs[i-1], g, usual)) {
			b.WriteByte(' ')
			if gapBefore(glyphs, i)-2*max(0, usual) > loose {
				b.WriteByte(' ')
			}
		}
		writeChar(&b, g.r)
	}
	return b.String()
}

// looseOf is the gap in em from which on a space counts as two: in type of one
// width, where each space is as wide as a letter, it is wider.
func looseOf(glyphs []glyph) float64 {
	const enough, alike = 4, 0.01
	if len(glyphs) < enough {
		return looseGap
	}
	advance := func(g glyph) float64 { return (g.end - g.along) / g.style.size }
	first := advance(glyphs[0])
	for _, g := range glyphs[1:] {
		if math.Abs(advance(g)-first) > alike {
			return looseGap
		}
	}
	return max(looseGap, 1.5*first)
}

func gapIsSpace(a, b glyph, usual float64) bool {
	gap := (b.along-a.end)/b.style.size - usual
	return gap > wordGap || b.hint && gap > hintGap
}

// usualGap is the gap in em between letters of one word. Gaps between words can
// be more than half of all ("+33 1 99"), so it is not the median but the fifth
// part from below.
func usualGap(glyphs []glyph) float64 {
	const enough = 4
	gaps := make([]float64, 0, len(glyphs))
	for i := 1; i < len(glyphs); i++ {
		if g := glyphs[i]; !g.space {
			gaps = append(gaps, (g.along-glyphs[i-1].end)/g.style.size)
		}
	}
	if len(gaps) < enough {
		return 0
	}
	slices.Sort(gaps)
	return gaps[len(gaps)/5]
}

// round keeps a hundredth of a point and turns what is no number into 0.
func round(v float64) float64 {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return 0
	}
	return math.Round(v*100) / 100
}

// joinJustified joins lines of justified text whose few words stand so far
// apart that each became a run: equal gaps between single words.
func joinJustified(runs []Run) []Run {
	out := runs[:0]
	for i := 0; i < len(runs); {
		n := justified(runs[i:])
		run := runs[i]
		for _, next := range runs[i+1 : i+n] {
			run.Text = strings.TrimRight(run.Text, " ") + "  " + next.Text
			run.X1 = next.X1
		}
		out = append(out, run)
		i += n
	}
	return out
}

// justified returns how many runs from the first make one justified line; 1
// when they do not.
func justified(runs []Run) int {
	const enough, widest, alike = 3, 5.0, 0.15
	n, gap := 1, 0.0
	for ; n < len(runs); n++ {
		a, b := runs[n-1], runs[n]
		g := b.X0 - a.X1
		if !oneWord(a) || !oneWord(b) || a.Baseline != b.Baseline || !sameFace(a, b) ||
			g < splitGap*a.Size || g > widest*a.Size {
			break
		}
		if n > 1 && math.Abs(g-gap) > alike*gap {
			break
		}
		gap = g
	}
	if n < enough {
		return 1
	}
	return n
}

func oneWord(r Run) bool {
	text := strings.TrimSpace(r.Text)
	return text != string(bullet) && !strings.Contains(text, " ")
}

func sameFace(a, b Run) bool {
	return a.Font == b.Font && a.Size == b.Size && a.Bold == b.Bold && a.Colour == b.Colour && a.Block == b.Block
}
