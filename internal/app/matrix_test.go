package app

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"jobops/internal/cv"
	"jobops/internal/inventory"
	"jobops/internal/letter"
	"jobops/internal/library"
	"jobops/internal/owner"
	"jobops/internal/route"
	"jobops/internal/sample"
	"jobops/internal/tailor"
	"jobops/internal/tracker"
	"jobops/internal/usage"
)

// matrix asks every route of the registry as different callers.
type matrix struct {
	app     *App
	handler http.Handler
	routes  []route.Route
	ids     map[string]string // what fills a wildcard, by "segment" or "{name}"
}

func newMatrix(t *testing.T) (*matrix, owner.ID) {
	t.Helper()
	a, who := open(t)
	pages, err := a.pages(func(context.Context, string) error { return nil })
	if err != nil {
		t.Fatalf("pages = %v", err)
	}
	m := &matrix{app: a, handler: a.handlerWith(pages, 1, unlimited()), routes: pages.Routes()}
	m.ids = seed(t, a, who)
	return m, who
}

// seed gives a person one of everything and returns the ids.
func seed(t *testing.T, a *App, who owner.ID) map[string]string {
	t.Helper()
	u := upload(t, a, who, "sample.pdf", samplePDF(t))
	c, err := a.Library.CV(t.Context(), who, u.CV)
	if err != nil {
		t.Fatalf("CV = %v", err)
	}
	ad, err := a.Tailor.Keep(t.Context(), who, sample.Posting("en"), "", "")
	if err != nil {
		t.Fatalf("Keep = %v", err)
	}
	work, err := a.Tailor.Start(t.Context(), who, c.Latest, ad.ID)
	if err != nil || len(work.Edits) == 0 {
		t.Fatalf("Start = %d edits, %v", len(work.Edits), err)
	}
	note, err := a.Letters.Start(t.Context(), who, letter.Letter{Posting: string(ad.ID), CV: string(c.ID), Content: cv.Letter{Body: "Invented words."}})
	if err != nil {
		t.Fatalf("Start = %v", err)
	}
	track := tracked(t, a, who, ad)
	return map[string]string{
		"applications": string(track.Application), "{item}": string(track.ID), "changes": "0198c0de-0000-7000-8000-0000000000bb", "letters": string(note.ID),
		"cvs": string(c.ID), "uploads": string(u.ID), "versions": string(c.Latest), "postings": string(ad.ID),
		"tailorings": string(work.ID), "{version}": string(c.Latest), "{edit}": work.Edits[0].ID, "{page}": "1", "{mark}": "0198c0de-0000-7000-8000-0000000000aa", "{run}": asked(t, a, who, work),
		"{bundle}": sent(t, a, who, track.Application), "{part}": "cv", "{list}": "efforts.pdf",
		"{format}": "pdf", "{template}": "classic", "{secret}": "invented", "{task}": "7", "{person}": "0198c0de-0000-7000-8000-0000000000dd", "{message}": "0198c0de-0000-7000-8000-0000000000cc", "{file}": "applications.csv", "imports": "0198c0de-0000-7000-8000-0000000000f0", "sessions": "0198c0de-0000-7000-8000-0000000000bb", "passkeys": "0198c0de-0000-7000-8000-0000000000ba", "{$}": "",
	}
}

// asked gives a person a run of a model that has failed.
func asked(t *testing.T, a *App, who owner.ID, work tailor.Tailoring) string {
	t.Helper()
	now := time.Now()
	run := tailor.Run{ID: tailor.RunID(uuid.NewString()), CV: work.CV, Tailoring: work.ID, Kind: tailor.EditsRun, State: tailor.RunFailed, Reason: "model.busy", Asked: now, Seen: now}
	if err := a.store.AskRun(t.Context(), who, run, a.Usage.Claim(usage.Optimisations, "edits", string(run.ID), 0), 1); err != nil {
		t.Fatalf("AskRun = %v", err)
	}
	return string(run.ID)
}

// tracked gives a person an application with an item.
func tracked(t *testing.T, a *App, who owner.ID, ad tailor.Saved) tracker.Item {
	t.Helper()
	one, err := a.Tracker.Add(t.Context(), who, tracker.New{Facts: tracker.Facts{Company: ad.Posting.Company, Title: ad.Posting.Title}, Stage: tracker.Saved, Posting: string(ad.ID)})
	if err != nil {
		t.Fatalf("Add = %v", err)
	}
	note, err := a.Tracker.AddItem(t.Context(), who, tracker.Item{Application: one.ID, Kind: tracker.Note, Body: tracker.ItemBody{Text: "Asked for a call."}})
	if err != nil {
		t.Fatalf("AddItem = %v", err)
	}
	return note
}

// sent freezes what went out with an application.
func sent(t *testing.T, a *App, who owner.ID, id tracker.ID) string {
	t.Helper()
	one, err := a.Tracker.Application(t.Context(), who, id)
	if err != nil {
		t.Fatalf("Application = %v", err)
	}
	what, err := a.Freezer.Propose(t.Context(), who, one)
	if err != nil {
		t.Fatalf("Propose = %v", err)
	}
	b, err := a.Freezer.Freeze(t.Context(), who, one, what, "")
	if err != nil || len(b.Files) == 0 {
		t.Fatalf("Freeze = %d files, %v", len(b.Files), err)
	}
	return string(b.ID)
}

// path fills the wildcards of a pattern.
func (m *matrix) path(t *testing.T, pattern string) string {
	t.Helper()
	steps := strings.Split(pattern, "/")
	for i, step := range steps {
		if !strings.HasPrefix(step, "{") {
			continue
		}
		key := step
		if step == "{id}" {
			key = steps[i-1]
		}
		value, ok := m.ids[key]
		if !ok {
			t.Fatalf("the matrix has no value for %s in %s: add one to seed", step, pattern)
		}
		steps[i] = value
	}
	return strings.Join(steps, "/")
}

// ask sends one request and returns the answer.
func (m *matrix) ask(t *testing.T, r route.Route, cookie, site string) *httptest.ResponseRecorder {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	req := httptest.NewRequestWithContext(ctx, r.Method, "http://localhost:1"+m.path(t, r.Pattern), strings.NewReader(""))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Sec-Fetch-Site", site)
	if cookie != "" {
		req.AddCookie(&http.Cookie{Name: localCookie, Value: cookie})
	}
	w := httptest.NewRecorder()
	m.handler.ServeHTTP(w, req)
	return w
}

// session signs a person in.
func (m *matrix) session(t *testing.T, who owner.ID) string {
	t.Helper()
	link, err := m.app.Account.NewLink(t.Context(), who)
	if err != nil {
		t.Fatalf("NewLink = %v", err)
	}
	secret, err := m.app.Account.Redeem(t.Context(), link, "")
	if err != nil {
		t.Fatalf("Redeem = %v", err)
	}
	return secret
}

// another adds a second person, who owns nothing.
func (m *matrix) another(t *testing.T) owner.ID {
	t.Helper()
	const id = owner.ID("0198c0de-0000-7000-8000-00000000000b")
	if _, err := m.app.DB.Exec(t.Context(), `INSERT INTO accounts (id, kind, created_at) VALUES ($1, 'test', 1)`, id); err != nil {
		t.Fatal(err)
	}
	return id
}

func TestNobodyGetsInWithoutASession(t *testing.T) {
	t.Parallel()
	m, _ := newMatrix(t)
	for _, r := range m.routes {
		for _, cookie := range []string{"", "invented"} {
			got := m.ask(t, r, cookie, "same-origin").Code
			if r.Who == route.Person && got != http.StatusUnauthorized {
				t.Errorf("%s %s with cookie %q = %d, want 401", r.Method, r.Pattern, cookie, got)
			}
			if got >= 500 {
				t.Errorf("%s %s with cookie %q = %d", r.Method, r.Pattern, cookie, got)
			}
		}
	}
}

func TestAnotherPersonsIDsAreNotFound(t *testing.T) {
	t.Parallel()
	m, who := newMatrix(t)
	stranger := m.session(t, m.another(t))
	missing := m.missing(t, stranger)
	for _, r := range m.routes {
		if r.Owner != route.Object {
			continue
		}
		w := m.ask(t, r, stranger, "same-origin")
		refused := w.Code == http.StatusNotFound || w.Code == http.StatusUnprocessableEntity && r.Method != http.MethodGet
		if !refused || w.Body.String() != missing[r.Method+r.Pattern] {
			t.Errorf("%s %s of another person = %d, want the 404 of a missing one", r.Method, r.Pattern, w.Code)
		}
	}
	if cvs, err := m.app.Library.CVs(t.Context(), who); err != nil || len(cvs) != 1 {
		t.Errorf("CVs after a stranger tried everything = %d, %v, want 1", len(cvs), err)
	}
}

// missing records what each route answers for ids that nobody has.
func (m *matrix) missing(t *testing.T, cookie string) map[string]string {
	t.Helper()
	real := m.ids
	defer func() { m.ids = real }()
	m.ids = map[string]string{}
	for k, v := range real {
		if len(v) == len("0198c0de-0000-7000-8000-00000000000b") {
			v = "0198c0de-0000-7000-8000-0000000000ff"
		}
		m.ids[k] = v
	}
	answers := map[string]string{}
	for _, r := range m.routes {
		if r.Owner == route.Object {
			answers[r.Method+r.Pattern] = m.ask(t, r, cookie, "same-origin").Body.String()
		}
	}
	return answers
}

func TestTheOwnerSeesEveryPage(t *testing.T) {
	t.Parallel()
	m, who := newMatrix(t)
	cookie := m.session(t, who)
	for _, r := range m.routes {
		if r.Method != http.MethodGet || r.Who != route.Person {
			continue
		}
		w := m.ask(t, r, cookie, "same-origin")
		if w.Code != http.StatusOK && w.Code != http.StatusSeeOther {
			t.Errorf("%s %s = %d, want 200 or 303", r.Method, r.Pattern, w.Code)
		}
		if got := w.Header().Get("Cache-Control"); got != "no-store" {
			t.Errorf("%s %s: Cache-Control = %q, want no-store", r.Method, r.Pattern, got)
		}
	}
}

func TestEveryAnswerHasTheDeclaredHeaders(t *testing.T) {
	t.Parallel()
	m, who := newMatrix(t)
	want := inventory.Load().Headers(false)
	for _, cookie := range []string{"", m.session(t, who)} {
		for _, r := range m.routes {
			w := m.ask(t, r, cookie, "same-origin")
			for name := range want {
				if w.Header().Get(name) == "" {
					t.Errorf("%s %s = %d without %s", r.Method, r.Pattern, w.Code, name)
				}
			}
		}
	}
}

func TestCookiesAreTheDeclaredOnes(t *testing.T) {
	t.Parallel()
	m, who := newMatrix(t)
	cookie := m.session(t, who)
	declared := map[string]bool{}
	for _, c := range inventory.Load().Cookies(m.app.Config.configured()...) {
		declared[c.Name] = true
	}
	for _, r := range m.routes {
		for _, c := range m.ask(t, r, cookie, "same-origin").Result().Cookies() {
			if !declared[c.Name] || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode {
				t.Errorf("%s %s sets %s, which is not declared or not guarded", r.Method, r.Pattern, c.Name)
			}
		}
	}
}

func TestWritesFromAnotherSiteAreRefused(t *testing.T) {
	t.Parallel()
	m, who := newMatrix(t)
	cookie := m.session(t, who)
	for _, r := range m.routes {
		if r.Method == http.MethodGet {
			continue
		}
		for _, site := range []string{"cross-site", "same-site"} {
			if got := m.ask(t, r, cookie, site).Code; got != http.StatusForbidden {
				t.Errorf("%s %s from a %s page = %d, want 403", r.Method, r.Pattern, site, got)
			}
		}
	}
	if cvs, err := m.app.Library.CVs(t.Context(), who); err != nil || len(cvs) != 1 || cvs[0].State != library.Ready {
		t.Errorf("CVs after cross-site writes = %v, %v, want the one", cvs, err)
	}
}

func TestANewLinkIsPrintedInTheTerminal(t *testing.T) {
	t.Parallel()
	a, _ := open(t)
	a.port.Store(1)
	var terminal bytes.Buffer
	pages, err := a.pages(func(ctx context.Context, to string) error { return a.printLink(ctx, &terminal, to) })
	if err != nil {
		t.Fatalf("pages = %v", err)
	}
	h := a.handler(pages, 1)
	do := func(method, path string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(method, "http://localhost:1"+path, nil))
		return w
	}
	if w := do("POST", "/link"); w.Code != http.StatusOK || strings.Contains(w.Body.String(), "/open/") {
		t.Fatalf("POST /link = %d, or the answer holds the link", w.Code)
	}
	_, link, found := strings.Cut(terminal.String(), "http://localhost:1")
	if !found {
		t.Fatalf("terminal says %q, want a link", terminal.String())
	}
	link, _, _ = strings.Cut(link, "\n")
	if w := do("GET", link); w.Code != http.StatusSeeOther || len(w.Result().Cookies()) != 1 {
		t.Errorf("first use of the link = %d, want 303 with a cookie", w.Code)
	}
	if w := do("GET", link); w.Code != http.StatusUnauthorized {
		t.Errorf("second use of the link = %d, want 401", w.Code)
	}
}
