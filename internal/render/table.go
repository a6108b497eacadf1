package render

import (
	"strconv"

	"jobops/internal/render/pdf"
)

// Sheet is a table that is written as a PDF of its own: a heading, a few lines
// above, and rows under columns that are named on every page.
type Sheet struct {
	Title    string
	Intro    []string
	Header   []string
	Shares   []float64 // widths of the columns, which add up to 1
	Rows     [][]string
	Foot     string // beside the number of each page
	Language string // BCP 47
	Paper    Paper
}

// Measures of a sheet in points.
const (
	sheetMargin = 48
	sheetSize   = 9.5
	sheetLead   = 13
	sheetTitle  = 16
	cellGap     = 8
	rowGap      = 5
	sheetInk    = 0x1b2430
	sheetRule   = 0xc9cdd2
)

// SheetPDF writes a table as a tagged PDF. For the error see pdf.Writer.Finish.
func SheetPDF(s Sheet) ([]byte, error) {
	width, height := s.Paper.size()
	w := pdf.New(pdf.Info{Title: s.Title, Language: s.Language, Width: width, Height: height})
	t := &tableWriter{Sheet: s, w: w, width: width - 2*sheetMargin, bottom: height - sheetMargin - sheetLead}
	t.page()
	t.paragraph("H1", pdf.SansSemibold, sheetTitle, s.Title)
	for _, line := range s.Intro {
		t.paragraph("P", pdf.Sans, sheetSize, line)
	}
	t.y += rowGap
	w.Begin("Table")
	t.row("TH", pdf.SansSemibold, s.Header)
	for _, cells := range s.Rows {
		if t.y+t.height(pdf.Sans, cells) > t.bottom {
			t.page()
			t.row("TH", pdf.SansSemibold, s.Header)
		}
		t.row("TD", pdf.Sans, cells)
	}
	w.End()
	t.numbers(height)
	return w.Finish()
}

// tableWriter sets a sheet from top to bottom.
type tableWriter struct {
	Sheet
	w             *pdf.Writer
	width, bottom float64
	y             float64 // of the next line's top
	pages         int
}

func (t *tableWriter) page() {
	t.w.NewPage()
	t.y = sheetMargin
	t.pages++
}

func (t *tableWriter) paragraph(tag string, style pdf.Style, size float64, text string) {
	t.w.Begin(tag)
	for _, l := range t.lines(style, size, t.width, text) {
		t.y += size * 1.35
		t.line(l, style, size, sheetMargin, t.y)
	}
	t.w.End()
	t.y += size * 0.4
}

func (t *tableWriter) lines(style pdf.Style, size, measure float64, text string) []line {
	return breakLines(t.w, size, measure, []span{{text: clean(text), style: style, colour: sheetInk}})
}

func (t *tableWriter) line(l line, style pdf.Style, size, x, y float64) {
	for _, s := range l.spans {
		t.w.Text(s.style, size, x+s.x, y, s.colour, s.text)
	}
}

// cell is the lines of a cell of a column.
func (t *tableWriter) cell(style pdf.Style, column int, text string) []line {
	return t.lines(style, sheetSize, t.width*t.Shares[column]-cellGap, text)
}

func (t *tableWriter) height(style pdf.Style, cells []string) float64 {
	most := 1
	for i, text := range cells {
		most = max(most, len(t.cell(style, i, text)))
	}
	return float64(most)*sheetLead + rowGap
}

func (t *tableWriter) row(tag string, style pdf.Style, cells []string) {
	x, high := float64(sheetMargin), t.height(style, cells)
	t.w.Begin("TR")
	for i, text := range cells {
		t.w.Begin(tag)
		for n, l := range t.cell(style, i, text) {
			t.line(l, style, sheetSize, x, t.y+float64(n+1)*sheetLead-3)
		}
		t.w.End()
		x += t.width * t.Shares[i]
	}
	t.w.End()
	t.y += high
	t.w.Rule(sheetMargin, t.y-rowGap/2, sheetMargin+t.width, t.y-rowGap/2, 0.5, sheetRule)
}

// numbers writes the foot of every page.
func (t *tableWriter) numbers(height float64) {
	for page := range t.pages {
		t.w.Turn(page)
		t.w.Begin(pdf.Artifact)
		number, y := strconv.Itoa(page+1)+" / "+strconv.Itoa(t.pages), height-sheetMargin/2
		t.w.Text(pdf.Sans, 8, sheetMargin, y, sheetInk, clean(t.Foot))
		t.w.Text(pdf.Sans, 8, sheetMargin+t.width-t.w.Width(pdf.Sans, 8, number), y, sheetInk, number)
		t.w.End()
	}
}
