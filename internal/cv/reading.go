package cv

// Path names a value inside a Resume as an RFC 6901 JSON pointer over the
// Resume's JSON names: "/work/0/highlights/2", "/basics/email".
type Path string

// Box is a rectangle on a page in points (1/72 inch); the origin is the top
// left corner, y grows downwards.
type Box struct {
	X0 float64 `json:"x0"`
	Y0 float64 `json:"y0"`
	X1 float64 `json:"x1"`
	Y1 float64 `json:"y1"`
}

// Size is that of a page in points.
type Size struct {
	Width  float64 `json:"w"`
	Height float64 `json:"h"`
}

// Evidence says where in the original a value was read. Start and End are byte
// offsets into Reading.Text; Page counts from 1. Box is zero for formats
// without pages (DOCX).
type Evidence struct {
	Path       Path    `json:"path"`
	Page       int     `json:"page"`
	Box        Box     `json:"box,omitzero"`
	Start      int     `json:"start"`
	End        int     `json:"end"`
	Confidence float64 `json:"confidence"` // 0 a guess .. 1 certain
}

// DoubtBelow is the confidence under which a value is shown as doubtful.
const DoubtBelow = 0.6

// Reading is a CV as it was read from an original: the values, the text in
// reading order, and for each value the place that supports it.
type Reading struct {
	Resume   Resume     `json:"resume"`
	Text     string     `json:"text"`
	Evidence []Evidence `json:"evidence"`
	Pages    int        `json:"pages"`
	// Sizes are those of the pages, empty for formats without pages.
	Sizes []Size `json:"sizes,omitempty"`
	// Lines are the lines of Text, also those that no value was read from. A
	// reading made by an older program has none.
	Lines []Line `json:"lines,omitempty"`
	// Notes are message keys about the document as a whole ("reading.damaged_text",
	// "reading.hidden_text").
	Notes []string `json:"notes,omitempty"`
}

// At returns the evidence for one path, and whether there is any.
func (r *Reading) At(path Path) (Evidence, bool) {
	for _, e := range r.Evidence {
		if e.Path == path {
			return e, true
		}
	}
	return Evidence{}, false
}

// Doubts returns the evidence of values that a person should check.
func (r *Reading) Doubts() []Evidence {
	var doubts []Evidence
	for _, e := range r.Evidence {
		if e.Confidence < DoubtBelow {
			doubts = append(doubts, e)
		}
	}
	return doubts
}
