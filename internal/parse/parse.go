// Package parse turns laid-out text into a structured CV with evidence.
//
// The main call is Parse: a pure function from document.Layout to cv.Reading.
// It works in stages, each a function of its own:
//
//	runs -> cells and lines   line.go     one baseline, parted by wide gaps
//	lines -> columns          column.go   white space, sidebars, page breaks;
//	                          corridor.go, trim.go, rowband.go, margin.go, snap.go
//	typography, sections      section.go  what headings look like here; headword.go
//	headings nobody knows     unsure.go   by the labeller: label.go, labelfeatures.go
//	sections again            chapter.go  printed twice, positions above any heading
//	                          grid.go     groups side by side; flow.go over columns
//	entries                   entry.go    one date each, alike at the beginning
//	roles                     role.go     which part is company, which position
//	fields                    contact.go, name.go, postal.go, link.go, date.go,
//	                          list.go, place.go, town.go, facts.go
//	values with evidence      build.go
//	what a person said        marked.go
//
// Words of ten languages live in lexicon/ as tables. Nothing is made up: every
// value is cut out of the text of the document, and a field that is not found
// stays empty; only an address gets the scheme or the target that the file hides
// behind it, and a country its code. Birth date, nationality, marital status, health, religion, union
// membership, national numbers and photographs are not read. The package does
// not open files; package document does.
package parse

import (
	"jobops/internal/cv"
	"jobops/internal/document"
)

// damagedShare is the share of unreadable characters from which on a reader is
// told that the text layer is damaged.
const damagedShare = 0.03

// Parse reads a CV from its laid-out text. It never fails: what cannot be made
// out is missing from the result. Offsets in the evidence are bytes of
// Reading.Text.
func Parse(layout document.Layout) cv.Reading { return ParseMarked(layout, nil) }

// ParseMarked reads a CV as Parse does, led by what a person said about some of
// its lines. A mark whose line is not there any more leads nothing.
func ParseMarked(layout document.Layout, marks []cv.Mark) cv.Reading {
	lines := readingOrder(layout)
	reading := cv.Reading{Text: compose(lines), Pages: len(layout.Pages)}
	reading.Lines, reading.Sizes = describe(lines, layout.Format), sizesOf(layout)
	lines = heed(lines, &reading, marks)
	if layout.Damaged > damagedShare {
		reading.Notes = append(reading.Notes, "reading.damaged_text")
	}
	if layout.Hidden > 0 {
		reading.Notes = append(reading.Notes, "reading.hidden_text")
	}
	if len(lines) == 0 {
		return reading
	}
	p := profileOf(lines)
	b := builder{reading: &reading, format: layout.Format, p: p}
	b.language = languageOf(layout.Language, reading.Text)
	b.monthFirst = b.language == "en"
	parts := withFooter(nameWork(dropRepeats(splitSections(lines, p)), b.monthFirst))
	b.build(parts, lines)
	noteSections(&reading, parts)
	confirm(&reading, marks)
	return reading
}
