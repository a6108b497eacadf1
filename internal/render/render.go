// Package render writes a CV as PDF, DOCX, Markdown, plain text, JSON Resume
// and the JSON of Reactive Resume.
//
// Write is the main call; PDF, DOCX, Markdown, Text, JSON and Reactive are its parts. All
// are pure functions: the same CV and options give the same bytes, whatever the
// clock, zone or machine.
//
// There are three steps. The outline turns a cv.Resume into headings, entries
// and lines in one reading order, with headings and dates in the language of
// the CV. A design (one of Templates, changed by the Options) gives the outline
// its order, measures, faces and colours and breaks it into columns, lines and
// pages. A writer (package pdf, or the DOCX and text writers here) puts it into
// a file. The outline is the same for all formats, so what a person sees in one
// they find in the others. Fit finds options that save pages.
//
// The package invents nothing and leaves nothing out: what the CV does not say
// has no line, and a character that cannot be drawn is an error that names it.
package render

import (
	"jobops/internal/cv"
	"jobops/internal/fault"
)

// Format is a kind of file that a CV is written to.
type Format string

// The formats.
const (
	FormatPDF      Format = "pdf"
	FormatDOCX     Format = "docx"
	FormatMarkdown Format = "markdown"
	FormatText     Format = "text"
	FormatJSON     Format = "json"
	FormatReactive Format = "reactive" // the JSON of Reactive Resume
)

// Formats lists all formats in the order they are offered.
func Formats() []Format {
	return []Format{FormatPDF, FormatDOCX, FormatMarkdown, FormatText, FormatJSON, FormatReactive}
}

// Ext is the file name extension without a dot.
func (f Format) Ext() string {
	switch f {
	case FormatMarkdown:
		return "md"
	case FormatText:
		return "txt"
	case FormatReactive:
		return "json"
	}
	return string(f)
}

// ContentType is the media type for HTTP.
func (f Format) ContentType() string {
	switch f {
	case FormatPDF:
		return "application/pdf"
	case FormatDOCX:
		return "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	case FormatMarkdown:
		return "text/markdown; charset=utf-8"
	case FormatText:
		return "text/plain; charset=utf-8"
	}
	return "application/json"
}

// Write writes the CV in a format. The error is a fault.Invalid
// "render.no_glyph" for a character that the PDF faces cannot draw,
// "render.format" for an unknown format or one of those of Options.Check.
func Write(f Format, r cv.Resume, o Options) ([]byte, error) {
	switch f {
	case FormatPDF:
		return PDF(r, o)
	case FormatDOCX:
		return DOCX(r, o)
	case FormatMarkdown:
		return Markdown(r, o), nil
	case FormatText:
		return Text(r, o), nil
	case FormatJSON:
		return JSON(cv.Visible(r))
	case FormatReactive:
		return Reactive(cv.Visible(r), o)
	}
	return nil, fault.New(fault.Invalid, "render.format")
}
