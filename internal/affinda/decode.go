package affinda

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"

	"jobops/internal/civil"
	"jobops/internal/cv"
)

// reply is a document as it comes back.
type reply struct {
	Data  map[string]any `json:"data"`
	Meta  meta           `json:"meta"`
	Error struct {
		Code string `json:"errorCode"`
	} `json:"error"`
}

// meta leaves out file, pdf and reviewUrl on purpose: they are signed addresses
// of the document.
type meta struct {
	Identifier       string `json:"identifier"`
	CustomIdentifier string `json:"customIdentifier"`
	Ready            *bool  `json:"ready"`
	Failed           bool   `json:"failed"`
	ErrorCode        string `json:"errorCode"`
}

// ready tells whether the document has been parsed; a reply that does not say
// so but holds data has been.
func (r reply) ready() bool {
	if r.Meta.Ready == nil {
		return r.Data != nil
	}
	return *r.Meta.Ready
}

func (r reply) failed() bool { return r.Meta.Failed || r.Meta.ErrorCode != "" || r.Error.Code != "" }

func (r reply) document() (Document, error) {
	d := Document{Identifier: r.Meta.Identifier, Resume: resumeOf(r.Data)}
	if len(cv.Leaves(d.Resume)) == 0 {
		return d, errReply
	}
	return d, nil
}

// resumeOf reads the three shapes: parsed values alone, values with their
// place, and the one of older accounts.
func resumeOf(data map[string]any) cv.Resume {
	d := node{data}
	r := cv.Resume{Basics: cv.Basics{
		Name: nameOf(d), Email: d.all("email", "emails").first(), Phone: d.all("phoneNumber", "phoneNumbers").first(),
		Summary: d.text("summary", "objective"), Label: d.text("profession"), Location: locationOf(d.child("location")),
	}}
	addWebsites(&r.Basics, d)
	for _, w := range d.all("workExperience") {
		r.Work = append(r.Work, workOf(w))
	}
	for _, e := range d.all("education") {
		r.Education = append(r.Education, educationOf(e))
	}
	for _, s := range d.all("skill", "skills") {
		if name := s.self("name"); name != "" {
			r.Skills = append(r.Skills, cv.Skill{Name: name})
		}
	}
	for _, l := range d.all("language", "languages") {
		if name := l.self("languageName", "language", "name"); name != "" {
			r.Languages = append(r.Languages, cv.Language{Language: name, Fluency: l.text("proficiency", "languageProficiency")})
		}
	}
	for _, c := range d.all("certifications", "certification") {
		if name := c.self("name"); name != "" {
			r.Certificates = append(r.Certificates, cv.Certificate{Name: name})
		}
	}
	return r
}

func nameOf(d node) string {
	n := d.child("candidateName", "name")
	parts := []string{n.text("candidateNameFirst", "first"), n.text("candidateNameMiddle", "middle"), n.text("candidateNameFamily", "last")}
	if full := strings.Join(strings.Fields(strings.Join(parts, " ")), " "); full != "" {
		return full
	}
	return n.self("raw")
}

func locationOf(l node) cv.Location {
	return cv.Location{
		City: l.text("city"), Region: l.text("state"), PostalCode: l.text("postalCode"), CountryCode: strings.ToUpper(l.text("countryCode")),
	}
}

// networks are the hosts whose addresses are profiles and no website.
var networks = map[string]string{"linkedin.com": "LinkedIn", "github.com": "GitHub", "gitlab.com": "GitLab", "xing.com": "Xing"}

func addWebsites(b *cv.Basics, d node) {
	sites := append(d.all("website", "websites"), d.all("linkedin")...)
	for _, s := range sites {
		address := s.self("websiteUrl", "url")
		if address == "" {
			continue
		}
		full := address
		if !strings.Contains(full, "://") {
			full = "https://" + full
		}
		u, err := url.Parse(full)
		if err != nil || u.Host == "" {
			continue
		}
		network := networks[strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")]
		switch {
		case network != "":
			b.Profiles = append(b.Profiles, cv.Profile{Network: network, Username: strings.Trim(u.Path[strings.LastIndexByte(strings.TrimRight(u.Path, "/"), '/')+1:], "/"), URL: full})
		case b.URL == "":
			b.URL = address
		}
	}
}

func workOf(w node) cv.Work {
	out := cv.Work{
		Position: w.text("workExperienceJobTitle", "jobTitle"), Name: w.text("workExperienceOrganization", "organization"),
		Location: w.text("workExperienceLocation", "location"),
		Period:   periodOf(w.child("workExperienceDates", "workExperienceDateRange", "dates")),
	}
	out.Summary, out.Highlights = describe(w.text("workExperienceDescription", "jobDescription"))
	return out
}

// describe parts a description into running text and points.
func describe(text string) (summary string, points []string) {
	var prose []string
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		bare := strings.TrimLeft(line, "•·▪‣◦–-* \t")
		switch {
		case bare == "":
		case bare != line || strings.Count(strings.TrimSpace(text), "\n") > 0:
			points = append(points, bare)
		default:
			prose = append(prose, bare)
		}
	}
	return strings.Join(prose, " "), points
}

func educationOf(e node) cv.Education {
	accreditation := e.child("accreditation")
	out := cv.Education{
		Institution: e.text("educationOrganization", "organization"),
		StudyType:   e.text("educationAccreditation"), Area: e.all("educationMajor").first(), Score: e.text("educationGrade"),
		Period: periodOf(e.child("educationDates", "educationDateRange", "dates")),
	}
	if out.StudyType == "" {
		out.StudyType = accreditation.text("education", "inputStr")
	}
	if out.Score == "" {
		out.Score = e.child("grade").self("value", "raw")
	}
	return out
}

func periodOf(d node) cv.Period {
	p := cv.Period{Start: dateOf(d, "start", "startDate"), End: dateOf(d, "end", "endDate", "completionDate")}
	if d.yes("isCurrent") || d.child("end").yes("isCurrent") {
		p.Current, p.End = true, civil.Date{}
	}
	return p
}

// dateOf reads a date that stands by itself or in an object. Affinda fills in
// the day; a first of the month says the month and no more.
func dateOf(d node, names ...string) civil.Date {
	c := d.child(names...)
	text := c.self("date")
	if text == "" {
		text = c.text("year")
	}
	text, _, _ = strings.Cut(text, "T")
	date, err := civil.ParseDate(text)
	if err != nil {
		return civil.Date{}
	}
	if date.Day == 1 {
		date.Day = 0
	}
	return date
}

// node is a value of a reply, wrapped or not.
type node struct{ v any }

// bare unwraps the shape with places: {id, raw, parsed, confidence …}.
func (n node) bare() node {
	m, ok := n.v.(map[string]any)
	if !ok {
		return n
	}
	parsed, ok := m["parsed"]
	if !ok {
		return n
	}
	if parsed == nil {
		return node{m["raw"]}
	}
	return node{parsed}.bare()
}

// child is the first of the named children that is there.
func (n node) child(names ...string) node {
	if m, ok := n.bare().v.(map[string]any); ok {
		for _, name := range names {
			if c := m[name]; c != nil {
				return node{c}.bare()
			}
		}
	}
	return node{}
}

// text is the text of a child.
func (n node) text(names ...string) string {
	for _, name := range names {
		if t := n.child(name).self(); t != "" {
			return t
		}
	}
	return ""
}

// names under which an object keeps its own text.
var own = []string{"rawText", "raw", "formatted", "formattedNumber", "rawInput", "label", "value"}

// self is the text of the node itself, or of its child with one of the names,
// or of one that usually holds it.
func (n node) self(names ...string) string {
	switch v := n.bare().v.(type) {
	case string:
		return strings.TrimSpace(v)
	case json.Number:
		return v.String()
	case float64:
		text, _ := json.Marshal(v)
		return string(text)
	case map[string]any:
		for _, name := range slices.Concat(names, own) {
			if c := v[name]; c != nil {
				if t := (node{c}).self(); t != "" {
					return t
				}
			}
		}
	}
	return ""
}

func (n node) yes(name string) bool {
	b, ok := n.child(name).v.(bool)
	return ok && b
}

// nodes is a list of a reply.
type nodes []node

// all is a list among the children; one value by itself is a list of one.
func (n node) all(names ...string) nodes {
	var out nodes
	switch v := n.child(names...).v.(type) {
	case []any:
		for _, item := range v {
			if item != nil {
				out = append(out, node{item})
			}
		}
	case nil:
	default:
		out = nodes{{v}}
	}
	return out
}

// first is the text of the first entry that has one.
func (l nodes) first() string {
	for _, n := range l {
		if t := n.self(); t != "" {
			return t
		}
	}
	return ""
}
