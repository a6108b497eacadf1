// Package document turns PDF and DOCX files into laid-out text: runs of
// characters with their place, size and face on the page.
//
// Files come from strangers, so they are never opened in the calling process:
// Pool.Read hands the bytes to a warm child process (the hidden subcommand
// "docworker") with resource limits, an empty environment and a hard kill, and
// gets back a Layout or a typed refusal. The package does not know what a CV is;
// package parse makes sense of a Layout.
package document

import "slices"

// Format is the kind of file.
type Format string

// The formats that can be read.
const (
	PDF  Format = "pdf"
	DOCX Format = "docx"
)

// Layout is the text of a document and where it stands.
type Layout struct {
	Format Format
	Pages  []Page
	// Tagged tells that Run.Role and Run.Block come from the file itself (a
	// tagged PDF, the styles of a DOCX) and not from guesses.
	Tagged bool
	// Hidden counts characters that a reader of the page cannot see (white,
	// zero-sized, off the page, clipped); they are left out of Runs.
	Hidden int
	// Damaged is the share of characters, 0..1, that carry no readable text
	// (control, private use, replacement characters after mapping).
	Damaged float64
	// Language is the BCP 47 tag the file declares, "" when it declares none.
	Language string
	// Europass is the structured CV that Europass puts into its PDFs, as it stands
	// in the file; nil in others.
	Europass []byte
}

// Bare is the layout as a program finds it that heeds neither tags nor styles
// nor what the file says about itself. It shares nothing with l.
func (l Layout) Bare() Layout {
	pages := make([]Page, len(l.Pages))
	for i, p := range l.Pages {
		p.Runs = slices.Clone(p.Runs)
		for k := range p.Runs {
			p.Runs[k].Role, p.Runs[k].Block = "", 0
		}
		pages[i] = p
	}
	l.Pages, l.Tagged, l.Language, l.Europass = pages, false, "", nil
	return l
}

// Page is one page; sizes in points. A DOCX is one synthetic page: paragraphs
// are stacked downwards, tabs, indents and table columns give x positions.
type Page struct {
	Width  float64
	Height float64
	Runs   []Run // in content order
	Rules  []Rule
	Links  []Link
}

// Run is a stretch of characters of one style on one baseline. Space between
// words is kept inside Text, two spaces where the gap is wider than usual; a
// gap wider than about 1.5 em starts a new run.
// The origin is the top left corner of the page, y grows downwards, points.
type Run struct {
	Text     string
	X0       float64
	Y0       float64
	X1       float64
	Y1       float64
	Baseline float64
	Size     float64 // rendered size in points
	Font     string  // "" for Type 3 fonts
	Bold     bool
	Italic   bool
	Colour   uint32 // 0xRRGGBB
	// Role is what the file says the paragraph is: "H1".."H6", "Title", "LI",
	// "P", "TD"; "" when it does not say.
	Role string
	// Block numbers the paragraph (from 1) that the file puts the run in; 0 when
	// the file has no paragraphs. Equal numbers belong together.
	Block int
	// Part is where a DOCX run stands: "" body, "header", "footer", "box".
	Part string
}

// Rule is a drawn line or a filled thin rectangle, often under a heading.
type Rule struct {
	X0 float64
	Y0 float64
	X1 float64
	Y1 float64
}

// Link is a clickable area.
type Link struct {
	X0  float64
	Y0  float64
	X1  float64
	Y1  float64
	URL string
}
