package intake

import (
	"strings"
	"unicode/utf8"

	"jobops/internal/document"
	"jobops/internal/parse"
)

// Measures of the page that a plain text is laid out on, points.
const (
	textSize    = 10.0
	textLeading = 13.0
	textGap     = 7.0 // more where a line is empty
	textLeft    = 50.0
	textTop     = 50.0
	textWidth   = 595.0
	textTab     = 8 // characters
	mostLines   = 12_000
)

// readText reads a plain text as if it were printed in one face: what stands on
// a line of its own above an empty line, in capitals or known as a heading, the
// reader of documents tells by itself.
func readText(data []byte) (Result, error) {
	text := decodeText(data)
	if unreadable(text) {
		return Result{}, ErrUnknown
	}
	page := document.Page{Width: textWidth}
	y, n := textTop, 0
	for l := range strings.SplitSeq(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
		if n++; n > mostLines {
			return Result{}, ErrTooLarge
		}
		runs := textRuns(l, y)
		if len(runs) == 0 {
			y += textGap
			continue
		}
		page.Runs = append(page.Runs, runs...)
		y += textLeading
	}
	page.Height = y + textTop
	reading := parse.Parse(document.Layout{Format: document.PDF, Pages: []document.Page{page}})
	return Result{Kind: Text, Resume: reading.Resume}, nil
}

// textRuns sets one line; a tab or three blanks begin a run of their own.
func textRuns(l string, y float64) []document.Run {
	l = strings.ReplaceAll(strings.TrimRight(l, " \t\r\f\v"), "\t", strings.Repeat(" ", textTab))
	var runs []document.Run
	column := 0
	for part := range strings.SplitSeq(l, "   ") {
		at := column + utf8.RuneCountInString(part) - utf8.RuneCountInString(strings.TrimLeft(part, " "))
		column += utf8.RuneCountInString(part) + 3
		if part = line(part); part == "" {
			continue
		}
		x := textLeft + float64(at)*textSize/2
		runs = append(runs, document.Run{
			Text: part, X0: x, X1: x + float64(utf8.RuneCountInString(part))*textSize/2, Baseline: y + textSize,
			Y0: y + 0.25*textSize, Y1: y + 1.25*textSize, Size: textSize, Font: "Text",
		})
	}
	return runs
}

// unreadable tells bytes that are no text: many control characters.
func unreadable(s string) bool {
	bad, all := 0, 0
	for _, r := range s {
		all++
		if r < ' ' && !strings.ContainsRune("\n\r\t\f\v", r) || r == utf8.RuneError {
			bad++
		}
	}
	return all == 0 || bad*50 > all
}
