package intake

import (
	"slices"
	"strings"

	"jobops/internal/cv"
)

// readReactive reads the JSON of Reactive Resume. Versions 5 and 6 have period,
// description and website; version 4 has date, summary and url for the same.
// Descriptions are HTML.
func readReactive(o object) (Result, error) {
	b := o.object("basics")
	s := o.object("sections")
	r := cv.Resume{Basics: reactiveBasics(b)}
	r.Basics.Summary = reactiveSummary(o, s)
	r.Basics.Profiles = items(s, "profiles", func(o object) cv.Profile {
		return cv.Profile{Network: o.text("network"), Username: o.text("username"), URL: o.website()}
	})
	for _, jobs := range items(s, "experience", reactiveWork) {
		r.Work = append(r.Work, jobs...)
	}
	r.Education = items(s, "education", reactiveEducation)
	r.Projects = items(s, "projects", reactiveProject)
	r.Skills = items(s, "skills", reactiveSkill)
	r.Languages = items(s, "languages", reactiveLanguage)
	r.Interests = items(s, "interests", func(o object) cv.Interest {
		return cv.Interest{Name: o.text("name"), Keywords: o.texts("keywords")}
	})
	r.Awards = items(s, "awards", func(o object) cv.Award {
		o.leaveLink()
		return cv.Award{Title: o.text("title"), Awarder: o.text("awarder"), Date: o.date("date"), Summary: o.told().all()}
	})
	r.Certificates = items(s, "certifications", func(o object) cv.Certificate {
		title := o.text("title")
		if title == "" {
			title = o.text("name")
		}
		return cv.Certificate{Name: title, Issuer: o.text("issuer"), Date: o.date("date"), URL: o.website()}
	})
	r.Publications = items(s, "publications", func(o object) cv.Publication {
		title := o.text("title")
		if title == "" {
			title = o.text("name")
		}
		return cv.Publication{Name: title, Publisher: o.text("publisher"), ReleaseDate: o.date("date"), URL: o.website(), Summary: o.told().all()}
	})
	r.Volunteer = items(s, "volunteer", reactiveVolunteer)
	r.References = items(s, "references", reactiveReference)
	r.Other = append(customSections(o, "customSections"), customSections(s, "custom")...)
	r.Meta.Sections = hiddenSections(o, s)
	r.Meta.Language = o.object("metadata").object("page").text("locale")
	o.leave("picture", Picture)
	s.done()
	o.done()
	return Result{Kind: Reactive, Resume: r, Left: *o.left}, nil
}

func reactiveBasics(o object) cv.Basics {
	b := cv.Basics{
		Name: o.text("name"), Label: o.text("headline"), Email: o.text("email"), Phone: o.text("phone"),
		Location: place(o.raw("location")), URL: o.website(),
	}
	o.leave("picture", Picture)
	for _, f := range o.objects("customFields") {
		*o.left = append(*o.left, Omission{Place: f.at, Why: Unknown})
	}
	leavePrivate(o)
	o.done()
	return b
}

// reactiveSummary is a member of its own, or in version 4 a section.
func reactiveSummary(o, sections object) string {
	for _, s := range []object{o.object("summary"), sections.object("summary")} {
		if text := markup(s.raw("content")).all(); text != "" {
			return text
		}
	}
	return ""
}

// items reads the entries of a section.
func items[T any](sections object, name string, read func(object) T) []T {
	s := sections.object(name)
	return each(s, "items", func(o object) T {
		o.foreign("id", "icon", "iconColor", "options")
		return read(o)
	})
}

// sectionNames are ours for those of Reactive Resume that differ.
var sectionNames = map[string]string{"experience": "work", "certifications": "certificates"}

// hiddenSections lists the sections that are not shown.
func hiddenSections(o, sections object) []cv.SectionView {
	var views []cv.SectionView
	if o.object("summary").hidden() || sections.object("summary").hidden() {
		views = append(views, cv.SectionView{Key: cv.SummarySection, Hidden: true})
	}
	for _, name := range sortedKeys(sections.members) {
		key := name
		if ours := sectionNames[name]; ours != "" {
			key = ours
		}
		if key != cv.SummarySection && slices.Contains(cv.SectionKeys(), key) && sections.object(name).hidden() {
			views = append(views, cv.SectionView{Key: key, Hidden: true})
		}
	}
	return views
}

// website is {url, label} since version 5, {href, label} before, or a text.
func (o object) website() string {
	for _, name := range []string{"website", "url"} {
		if s := o.text(name); s != "" {
			return s
		}
		w := o.object(name)
		for _, at := range []string{"url", "href"} {
			if s := w.text(at); s != "" {
				return s
			}
		}
	}
	return ""
}

// leaveLink tells of an address that has no place here.
func (o object) leaveLink() {
	if o.website() != "" {
		*o.left = append(*o.left, Omission{Place: o.path("website"), Why: Unknown})
	}
}

// told is the text of an entry: its description, or in version 4 its summary,
// beside which a description is a few words (short).
func (o object) told() fragment {
	var f fragment
	for _, name := range []string{"summary", "description", "content"} {
		if s := markup(o.raw(name)); len(f.paras)+len(f.items) == 0 {
			f = s
		}
	}
	return f
}

// short is the description of version 4, "" since.
func (o object) short() string {
	if _, old := o.members["summary"]; old {
		return o.text("description")
	}
	return ""
}

// all is running text and items, line by line.
func (f fragment) all() string { return strings.Join(append(f.paras, f.items...), "\n") }

// span is the period of an entry, free text in any language.
func (o object) span() cv.Period {
	s := o.text("period")
	name := "period"
	if s == "" {
		s, name = o.text("date"), "date"
	}
	p, ok := period(s)
	if !ok {
		*o.left = append(*o.left, Omission{Place: o.path(name), Why: Unclear})
		return cv.Period{}
	}
	return p
}

// reactiveWork is one position, or several of one employer.
func reactiveWork(o object) []cv.Work {
	told := o.told()
	one := cv.Work{
		Name: o.text("company"), Position: o.text("position"), Location: o.text("location"), URL: o.website(),
		Period: o.span(), Summary: told.text(), Highlights: told.items,
	}
	roles := each(o, "roles", func(r object) cv.Work {
		r.foreign("id")
		told := r.told()
		return cv.Work{
			Name: one.Name, Location: one.Location, URL: one.URL, Position: r.text("position"),
			Period: r.span(), Summary: told.text(), Highlights: told.items,
		}
	})
	if len(roles) == 0 {
		return []cv.Work{one}
	}
	if one.Summary != "" || len(one.Highlights) > 0 {
		roles[0].Description = told.all()
	}
	return roles
}

func reactiveEducation(o object) cv.Education {
	told := o.told()
	e := cv.Education{
		Institution: first(o, "school", "institution"), StudyType: first(o, "degree", "studyType"), Area: o.text("area"),
		Score: first(o, "grade", "score"), Period: o.span(), URL: o.website(), Courses: told.items,
	}
	o.text("location")
	if len(told.paras) > 0 {
		*o.left = append(*o.left, Omission{Place: o.path("description"), Why: Unknown})
	}
	return e
}

// first is the first of several members that says something.
func first(o object, names ...string) string {
	out := ""
	for _, n := range names {
		if s := o.text(n); out == "" {
			out = s
		}
	}
	return out
}

func reactiveProject(o object) cv.Project {
	told := o.told()
	p := cv.Project{Name: o.text("name"), Period: o.span(), URL: o.website(), Description: told.text(), Highlights: told.items, Keywords: o.texts("keywords")}
	if s := o.short(); s != p.Description {
		p.Description = strings.TrimSpace(s + "\n" + p.Description)
	}
	return p
}

func reactiveSkill(o object) cv.Skill {
	o.number("level") // dots without words
	return cv.Skill{Name: o.text("name"), Level: first(o, "proficiency", "description"), Keywords: o.texts("keywords")}
}

func reactiveLanguage(o object) cv.Language {
	o.number("level")
	l := cv.Language{Language: first(o, "language", "name"), Fluency: first(o, "fluency", "description")}
	l.CEFR = cefr(l.Fluency)
	return l
}

func reactiveVolunteer(o object) cv.Volunteer {
	told := o.told()
	o.text("location")
	return cv.Volunteer{
		Organization: o.text("organization"), Position: o.text("position"), Period: o.span(), URL: o.website(),
		Summary: told.text(), Highlights: told.items,
	}
}

// reactiveReference leaves out how the other person is reached.
func reactiveReference(o object) cv.Reference {
	o.leave("phone", Others)
	o.leave("website", Others)
	o.leave("url", Others)
	name := o.text("name")
	p := o.text("position")
	if p == "" && o.short() != o.told().all() {
		p = o.short()
	}
	if p != "" {
		name += ", " + p
	}
	return cv.Reference{Name: name, Reference: o.told().all()}
}

// customSections become sections of lines; letters are no part of a CV.
func customSections(o object, name string) []cv.Section {
	var out []cv.Section
	for _, s := range o.objects(name) {
		kind := s.text("type")
		if kind == "cover-letter" {
			*o.left = append(*o.left, Omission{Place: s.at, Why: Foreign})
			continue
		}
		title := first(s, "title", "name")
		var all []string
		for _, e := range s.objects("items") {
			if e.hidden() {
				*o.left = append(*o.left, Omission{Place: e.at, Why: Hidden})
				continue
			}
			all = append(all, customLines(e)...)
		}
		if len(all) > 0 {
			out = append(out, cv.Section{Title: title, Lines: all, Hidden: s.hidden()})
		}
	}
	return out
}

// customLines writes an entry of whatever kind on a line, and its text below.
func customLines(o object) []string {
	var parts []string
	for _, n := range []string{"position", "name", "title", "degree", "company", "school", "organization", "issuer", "publisher", "awarder", "location", "period", "date", "language", "fluency"} {
		if s := o.text(n); s != "" {
			parts = append(parts, s)
		}
	}
	told := o.told()
	var all []string
	if len(parts) > 0 {
		all = append(all, strings.Join(parts, ", "))
	}
	all = append(append(all, told.paras...), told.items...)
	if k := o.texts("keywords"); len(k) > 0 {
		all = append(all, strings.Join(k, ", "))
	}
	return all
}
