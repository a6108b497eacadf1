package web

import (
	"slices"
	"strconv"
	"strings"

	"jobops/internal/cv"
	"jobops/internal/library"
	"jobops/internal/web/ui"
)

// fieldKind is how a value is edited.
type fieldKind int

const (
	lineField fieldKind = iota
	longField           // several lines
	whenField
	itemsField // a list of short texts in one field
	linesField // a list of texts, one a line
	markField  // yes or no
)

// fieldSpec is one field of an entry: its JSON name, and how wide it is, in
// sixths of the form.
type fieldSpec struct {
	name  string
	kind  fieldKind
	width int
}

// sectionSpec is the form of a section: its fields and its list of points.
type sectionSpec struct {
	fields []fieldSpec
	points string // JSON name, "" for none
	short  bool   // an entry takes one line
}

var entrySpecs = map[string]sectionSpec{
	"work": {points: "highlights", fields: []fieldSpec{
		{"position", lineField, 3}, {"name", lineField, 3}, {"startDate", whenField, 2}, {"endDate", whenField, 2}, {"x-jobops-current", markField, 2},
		{"location", lineField, 3}, {"url", lineField, 3}, {"description", lineField, 6}, {"summary", longField, 6},
	}},
	"volunteer": {points: "highlights", fields: []fieldSpec{
		{"position", lineField, 3}, {"organization", lineField, 3}, {"startDate", whenField, 2}, {"endDate", whenField, 2}, {"x-jobops-current", markField, 2},
		{"url", lineField, 6}, {"summary", longField, 6},
	}},
	"projects": {points: "highlights", fields: []fieldSpec{
		{"name", lineField, 3}, {"entity", lineField, 3}, {"startDate", whenField, 2}, {"endDate", whenField, 2}, {"x-jobops-current", markField, 2},
		{"url", lineField, 3}, {"type", lineField, 3}, {"roles", itemsField, 6}, {"keywords", itemsField, 6}, {"description", longField, 6},
	}},
	"education": {fields: []fieldSpec{
		{"studyType", lineField, 3}, {"area", lineField, 3}, {"institution", lineField, 6}, {"startDate", whenField, 2}, {"endDate", whenField, 2},
		{"x-jobops-current", markField, 2}, {"score", lineField, 2}, {"url", lineField, 4}, {"courses", itemsField, 6},
	}},
	"skills":    {short: true, fields: []fieldSpec{{"name", lineField, 2}, {"level", lineField, 1}, {"keywords", itemsField, 3}}},
	"languages": {short: true, fields: []fieldSpec{{"language", lineField, 2}, {"fluency", lineField, 3}, {"x-jobops-cefr", lineField, 1}}},
	"certificates": {fields: []fieldSpec{
		{"name", lineField, 6}, {"issuer", lineField, 4}, {"date", whenField, 2}, {"url", lineField, 6},
	}},
	"awards": {fields: []fieldSpec{
		{"title", lineField, 6}, {"awarder", lineField, 4}, {"date", whenField, 2}, {"summary", longField, 6},
	}},
	"publications": {fields: []fieldSpec{
		{"name", lineField, 6}, {"publisher", lineField, 4}, {"releaseDate", whenField, 2}, {"url", lineField, 6}, {"summary", longField, 6},
	}},
	"interests":  {short: true, fields: []fieldSpec{{"name", lineField, 3}, {"keywords", itemsField, 3}}},
	"references": {fields: []fieldSpec{{"name", lineField, 6}, {"reference", longField, 6}}},
}

// personFields are those of Basics beside the summary.
var personFields = []fieldSpec{
	{"name", lineField, 6}, {"label", lineField, 6}, {"email", lineField, 3}, {"phone", lineField, 3},
	{"location/address", lineField, 6}, {"location/postalCode", lineField, 2}, {"location/city", lineField, 4},
	{"location/region", lineField, 4}, {"location/countryCode", lineField, 2}, {"url", lineField, 6},
}

var profileFields = []fieldSpec{{"network", lineField, 2}, {"username", lineField, 2}, {"url", lineField, 2}}

// editField is one field as the form shows it.
type editField struct {
	path  cv.Path
	label string
	value string
	fault string
	kind  fieldKind
	width int
}

// id is the anchor of the field.
func (f editField) id() string { return leaf{path: f.path}.id() }

// editEntry is one entry of a section.
type editEntry struct {
	path    cv.Path
	title   string // what it is about, for its head and its buttons
	hidden  bool
	first   bool
	last    bool
	fields  []editField
	points  []editField
	pointAt cv.Path // the list of points, "" for none
}

// editSection is one section of the form.
type editSection struct {
	path    cv.Path // "/projects", "/x-jobops-sections/0", "/summary"
	key     string
	own     bool
	usual   string // its usual title
	title   string // its own one, "" for none
	hidden  bool
	first   bool
	last    bool
	short   bool
	fields  []editField // of the summary and of an own section
	entries []editEntry
}

// name is what the section is called.
func (e editSection) name() string {
	if e.title != "" {
		return e.title
	}
	return e.usual
}

// sectionID is the anchor of a section.
func sectionID(key string) string { return "s-" + strings.ReplaceAll(key, "/", "-") }

func (e editSection) id() string { return sectionID(strings.TrimPrefix(string(e.path), "/")) }

// absentSection is a section without an entry.
type absentSection struct{ path, title string }

// formOf reads values of a draft into fields.
type formOf struct {
	p ui.Page
	d library.Draft
}

func (v *editorView) arrange(p ui.Page) {
	f := formOf{p, v.work.Draft}
	own := 0
	for _, view := range cv.Arranged(&v.work.Draft.Resume) {
		switch n, _ := cv.Len(v.work.Draft.Resume, cv.NewPath(view.Key)); {
		case view.Key == cv.OwnSections:
			v.sections = append(v.sections, f.ownSection(own))
			own++
		case view.Key == cv.SummarySection:
			v.sections = append(v.sections, f.summary(view))
		case n > 0:
			v.sections = append(v.sections, f.section(view, n))
		default:
			v.absent = append(v.absent, absentSection{"/" + view.Key, p.T("cv.section." + view.Key)})
		}
	}
	for i := range v.sections {
		v.sections[i].first, v.sections[i].last = i == 0, i == len(v.sections)-1
	}
}

func (f formOf) summary(view cv.SectionView) editSection {
	return editSection{
		path: "/summary", key: view.Key, usual: f.p.T("cv.field.summary"), title: view.Title, hidden: view.Hidden,
		fields: []editField{f.field("/basics", fieldSpec{"summary", longField, 6})},
	}
}

func (f formOf) section(view cv.SectionView, n int) editSection {
	spec := entrySpecs[view.Key]
	s := editSection{
		path: cv.NewPath(view.Key), key: view.Key, usual: f.p.T("cv.section." + view.Key), title: view.Title, hidden: view.Hidden, short: spec.short,
	}
	for i := range n {
		e := f.entry(s.path+cv.NewPath(i), spec)
		e.first, e.last = i == 0, i == n-1
		s.entries = append(s.entries, e)
	}
	return s
}

func (f formOf) ownSection(i int) editSection {
	path := cv.NewPath(cv.OwnSections, i)
	one := f.d.Resume.Other[i]
	return editSection{
		path: path, key: cv.OwnSections, own: true, usual: f.p.T("edit.own"), title: one.Title, hidden: one.Hidden,
		fields: []editField{f.field(path, fieldSpec{"lines", linesField, 6})},
	}
}

func (f formOf) entry(path cv.Path, spec sectionSpec) editEntry {
	e := editEntry{path: path, title: f.titleAt(path, spec)}
	if hidden, err := cv.Get(f.d.Resume, path+"/x-jobops-hidden"); err == nil {
		e.hidden, _ = hidden.(bool)
	}
	for _, s := range spec.fields {
		e.fields = append(e.fields, f.field(path, s))
	}
	if spec.points == "" {
		return e
	}
	e.pointAt = path + cv.NewPath(spec.points)
	n, _ := cv.Len(f.d.Resume, e.pointAt)
	for i := range n {
		point := f.field(e.pointAt, fieldSpec{strconv.Itoa(i), longField, 6})
		point.label = f.p.T("edit.point", i+1)
		e.points = append(e.points, point)
	}
	return e
}

// titleAt names an entry by the first texts of its form.
func (f formOf) titleAt(path cv.Path, spec sectionSpec) string {
	var parts []string
	for _, s := range spec.fields {
		text, err := cv.Text(f.d.Resume, path+cv.NewPath(s.name))
		if err == nil && text != "" && s.kind == lineField && len(parts) < 2 && slices.Contains(titles, s.name) {
			parts = append(parts, text)
		}
	}
	if len(parts) == 0 {
		return f.p.T("edit.entry.new")
	}
	return strings.Join(parts, " · ")
}

func (f formOf) field(parent cv.Path, s fieldSpec) editField {
	e := editField{path: parent + "/" + cv.Path(s.name), kind: s.kind, width: s.width}
	e.label = fieldLabel(f.p, e.path)
	if s.name == "startDate" || s.name == "endDate" {
		e.label = f.p.T("cv.field." + s.name)
	}
	value, err := cv.Get(f.d.Resume, e.path)
	if err != nil {
		return e
	}
	switch at := value.(type) {
	case []string:
		if e.value = library.JoinItems(at); s.kind == linesField {
			e.value = strings.Join(at, "\n")
		}
	case bool:
		if at {
			e.value = "on"
		}
	default:
		e.value, _ = cv.Text(f.d.Resume, e.path)
	}
	if typed, ok := f.d.Typed[string(e.path)]; ok {
		e.value, e.fault = typed, f.p.T("edit.date.fault")
	}
	return e
}

// person are the fields about the person, and profiles a line for each network.
func (v editorView) person(p ui.Page) []editField {
	f := formOf{p, v.work.Draft}
	var all []editField
	for _, s := range personFields {
		all = append(all, f.field("/basics", s))
	}
	return all
}

func (v editorView) profiles(p ui.Page) []editEntry {
	f := formOf{p, v.work.Draft}
	n := len(v.work.Draft.Resume.Basics.Profiles)
	all := make([]editEntry, n)
	for i := range all {
		all[i] = f.entry(cv.NewPath("basics", "profiles", i), sectionSpec{fields: profileFields})
		all[i].title = p.T("edit.profile", i+1)
		all[i].first, all[i].last = i == 0, i == n-1
	}
	return all
}
