package web

import (
	"net/http"
	"slices"
	"strings"

	"jobops/internal/inventory"
	"jobops/internal/route"
	"jobops/internal/web/ui"
)

func (s *Server) aboutRoutes() []route.Route {
	return []route.Route{
		open("/privacy", s.privacy),
		open("/about", s.about),
		mine("/gallery", route.Default, s.gallery),
	}
}

// kept is one line of what is stored about a person.
type kept struct{ what, where, until string }

// keptData lists what this instance keeps of a person, from the declaration
// that the program is checked against.
func keptData(p ui.Page) []kept {
	var lines []kept
	for _, b := range inventory.Load().Blobs {
		lines = append(lines, kept{b.Title.In(string(p.Lang)), p.T("privacy.sealed_file"), untilErased(p, b.Erase.On)})
	}
	for _, t := range inventory.Load().OwnTables {
		if t.Subject.None == "" {
			lines = append(lines, kept{t.Title.In(string(p.Lang)), protection(p, t), until(p, t)})
		}
	}
	return lines
}

// protection says how the content of a table is kept.
func protection(p ui.Page, t inventory.Table) string {
	has := func(prefix string) bool {
		return slices.ContainsFunc(t.Columns, func(c inventory.Column) bool { return strings.HasPrefix(c.Protect, prefix) })
	}
	switch {
	case has("seal"):
		return p.T("privacy.sealed_row")
	case has("token_hash"):
		return p.T("privacy.hash")
	}
	return p.T("privacy.row")
}

// until says when the rows of a table go.
func until(p ui.Page, t inventory.Table) string {
	period, err := inventory.ParsePeriod(t.Retention.Rule)
	switch {
	case err == nil && period.Clock > 0:
		return p.N("privacy.until_hours", int(period.Clock.Hours()))
	case err == nil:
		return p.N("privacy.until_days", period.Years*365+period.Months*30+period.Days)
	case t.Name == "drafts":
		return p.T("privacy.until_sent")
	}
	return untilErased(p, t.Erase.On)
}

// untilErased names the first thing a person can do that erases it.
func untilErased(p ui.Page, on []string) string {
	switch {
	case slices.Contains(on, "cv_delete"):
		return p.T("privacy.until_cv")
	case slices.Contains(on, "posting_delete"):
		return p.T("privacy.until_ad")
	}
	return p.T("privacy.until_account")
}

func (s *Server) privacy(w http.ResponseWriter, r *http.Request) error {
	p, err := s.page(r, "privacy")
	if err != nil {
		return err
	}
	p.Title = p.T("privacy.title")
	return show(w, r, http.StatusOK, privacyPage(p, keptData(p), s.Facts))
}

func (s *Server) about(w http.ResponseWriter, r *http.Request) error {
	p, err := s.page(r, "")
	if err != nil {
		return err
	}
	texts, err := s.Static.Licences()
	if err != nil {
		return err
	}
	p.Title = p.T("about.title")
	return show(w, r, http.StatusOK, aboutPage(p, s.Facts, texts))
}

func (s *Server) gallery(w http.ResponseWriter, r *http.Request) error {
	p, err := s.page(r, "")
	if err != nil {
		return err
	}
	p.Title = p.T("gallery.title")
	return show(w, r, http.StatusOK, ui.Gallery(p))
}
