package render

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/mail"
	"net/url"

	"jobops/internal/cv"
)

// SchemaURL is the published schema of JSON Resume 1.x (draft-07).
const SchemaURL = "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json"

// JSON writes the CV as JSON Resume 1.x, indented, with our additions under
// "x-jobops-" keys. An e-mail or web address that is none is left out, because
// validators refuse the whole document for it.
func JSON(r cv.Resume) ([]byte, error) {
	r.Schema = SchemaURL
	strict(&r)
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(r); err != nil {
		return nil, fmt.Errorf("render: json resume: %w", err)
	}
	return b.Bytes(), nil
}

// strict drops addresses that break the formats of the schema. It copies each
// list that it changes.
func strict(r *cv.Resume) {
	if a, err := mail.ParseAddress(r.Basics.Email); err != nil || a.Address != r.Basics.Email {
		r.Basics.Email = ""
	}
	r.Basics.URL = uri(r.Basics.URL)
	r.Basics.Profiles = mapped(r.Basics.Profiles, func(p *cv.Profile) { p.URL = uri(p.URL) })
	r.Work = mapped(r.Work, func(w *cv.Work) { w.URL = uri(w.URL) })
	r.Volunteer = mapped(r.Volunteer, func(v *cv.Volunteer) { v.URL = uri(v.URL) })
	r.Education = mapped(r.Education, func(e *cv.Education) { e.URL = uri(e.URL) })
	r.Certificates = mapped(r.Certificates, func(c *cv.Certificate) { c.URL = uri(c.URL) })
	r.Publications = mapped(r.Publications, func(p *cv.Publication) { p.URL = uri(p.URL) })
	r.Projects = mapped(r.Projects, func(p *cv.Project) { p.URL = uri(p.URL) })
}

func mapped[T any](items []T, change func(*T)) []T {
	changed := append([]T(nil), items...)
	for i := range changed {
		change(&changed[i])
	}
	return changed
}

// uri keeps absolute addresses and gives bare hosts their scheme.
func uri(s string) string {
	if s == "" {
		return ""
	}
	if u, err := url.Parse(s); err == nil && u.Scheme != "" && (u.Host != "" || u.Opaque != "") {
		return u.String()
	}
	return safeURL("https://" + s)
}
