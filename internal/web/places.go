package web

import (
	"strconv"
	"strings"

	"jobops/internal/cv"
	"jobops/internal/i18n"
	"jobops/internal/match"
	"jobops/internal/web/ui"
)

// fieldLabel is the word for the field at a path: what "name" means depends on
// the section.
func fieldLabel(p ui.Page, path cv.Path) string {
	steps := path.Steps()
	section, field := steps[0], fieldOf(steps)
	if len(steps) > 2 && !isNumber(steps[1]) {
		section = steps[1] // "/basics/profiles/0/url"
	}
	if special := "cv.field." + section + "." + field; i18n.Has(p.Lang, special) {
		return p.T(special)
	}
	return p.T("cv.field." + field)
}

// pathName is a path in words: "Work 2 · Position".
func pathName(p ui.Page, path cv.Path) string {
	steps := path.Steps()
	if len(steps) == 0 {
		return ""
	}
	name := p.T("cv.section." + steps[0])
	if len(steps) > 1 && isNumber(steps[1]) {
		n, _ := strconv.Atoi(steps[1])
		name += " " + i18n.Number(p.Lang, n+1)
	}
	if field := fieldOf(steps); field != steps[0] {
		name += " · " + fieldLabel(p, path)
	}
	return name
}

// titles are the fields that name an entry, the best first.
var titles = []string{"position", "name", "studyType", "area", "institution", "organization", "title", "language"}

// placeIn is a path in the words of the CV it belongs to: "Work · Staff Nurse".
func placeIn(p ui.Page, r cv.Resume, path cv.Path) string {
	steps := path.Steps()
	if len(steps) < 2 || !isNumber(steps[1]) {
		return pathName(p, path)
	}
	for _, field := range titles {
		if text, err := cv.Text(r, cv.NewPath(steps[0], steps[1], field)); err == nil && text != "" && len(text) <= longText {
			return p.T("cv.section."+steps[0]) + " · " + text
		}
	}
	return pathName(p, path)
}

// placeOf names where in the CV a change stands.
func placeOf(p ui.Page, c cv.Change) string {
	if c.Path == "" {
		return pathName(p, c.From)
	}
	return pathName(p, c.Path)
}

// lineAround is the line of a text that holds a stretch of it, without the
// bullet before it, and where the line starts.
func lineAround(text string, start, end int) (line string, at int) {
	if start < 0 || end > len(text) || start > end {
		return "", 0
	}
	at = strings.LastIndexByte(text[:start], '\n') + 1
	line = text[at:]
	if i := strings.IndexByte(text[end:], '\n'); i >= 0 {
		line = text[at : end+i]
	}
	bare := strings.TrimLeft(line, " \t-*•·–")
	if skipped := len(line) - len(bare); at+skipped <= start {
		return bare, at + skipped
	}
	return line, at
}

// textAt is the text of the CV that a quote is from, else the quote itself.
// A date is written by locale and is not marked.
func textAt(p ui.Page, r cv.Resume, q match.Quote) (text string, whole bool) {
	for _, l := range cv.LeavesUnder(r, q.Path) {
		if l.Path != q.Path {
			continue
		}
		if l.Date {
			return showDate(p.Lang, l.Text), true
		}
		return l.Text, q.End > len(l.Text)
	}
	return q.Text, true
}
