package web

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"jobops/internal/cv"
	"jobops/internal/i18n"
	"jobops/internal/web/ui"
)

// sheet is a CV arranged for reading: sections of entries of rows. Each leaf of
// the Resume stands in exactly one row; the title of a section that JSON Resume
// does not know is its heading.
type sheet struct {
	sections []sheetSection
	doubts   []leaf
}

type sheetSection struct {
	name    string // JSON name, "work"
	title   string
	compact bool // short entries side by side: skills, languages
	entries []sheetEntry
}

type sheetEntry struct {
	rows []row
}

// row is one field of an entry. A list has several leaves, a period two, a
// profile what it consists of.
type row struct {
	field, label string
	list         bool
	profile      string // index of the profile that the row is about, "" for none
	leaves       []leaf
}

// leaf is one text of the CV and where it was read.
type leaf struct {
	path    cv.Path
	field   string
	text    string // as stored, for the form
	shown   string // as displayed: dates by locale
	mark    string // id of its evidence, "" when there is none
	doubt   bool
	changed bool // differs from what was read
	date    bool
	missing bool // not read; offered so that it can be added
}

// id is the anchor of the leaf on the page.
func (l leaf) id() string {
	return "f" + strings.NewReplacer("/", "-", "~", "_").Replace(string(l.path))
}

// markID names the evidence with an index of a Reading.
func markID(i int) string { return "e" + strconv.Itoa(i) }

// ownSections holds what JSON Resume has no section for.
const ownSections = "x-jobops-sections"

var compactSections = []string{"skills", "languages", "interests"}

// wanted are the texts a CV is expected to have; a missing one is offered.
var wanted = []cv.Path{"/basics/name", "/basics/label", "/basics/email", "/basics/phone", "/basics/location/city"}

// arrange puts a CV into a sheet, with the evidence of its original.
func arrange(p ui.Page, r cv.Resume, original cv.Reading) sheet {
	a := arranger{p: p, original: original, evidence: map[cv.Path]int{}}
	for i, e := range original.Evidence {
		a.evidence[e.Path] = i
	}
	for _, l := range withWanted(r) {
		a.add(r, l)
	}
	for _, s := range a.sheet.sections {
		for _, e := range s.entries {
			slices.SortStableFunc(e.rows, func(x, y row) int { return cmp.Compare(rank(x.field), rank(y.field)) })
		}
	}
	return a.sheet
}

// withWanted is cv.Leaves with the expected ones that are missing put where
// they belong.
func withWanted(r cv.Resume) []cv.Leaf {
	leaves := cv.Leaves(r)
	has := func(path cv.Path) bool {
		return slices.ContainsFunc(leaves, func(l cv.Leaf) bool { return l.Path == path })
	}
	at := 0
	for _, path := range wanted {
		if has(path) {
			at = 1 + slices.IndexFunc(leaves, func(l cv.Leaf) bool { return l.Path == path })
			continue
		}
		leaves = slices.Insert(leaves, at, cv.Leaf{Path: path})
		at++
	}
	return leaves
}

// first are the fields that tell what an entry is, in the order a person looks
// for them.
var first = []string{"position", "studyType", "area", "name", "institution", "organization", "startDate", "endDate"}

func rank(field string) int {
	if i := slices.Index(first, field); i >= 0 {
		return i
	}
	return len(first)
}

type arranger struct {
	p        ui.Page
	original cv.Reading
	evidence map[cv.Path]int
	sheet    sheet
	section  string // "work", or "x-jobops-sections/0"
	entry    string // "work/1"
}

func (a *arranger) add(r cv.Resume, raw cv.Leaf) {
	steps := raw.Path.Steps()
	a.open(r, steps)
	l := a.leaf(raw, fieldOf(steps))
	if steps[0] == ownSections && l.field == "title" {
		return // it is the heading
	}
	if l.doubt {
		a.sheet.doubts = append(a.sheet.doubts, l)
	}
	s := &a.sheet.sections[len(a.sheet.sections)-1]
	e := &s.entries[len(s.entries)-1]
	list := isNumber(steps[len(steps)-1])
	if n := len(e.rows); list && n > 0 && e.rows[n-1].list && e.rows[n-1].field == l.field {
		e.rows[n-1].leaves = append(e.rows[n-1].leaves, l)
		return
	}
	if profile := profileOf(steps); profile != "" {
		a.addProfile(e, profile, l)
		return
	}
	if n := len(e.rows); l.field == "endDate" && n > 0 && e.rows[n-1].field == "startDate" {
		e.rows[n-1].leaves = append(e.rows[n-1].leaves, l)
		return
	}
	e.rows = append(e.rows, row{field: l.field, label: fieldLabel(a.p, l.path), list: list, leaves: []leaf{l}})
	if l.field == "startDate" {
		a.current(r, raw.Path, e)
	}
}

// profileOf is the index of the profile a path belongs to, "" for other paths.
func profileOf(steps []string) string {
	if len(steps) == 4 && steps[1] == "profiles" {
		return steps[2]
	}
	return ""
}

// addProfile keeps what belongs to one profile in one row.
func (a *arranger) addProfile(e *sheetEntry, profile string, l leaf) {
	if n := len(e.rows); n > 0 && e.rows[n-1].profile == profile {
		e.rows[n-1].leaves = append(e.rows[n-1].leaves, l)
		return
	}
	e.rows = append(e.rows, row{field: "profile", label: a.p.T("cv.field.username"), profile: profile, leaves: []leaf{l}})
}

// current shows "today" for an entry that goes on; it is a flag, not a text.
func (a *arranger) current(r cv.Resume, start cv.Path, e *sheetEntry) {
	parent, _ := start.Parent()
	if on, err := cv.Get(r, parent+"/x-jobops-current"); err != nil || on != true {
		return
	}
	last := &e.rows[len(e.rows)-1]
	last.leaves = append(last.leaves, leaf{path: parent + "/endDate", field: "endDate", shown: a.p.T("cv.today"), date: true})
}

// open begins a new section or entry where the path enters one.
func (a *arranger) open(r cv.Resume, steps []string) {
	section, entry := steps[0], steps[0]
	if len(steps) > 1 && isNumber(steps[1]) {
		entry += "/" + steps[1]
	}
	if section == ownSections {
		section = entry
	}
	if a.section != section {
		a.section = section
		a.sheet.sections = append(a.sheet.sections, sheetSection{
			name: steps[0], title: a.title(r, steps), compact: slices.Contains(compactSections, steps[0]),
		})
		a.entry = ""
	}
	if a.entry != entry {
		a.entry = entry
		s := &a.sheet.sections[len(a.sheet.sections)-1]
		s.entries = append(s.entries, sheetEntry{})
	}
}

func (a *arranger) title(r cv.Resume, steps []string) string {
	if steps[0] == ownSections {
		if title, err := cv.Text(r, cv.NewPath(steps[0], steps[1], "title")); err == nil && title != "" {
			return title
		}
	}
	return a.p.T("cv.section." + steps[0])
}

func (a *arranger) leaf(raw cv.Leaf, field string) leaf {
	l := leaf{path: raw.Path, field: field, text: raw.Text, shown: raw.Text, date: raw.Date, missing: raw.Text == ""}
	if raw.Date {
		l.shown = showDate(a.p.Lang, raw.Text)
	}
	read, err := cv.Text(a.original.Resume, raw.Path)
	l.changed = a.original.Text != "" && (err != nil || read != raw.Text)
	if i, ok := a.evidence[raw.Path]; ok && !l.changed {
		l.mark = markID(i)
		l.doubt = a.original.Evidence[i].Confidence < cv.DoubtBelow
	}
	return l
}

// fieldOf is the last step of a path that is a name.
func fieldOf(steps []string) string {
	for i := len(steps) - 1; i >= 0; i-- {
		if !isNumber(steps[i]) && steps[i] != cv.End {
			return steps[i]
		}
	}
	return ""
}

func isNumber(s string) bool {
	_, err := strconv.Atoi(s)
	return err == nil
}

// showDate writes an ISO date of any precision by locale.
func showDate(l i18n.Lang, iso string) string {
	parts := strings.Split(iso, "-")
	var n [3]int
	for i := 0; i < len(parts) && i < len(n); i++ {
		n[i], _ = strconv.Atoi(parts[i])
	}
	return i18n.Date(l, n[0], n[1], n[2])
}
