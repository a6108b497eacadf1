package intake

import (
	"strings"

	"jobops/internal/cv"
)

// readJSON tells the two JSON forms apart: Reactive Resume keeps everything
// under "sections".
func readJSON(data []byte) (Result, error) {
	o, err := decode(data)
	if err != nil {
		return Result{}, err
	}
	if inner, ok := o.members["data"].(map[string]any); ok && o.members["basics"] == nil { // as its interface answers
		o = object{members: inner, seen: map[string]bool{}, left: o.left}
	}
	_, sections := o.members["sections"].(map[string]any)
	switch {
	case sections && o.members["basics"] != nil:
		return readReactive(o)
	case isJSONResume(o.members):
		return readJSONResume(o)
	}
	return Result{}, ErrUnknown
}

// isJSONResume asks for a member that other documents have not.
func isJSONResume(m map[string]any) bool {
	if _, ok := m["basics"].(map[string]any); ok {
		return true
	}
	known := 0
	for _, name := range []string{"work", "education", "skills", "languages", "projects", "volunteer", "awards", "certificates", "publications", "references", "interests"} {
		if _, ok := m[name].([]any); ok {
			known++
		}
	}
	return known > 0
}

// readJSONResume reads JSON Resume 1.x (https://jsonresume.org/schema) and, in
// it, our own additions.
func readJSONResume(o object) (Result, error) {
	r := cv.Resume{
		Basics:       basics(o.object("basics")),
		Work:         each(o, "work", work),
		Volunteer:    each(o, "volunteer", volunteer),
		Education:    each(o, "education", education),
		Awards:       each(o, "awards", award),
		Certificates: each(o, "certificates", certificate),
		Publications: each(o, "publications", publication),
		Skills:       each(o, "skills", skill),
		Languages:    each(o, "languages", tongue),
		Interests: each(o, "interests", func(o object) cv.Interest {
			return cv.Interest{Name: o.text("name"), Keywords: o.texts("keywords")}
		}),
		References: each(o, "references", func(o object) cv.Reference {
			return cv.Reference{Name: o.text("name"), Reference: o.block("reference")}
		}),
		Projects: each(o, "projects", project),
		Other: each(o, "x-jobops-sections", func(o object) cv.Section {
			return cv.Section{Title: o.text("title"), Lines: o.texts("lines")}
		}),
	}
	meta := o.object("meta")
	r.Meta = cv.Meta{Version: meta.text("version"), Language: meta.text("x-jobops-language"), Sections: sectionViews(meta), Ordered: meta.flag("x-jobops-ordered")}
	o.foreign("$schema").done()
	return Result{Kind: JSONResume, Resume: r, Left: *o.left}, nil
}

// sectionViews is the order of sections that we note ourselves.
func sectionViews(meta object) []cv.SectionView {
	return each(meta, "x-jobops-sections", func(o object) cv.SectionView {
		return cv.SectionView{Key: o.text("key"), Title: o.text("title")}
	})
}

func basics(o object) cv.Basics {
	b := cv.Basics{
		Name: o.text("name"), Label: o.text("label"), Email: o.text("email"), Phone: o.text("phone"),
		URL: o.text("url"), Summary: o.block("summary"), Location: location(o.object("location")),
		Profiles: each(o, "profiles", func(o object) cv.Profile {
			return cv.Profile{Network: o.text("network"), Username: o.text("username"), URL: o.text("url")}
		}),
	}
	if b.URL == "" {
		b.URL = o.text("website") // before 1.0
	}
	o.leave("image", Picture)
	o.leave("picture", Picture)
	leavePrivate(o)
	o.done()
	return b
}

// leavePrivate leaves out what no CV here holds.
func leavePrivate(o object) {
	for _, name := range []string{"birthDate", "birthdate", "dateOfBirth", "birthday", "birth", "nationality", "gender", "sex", "maritalStatus", "civilStatus", "religion", "age"} {
		if _, ok := o.members[name]; ok {
			o.leave(name, Private)
		}
	}
}

func location(o object) cv.Location {
	l := cv.Location{
		Address: o.text("address"), PostalCode: o.text("postalCode"), City: o.text("city"),
		CountryCode: strings.ToUpper(o.text("countryCode")), Region: o.text("region"),
	}
	if len(l.CountryCode) != 2 {
		l.CountryCode = ""
	}
	o.done()
	return l
}

func (o object) period() cv.Period {
	p := cv.Period{Start: o.date("startDate"), Current: o.flag("x-jobops-current")}
	switch end := o.text("endDate"); {
	case isPresent(end):
		p.Current = true
	default:
		p.End = o.date("endDate")
	}
	return p
}

// isPresent tells a word for "still there".
func isPresent(s string) bool {
	p, ok := period("2000 – " + s)
	return s != "" && ok && p.Current
}

func work(o object) cv.Work {
	w := cv.Work{
		Name: o.text("name"), Location: o.text("location"), Description: o.block("description"), Position: o.text("position"),
		URL: o.text("url"), Period: o.period(), Summary: o.block("summary"), Highlights: o.texts("highlights"),
	}
	if w.Name == "" {
		w.Name = o.text("company") // before 1.0
	}
	if w.URL == "" {
		w.URL = o.text("website")
	}
	return w
}

func volunteer(o object) cv.Volunteer {
	return cv.Volunteer{
		Organization: o.text("organization"), Position: o.text("position"), URL: o.text("url"), Period: o.period(),
		Summary: o.block("summary"), Highlights: o.texts("highlights"),
	}
}

func education(o object) cv.Education {
	e := cv.Education{
		Institution: o.text("institution"), URL: o.text("url"), Area: o.text("area"), StudyType: o.text("studyType"),
		Period: o.period(), Score: o.text("score"), Courses: o.texts("courses"),
	}
	if e.Score == "" {
		e.Score = o.text("gpa") // before 1.0
	}
	return e
}

func award(o object) cv.Award {
	return cv.Award{Title: o.text("title"), Date: o.date("date"), Awarder: o.text("awarder"), Summary: o.block("summary")}
}

func certificate(o object) cv.Certificate {
	return cv.Certificate{Name: o.text("name"), Date: o.date("date"), URL: o.text("url"), Issuer: o.text("issuer")}
}

func publication(o object) cv.Publication {
	return cv.Publication{Name: o.text("name"), Publisher: o.text("publisher"), ReleaseDate: o.date("releaseDate"), URL: o.text("url"), Summary: o.block("summary")}
}

func skill(o object) cv.Skill {
	return cv.Skill{Name: o.text("name"), Level: o.text("level"), Keywords: o.texts("keywords")}
}

func tongue(o object) cv.Language {
	l := cv.Language{Language: o.text("language"), Fluency: o.text("fluency"), CEFR: o.text("x-jobops-cefr")}
	if l.CEFR = cefr(l.CEFR); l.CEFR == "" {
		l.CEFR = cefr(l.Fluency)
	}
	return l
}

func project(o object) cv.Project {
	return cv.Project{
		Name: o.text("name"), Description: o.block("description"), Highlights: o.texts("highlights"), Keywords: o.texts("keywords"),
		Period: o.period(), URL: o.text("url"), Roles: o.texts("roles"), Entity: o.text("entity"), Type: o.text("type"),
	}
}
