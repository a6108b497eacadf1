package app

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"jobops/internal/civil"
	"jobops/internal/owner"
	"jobops/internal/store/storetest"
	"jobops/internal/tracker"
)

// many is how many applications the pages are measured with.
const many = 10_000

// BenchmarkManyApplications is what the pages of one person with 10,000
// applications take on the server, from the request to the last byte, on each
// engine: the median and the time that 95 of 100 requests stay below.
func BenchmarkManyApplications(b *testing.B) {
	configs := map[string]Config{"sqlite": {Cache: cache}}
	if server := storetest.Server(b); server != "" {
		configs["postgres"] = Config{Cache: cache, DatabaseURL: storetest.Schema(b, server)}
	}
	for engine, c := range configs {
		b.Run(engine, func(b *testing.B) {
			c.Data = b.TempDir()
			a, who := openWith(b, c)
			fill(b, a, who)
			ask := asker(b, a, who)
			for _, page := range []struct{ name, path string }{
				{"board", "/applications"}, {"table", "/applications/list"}, {"second page", "/applications/list?order=company&after=" + named(5000)},
				{"by company", "/applications/list?order=company"}, {"by deadline", "/applications/list?order=deadline"}, {"column", "/applications/list?group=applied"},
				{"search", "/applications/list?q=works+4242"}, {"search for nothing", "/applications/list?q=elephant"}, {"tag", "/applications/list?tag=night"},
				{"today", "/"}, {"calendar", "/calendar"}, {"insights", "/insights"},
			} {
				b.Run(page.name, func(b *testing.B) { measure(b, ask, page.path) })
			}
		})
	}
}

// measure asks for a page again and again.
func measure(b *testing.B, ask func(string) int, path string) {
	var took []time.Duration
	for b.Loop() {
		began := time.Now()
		if status := ask(path); status != http.StatusOK {
			b.Fatalf("GET %s = %d, want 200", path, status)
		}
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "ms-median")
	b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "ms-p95")
}

// asker returns what asks for a page as the person.
func asker(b *testing.B, a *App, who owner.ID) func(string) int {
	b.Helper()
	pages, err := a.pages(func(context.Context, string) error { return nil })
	if err != nil {
		b.Fatal(err)
	}
	link, err := a.Account.NewLink(b.Context(), who)
	if err != nil {
		b.Fatal(err)
	}
	session, err := a.Account.Redeem(b.Context(), link, "")
	if err != nil {
		b.Fatal(err)
	}
	handler := a.handlerWith(pages, 1, unlimited())
	return func(path string) int {
		r := httptest.NewRequestWithContext(b.Context(), http.MethodGet, "http://localhost:1"+path, nil)
		r.Header.Set("Sec-Fetch-Site", "same-origin")
		r.AddCookie(&http.Cookie{Name: localCookie, Value: session})
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		return w.Code
	}
}

// named is the id of the nth application.
func named(n int) string { return fmt.Sprintf("0198c0de-0000-7000-8000-%012d", n) }

// fill gives a person applications of two years, one in five of them open.
func fill(b *testing.B, a *App, who owner.ID) {
	b.Helper()
	stages := slices.Concat(tracker.Stages(), []tracker.Stage{tracker.Rejected, tracker.Ghosted, tracker.Rejected, tracker.Rejected})
	now := time.Now().UTC()
	var batch []tracker.Fresh
	for n := range many {
		began := now.AddDate(0, 0, -n%700).Add(-30 * 24 * time.Hour)
		f := tracker.Fresh{Application: tracker.Application{
			ID: tracker.ID(named(n)), Stage: stages[n%len(stages)], Revision: 1, Created: began, Updated: began.Add(time.Duration(n) * time.Second),
			Facts: tracker.Facts{
				Company: fmt.Sprint("Example Works ", n%900), Title: fmt.Sprint("Welder ", n), Location: []string{"Ghent", "Liège", "Antwerp"}[n%3], Source: fmt.Sprint("board ", n%30),
				URL: fmt.Sprintf("https://jobs.example.com/%d", n), Tags: []string{[]string{"day", "night"}[n%2]},
				Deadline: civil.DayOf(began.AddDate(0, 0, 20)), Asides: tracker.Asides{Next: "Call again"},
			},
		}}
		from := tracker.Stage("")
		for i, to := range slices.Compact([]tracker.Stage{tracker.Saved, tracker.Applied, f.Application.Stage}) {
			f.Application.Since = began.AddDate(0, 0, i*(1+n%9))
			e := tracker.Event{ID: tracker.EventID(uuid.Must(uuid.NewV7()).String()), From: from, To: to, Occurred: f.Application.Since, Recorded: f.Application.Since, By: tracker.Person}
			f.Events, from = append(f.Events, e), to
		}
		if batch = append(batch, f); len(batch) == 1000 {
			if err := a.store.AddApplications(b.Context(), who, batch); err != nil {
				b.Fatal(err)
			}
			batch = nil
		}
	}
}
