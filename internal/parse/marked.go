package parse

import (
	"slices"
	"strings"

	"jobops/internal/cv"
	"jobops/internal/document"
)

// said is what a person says about a line; the zero value is nothing.
type said struct {
	as      cv.As
	section section // that a heading begins, "" when its words say so
}

// field tells whether the line is said to be one of the fields of a head.
func (s said) field() bool {
	return s.as == cv.AsCompany || s.as == cv.AsTitle || s.as == cv.AsDate
}

// startScore says how much a marked line looks like the first one of an entry:
// a bullet never does, a field does unless the field above it is marked, too.
func (s said) startScore(above *line) float64 {
	switch {
	case s.as == cv.AsBullet:
		return -5
	case (s.as == cv.AsCompany || s.as == cv.AsTitle) && !above.said.field():
		return 1.5
	}
	return 0
}

// describe lists the lines of a document once compose has placed them.
func describe(lines []line, format document.Format) []cv.Line {
	out := make([]cv.Line, len(lines))
	for i := range lines {
		cells := lines[i].cells
		last := cells[len(cells)-1]
		out[i] = cv.Line{Page: lines[i].page, Start: cells[0].start(), End: last.pieces[len(last.pieces)-1].end}
		if format == document.DOCX {
			continue
		}
		out[i].Box = cells[0].box
		for _, c := range cells[1:] {
			out[i].Box = union(out[i].Box, c.box)
		}
	}
	return out
}

func sizesOf(layout document.Layout) []cv.Size {
	if layout.Format == document.DOCX {
		return nil
	}
	sizes := make([]cv.Size, len(layout.Pages))
	for i, p := range layout.Pages {
		sizes[i] = cv.Size{Width: p.Width, Height: p.Height}
	}
	return sizes
}

// heed gives each line what was said about it and leaves out those that are no
// part of the CV; their text stays in the reading.
func heed(lines []line, r *cv.Reading, marks []cv.Mark) []line {
	for _, m := range marks {
		i := lineOf(r, m.Place)
		if i < 0 || m.As == cv.AsRight {
			continue
		}
		r.Lines[i].Said = m.As
		lines[i].said = said{m.As, sectionNamed(m.Section)}
		lines[i].cells[0].bullet = m.As == cv.AsBullet
	}
	out := lines[:0:0]
	for i := range lines {
		if lines[i].said.as != cv.AsNothing {
			out = append(out, lines[i])
		}
	}
	return out
}

// lineOf finds the line at a place: the one with its text, by its number among
// equal ones, else one where it stood that shares its words. -1 is none.
func lineOf(r *cv.Reading, p cv.Place) int {
	equal, nth := -1, 0
	for i, l := range r.Lines {
		if l.Page != p.Page || squeeze(r.Text[l.Start:l.End]) != squeeze(p.Text) {
			continue
		}
		if nth == p.Nth || sameSpot(l.Box, p.Box) {
			return i
		}
		equal = i
		nth++
	}
	if equal >= 0 {
		return equal
	}
	return slices.IndexFunc(r.Lines, func(l cv.Line) bool {
		text := squeeze(r.Text[l.Start:l.End])
		return l.Page == p.Page && sameSpot(l.Box, p.Box) && text != "" &&
			(strings.Contains(squeeze(p.Text), text) || strings.Contains(text, squeeze(p.Text)))
	})
}

// sameSpot tells whether two boxes cover each other for the most part in height
// and overlap in width.
func sameSpot(a, b cv.Box) bool {
	if a == (cv.Box{}) || b == (cv.Box{}) {
		return false
	}
	high := min(a.Y1, b.Y1) - max(a.Y0, b.Y0)
	return 2*high > min(a.Y1-a.Y0, b.Y1-b.Y0) && min(a.X1, b.X1) > max(a.X0, b.X0)
}

// sectionNames are the sections that a person can name, by their JSON names.
var sectionNames = map[string]section{
	"basics": summary, "work": work, "volunteer": volunteer, "education": education, "awards": awards,
	"certificates": certificates, "publications": publications, "skills": skills, "languages": languages,
	"interests": interests, "references": references, "projects": projects, "x-jobops-sections": other,
}

// Sections lists the JSON names of the sections that a heading can begin.
func Sections() []string {
	return []string{"work", "education", "skills", "languages", "projects", "certificates", "volunteer", "awards",
		"publications", "interests", "references", "basics", "x-jobops-sections"}
}

func sectionNamed(name string) section { return sectionNames[name] }

// nameOf is the JSON name of a section, "" above the first heading.
func nameOf(kind section) string {
	if kind == contact {
		return "basics"
	}
	for name, k := range sectionNames {
		if k == kind {
			return name
		}
	}
	return ""
}

// heedHeadings takes the headings that a person named, and leaves out the lines
// that they say are something else.
func heedHeadings(heads map[int]section, lines []line) map[int]section {
	for i := range lines {
		s := lines[i].said
		if s.as == "" {
			continue
		}
		delete(heads, i)
		if s.as != cv.AsHeading {
			continue
		}
		heads[i] = s.section
		if s.section == "" {
			heads[i] = headingWord(strings.TrimRight(lines[i].cells[0].text(), " :"))
		}
		if heads[i] == "" {
			heads[i] = other
		}
	}
	return heads
}

// liftMarked moves the lines of the body that are said to be fields into the
// head, where fields are read.
func (e *entry) liftMarked() {
	if !slices.ContainsFunc(e.body, func(l line) bool { return l.said.field() }) {
		return
	}
	head, body := slices.Clone(e.head), e.body[:0:0]
	for _, l := range e.body {
		if l.said.field() {
			head = append(head, l)
		} else {
			body = append(body, l)
		}
	}
	e.head, e.body = head, body
}

// marked takes the fields that a person named out of an entry and notes which
// slots they use.
func (e *entry) marked(used map[int]bool) (title, org value) {
	for i, s := range e.fields {
		switch {
		case s.said.as == cv.AsTitle && title.empty():
			title, used[i] = s.value(), true
		case s.said.as == cv.AsCompany && org.empty():
			org, used[i] = s.value(), true
		}
	}
	return title, org
}

// noteSections says for each line which section it was read in.
func noteSections(r *cv.Reading, parts []part) {
	note := func(start int, kind section, heading bool) {
		if i := r.LineAt(start); i >= 0 && (heading || !r.Lines[i].Heading) {
			r.Lines[i].Section, r.Lines[i].Heading = nameOf(kind), heading
		}
	}
	for _, s := range parts {
		if s.title.text != "" {
			note(s.title.start, s.kind, true)
		}
		for i := range s.lines {
			note(s.lines[i].cells[0].start(), s.kind, false)
		}
	}
}

// confirm makes the values certain that a person said are right, and those of
// lines that they said are a field or a bullet.
func confirm(r *cv.Reading, marks []cv.Mark) {
	for i := range r.Evidence {
		e := &r.Evidence[i]
		if at := r.LineAt(e.Start); at >= 0 && r.Lines[at].Said != "" && settles(r.Lines[at].Said, e.Path) {
			e.Confidence = 1
		}
		for _, m := range marks {
			if m.As != cv.AsRight || m.Path != e.Path && !sameField(m.Path, e.Path) {
				continue
			}
			text, err := cv.Text(r.Resume, e.Path)
			if at := lineOf(r, m.Place); err == nil && text == m.Value && at >= 0 && r.Lines[at].Start < e.End && e.Start < r.Lines[at].End {
				e.Confidence = 1
			}
		}
	}
}

// sameField tells whether two paths name the same field of maybe different
// entries: "/work/0/name" and "/work/1/name".
func sameField(a, b cv.Path) bool {
	x, y := a.Steps(), b.Steps()
	return len(x) == len(y) && len(x) > 0 && x[0] == y[0] && x[len(x)-1] == y[len(y)-1]
}

// settles tells whether a value is of the kind that its line is said to be.
func settles(as cv.As, path cv.Path) bool {
	steps := path.Steps()
	if len(steps) == 0 {
		return false
	}
	last := steps[len(steps)-1]
	if len(steps) > 2 && (steps[2] == "highlights" || steps[2] == "keywords" || steps[2] == "lines") {
		last = steps[2]
	}
	return slices.Contains(kindFields[as], last)
}

// kindFields are the fields that a line of a kind is read into.
var kindFields = map[cv.As][]string{
	cv.AsCompany: {"name", "organization", "institution", "entity", "issuer", "awarder", "publisher"},
	cv.AsTitle:   {"position", "studyType", "area", "title", "label", "name"},
	cv.AsDate:    {"startDate", "endDate", "date", "releaseDate"},
	cv.AsBullet:  {"highlights", "keywords", "lines"},
}

// Heeded reports whether the reading shows what a person says about line i; it
// does not when the line gives no such value, as a date that is none.
func Heeded(r *cv.Reading, i int) bool {
	switch l := r.Lines[i]; l.Said {
	case "":
		return true
	case cv.AsHeading:
		return l.Heading
	case cv.AsNothing:
		return len(r.On(i)) == 0
	default:
		return slices.ContainsFunc(r.On(i), func(e cv.Evidence) bool { return settles(l.Said, e.Path) })
	}
}
