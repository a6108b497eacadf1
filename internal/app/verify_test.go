package app

import (
	"slices"
	"strings"
	"testing"
	"time"

	"jobops/internal/dbx"
	"jobops/internal/sample"
	"jobops/internal/store/storetest"
	"jobops/internal/verify"
)

// eachFilled runs f on the configuration of an instance of each engine that one
// person has used and that is stopped.
func eachFilled(t *testing.T, f func(t *testing.T, c Config)) {
	t.Helper()
	filled := func(t *testing.T, c Config) Config {
		t.Helper()
		a, who := openWith(t, c)
		upload(t, a, who, "sample.pdf", samplePDF(t))
		if _, err := a.Tailor.Keep(t.Context(), who, sample.Posting("en"), "", ""); err != nil {
			t.Fatalf("Keep = %v", err)
		}
		must(t, a.Account.SetDraft(t.Context(), who, "ad", "not yet sent"))
		purged(t, a)
		must(t, a.Close())
		return c
	}
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		f(t, filled(t, Config{Data: t.TempDir(), Cache: cache}))
	})
	if server := storetest.Server(t); server != "" {
		t.Run("postgres", func(t *testing.T) {
			t.Parallel()
			f(t, filled(t, Config{Data: t.TempDir(), Cache: cache, DatabaseURL: storetest.Schema(t, server)}))
		})
	}
}

// purged waits for the purge with which every server begins.
func purged(t *testing.T, a *App) {
	t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		var n int
		must(t, a.DB.QueryRow(t.Context(), `SELECT count(*) FROM purge_runs`).Scan(&n))
		if n > 0 {
			return
		}
	}
	t.Fatal("no purge ran after the start")
}

func TestVerifyHoldsOnACleanInstance(t *testing.T) {
	t.Parallel()
	eachFilled(t, func(t *testing.T, c Config) {
		for range 2 { // the second run reads the report of the first
			holds(t, c)
		}
		a, _ := openWith(t, c)
		if at, ok, err := a.store.Verified(t.Context()); err != nil || !ok || time.Since(at) > time.Minute {
			t.Errorf("Verified = %v, %v, %v, want just now", at, ok, err)
		}
		holds(t, c) // beside the server that runs now
	})
}

func holds(t *testing.T, c Config) {
	t.Helper()
	r, err := Verify(t.Context(), c, Verification{Mode: verify.All, Attested: true})
	if err != nil || r.Exit() != 0 {
		t.Fatalf("Verify = %v, %v, want all to hold", bad(r), err)
	}
}

// TestVerifyWithoutACheckIsNotGreen leaves each check out in turn.
func TestVerifyWithoutACheckIsNotGreen(t *testing.T) {
	t.Parallel()
	eachFilled(t, func(t *testing.T, c Config) {
		for _, check := range verify.Checks() {
			if check.Live {
				continue
			}
			r, err := Verify(t.Context(), c, Verification{Mode: verify.Static, Attested: true, Without: []string{check.ID}})
			if err != nil || r.Exit() != 2 {
				t.Errorf("Verify without %s = exit %d, %v, want 2", check.ID, r.Exit(), err)
			}
		}
	})
}

// TestVerifyKnowsWhatIsRestricted restricts one purpose before what is there was
// written: only its own rows are named.
func TestVerifyKnowsWhatIsRestricted(t *testing.T) {
	t.Parallel()
	eachFilled(t, func(t *testing.T, c Config) {
		a, _ := openWith(t, c)
		for scope, want := range map[string][]string{
			"job_search": nil, "applications": {"drafts", "postings"}, "cv_processing": {"cvs", "versions"}, "all": {"cvs", "drafts", "postings", "versions"},
		} {
			if _, err := a.DB.Exec(t.Context(), `UPDATE accounts SET restricted_at = 1, restriction_scope = $1`, scope); err != nil {
				t.Fatal(err)
			}
			r, err := Verify(t.Context(), c, Verification{Mode: verify.Static, Attested: true})
			if err != nil {
				t.Fatalf("Verify = %v", err)
			}
			var got []string
			for _, result := range bad(r) {
				for _, line := range result.Broken {
					got = append(got, strings.Fields(line)[3]) // "1 rows of cvs were written …"
				}
			}
			slices.Sort(got)
			if !slices.Equal(got, want) {
				t.Errorf("broken with %q restricted = %q, want %q", scope, got, want)
			}
		}
	})
}

// TestVerifyLetsADeletionEnd looks while a CV is being deleted: its key is marked
// and the rest still there. An hour later that is a broken promise.
func TestVerifyLetsADeletionEnd(t *testing.T) {
	t.Parallel()
	eachFilled(t, func(t *testing.T, c Config) {
		a, err := Beside(t.Context(), c)
		must(t, err)
		defer func() { must(t, a.Close()) }()
		for ago, want := range map[time.Duration][]string{0: nil, time.Hour: {"V7"}} {
			at := dbx.Micros(time.Now().Add(-ago))
			if _, err := a.DB.Exec(t.Context(), `UPDATE key_refs SET state = 'destroyed', destroyed_at = $1 WHERE kind = 'cv'`, at); err != nil {
				t.Fatal(err)
			}
			r, err := Verify(t.Context(), c, Verification{Mode: verify.Static, Attested: true})
			must(t, err)
			var got []string
			for _, result := range bad(r) {
				got = append(got, result.ID)
			}
			if !slices.Equal(got, want) {
				t.Errorf("broken %v after the key was destroyed = %v, want %q", ago, bad(r), want)
			}
		}
	})
}

// bad are the results of a report that do not hold.
func bad(r verify.Report) (all []verify.Result) {
	for _, result := range r.Results {
		if result.Outcome != verify.Holds {
			all = append(all, result)
		}
	}
	return all
}
