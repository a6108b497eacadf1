package app

import (
	"strings"
	"testing"
	"time"

	"jobops/internal/fault"
	"jobops/internal/inventory"
	"jobops/internal/owner"
	"jobops/internal/privacy"
	"jobops/internal/store/storetest"
)

// eachApp runs f on a program over SQLite and one over PostgreSQL.
func eachApp(t *testing.T, f func(t *testing.T, a *App, who owner.ID)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		a, who := open(t)
		f(t, a, who)
	})
	server := storetest.Server(t)
	if server == "" {
		return
	}
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		a, who := openWith(t, Config{Data: t.TempDir(), Cache: cache, DatabaseURL: storetest.Schema(t, server)})
		f(t, a, who)
	})
}

// erased waits for the end of an erasure.
func erased(t *testing.T, a *App, receipt string) privacy.Erasure {
	t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		e, err := a.Privacy.Receipt(t.Context(), receipt)
		if err != nil {
			t.Fatalf("Receipt = %v", err)
		}
		if !e.Done.IsZero() {
			return e
		}
	}
	t.Fatal("the erasure does not end")
	return privacy.Erasure{}
}

// rowsOf counts a person's rows in every table that is somebody's.
func rowsOf(t *testing.T, a *App, who owner.ID) map[string]int64 {
	t.Helper()
	counts, err := a.Privacy.Counts(t.Context(), who)
	if err != nil {
		t.Fatalf("Counts = %v", err)
	}
	return counts
}

// TestPromise_P23_DeletingTheAccount carries a deletion from the click to the
// receipt, with and without the 30 days.
func TestPromise_P23_DeletingTheAccount(t *testing.T) {
	t.Parallel()
	for name, keep := range map[string]bool{"at once": false, "after 30 days": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			eachApp(t, func(t *testing.T, a *App, who owner.ID) {
				seed(t, a, who)
				receipt, err := a.Privacy.Delete(t.Context(), who, keep)
				if err != nil {
					t.Fatalf("Delete = %v", err)
				}
				if n := files(t, a, "keys"); n != 0 {
					t.Errorf("keys when Delete returns = %d, want 0", n)
				}
				e := erased(t, a, receipt)
				for table, n := range rowsOf(t, a, who) {
					if want := map[bool]int64{true: 1}[keep && table == "accounts"]; n != want {
						t.Errorf("rows of %s = %d, want %d", table, n, want)
					}
				}
				if n := files(t, a, "."); n != 0 {
					t.Errorf("objects = %d, want 0", n)
				}
				if e.Owner != owner.None || e.Steps[0].Kind != privacy.StepKeys || e.Steps[0].Removed != 2 {
					t.Errorf("receipt of %q begins with %+v, want nobody's, and two keys", e.Owner, e.Steps[0])
				}
				next, err := a.Account.Local(t.Context())
				if err != nil || next == who {
					t.Errorf("Local after the deletion = %q, %v, want somebody new", next, err)
				}
			})
		})
	}
}

func TestAccountIsDeletedOnce(t *testing.T) {
	t.Parallel()
	eachApp(t, func(t *testing.T, a *App, who owner.ID) {
		type answer struct {
			receipt string
			err     error
		}
		answers := make(chan answer, 4)
		for range cap(answers) {
			go func() {
				receipt, err := a.Privacy.Delete(t.Context(), who, false)
				answers <- answer{receipt, err}
			}()
		}
		receipts := 0
		for range cap(answers) {
			switch got := <-answers; {
			case got.err == nil:
				receipts++
				erased(t, a, got.receipt)
			case fault.KindOf(got.err) != fault.Conflict:
				t.Errorf("Delete beside another = %v, want %v", got.err, fault.Conflict)
			}
		}
		if receipts != 1 {
			t.Errorf("receipts of four deletions at once = %d, want 1", receipts)
		}
	})
}

// TestNothingIsWrittenForAnAccountThatGoes tries every writer after the click.
func TestNothingIsWrittenForAnAccountThatGoes(t *testing.T) {
	t.Parallel()
	eachApp(t, func(t *testing.T, a *App, who owner.ID) {
		receipt, err := a.Privacy.Delete(t.Context(), who, true)
		if err != nil {
			t.Fatalf("Delete = %v", err)
		}
		_, uploaded := a.Library.Upload(t.Context(), who, "cv.pdf", samplePDF(t))
		_, kept := a.Tailor.Keep(t.Context(), who, "An ad", "", "")
		for what, err := range map[string]error{
			"upload": uploaded, "ad": kept, "draft": a.Account.SetDraft(t.Context(), who, "ad", "text"),
		} {
			if fault.KindOf(err) != fault.NotFound {
				t.Errorf("%s = %v, want %v", what, err, fault.NotFound)
			}
		}
		erased(t, a, receipt)
		for table, n := range rowsOf(t, a, who) {
			if n != 0 && table != "accounts" {
				t.Errorf("rows of %s = %d, want 0", table, n)
			}
		}
		if n := files(t, a, "."); n != 0 {
			t.Errorf("objects = %d, want 0", n)
		}
	})
}

// TestPlanOfAnErasureIsWhole compares its steps with everything declared.
func TestPlanOfAnErasureIsWhole(t *testing.T) {
	t.Parallel()
	a, who := open(t)
	receipt, err := a.Privacy.Delete(t.Context(), who, false)
	if err != nil {
		t.Fatalf("Delete = %v", err)
	}
	var done []string
	for _, s := range erased(t, a, receipt).Steps {
		done = append(done, s.Target)
	}
	targets := " " + strings.Join(done, " ") + " "
	for _, want := range append(inventory.Load().PersonalTables(), inventory.Load().BlobPrefixes()...) {
		if !strings.Contains(targets, " "+want+" ") {
			t.Errorf("no step for %s in %s", want, targets)
		}
	}
}
