package render

import (
	"strings"

	"golang.org/x/text/language"

	"jobops/internal/cv"
)

// locale is what the page says beside the person's own words.
type locale struct {
	tag      string // BCP 47, as declared in the file
	base     string // its language: "en"
	headings [headingCount]string
	months   [12]string // beside a year: "März", "март"
	dated    [12]string // beside a day: "März", "марта"
	day      string     // pattern of a full date, with D, M and Y
	numeric  bool       // months as numbers, with the year only
	present  string     // end of a period that goes on
	until    string     // before an end without a start
	grade    string
	courses  string
	keywords string
	role     string
	colon    string
}

// heading numbers the sections of a CV in no particular order.
type heading int

const (
	headSummary heading = iota
	headWork
	headVolunteer
	headEducation
	headProjects
	headSkills
	headLanguages
	headCertificates
	headAwards
	headPublications
	headInterests
	headReferences
	headingCount = iota
	headOther    = headingCount // of a section that the person named
)

// localeOf finds the words for the options, then the CV, then English.
func localeOf(r *cv.Resume, o Options) *locale {
	tag := o.Language
	if tag == "" {
		tag = r.Meta.Language
	}
	parsed, err := language.Parse(tag)
	if err != nil {
		parsed = language.English
	}
	base, _ := parsed.Base()
	l, ok := locales[base.String()]
	if !ok {
		l, parsed = locales["en"], language.English
	}
	l.tag = parsed.String()
	return &l
}

// paper resolves the zero Paper by the region of the language tag.
func (l *locale) paper(p Paper) Paper {
	if p != "" {
		return p
	}
	for _, region := range []string{"-US", "-CA", "-MX"} {
		if strings.HasSuffix(l.tag, region) {
			return Letter
		}
	}
	return A4
}
