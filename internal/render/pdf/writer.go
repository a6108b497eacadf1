// Package pdf writes tagged PDF 1.7 files: real text with a structure tree,
// a language, working links, subset fonts and a Unicode text for each glyph.
//
// The caller places text: New, then NewPage, Begin and End around each tagged
// element, Text and Link, Rule, Fill and Dot for decoration, and Finish. The origin is the top left corner
// of the page, y grows downwards, all measures are points (1/72 inch). The
// package knows neither CVs nor line breaking; package render does. The same
// calls give the same bytes: nothing depends on a clock or on chance.
//
// Latin, Greek and Cyrillic are covered. A character that no embedded face can
// draw is an error of Finish that names it, never an empty box.
package pdf

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/go-text/typesetting/language"

	"jobops/internal/fault"
)

// Info describes the file as a whole.
type Info struct {
	Title    string
	Author   string
	Language string  // BCP 47
	Width    float64 // of every page, points
	Height   float64
}

// Artifact is the tag of content that is no part of the text, such as a page
// number: readers skip it.
const Artifact = "Artifact"

// Writer collects the pages of one file. It is not safe for concurrent use.
type Writer struct {
	info  Info
	out   bytes.Buffer
	spots []int // byte offset of each object, by number - 1

	pages  []*page
	at     int // the page that is drawn on
	root   *element
	open   []*element // innermost last
	marked *element   // whose marked content is open on the current page

	language language.Language
	shaper   *shaper
	words    map[word]shaped
	fonts    [faceCount]*embedded
	err      error
}

type page struct {
	object  int
	content bytes.Buffer
	parents []*element // by MCID
	links   []*annotation
}

// noBreakSpace is drawn as a space: both share a glyph, which can stand for one
// text only.
const noBreakSpace = "\u00a0"

type word struct {
	style Style
	text  string
}

// New starts a file without pages.
func New(info Info) *Writer {
	w := &Writer{
		info: info, language: language.NewLanguage(info.Language),
		words: make(map[word]shaped, 512), shaper: shapers.Get().(*shaper),
	}
	w.root = &element{tag: "Document"}
	w.open = []*element{w.root}
	return w
}

// NewPage starts a page; open elements go on there.
func (w *Writer) NewPage() {
	w.pages = append(w.pages, &page{object: w.reserve()})
	w.Turn(len(w.pages) - 1)
}

// Turn goes to a page, counted from 0; open elements go on there. The text of
// each page keeps the order in which it was set, and the structure tree the
// order of Begin: a column can be set over all pages before the next one.
func (w *Writer) Turn(page int) {
	w.closeMarked()
	w.at = page
}

// Width measures s in points as Text would set it.
func (w *Writer) Width(style Style, size float64, s string) float64 {
	units, s := 0, strings.ReplaceAll(s, noBreakSpace, " ")
	for field, more := "", true; more; {
		field, s, more = cutSpace(s)
		units += w.shape(style, field).advance
		if more {
			units += w.shape(style, " ").advance
		}
	}
	return float64(units) / unitsPerEm * size
}

// Text sets s with its baseline starting at (x, y). Colour is 0xRRGGBB.
func (w *Writer) Text(style Style, size, x, y float64, colour uint32, s string) {
	if s == "" {
		return
	}
	s = strings.ReplaceAll(s, noBreakSpace, " ")
	w.mark()
	w.line(style, size, x, w.info.Height-y, colour, s)
}

// Drop ends a writer that only measured.
func (w *Writer) Drop() { shapers.Put(w.shaper) }

// Finish closes all elements and returns the file. The error is a
// fault.Invalid "render.no_glyph" that names the first character no face has.
func (w *Writer) Finish() ([]byte, error) {
	w.closeMarked()
	defer shapers.Put(w.shaper)
	if w.err != nil {
		return nil, w.err
	}
	return w.assemble()
}

func (w *Writer) page() *page { return w.pages[w.at] }

func (w *Writer) missing(r rune) {
	if w.err == nil {
		w.err = fault.New(fault.Invalid, "render.no_glyph", codePoint(r))
	}
}

// codePoint prints a character as "U+05D0 א".
func codePoint(r rune) string {
	hex := strconv.FormatInt(int64(r), 16)
	for len(hex) < 4 {
		hex = "0" + hex
	}
	return "U+" + string(bytes.ToUpper([]byte(hex))) + " " + string(r)
}
