package parse

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"jobops/internal/cv"
	"jobops/internal/document"
)

// look is how a stretch of text is set; equal looks mean equal roles on a page.
type look struct {
	size   int // tenths of a point
	bold   bool
	italic bool
	caps   bool
	colour uint32
	font   string
	role   string // "H2" and so on where the file says so
}

// piece is a stretch of one look inside a cell; start and end are offsets into
// the text of the document once that is written (see compose).
type piece struct {
	text       string
	box        cv.Box
	look       look
	start, end int
}

// cell is a stretch of text on one baseline without a wide gap.
type cell struct {
	pieces   []piece
	box      cv.Box
	baseline float64
	size     float64
	page     int
	block    int
	order    int  // place in content order
	icon     bool // a pictogram stood before it
	bullet   bool // a list mark stood before it
	hung     bool // that mark was a cell of its own, so that the box is the text's
	item     bool // the file says that it belongs to a list item
	part     string
	role     string
	links    []document.Link
	kind     cellKind // what the text is by itself, for the stages before there are lines
	wide     []int    // bytes of its text at which a wider gap stands than usual
}

func (c *cell) text() string {
	if len(c.pieces) == 1 {
		return c.pieces[0].text
	}
	var b strings.Builder
	for _, p := range c.pieces {
		b.WriteString(p.text)
	}
	return b.String()
}

// look is that of the longest piece.
func (c *cell) look() look {
	best := 0
	for i := range c.pieces {
		if len(c.pieces[i].text) > len(c.pieces[best].text) {
			best = i
		}
	}
	return c.pieces[best].look
}

func (c *cell) start() int { return c.pieces[0].start }

// line is what stands on one baseline of one column, left to right.
type line struct {
	cells  []cell
	page   int
	column int     // number of the column in reading order
	gap    float64 // white space above in units of the line's size; -1 at a column's top
	first  bool    // the first line of a column
	beside bool    // the column has another one beside it
	hangs  bool    // a heading in a margin of its own
	right  float64 // right edge of the column
	left   float64 // left edge of the column
	edge   bool    // several lines of the column end at its right edge
	rule   bool    // a drawn line right below
	said   said    // what a person says it is
	form   bool    // the name of a field was taken off its front
}

func (l *line) text() string {
	if len(l.cells) == 1 {
		return l.cells[0].text()
	}
	parts := make([]string, len(l.cells))
	for i := range l.cells {
		parts[i] = l.cells[i].text()
	}
	return strings.Join(parts, "\t")
}

func (l *line) look() look { return l.cells[0].look() }

// lead is the look of the first words.
func (l *line) lead() look { return l.cells[0].pieces[0].look }

func (l *line) x0() float64       { return l.cells[0].box.X0 }
func (l *line) baseline() float64 { return l.cells[0].baseline }
func (l *line) bullet() bool      { return l.cells[0].bullet }
func (l *line) size() float64     { return l.cells[0].size }

// Distances in em between neighbours on one baseline.
const (
	cellGap  = 1.3  // a wider gap splits a line into cells
	blockGap = 0.55 // the same where the file puts the two into different paragraphs
	lookGap  = 0.8  // the same where the two are set differently
	wideGap  = 0.6  // a wider gap may part the items of a list
	wordGap  = 0.18 // a wider gap is a blank
)

// cells makes the cells of one page from its runs.
func cells(page document.Page, number int) []cell {
	parts := make([]cell, 0, len(page.Runs))
	for i, run := range page.Runs {
		text, icon := cleanRun(run.Text)
		if strings.TrimSpace(text) == "" && !icon {
			continue
		}
		c := cell{
			box:      cv.Box{X0: run.X0, Y0: run.Y0, X1: run.X1, Y1: run.Y1},
			baseline: run.Baseline, size: max(run.Size, 1), page: number, block: run.Block, order: i, icon: icon,
			part: run.Part, role: run.Role,
		}
		c.item = run.Role == "LI" || run.Role == "LBody"
		c.pieces = []piece{{text: text, box: c.box, look: lookOf(run, text)}}
		parts = append(parts, c)
	}
	out := joinCells(parts)
	attachLinks(out, page.Links)
	for i := range out {
		out[i].classify()
	}
	return out
}

// cellKind is what the text of a cell is by itself. It is worked out once, for a
// page is looked at along many corridors.
type cellKind struct {
	heading section // "" when the lexicon does not know it
	date    bool    // a date or a place and little else
	period  bool    // a date is in it
}

func (c *cell) classify() {
	text := c.text()
	c.kind = cellKind{heading: headingWord(text), date: isDateCell(text), period: mayHoldDate(text) && len(periods(text, false)) > 0}
}

func lookOf(run document.Run, text string) look {
	l := look{
		size: int(math.Round(run.Size*2)) * 5, bold: run.Bold, italic: run.Italic,
		caps: allCaps(text) && letters(text) > 1, colour: run.Colour, font: run.Font,
	}
	if len(run.Role) == 2 && run.Role[0] == 'H' || run.Role == "Title" {
		l.role = run.Role
	}
	return l
}

// sameBaseline tells whether two cells stand on one line.
func sameBaseline(a, b *cell) bool {
	return math.Abs(a.baseline-b.baseline) <= 0.3*max(min(a.size, b.size), 4)
}

// joinCells merges the parts of one baseline that no wide gap separates.
func joinCells(parts []cell) []cell {
	var out []cell
	edges := leftEdges(parts)
	for _, row := range rows(parts) {
		for i := range row {
			c := row[i]
			if i > 0 && !edges.parts(&row[i-1], &c) && joins(&out[len(out)-1], &c) {
				out[len(out)-1].join(c)
				continue
			}
			out = append(out, c)
		}
	}
	kept := out[:0]
	for _, c := range out {
		if c.trim() || c.icon || c.bullet {
			kept = append(kept, c)
		}
	}
	return spendIcons(kept)
}

// edgeSet counts how many rows have a run that begins at a place, by half point.
type edgeSet map[int]int

// edgeRows is how many rows must begin at a place to make it the edge of a column.
const edgeRows = 8

func leftEdges(parts []cell) edgeSet {
	s := edgeSet{}
	for i := range parts {
		if len(parts[i].pieces[0].text) > 1 {
			s[int(math.Round(parts[i].box.X0*2))]++
		}
	}
	return s
}

// parts tells whether b begins at the edge of a column that a does not begin
// at: text that fills its column to the end runs into the next one there.
func (s edgeSet) parts(a, b *cell) bool {
	x := int(math.Round(b.box.X0 * 2))
	least := edgeRows
	if sameFace(a.look(), b.look()) {
		least = 2 * edgeRows
	}
	return s[x] >= least && b.box.X0-a.box.X0 > 4*a.size
}

// rows groups cells by baseline, top to bottom, each row left to right.
func rows(list []cell) [][]cell {
	slices.SortStableFunc(list, byBaseline)
	var out [][]cell
	for _, c := range list {
		if n := len(out); n > 0 && sameBaseline(&out[n-1][0], &c) {
			out[n-1] = append(out[n-1], c)
			continue
		}
		out = append(out, []cell{c})
	}
	for _, row := range out {
		slices.SortStableFunc(row, byLeft)
	}
	return out
}

func byBaseline(a, b cell) int { return cmp.Compare(a.baseline, b.baseline) }

func byLeft(a, b cell) int { return cmp.Compare(a.box.X0, b.box.X0) }

func joins(a, b *cell) bool {
	em := max(a.size, b.size)
	gap := (b.box.X0 - a.box.X1) / em
	if gap < -2 || a.part != b.part {
		return false
	}
	if a.block != b.block && a.block != 0 && b.block != 0 {
		return a.role == b.role && (gap <= blockGap && !endsBlank(a.text()) || gap <= wordGap)
	}
	if strings.HasPrefix(b.pieces[0].text, ":") {
		return true
	}
	if gap > lookGap && !sameFace(a.look(), b.look()) {
		return false
	}
	return gap <= cellGap
}

// join appends b to c with the blank that the gap asks for.
func (c *cell) join(b cell) {
	last := &c.pieces[len(c.pieces)-1]
	gap := (b.box.X0 - c.box.X1) / max(c.size, b.size)
	switch {
	case gap > wideGap:
		last.text += wideBlank
	case gap > wordGap && !endsBlank(last.text) && !strings.HasPrefix(b.pieces[0].text, " "):
		last.text += " "
	}
	if last.look == b.pieces[0].look {
		last.text += b.pieces[0].text
		last.box = union(last.box, b.pieces[0].box)
		b.pieces = b.pieces[1:]
	}
	c.pieces = append(c.pieces, b.pieces...)
	c.box = union(c.box, b.box)
	c.size = max(c.size, b.size)
	c.icon = c.icon || b.icon
}

func union(a, b cv.Box) cv.Box {
	return cv.Box{X0: min(a.X0, b.X0), Y0: min(a.Y0, b.Y0), X1: max(a.X1, b.X1), Y1: max(a.Y1, b.Y1)}
}

// spendIcons gives the hint of a lone pictogram to the cell right of it.
func spendIcons(list []cell) []cell {
	out := list[:0]
	for i := 0; i < len(list); i++ {
		c := list[i]
		if c.hasText() {
			out = append(out, c)
			continue
		}
		if i+1 < len(list) && list[i+1].hasText() && sameBaseline(&list[i], &list[i+1]) {
			list[i+1].bullet, list[i+1].hung = list[i+1].bullet || c.bullet, c.bullet
			list[i+1].icon = list[i+1].icon || c.icon
		}
	}
	return out
}

func (c *cell) hasText() bool {
	for _, p := range c.pieces {
		if strings.TrimSpace(p.text) != "" {
			return true
		}
	}
	return false
}

// attachLinks gives each cell the addresses of the clickable areas over it.
func attachLinks(list []cell, links []document.Link) {
	for _, l := range links {
		for i := range list {
			b := list[i].box
			x := min(b.X1, l.X1) - max(b.X0, l.X0)
			y := min(b.Y1, l.Y1) - max(b.Y0, l.Y0)
			if x > 0.5*min(b.X1-b.X0, l.X1-l.X0) && y > 0.4*min(b.Y1-b.Y0, l.Y1-l.Y0) {
				list[i].links = append(list[i].links, l)
			}
		}
	}
}
