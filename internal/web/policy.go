package web

import (
	"bytes"
	"context"
	"encoding/csv"
	"net/http"
	"time"

	"jobops/internal/i18n"
	"jobops/internal/inventory"
	"jobops/internal/route"
	"jobops/internal/web/ui"
)

// Policy is what the privacy pages of this instance are derived from.
type Policy struct {
	// Inventory is the operator's declaration; nil is that of a person who runs
	// JobOps for themselves.
	Inventory *inventory.Inventory
	// Configured are the settings in force that make a recipient receive
	// something, "llm=anthropic".
	Configured []string
	// Verified tells when every check last passed; ok is false when none did. It
	// may be nil.
	Verified func(context.Context) (at time.Time, ok bool, err error)
}

func (s *Server) policyRoutes() []route.Route {
	return []route.Route{
		open("/privacy", s.privacy),
		open("/privacy/record", s.activities),
		open("/privacy/record.csv", s.activitiesCSV),
		open("/terms", s.terms),
		open("/legal", s.legal),
		open("/.well-known/privacy-inventory.json", s.published),
		open("/.well-known/privacy-inventory.schema.json", s.publishedSchema),
	}
}

// policy is a page derived from the inventory: its words come from there, in
// the reader's language, and depend on what is configured.
type policy struct {
	ui.Page
	inv        *inventory.Inventory
	configured []string
	local      bool // one person on this machine: there is no controller
	https      bool
	pages      []string // patterns of the pages that are there
	verified   string   // date of the last green run of the checks, "" for none
}

// declared is the inventory in force: the operator's, or the one of a person
// who runs JobOps for themselves.
func (s *Server) declared() *inventory.Inventory {
	if s.Policy.Inventory != nil {
		return s.Policy.Inventory
	}
	return inventory.Load()
}

func (s *Server) policyPage(r *http.Request, nav, titleKey string) (policy, error) {
	page, err := s.page(r, nav)
	if err != nil {
		return policy{}, err
	}
	page.Title = page.T(titleKey)
	p := policy{Page: page, inv: s.declared(), configured: s.Policy.Configured, local: s.Facts.Local, https: s.Secure}
	for _, r := range s.Routes() {
		p.pages = append(p.pages, r.Pattern)
	}
	return p, nil
}

func (s *Server) privacy(w http.ResponseWriter, r *http.Request) error {
	p, err := s.policyPage(r, "privacy", "privacy.title")
	if err != nil {
		return err
	}
	if s.Policy.Verified != nil {
		at, ok, err := s.Policy.Verified(r.Context())
		if err != nil {
			return err
		}
		if ok {
			p.verified = day(p.Lang, at)
		}
	}
	return show(w, r, http.StatusOK, privacyPage(p))
}

func day(l i18n.Lang, t time.Time) string {
	y, m, d := t.UTC().Date()
	return i18n.Date(l, y, int(m), d)
}

func (s *Server) activities(w http.ResponseWriter, r *http.Request) error {
	p, err := s.policyPage(r, "privacy", "privacy.record")
	if err != nil {
		return err
	}
	return show(w, r, http.StatusOK, recordPage(p))
}

// activitiesCSV writes the record of processing as RFC 4180 text: a line of titles,
// then a line for each activity.
func (s *Server) activitiesCSV(w http.ResponseWriter, r *http.Request) error {
	p, err := s.policyPage(r, "privacy", "privacy.record")
	if err != nil {
		return err
	}
	var b bytes.Buffer
	out := csv.NewWriter(&b)
	out.UseCRLF = true
	for i, e := range p.inv.Record(p.configured...) {
		titles, values := p.columns(p.entry(e))
		if i == 0 {
			if err := out.Write(titles); err != nil {
				return err
			}
		}
		if err := out.Write(values); err != nil {
			return err
		}
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/csv; charset=utf-8; header=present")
	w.Header().Set("Content-Disposition", `attachment; filename="record-`+p.inv.Version+`.csv"`)
	_, err = b.WriteTo(w)
	return err
}

func (s *Server) terms(w http.ResponseWriter, r *http.Request) error {
	p, err := s.policyPage(r, "", "privacy.terms")
	if err != nil {
		return err
	}
	return show(w, r, http.StatusOK, termsPage(p, inventory.LoadTerms()))
}

func (s *Server) legal(w http.ResponseWriter, r *http.Request) error {
	p, err := s.policyPage(r, "", "privacy.legal")
	if err != nil {
		return err
	}
	return show(w, r, http.StatusOK, legalPage(p))
}

func (s *Server) published(w http.ResponseWriter, _ *http.Request) error {
	data, err := s.declared().Published(s.Policy.Configured...)
	if err != nil {
		return err
	}
	return sendJSON(w, "application/json", data)
}

func (s *Server) publishedSchema(w http.ResponseWriter, _ *http.Request) error {
	return sendJSON(w, "application/schema+json", inventory.Schema())
}

func sendJSON(w http.ResponseWriter, kind string, data []byte) error {
	w.Header().Set("Content-Type", kind)
	_, err := w.Write(data)
	return err
}
