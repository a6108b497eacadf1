package llm_test

import (
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"jobops/internal/cv"
	"jobops/internal/dbx"
	"jobops/internal/document"
	"jobops/internal/inventory"
	"jobops/internal/library"
	"jobops/internal/llm"
	"jobops/internal/llm/llmtest"
	"jobops/internal/owner"
	"jobops/internal/privacy"
	"jobops/internal/sample"
	"jobops/internal/store"
	"jobops/internal/store/storetest"
	"jobops/internal/tailor"
	"jobops/internal/usage"
)

// patience is the deadline of a question: longer than a runner takes to notice
// that a person left.
const patience = 10 * time.Second

// desk is a person with a tailoring, three providers and a plan.
type desk struct {
	t       testing.TB
	st      *store.Store
	who     owner.ID
	resume  cv.Resume
	claude  *llmtest.Server
	google  *llmtest.Server
	own     *llmtest.Server
	router  *llm.Router
	runner  *tailor.Runner
	service *tailor.Service
	uses    *usage.Service
	ledger  *privacy.Ledger
	id      tailor.ID
	clock   *clock
}

// clock stands until it is moved.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// newDesk is a desk on a database; plans limit what its person may use.
func newDesk(t testing.TB, db dbx.DB, plans usage.Plans) *desk {
	t.Helper()
	d := &desk{t: t, claude: llmtest.Anthropic(t), google: llmtest.Gemini(t), own: llmtest.Compatible(t), clock: &clock{at: storetest.Start}}
	d.st = store.New(db, &storetest.Tasks{}, storetest.Keeper(t, db, storetest.Blobs(t)), d.clock.now)
	d.who = owner.ID(newUUID())
	must(t, d.st.AddChecked(t.Context(), d.who))
	d.ledger = privacy.NewLedger(inventory.Load(), []string{"llm=anthropic", "llm=gemini", "llm=local"}, d.st, d.clock.now)
	d.router = llm.NewRouter(d.ledger, 8, d.clock.now,
		llm.Provider{ID: "anthropic", Name: "Claude", Host: "api.anthropic.com", Model: llmtest.Model, Client: llm.Anthropic(d.claude.Hosted()),
			Deadline: patience, Keeps: 30 * 24 * time.Hour, Region: "US", Price: llm.Price{In: 3, Out: 15}},
		llm.Provider{ID: "gemini", Name: "Gemini", Host: "generativelanguage.googleapis.com", Model: llmtest.Model, Adults: true, Client: gemini(d.google.Hosted()),
			Deadline: patience, Keeps: 55 * 24 * time.Hour, Region: "US"},
		llm.Provider{ID: llm.Local, Name: "model", Host: "localhost", Model: llmtest.Model, Client: llm.Compatible(d.own.Hosted()), Deadline: patience, Slots: 1},
	)
	cvs := library.New(library.Parts{Store: d.st, Versions: d.st, Now: d.clock.now})
	d.service = tailor.NewService(d.st, d.st, d.st, cvs, d.clock.now)
	d.uses = usage.New(d.st, plans, d.clock.now)
	d.runner = tailor.NewRunner(tailor.RunnerParts{Tailor: d.service, Runs: d.st, Model: d.router, Usage: d.uses, Slots: 8, Now: d.clock.now})
	d.tailoring()
	return d
}

func newUUID() string { return uuid.Must(uuid.NewV7()).String() }

// tailoring adds a CV that was read, an ad, and the tailoring of one for the
// other.
func (d *desk) tailoring() {
	d.t.Helper()
	ctx, id := d.t.Context(), library.ID(newUUID())
	d.resume = sample.For("en").Resume
	c := library.CV{ID: id, FileName: "cv.pdf", Format: document.PDF, State: library.Pending, Created: d.clock.now(), Updated: d.clock.now()}
	must(d.t, d.st.AddCV(ctx, d.who, c, library.Upload{ID: library.UploadID(newUUID()), CV: id, Step: library.Queued, Created: d.clock.now()}))
	must(d.t, d.st.StartReading(ctx, d.who, id, library.Pending))
	first := library.Version{ID: library.VersionID(newUUID()), CV: id, Number: 1, Resume: d.resume, Created: d.clock.now()}
	must(d.t, d.st.FinishReading(ctx, d.who, id, cv.Reading{Resume: d.resume, Text: "text", Pages: 1}, first))
	ad, err := d.service.Keep(ctx, d.who, sample.Posting("en"), "", "")
	must(d.t, err)
	made, err := d.service.Start(ctx, d.who, first.ID, ad.ID)
	must(d.t, err)
	d.id = made.ID
}

func (d *desk) ask(providers ...string) (tailor.Run, error) {
	return d.runner.Ask(d.t.Context(), d.who, d.id, tailor.Ask{Kind: tailor.EditsRun, Providers: providers})
}

// run asks, does the work of the queue and returns how it ended.
func (d *desk) run(providers ...string) tailor.Run {
	d.t.Helper()
	r, err := d.ask(providers...)
	must(d.t, err)
	must(d.t, d.runner.Work(d.t.Context(), d.who, r.ID))
	r, err = d.runner.Run(d.t.Context(), d.who, r.ID)
	must(d.t, err)
	return r
}

// proposal is an answer that rewords the first line that may be changed, as the
// question names it.
func (d *desk) proposal(text string) string {
	d.t.Helper()
	return edits(edit{"L1", text, "shorter"})
}

type edit struct{ line, text, reason string }

func edits(list ...edit) string {
	all := []any{}
	for _, e := range list {
		all = append(all, map[string]any{"line": e.line, "text": e.text, "uses": []string{}, "reason": e.reason})
	}
	data, _ := json.Marshal(map[string]any{"edits": all})
	return string(data)
}

// shorter is the first line without its last full stop: the same words, so that
// the check has nothing to say.
func (d *desk) shorter() string { return strings.TrimSuffix(d.resume.Basics.Summary, ".") }

func (d *desk) events() []usage.Event {
	d.t.Helper()
	all, err := d.uses.History(d.t.Context(), d.who)
	must(d.t, err)
	return all
}

func (d *desk) lines() []privacy.Disclosure {
	d.t.Helper()
	all, err := d.ledger.Of(d.t.Context(), d.who)
	must(d.t, err)
	slices.Reverse(all)
	return all
}

func (d *desk) proposed() []tailor.Edit {
	d.t.Helper()
	v, err := d.service.View(d.t.Context(), d.who, d.id)
	must(d.t, err)
	var all []tailor.Edit
	for _, i := range v.Items {
		if i.Edit.Run != "" {
			all = append(all, i.Edit)
		}
	}
	return all
}

// another puts another person at the desk.
func (d *desk) another() {
	d.t.Helper()
	d.who = owner.ID(newUUID())
	must(d.t, d.st.AddChecked(d.t.Context(), d.who))
	d.tailoring()
}

func deskDB(t *testing.T) dbx.DB {
	t.Helper()
	db := storetest.SQLite(t)
	must(t, store.Migrate(t.Context(), db))
	return db
}

func benchDB(b *testing.B) dbx.DB {
	b.Helper()
	db, err := dbx.OpenSQLite(b.Context(), filepath.Join(b.TempDir(), "jobops.db"))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = db.Close() })
	if err := store.Migrate(b.Context(), db); err != nil {
		b.Fatal(err)
	}
	return db
}
