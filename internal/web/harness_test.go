package web_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/net/html"

	"jobops/internal/account"
	"jobops/internal/affinda"
	"jobops/internal/contact"
	"jobops/internal/document"
	"jobops/internal/document/documenttest"
	"jobops/internal/inventory"
	"jobops/internal/letter"
	"jobops/internal/library"
	"jobops/internal/mail"
	"jobops/internal/office"
	"jobops/internal/privacy"
	"jobops/internal/queue"
	"jobops/internal/render"
	"jobops/internal/route"
	"jobops/internal/sample"
	"jobops/internal/store"
	"jobops/internal/store/storetest"
	"jobops/internal/tailor"
	"jobops/internal/tracker"
	"jobops/internal/usage"
	"jobops/internal/web"
	"jobops/internal/web/static"
	"jobops/internal/worker"
)

// pool reads the documents of all tests; starting children costs seconds.
var pool *document.Pool

func TestMain(m *testing.M) {
	document.MaybeChild()
	os.Exit(run(m))
}

func run(m *testing.M) int {
	var err error
	pool, err = document.NewPool(document.Options{CacheDir: documenttest.CacheDir(), Queue: -1})
	if err != nil {
		slog.Error("start the document reader", "err", err)
		return 1
	}
	defer func() { _ = pool.Close() }()
	return m.Run()
}

// patience is how long a test waits for what happens by itself.
const patience = time.Minute

// cookie names the session cookie of the tests.
const cookie = "jobops-test"

// site is the whole program behind the pages, with one person signed in.
type site struct {
	t       *testing.T
	handler http.Handler
	session string
	lang    string
	deps    web.Deps
	box     *inbox
	late    *atomic.Int64 // nanoseconds by which the clock of sessions is ahead
}

func newSite(t *testing.T) *site { return newSiteReading(t, pool) }

// newSiteReading is a site whose documents go to a reader.
func newSiteReading(t *testing.T, reader library.Reader) *site {
	t.Helper()
	return makeSite(t, reader, nil, nil, nil)
}

// makeSite is a site with an outside reader, a quota and a language model, nil for
// none.
func makeSite(t *testing.T, reader library.Reader, second *affinda.Client, quota library.Quota, model tailor.Model) *site {
	t.Helper()
	db := storetest.SQLite(t)
	ctx := context.WithoutCancel(t.Context())
	must(t, store.Migrate(ctx, db))
	blobs := storetest.Blobs(t)
	log := slog.New(slog.DiscardHandler)
	tasks, err := queue.New(db, log)
	must(t, err)
	st := store.New(db, tasks, storetest.Keeper(t, db, blobs), time.Now)
	late := &atomic.Int64{}
	now := func() time.Time { return time.Now().Add(time.Duration(late.Load())) }
	hasher, err := account.NewHasher(64)
	must(t, err)
	people := account.New(account.Parts{
		Tokens: st, People: st, Drafts: st, Members: st, Proofs: st, Sessions: st, Tries: st, Passkeys: st, Hasher: hasher,
		URL: func() string { return "http://localhost:1" }, Open: true, Now: now,
	})
	parts := library.Parts{
		Store: st, Uploads: st, Versions: st, Corrections: st, Looks: st, Works: st, Exports: st, Seconds: st, Files: store.NewFiles(st, blobs), Reader: reader,
		Quota: quota, Now: time.Now,
	}
	var configured []string
	if second != nil {
		configured = []string{"reader=affinda"}
	}
	ledger := privacy.NewLedger(inventory.Load(), configured, st, time.Now)
	if second != nil {
		parts.Second = affinda.NewReader(second, ledger, time.Now)
	}
	cvs := library.New(parts)
	purger := privacy.NewPurger(st, nil, time.Now, func() time.Duration { return 0 })
	rights := privacy.New(privacy.Parts{
		Inventory: inventory.Load(), Rows: st, Files: store.NewFiles(st, blobs), Sources: []privacy.Source{cvs}, Shapes: tailor.Shapes(), Now: time.Now,
		Ledger: ledger,
		Wishes: st, Erasures: st, Eraser: store.NewEraser(st, blobs, inventory.Load()),
	})
	idle := func(context.Context) error { return nil }
	edits := tailor.NewService(st, st, st, cvs, time.Now)
	uses := usage.New(st, usage.Plans{}, time.Now)
	runner := tailor.NewRunner(tailor.RunnerParts{Tailor: edits, Runs: st, Model: model, Usage: uses, Slots: 2, Now: time.Now})
	box := &inbox{}
	post := worker.Post{Mails: st, Mailer: box, Sender: mail.Sender{Address: "jobops@example.com", Host: "localhost"}, Now: time.Now}
	must(t, tasks.Start(ctx, worker.Handlers(worker.Work{Library: cvs, Runner: runner, Usage: uses, Privacy: rights, Purger: purger, Account: people, Post: post, Rotate: idle, Rest: idle})))
	t.Cleanup(func() { _ = tasks.Stop(ctx) })
	assets, err := static.Open("")
	must(t, err)
	s := &site{t: t, lang: "en", late: late, box: box, deps: web.Deps{
		Account: people, Library: cvs, Letters: letter.New(st, reader, time.Now), Tailor: edits, Runner: runner, Usage: uses, Static: assets,
		Tracker: tracker.NewService(tracker.Parts{Store: st, Lists: st, Items: st, Imports: st, Days: st, Feeds: st, Bundles: st, Deleted: st, Now: time.Now}),
		Privacy: rights, Office: office.New(st, tasks, st, []string{"free", "pro"}, now),
		Contact: contact.New(st, func(context.Context, bool) (int, error) { return 7, nil }, now), Register: privacy.NewRegister(st, now, time.UTC),
		Link: func(ctx context.Context, _ string) error {
			_, err := people.Local(ctx)
			return err
		},
		Cookie: cookie, Now: time.Now, Origin: func() string { return "http://localhost:1" }, Facts: web.Facts{Version: "test", Data: "data", Engine: "SQLite", Local: true},
	}}
	s.deps.Freezer = tailor.NewFreezer(edits, cvs, s.deps.Letters, s.deps.Tracker)
	s.handler = handler(s.deps, log)
	s.signIn()
	return s
}

func handler(d web.Deps, log *slog.Logger) http.Handler {
	pages := web.New(d)
	limits := route.LocalLimits()
	for class := range limits {
		limits[class] = route.Limit{}
	}
	return route.New(pages.Routes(), route.Options{
		Log: log, Cookie: cookie, SignedIn: d.Account.SignedIn, Operator: d.Account.IsOperator, May: d.Privacy.May, Limits: limits, Error: pages.Error,
	})
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (s *site) signIn() {
	s.t.Helper()
	who, err := s.deps.Account.Local(s.t.Context())
	must(s.t, err)
	link, err := s.deps.Account.NewLink(s.t.Context(), who)
	must(s.t, err)
	a := s.get("/open/" + link)
	if a.status != http.StatusSeeOther {
		s.t.Fatalf("GET /open = %d, want 303", a.status)
	}
	for _, c := range a.cookies {
		if c.Name == cookie {
			s.session = c.Value
		}
	}
}

// answer is what came back, its page parsed.
type answer struct {
	status  int
	header  http.Header
	cookies []*http.Cookie
	body    string
	page    *html.Node
}

// to is where a redirect leads.
func (a answer) to() string { return a.header.Get("Location") }

func (s *site) get(path string) answer {
	s.t.Helper()
	path, _, _ = strings.Cut(path, "#") // a browser keeps the fragment to itself
	return s.send(httptest.NewRequest(http.MethodGet, path, nil))
}

func (s *site) post(path string, fields url.Values) answer {
	s.t.Helper()
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(fields.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return s.send(r)
}

// live posts as the script does.
func (s *site) live(path string, fields url.Values) answer {
	s.t.Helper()
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(fields.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("HX-Request", "true")
	return s.send(r)
}

func (s *site) upload(name string, data []byte) answer {
	s.t.Helper()
	return s.uploadTo("/cvs", name, data)
}

func (s *site) uploadTo(path, name string, data []byte) answer {
	s.t.Helper()
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	part, err := m.CreateFormFile("file", name)
	must(s.t, err)
	_, err = part.Write(data)
	must(s.t, err)
	must(s.t, m.Close())
	r := httptest.NewRequest(http.MethodPost, path, &b)
	r.Header.Set("Content-Type", m.FormDataContentType())
	return s.send(r)
}

func (s *site) send(r *http.Request) answer {
	s.t.Helper()
	r.Header.Set("Accept-Language", s.lang)
	if s.session != "" {
		r.AddCookie(&http.Cookie{Name: cookie, Value: s.session})
	}
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	result := w.Result()
	body, err := io.ReadAll(result.Body)
	must(s.t, err)
	a := answer{status: result.StatusCode, header: result.Header, cookies: result.Cookies(), body: string(body)}
	for _, c := range a.cookies {
		if s.session != "" && c.Name == cookie && c.Value != "" {
			s.session = c.Value // the browser keeps what it is given
		}
	}
	if a.page, err = html.Parse(strings.NewReader(a.body)); err != nil {
		s.t.Fatal(err)
	}
	return a
}

// follow goes on until a reading has ended and gives the path of its CV.
func (s *site) follow(path string) string {
	s.t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if strings.HasPrefix(path, "/cvs/") {
			path, _, _ = strings.Cut(path, "?")
			return path
		}
		path = s.get(path).orElse(path)
	}
	s.t.Fatalf("the reading at %s does not end", path)
	return ""
}

func (a answer) orElse(path string) string {
	if to := a.to(); to != "" {
		return to
	}
	return path
}

// journey are the addresses of one job done: a CV, an ad, edits, a version.
type journey struct{ cv, version, posting, match, tailoring, result string }

var id = `[0-9a-f]{8}-[0-9a-f-]{27}`

func find(t *testing.T, text, pattern string) string {
	t.Helper()
	found := regexp.MustCompile(strings.ReplaceAll(pattern, "ID", id)).FindString(text)
	if found == "" {
		t.Fatalf("no %s in the page", pattern)
	}
	return found
}

func samplePDF(t *testing.T, language string) []byte {
	t.Helper()
	data, err := render.PDF(sample.For(language).Resume, render.Options{})
	must(t, err)
	return data
}

// walk does the whole job with forms alone.
func (s *site) walk(file []byte, ad string) journey {
	s.t.Helper()
	var j journey
	j.cv = s.follow(s.upload("Sample CV.pdf", file).to())
	j.version = strings.TrimSuffix(find(s.t, s.get(j.cv).body, "/versions/ID/export"), "/export")
	j.match = s.post("/postings", url.Values{"text": {ad}, "cv": {strings.TrimPrefix(j.cv, "/cvs/")}}).to()
	j.posting = find(s.t, j.match, "/postings/ID")
	j.tailoring = s.post(j.posting+"/tailor", url.Values{"version": {strings.TrimPrefix(j.version, "/versions/")}}).to()
	edit := find(s.t, s.get(j.tailoring).body, j.tailoring+`/edits/[a-z0-9-]+`)
	if a := s.post(edit, url.Values{"decision": {"accepted"}}); a.status != http.StatusSeeOther {
		s.t.Fatalf("POST %s = %d, want 303", edit, a.status)
	}
	to := s.post(j.tailoring+"/finish", url.Values{"name": {"For the ward"}}).to()
	j.result = strings.TrimSuffix(find(s.t, to, "/versions/ID/export"), "/export")
	return j
}
