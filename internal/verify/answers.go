package verify

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"

	"jobops/internal/inventory"
)

// elsewhere finds what a page would fetch from another host, or send there.
var elsewhere = regexp.MustCompile(`(?i)<(?:link|form)[^>]+(?:href|action)=["']?(?:https?:)?//[^"'\s>]+|\s(?:src|srcset|poster)=["']?(?:https?:)?//[^"'\s>]+`)

// answersAreGuarded asks every route as nobody, as its owner and as somebody
// else, and looks at what comes back.
func answersAreGuarded(ctx context.Context, s *System, f *Findings) error {
	if err := s.open(ctx); err != nil {
		return err
	}
	mine, err := s.canaryPerson(ctx)
	if err != nil {
		return err
	}
	other, err := s.site.newPerson(ctx)
	if err != nil {
		return err
	}
	asked := 0
	for _, r := range s.site.Routes {
		path := s.path(ctx, mine, r.Pattern)
		for _, as := range callers(r, mine, other) {
			a, err := s.site.ask(ctx, r.Method, path, as.session, as.from)
			if err != nil {
				return err
			}
			asked++
			s.judge(f, r, as, a)
		}
	}
	f.note("%d requests to %d routes", asked, len(s.site.Routes))
	logged(s, f)
	return s.limits(f)
}

// caller is who asks, and what they must get.
type caller struct {
	who, session, from string
	want               []int
}

// callers are those who may ask a route without changing anything by it.
func callers(r Route, mine, other *person) (all []caller) {
	switch {
	case r.Person:
		all = append(all, caller{"nobody", "", sameSite, []int{http.StatusUnauthorized}})
	case r.Method == http.MethodGet:
		all = append(all, caller{"nobody", "", sameSite, nil})
	}
	if r.Method != http.MethodGet {
		all = append(all, caller{"another site", mine.session, "cross-site", []int{http.StatusForbidden}})
	}
	if r.Person && r.Method == http.MethodGet {
		all = append(all, caller{"its owner", mine.session, sameSite, []int{http.StatusOK, http.StatusSeeOther}})
	}
	if r.Object {
		all = append(all, caller{"another person", other.session, sameSite, []int{http.StatusNotFound}})
	}
	return all
}

// judge compares one answer with what is declared.
func (s *System) judge(f *Findings, r Route, as caller, a answer) {
	where := fmt.Sprintf("%s %s as %s", r.Method, r.Pattern, as.who)
	switch {
	case as.want != nil && !slices.Contains(as.want, a.status):
		f.broken("%s answers %d, want %d", where, a.status, as.want[0])
	case a.status >= http.StatusInternalServerError:
		f.broken("%s answers %d", where, a.status)
	}
	for name, want := range s.Inventory.Headers(false) {
		if got := a.header[name]; !slices.Equal(got, want) && !(name == "Content-Security-Policy" && isDownload(a)) {
			f.broken("%s: header %s is %q, declared is %q", where, name, strings.Join(got, ", "), want[0])
		}
	}
	for _, c := range a.cookies {
		s.cookie(f, where, c)
	}
	if as.who == "its owner" && a.header.Get("Cache-Control") != "no-store" {
		f.broken("%s: Cache-Control is %q, personal data want no-store", where, a.header.Get("Cache-Control"))
	}
	if found := elsewhere.Find(a.body); found != nil && strings.Contains(a.header.Get("Content-Type"), "html") {
		f.broken("%s: the page reaches another host: %s", where, hostIn(string(found)))
	}
}

// isDownload reports a file that is saved and never shown: its policy is the
// empty sandbox.
func isDownload(a answer) bool {
	return strings.HasPrefix(a.header.Get("Content-Disposition"), "attachment") && a.header.Get("Content-Security-Policy") == "sandbox"
}

func hostIn(text string) string {
	_, after, _ := strings.Cut(text, "//")
	host, _, _ := strings.Cut(after, "/")
	return host
}

func (s *System) cookie(f *Findings, where string, c *http.Cookie) {
	all := s.Inventory.Cookies(s.Configured...)
	i := slices.IndexFunc(all, func(d inventory.Cookie) bool { return d.Name == c.Name })
	if i < 0 {
		f.broken("%s sets the cookie %s, which is not declared", where, c.Name)
		return
	}
	declared := all[i]
	if c.HttpOnly != declared.HTTPOnly || c.Secure != declared.Secure || (declared.SameSite == "Lax") != (c.SameSite == http.SameSiteLaxMode) {
		f.broken("%s sets the cookie %s with other flags than declared", where, c.Name)
	}
}

// path fills the wildcards of a pattern with ids of a person.
func (s *System) path(ctx context.Context, p *person, pattern string) string {
	steps := strings.Split(pattern, "/")
	for i, step := range steps {
		name, ok := strings.CutPrefix(step, "{")
		if !ok {
			continue
		}
		name = strings.TrimSuffix(strings.TrimSuffix(name, "}"), "...")
		table := name + "s"
		if name == "id" {
			table = steps[i-1]
		}
		switch id := s.idIn(ctx, p, table); {
		case name == "$":
			steps[i] = ""
		case id != "":
			steps[i] = id
		case name == "template":
			steps[i] = "classic"
		case name == "file":
			steps[i] = "applications.csv"
		case name == "format":
			steps[i] = "pdf"
		case name == "part":
			steps[i] = "cv"
		case name == "list":
			steps[i] = "efforts.pdf"
		default:
			steps[i] = "1"
		}
	}
	return strings.Join(steps, "/")
}

// limits sends one request too many to a route of each class, to pages of its
// own: a limit that is used up would keep the person out of theirs.
func (s *System) limits(f *Findings) error {
	tried := map[string]bool{}
	for _, r := range s.site.Routes {
		limit := s.site.Limits[r.Class]
		if tried[r.Class] || r.Method != http.MethodGet {
			continue
		}
		tried[r.Class] = true
		if limit == 0 {
			f.note("class %s has no limit here", r.Class)
			continue
		}
		handler, err := s.site.Fresh()
		if err != nil {
			return err
		}
		if last := burst(handler, strings.NewReplacer("{", "", "}", "", "$", "").Replace(r.Pattern), limit+1); last.Code != http.StatusTooManyRequests || last.Header().Get("Retry-After") == "" {
			f.broken("%s answers %d to request %d of its class %s, want 429 with Retry-After", r.Pattern, last.Code, limit+1, r.Class)
		}
	}
	return nil
}

func burst(h http.Handler, path string, n int) *httptest.ResponseRecorder {
	var last *httptest.ResponseRecorder
	for range n {
		last = httptest.NewRecorder()
		h.ServeHTTP(last, httptest.NewRequest(http.MethodGet, "http://localhost:1"+path, nil))
	}
	return last
}

// logged looks at what the requests left in the log.
func logged(s *System, f *Findings) {
	if s.site.Log == nil {
		return
	}
	fields := s.logFields()
	for i, line := range strings.Split(s.site.Log.String(), "\n") {
		logLine(f, fmt.Sprintf("line %d of the log", i+1), line, fields)
	}
}
