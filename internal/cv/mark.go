package cv

// As is what a person says a line of a document is.
type As string

// What a line can be. Right confirms one value that was read from it.
const (
	AsHeading As = "heading"
	AsCompany As = "company" // an employer, school or client
	AsTitle   As = "title"   // a position, degree or name of a project
	AsDate    As = "date"
	AsBullet  As = "bullet"
	AsNothing As = "nothing" // no part of the CV
	AsRight   As = "right"
)

// Kinds lists what a line can be said to be, in the order of a page's buttons.
func Kinds() []As { return []As{AsHeading, AsCompany, AsTitle, AsDate, AsBullet, AsNothing} }

// Place names a line of a document so that it is found again when the document
// is read again, also by a better reader: its page from 1, its text, its number
// from 0 among equal lines of the page, and its box, zero without pages.
type Place struct {
	Page int    `json:"page"`
	Text string `json:"text"`
	Nth  int    `json:"nth,omitempty"`
	Box  Box    `json:"box,omitzero"`
}

// Mark is what a person said about one line. Section is the JSON name of the
// section that a heading begins ("work"), "" when its words say so. Path and
// Value are the value that a Right confirms.
type Mark struct {
	Place   Place  `json:"place"`
	As      As     `json:"as"`
	Section string `json:"section,omitempty"`
	Path    Path   `json:"path,omitempty"`
	Value   string `json:"value,omitempty"`
}

// Line is one line of a document in reading order. Start and End are byte
// offsets into Reading.Text; Box is zero for formats without pages.
type Line struct {
	Page  int `json:"page"`
	Box   Box `json:"box,omitzero"`
	Start int `json:"start"`
	End   int `json:"end"`
	// Section is the JSON name of the section that the line was read in, ""
	// above the first heading; Heading tells that the line begins it.
	Section string `json:"section,omitempty"`
	Heading bool   `json:"heading,omitempty"`
	// Said is what a person says the line is, "" for nothing.
	Said As `json:"said,omitempty"`
}

// PlaceOf is the place of line i.
func (r *Reading) PlaceOf(i int) Place {
	l := r.Lines[i]
	p := Place{Page: l.Page, Text: r.Text[l.Start:l.End], Box: l.Box}
	for _, other := range r.Lines[:i] {
		if other.Page == p.Page && r.Text[other.Start:other.End] == p.Text {
			p.Nth++
		}
	}
	return p
}

// LineAt returns the number of the line that holds a byte of Text, -1 for none.
func (r *Reading) LineAt(offset int) int {
	for i, l := range r.Lines {
		if l.Start <= offset && offset < l.End {
			return i
		}
	}
	return -1
}

// On lists the evidence that touches line i.
func (r *Reading) On(i int) []Evidence {
	var out []Evidence
	l := r.Lines[i]
	for _, e := range r.Evidence {
		if e.Start < l.End && l.Start < e.End {
			out = append(out, e)
		}
	}
	return out
}
