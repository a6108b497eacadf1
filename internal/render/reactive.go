package render

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html"
	"strconv"
	"strings"

	"jobops/internal/cv"
)

// Members of the JSON of Reactive Resume, version 5 (https://rxresu.me). All
// texts must be there, empty where there is nothing to say.
type (
	reactive struct {
		Picture        struct{}                   `json:"picture"`
		Basics         reactiveBasics             `json:"basics"`
		Summary        reactiveSummary            `json:"summary"`
		Sections       map[string]reactiveSection `json:"sections"`
		CustomSections []reactiveSection          `json:"customSections"`
		Metadata       reactiveMetadata           `json:"metadata"`
	}
	reactiveBasics struct {
		Name         string       `json:"name"`
		Headline     string       `json:"headline"`
		Email        string       `json:"email"`
		Phone        string       `json:"phone"`
		Location     string       `json:"location"`
		Website      reactiveLink `json:"website"`
		CustomFields []struct{}   `json:"customFields"`
	}
	reactiveLink struct {
		URL   string `json:"url"`
		Label string `json:"label"`
	}
	reactiveSummary struct {
		Title   string `json:"title"`
		Columns int    `json:"columns"`
		Hidden  bool   `json:"hidden"`
		Content string `json:"content"`
	}
	reactiveSection struct {
		ID      string           `json:"id,omitempty"`
		Type    string           `json:"type,omitempty"`
		Title   string           `json:"title"`
		Columns int              `json:"columns"`
		Hidden  bool             `json:"hidden"`
		Items   []map[string]any `json:"items"`
	}
	reactiveMetadata struct {
		Page struct {
			Locale string `json:"locale"`
			Format string `json:"format"`
		} `json:"page"`
	}
)

// Reactive writes the CV as the JSON that Reactive Resume (version 5 and later)
// imports. Dates are written in the language of the CV, texts as HTML. What that
// program has no place for stands in the description of its entry: the position
// of a volunteer and the keywords of a project.
func Reactive(r cv.Resume, o Options) ([]byte, error) {
	l := localeOf(&r, o)
	strict(&r)
	w := reactiveWriter{l}
	out := reactive{
		Basics: reactiveBasics{
			Name: clean(r.Basics.Name), Headline: clean(r.Basics.Label), Email: clean(r.Basics.Email), Phone: clean(r.Basics.Phone),
			Location: shortPlace(r.Basics.Location), Website: reactiveLink{URL: r.Basics.URL}, CustomFields: []struct{}{},
		},
		Summary:        reactiveSummary{Title: l.headings[headSummary], Columns: 1, Content: reactiveHTML(paragraphs(r.Basics.Summary), nil)},
		Sections:       w.sections(r),
		CustomSections: w.custom(r.Other),
	}
	out.Metadata.Page.Locale, out.Metadata.Page.Format = l.tag, string(l.paper(o.Paper))
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(out); err != nil {
		return nil, fmt.Errorf("render: reactive resume: %w", err)
	}
	return b.Bytes(), nil
}

type reactiveWriter struct{ *locale }

// shortPlace is an address on one line that ends in the code of its country,
// which every language reads alike.
func shortPlace(p cv.Location) string {
	return join(", ", clean(p.Address), join(" ", clean(p.PostalCode), clean(p.City)), clean(p.Region), clean(p.CountryCode))
}

func (w reactiveWriter) sections(r cv.Resume) map[string]reactiveSection {
	return map[string]reactiveSection{
		"profiles": reactiveItems("Profiles", r.Basics.Profiles, func(p cv.Profile) map[string]any {
			return map[string]any{"icon": "", "network": clean(p.Network), "username": clean(p.Username), "website": reactiveLink{URL: p.URL}}
		}),
		"experience":     reactiveItems(w.headings[headWork], r.Work, w.experience),
		"education":      reactiveItems(w.headings[headEducation], r.Education, w.studies),
		"projects":       reactiveItems(w.headings[headProjects], r.Projects, w.projects),
		"skills":         reactiveItems(w.headings[headSkills], r.Skills, reactiveSkill),
		"languages":      reactiveItems(w.headings[headLanguages], r.Languages, reactiveLanguage),
		"interests":      reactiveItems(w.headings[headInterests], r.Interests, reactiveInterest),
		"awards":         reactiveItems(w.headings[headAwards], r.Awards, w.awards),
		"certifications": reactiveItems(w.headings[headCertificates], r.Certificates, w.certificates),
		"publications":   reactiveItems(w.headings[headPublications], r.Publications, w.publications),
		"volunteer":      reactiveItems(w.headings[headVolunteer], r.Volunteer, w.volunteers),
		"references":     reactiveItems(w.headings[headReferences], r.References, reactiveReference),
	}
}

// reactiveItems numbers the entries of a section.
func reactiveItems[T any](title string, all []T, write func(T) map[string]any) reactiveSection {
	s := reactiveSection{Title: title, Columns: 1, Items: []map[string]any{}}
	for i, item := range all {
		m := write(item)
		m["id"], m["hidden"] = strconv.Itoa(i+1), false
		s.Items = append(s.Items, m)
	}
	return s
}

func (w reactiveWriter) experience(j cv.Work) map[string]any {
	return map[string]any{
		"company": clean(j.Name), "position": clean(j.Position), "location": clean(j.Location), "period": w.period(j.Period),
		"website": reactiveLink{URL: j.URL}, "roles": []struct{}{},
		"description": reactiveHTML(append(paragraphs(j.Description), paragraphs(j.Summary)...), cleanAll(j.Highlights)),
	}
}

func (w reactiveWriter) studies(e cv.Education) map[string]any {
	return map[string]any{
		"school": clean(e.Institution), "degree": clean(e.StudyType), "area": clean(e.Area), "grade": clean(e.Score), "location": "",
		"period": w.period(e.Period), "website": reactiveLink{URL: e.URL}, "description": reactiveHTML(nil, cleanAll(e.Courses)),
	}
}

func (w reactiveWriter) projects(p cv.Project) map[string]any {
	told := paragraphs(p.Description)
	for _, f := range facts(fact{w.role + w.colon, list(p.Roles)}, fact{w.keywords + w.colon, list(p.Keywords)}) {
		told = append(told, f.label+" "+f.value)
	}
	return map[string]any{
		"name": clean(p.Name), "period": w.period(p.Period), "website": reactiveLink{URL: p.URL}, "description": reactiveHTML(told, cleanAll(p.Highlights)),
	}
}

func reactiveSkill(s cv.Skill) map[string]any {
	return map[string]any{"icon": "", "name": clean(s.Name), "proficiency": clean(s.Level), "level": 0, "keywords": textList(s.Keywords)}
}

func reactiveInterest(i cv.Interest) map[string]any {
	return map[string]any{"icon": "", "name": clean(i.Name), "keywords": textList(i.Keywords)}
}

// textList is never null.
func textList(all []string) []string { return append([]string{}, cleanAll(all)...) }

func reactiveLanguage(g cv.Language) map[string]any {
	fluency := clean(g.Fluency)
	if fluency == "" {
		fluency = g.CEFR
	}
	return map[string]any{"language": clean(g.Language), "fluency": fluency, "level": 0}
}

func (w reactiveWriter) awards(a cv.Award) map[string]any {
	return map[string]any{"title": clean(a.Title), "awarder": clean(a.Awarder), "date": w.date(a.Date), "website": reactiveLink{}, "description": reactiveHTML(paragraphs(a.Summary), nil)}
}

func (w reactiveWriter) certificates(c cv.Certificate) map[string]any {
	return map[string]any{"title": clean(c.Name), "issuer": clean(c.Issuer), "date": w.date(c.Date), "website": reactiveLink{URL: c.URL}, "description": ""}
}

func (w reactiveWriter) publications(p cv.Publication) map[string]any {
	return map[string]any{"title": clean(p.Name), "publisher": clean(p.Publisher), "date": w.date(p.ReleaseDate), "website": reactiveLink{URL: p.URL}, "description": reactiveHTML(paragraphs(p.Summary), nil)}
}

func (w reactiveWriter) volunteers(v cv.Volunteer) map[string]any {
	return map[string]any{
		"organization": clean(v.Organization), "location": "", "period": w.period(v.Period), "website": reactiveLink{URL: v.URL},
		"description": reactiveHTML(append(cleanAll([]string{v.Position}), paragraphs(v.Summary)...), cleanAll(v.Highlights)),
	}
}

func reactiveReference(r cv.Reference) map[string]any {
	return map[string]any{"name": clean(r.Name), "position": "", "phone": "", "website": reactiveLink{}, "description": reactiveHTML(paragraphs(r.Reference), nil)}
}

// custom writes the person's own sections, one text each.
func (w reactiveWriter) custom(all []cv.Section) []reactiveSection {
	out := []reactiveSection{}
	for i, s := range all {
		out = append(out, reactiveSection{
			ID: "section-" + strconv.Itoa(i+1), Type: "summary", Title: clean(s.Title), Columns: 1,
			Items: []map[string]any{{"id": "1", "hidden": false, "content": reactiveHTML(cleanAll(s.Lines), nil)}},
		})
	}
	return out
}

// reactiveHTML writes paragraphs and a list, with the person's signs escaped.
func reactiveHTML(paras, items []string) string {
	var b strings.Builder
	for _, p := range paras {
		b.WriteString("<p>" + html.EscapeString(p) + "</p>")
	}
	if len(items) > 0 {
		b.WriteString("<ul>")
		for _, i := range items {
			b.WriteString("<li><p>" + html.EscapeString(i) + "</p></li>")
		}
		b.WriteString("</ul>")
	}
	return b.String()
}
