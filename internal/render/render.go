// Package render writes a CV as PDF, DOCX, Markdown, plain text and JSON Resume.
//
// Write is the main call; PDF, DOCX, Markdown, Text and JSON are its parts. All
// are pure functions: the same CV and options give the same bytes, whatever the
// clock, zone or machine.
//
// There are three steps. The outline turns a cv.Resume into headings, entries
// and lines in one reading order, with headings and dates in the language of
// the CV. A template gives the outline its measures, faces and colours and
// breaks it into lines and pages. A writer (package pdf, or the DOCX and text
// writers here) puts it into a file. The outline is the same for all formats,
// so what a person sees in one they find in the others.
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
)

// Formats lists all formats in the order they are offered.
func Formats() []Format {
	return []Format{FormatPDF, FormatDOCX, FormatMarkdown, FormatText, FormatJSON}
}

// Ext is the file name extension without a dot.
func (f Format) Ext() string {
	switch f {
	case FormatMarkdown:
		return "md"
	case FormatText:
		return "txt"
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

// Paper is a sheet size. The zero Paper follows the language: Letter for
// American, Canadian and Mexican tags, else A4.
type Paper string

// The sheet sizes.
const (
	A4     Paper = "a4"
	Letter Paper = "letter"
)

// Template names a design. The zero Template is Classic.
type Template string

// Classic is one column in a serif face, dates at the right margin.
const Classic Template = "classic"

// Options choose how a CV is written. The zero Options are usable.
type Options struct {
	Paper Paper
	// Language is the BCP 47 tag that headings and dates are written in; empty
	// means the language of the CV, or English. Of languages without a word list
	// English is used.
	Language string
	Template Template
}

// Write writes the CV in a format. The error is a fault.Invalid
// "render.no_glyph" for a character that the PDF faces cannot draw,
// "render.format" for an unknown format or "render.template" for an unknown
// template.
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
		return JSON(r)
	}
	return nil, fault.New(fault.Invalid, "render.format")
}
