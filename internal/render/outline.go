package render

import (
	"slices"
	"strings"

	"jobops/internal/cv"
)

// outline is a CV as it is read from top to bottom, in the words of one locale,
// without any measure or face.
type outline struct {
	name     string
	label    string
	contact  []piece
	sections []section
	ordered  bool // by the person, whatever the design
}

type section struct {
	head    heading
	title   string
	entries []entry
}

// entry is one item of a section; each part may be empty.
type entry struct {
	title   string
	dates   string
	sub     []piece // who and link: one line below the title
	place   string
	paras   []string
	bullets []string
	facts   []fact
}

// piece is a text that may lead somewhere.
type piece struct{ text, url string }

// fact is a labelled line: "Languages: Go, SQL".
type fact struct{ label, value string }

func outlineOf(all *cv.Resume, l *locale) *outline {
	r := cv.Visible(*all)
	b := r.Basics
	o := &outline{name: clean(b.Name), label: clean(b.Label), contact: contact(b, l)}
	o.add(l, headSummary, summary(b))
	o.add(l, headWork, each(r.Work, l.work))
	o.add(l, headProjects, each(r.Projects, l.project))
	o.add(l, headEducation, each(r.Education, l.education))
	o.add(l, headSkills, skills(r.Skills, l))
	o.add(l, headLanguages, languages(r.Languages, l))
	o.add(l, headCertificates, each(r.Certificates, l.certificate))
	o.add(l, headAwards, each(r.Awards, l.award))
	o.add(l, headPublications, each(r.Publications, l.publication))
	o.add(l, headVolunteer, each(r.Volunteer, l.volunteer))
	for _, s := range r.Other {
		o.sections = append(o.sections, section{headOther, clean(s.Title), []entry{{paras: paragraphs(strings.Join(s.Lines, "\n"))}}})
	}
	o.add(l, headInterests, interests(r.Interests, l))
	o.add(l, headReferences, each(r.References, reference))
	o.arrange(&r)
	return o
}

// headingKeys are the JSON names of sections.
var headingKeys = map[string]heading{
	cv.SummarySection: headSummary, "work": headWork, "projects": headProjects, "education": headEducation, "skills": headSkills,
	"languages": headLanguages, "certificates": headCertificates, "awards": headAwards, "publications": headPublications,
	"volunteer": headVolunteer, cv.OwnSections: headOther, "interests": headInterests, "references": headReferences,
}

// arrange gives the sections the titles that the person chose, and their order.
func (o *outline) arrange(r *cv.Resume) {
	if len(r.Meta.Sections) == 0 {
		return
	}
	var sorted []section
	rest := o.sections
	for _, v := range cv.Arranged(r) {
		i := slices.IndexFunc(rest, func(s section) bool { return s.head == headingKeys[v.Key] })
		if i < 0 {
			continue
		}
		s := rest[i]
		if v.Title != "" && v.Key != cv.OwnSections {
			s.title = clean(v.Title)
		}
		sorted, rest = append(sorted, s), slices.Delete(slices.Clone(rest), i, i+1)
	}
	o.sections, o.ordered = append(sorted, rest...), r.Meta.Ordered
}

// arranged lists the sections in an order of headings.
func (o *outline) arranged(order []heading) []section {
	sections := slices.Clone(o.sections)
	if o.ordered {
		return sections
	}
	slices.SortStableFunc(sections, func(a, b section) int {
		return slices.Index(order, a.head) - slices.Index(order, b.head)
	})
	return sections
}

// title is what the window of a reader shows; a tagged file must have one.
func (o *outline) title() string {
	if title := join(" – ", o.name, o.label); title != "" {
		return title
	}
	return "CV"
}

func (o *outline) add(l *locale, h heading, entries []entry) {
	if len(entries) > 0 {
		o.sections = append(o.sections, section{h, l.headings[h], entries})
	}
}

func each[T any](items []T, f func(T) entry) []entry {
	entries := make([]entry, len(items))
	for i, item := range items {
		entries[i] = f(item)
	}
	return entries
}

func summary(b cv.Basics) []entry {
	if b.Summary == "" {
		return nil
	}
	return []entry{{paras: paragraphs(b.Summary)}}
}

func (l *locale) work(w cv.Work) entry {
	title, name := lead(w.Position, w.Name)
	return entry{
		title: title, dates: l.period(w.Period),
		sub:     pieces(plain(name), webLink(w.URL)),
		place:   clean(w.Location),
		paras:   append(paragraphs(w.Description), paragraphs(w.Summary)...),
		bullets: cleanAll(w.Highlights),
	}
}

// lead picks what an entry is called: its title, or else the organisation, which
// then has no line of its own.
func lead(title, organisation string) (string, string) {
	if title = clean(title); title == "" {
		return clean(organisation), ""
	}
	return title, organisation
}

func (l *locale) volunteer(v cv.Volunteer) entry {
	title, name := lead(v.Position, v.Organization)
	return entry{
		title: title, dates: l.period(v.Period),
		sub:   pieces(plain(name), webLink(v.URL)),
		paras: paragraphs(v.Summary), bullets: cleanAll(v.Highlights),
	}
}

func (l *locale) project(p cv.Project) entry {
	return entry{
		title: clean(p.Name), dates: l.period(p.Period),
		sub:     pieces(plain(p.Entity), plain(p.Type), webLink(p.URL)),
		paras:   paragraphs(p.Description),
		bullets: cleanAll(p.Highlights),
		facts:   facts(fact{l.role + l.colon, list(p.Roles)}, fact{l.keywords + l.colon, list(p.Keywords)}),
	}
}

func (l *locale) education(e cv.Education) entry {
	title, name := lead(join(", ", clean(e.StudyType), clean(e.Area)), e.Institution)
	return entry{
		title: title, dates: l.period(e.Period),
		sub:   pieces(plain(name), webLink(e.URL)),
		facts: facts(fact{l.grade + l.colon, clean(e.Score)}, fact{l.courses + l.colon, list(e.Courses)}),
	}
}

func (l *locale) certificate(c cv.Certificate) entry {
	return entry{title: clean(c.Name), dates: l.date(c.Date), sub: pieces(plain(c.Issuer), webLink(c.URL))}
}

func (l *locale) award(a cv.Award) entry {
	return entry{
		title: clean(a.Title), dates: l.date(a.Date),
		sub: pieces(plain(a.Awarder)), paras: paragraphs(a.Summary),
	}
}

func (l *locale) publication(p cv.Publication) entry {
	return entry{
		title: clean(p.Name), dates: l.date(p.ReleaseDate),
		sub: pieces(plain(p.Publisher), webLink(p.URL)), paras: paragraphs(p.Summary),
	}
}

func reference(r cv.Reference) entry {
	return entry{title: clean(r.Name), paras: paragraphs(r.Reference)}
}

// skills gives each group a line of its own; skills that are no group share one
// line with their neighbours.
func skills(all []cv.Skill, l *locale) []entry {
	var lines []fact
	for _, s := range all {
		name, keywords := clean(s.Name), list(s.Keywords)
		if s.Level != "" {
			name += " (" + clean(s.Level) + ")"
		}
		lines = l.addNamed(lines, name, keywords)
	}
	return oneEntry(lines)
}

func interests(all []cv.Interest, l *locale) []entry {
	var lines []fact
	for _, i := range all {
		lines = l.addNamed(lines, clean(i.Name), list(i.Keywords))
	}
	return oneEntry(lines)
}

func (l *locale) addNamed(lines []fact, name, keywords string) []fact {
	last := len(lines) - 1
	switch {
	case keywords != "":
		return append(lines, fact{name + l.colon, keywords})
	case last >= 0 && lines[last].label == "":
		lines[last].value = join(", ", lines[last].value, name)
		return lines
	}
	return append(lines, fact{"", name})
}

func languages(all []cv.Language, l *locale) []entry {
	var lines []fact
	for _, g := range all {
		fluency := clean(g.Fluency)
		if g.CEFR != "" && !strings.Contains(fluency, g.CEFR) {
			if fluency == "" {
				fluency = g.CEFR
			} else {
				fluency += " (" + g.CEFR + ")"
			}
		}
		if fluency == "" {
			lines = append(lines, fact{"", clean(g.Language)})
			continue
		}
		lines = append(lines, fact{clean(g.Language) + l.colon, fluency})
	}
	return oneEntry(lines)
}

func oneEntry(lines []fact) []entry {
	if len(lines) == 0 {
		return nil
	}
	return []entry{{facts: lines}}
}
