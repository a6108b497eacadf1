package parse

import (
	"fmt"
	"slices"
	"strings"

	"jobops/internal/cv"
)

// factLabels are the labels whose lines are facts of an entry and neither its
// head nor its text, by section.
var factLabels = map[section]map[label]bool{
	education: {"score": true, "courses": true},
	projects:  {"technologies": true, "role": true},
}

// liftFacts parts the labelled lines ("Grade: 1.4", "Keywords: a, b"), with the
// lines that they wrap into, from the other lines of an entry. The first line
// and lines with the date stay.
func liftFacts(lines []line, found []anchor, kind section) (rest []line, dates []anchor, facts []line) {
	lifted := false
	for i := range lines {
		l := &lines[i]
		wrapped := lifted && !l.bullet() && wraps(&lines[i-1], l) && !isFact(l, nil)
		if lifted = i > 0 && !found[i].found && (wrapped || isFact(l, factLabels[kind])); lifted {
			facts = append(facts, *l)
			continue
		}
		rest, dates = append(rest, *l), append(dates, found[i])
	}
	return rest, dates, facts
}

// withoutFieldLabels takes the names of fields ("Employer", "Dates") off the
// rows of a form, beside or before their values, and the row of such names off
// the top of a table; what they name says enough.
func withoutFieldLabels(lines []line) []line {
	out := make([]line, 0, len(lines))
	for _, l := range lines {
		if isTableHead(&l) {
			continue
		}
		if cells := l.cells; len(cells) > 1 && namesField(cells[0].text()) {
			l.cells = cells[1:]
		} else if name, rest, ok := strings.Cut(cells[0].text(), ":"); ok && namesField(name) && strings.TrimSpace(rest) != "" {
			l.cells = slices.Clone(cells)
			l.cells[0], l.form = l.cells[0].from(len(name)+1), true
		}
		out = append(out, l)
	}
	return out
}

// namesField tells whether a text is the name of a field of a form.
func namesField(s string) bool { return words().labels[fold(s)] == "field" }

// isTableHead tells whether a line is nothing but names of fields, two or more.
func isTableHead(l *line) bool {
	for i := range l.cells {
		if kind := words().labels[fold(l.cells[i].text())]; kind == "" || kind == "profile" {
			return false
		}
	}
	return len(l.cells) > 1
}

// isFact tells whether a line begins with one of the given labels and a colon;
// without a list, with any label.
func isFact(l *line, of map[label]bool) bool {
	name, _, ok := strings.Cut(l.text(), ":")
	kind := words().labels[fold(name)]
	return ok && kind != "" && (of == nil || of[kind])
}

// courses files what stands below a course of study.
func (b *builder) courses(ed *cv.Education, path string, lines []line) {
	for _, par := range paragraphs(lines) {
		name, rest, labelled := cutLabel(par.value)
		switch kind := words().labels[fold(name.text())]; {
		case labelled && kind == "score":
			if ed.Score == "" {
				ed.Score = b.put(path+"/score", rest, 0.9)
			}
		case labelled && kind == "courses":
			ed.Courses = b.items(ed.Courses, path+"/courses", rest)
		case par.bullet:
			ed.Courses = append(ed.Courses, b.put(fmt.Sprintf("%s/courses/%d", path, len(ed.Courses)), par.value, 0.7))
		}
	}
}

// projectFacts files the labelled lines of a project.
func (b *builder) projectFacts(p *cv.Project, path string, facts []line) {
	for _, par := range paragraphs(facts) {
		name, rest, _ := cutLabel(par.value)
		switch words().labels[fold(name.text())] {
		case "technologies":
			p.Keywords = b.items(p.Keywords, path+"/keywords", rest)
		case "role":
			p.Roles = b.items(p.Roles, path+"/roles", rest)
		}
	}
}

// items appends the parts of an enumeration to a list.
func (b *builder) items(list []string, path string, v value) []string {
	for len(v) > 0 {
		n := 1 // up to a cell further right on the same line
		for n < len(v) && (v[n].page != v[n-1].page || v[n].box.Y0 > v[n-1].box.Y0+2) {
			n++
		}
		for _, item := range splitValue(v[:n:n], ",;|•·") {
			if letters(item.text()) > 0 {
				list = append(list, b.put(fmt.Sprintf("%s/%d", path, len(list)), item, 0.85))
			}
		}
		v = v[n:]
	}
	return list
}

// references files what other people say: each begins with a line that is
// written like a name and set apart from the text below.
func (b *builder) references(s part) {
	for _, lines := range cutReferences(s.lines) {
		path := fmt.Sprintf("/references/%d", len(b.reading.Resume.References))
		var r cv.Reference
		if len(lines) > 1 && namesReferee(lines, 0) {
			r.Name = b.put(path+"/name", value{lines[0].cells[0].whole().tidy()}, 0.7)
			if rest := lines[0].cells[1:]; len(rest) > 0 {
				lines[0].cells = rest
			} else {
				lines = lines[1:]
			}
		}
		r.Reference = b.put(path+"/reference", joinParagraphs(paragraphs(lines)), 0.7)
		if r != (cv.Reference{}) {
			b.reading.Resume.References = append(b.reading.Resume.References, r)
		}
	}
}

// cutReferences cuts the lines before each name of a referee.
func cutReferences(lines []line) [][]line {
	var out [][]line
	from := 0
	for i := 1; i < len(lines); i++ {
		if namesReferee(lines, i) && lines[i].lead().bare() == lines[0].lead().bare() && namesReferee(lines, 0) {
			out, from = append(out, slices.Clone(lines[from:i])), i
		}
	}
	return append(out, slices.Clone(lines[from:]))
}

// namesReferee tells whether line i is a name above text that is set otherwise
// or reads like a sentence.
func namesReferee(lines []line, i int) bool {
	name := lines[i].cells[0].whole().tidy()
	if !writtenLikeName(name.text) || len(strings.Fields(name.text)) < 2 || isProse(&lines[i]) {
		return false
	}
	if len(lines[i].cells) > 1 {
		return true
	}
	return i+1 < len(lines) && (lines[i+1].look().bare() != lines[i].look().bare() || isProse(&lines[i+1]))
}
