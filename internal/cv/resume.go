// Package cv holds the CV: its structured form, where each value was read
// from, the comparison of two states, and edits to it.
//
// Resume is a superset of JSON Resume 1.x (https://jsonresume.org/schema): the
// same names and nesting, dates kept in the precision the author gave. What
// JSON Resume has no place for lives under keys that begin with "x-jobops-", so
// a foreign validator still accepts the document. The package knows neither
// files nor pages; package parse fills a Resume and package render writes one.
package cv

import "jobops/internal/civil"

// Resume is the structured form of one CV. Every field is optional; an empty
// string means that the CV does not say.
type Resume struct {
	Schema       string        `json:"$schema,omitempty"`
	Basics       Basics        `json:"basics"`
	Work         []Work        `json:"work,omitempty"`
	Volunteer    []Volunteer   `json:"volunteer,omitempty"`
	Education    []Education   `json:"education,omitempty"`
	Awards       []Award       `json:"awards,omitempty"`
	Certificates []Certificate `json:"certificates,omitempty"`
	Publications []Publication `json:"publications,omitempty"`
	Skills       []Skill       `json:"skills,omitempty"`
	Languages    []Language    `json:"languages,omitempty"`
	Interests    []Interest    `json:"interests,omitempty"`
	References   []Reference   `json:"references,omitempty"`
	Projects     []Project     `json:"projects,omitempty"`
	Other        []Section     `json:"x-jobops-sections,omitempty"`
	Meta         Meta          `json:"meta,omitzero"`
}

// Basics says who the person is and how to reach them.
type Basics struct {
	Name     string    `json:"name,omitempty"`
	Label    string    `json:"label,omitempty"` // headline, "Staff Nurse"
	Email    string    `json:"email,omitempty"`
	Phone    string    `json:"phone,omitempty"` // as written
	URL      string    `json:"url,omitempty"`
	Summary  string    `json:"summary,omitempty"`
	Location Location  `json:"location,omitzero"`
	Profiles []Profile `json:"profiles,omitempty"`
}

// Location is a place; CountryCode is ISO 3166-1 alpha-2.
type Location struct {
	Address     string `json:"address,omitempty"`
	PostalCode  string `json:"postalCode,omitempty"`
	City        string `json:"city,omitempty"`
	CountryCode string `json:"countryCode,omitempty"`
	Region      string `json:"region,omitempty"`
}

// Profile is an account on a public network, such as GitHub.
type Profile struct {
	Network  string `json:"network,omitempty"`
	Username string `json:"username,omitempty"`
	URL      string `json:"url,omitempty"`
}

// Period is the time an entry covers. Current tells "still there" apart from an
// end that the CV does not give.
type Period struct {
	Start   civil.Date `json:"startDate,omitzero"`
	End     civil.Date `json:"endDate,omitzero"`
	Current bool       `json:"x-jobops-current,omitempty"`
}

// Work is one position held; Name is the employer.
type Work struct {
	Name        string `json:"name,omitempty"`
	Location    string `json:"location,omitempty"`
	Description string `json:"description,omitempty"` // of the employer
	Position    string `json:"position,omitempty"`
	URL         string `json:"url,omitempty"`
	Period
	Summary    string   `json:"summary,omitempty"`
	Highlights []string `json:"highlights,omitempty"`
	Hidden     bool     `json:"x-jobops-hidden,omitempty"` // kept, but not shown
}

// Volunteer is unpaid work.
type Volunteer struct {
	Organization string `json:"organization,omitempty"`
	Position     string `json:"position,omitempty"`
	URL          string `json:"url,omitempty"`
	Period
	Summary    string   `json:"summary,omitempty"`
	Highlights []string `json:"highlights,omitempty"`
	Hidden     bool     `json:"x-jobops-hidden,omitempty"` // kept, but not shown
}

// Education is one course of study: StudyType "Master of Science", Area "Physics".
type Education struct {
	Institution string `json:"institution,omitempty"`
	URL         string `json:"url,omitempty"`
	Area        string `json:"area,omitempty"`
	StudyType   string `json:"studyType,omitempty"`
	Period
	Score   string   `json:"score,omitempty"`
	Courses []string `json:"courses,omitempty"`
	Hidden  bool     `json:"x-jobops-hidden,omitempty"` // kept, but not shown
}

// Award is a prize or distinction.
type Award struct {
	Title   string     `json:"title,omitempty"`
	Date    civil.Date `json:"date,omitzero"`
	Awarder string     `json:"awarder,omitempty"`
	Summary string     `json:"summary,omitempty"`
	Hidden  bool       `json:"x-jobops-hidden,omitempty"` // kept, but not shown
}

// Certificate is a qualification issued by a body.
type Certificate struct {
	Name   string     `json:"name,omitempty"`
	Date   civil.Date `json:"date,omitzero"`
	URL    string     `json:"url,omitempty"`
	Issuer string     `json:"issuer,omitempty"`
	Hidden bool       `json:"x-jobops-hidden,omitempty"` // kept, but not shown
}

// Publication is a published text.
type Publication struct {
	Name        string     `json:"name,omitempty"`
	Publisher   string     `json:"publisher,omitempty"`
	ReleaseDate civil.Date `json:"releaseDate,omitzero"`
	URL         string     `json:"url,omitempty"`
	Summary     string     `json:"summary,omitempty"`
	Hidden      bool       `json:"x-jobops-hidden,omitempty"` // kept, but not shown
}

// Skill is one skill or, with Keywords, a named group of skills.
type Skill struct {
	Name     string   `json:"name,omitempty"`
	Level    string   `json:"level,omitempty"`
	Keywords []string `json:"keywords,omitempty"`
	Hidden   bool     `json:"x-jobops-hidden,omitempty"` // kept, but not shown
}

// Language is a spoken language as the CV names it; CEFR is A1..C2 where the
// fluency says so.
type Language struct {
	Language string `json:"language,omitempty"`
	Fluency  string `json:"fluency,omitempty"`
	CEFR     string `json:"x-jobops-cefr,omitempty"`
	Hidden   bool   `json:"x-jobops-hidden,omitempty"` // kept, but not shown
}

// Interest is a pastime.
type Interest struct {
	Name     string   `json:"name,omitempty"`
	Keywords []string `json:"keywords,omitempty"`
	Hidden   bool     `json:"x-jobops-hidden,omitempty"` // kept, but not shown
}

// Reference is what somebody says of the person.
type Reference struct {
	Name      string `json:"name,omitempty"`
	Reference string `json:"reference,omitempty"`
	Hidden    bool   `json:"x-jobops-hidden,omitempty"` // kept, but not shown
}

// Project is a piece of work told apart from the positions.
type Project struct {
	Name        string   `json:"name,omitempty"`
	Description string   `json:"description,omitempty"`
	Highlights  []string `json:"highlights,omitempty"`
	Keywords    []string `json:"keywords,omitempty"`
	Period
	URL    string   `json:"url,omitempty"`
	Roles  []string `json:"roles,omitempty"`
	Entity string   `json:"entity,omitempty"`
	Type   string   `json:"type,omitempty"`
	Hidden bool     `json:"x-jobops-hidden,omitempty"` // kept, but not shown
}

// Section is a section of the CV that JSON Resume has no name for, kept line
// by line under the heading the author gave it.
type Section struct {
	Title  string   `json:"title,omitempty"`
	Lines  []string `json:"lines,omitempty"`
	Hidden bool     `json:"x-jobops-hidden,omitempty"` // kept, but not shown
}

// Meta describes the document itself.
type Meta struct {
	Version  string `json:"version,omitempty"`
	Language string `json:"x-jobops-language,omitempty"` // BCP 47 tag of the CV's text
	// Sections are how sections are shown, see Arranged. Ordered tells that their
	// order is the person's and not that of the template.
	Sections []SectionView `json:"x-jobops-sections,omitempty"`
	Ordered  bool          `json:"x-jobops-ordered,omitempty"`
}
