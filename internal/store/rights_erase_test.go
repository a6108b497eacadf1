package store_test

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"jobops/internal/blob"
	"jobops/internal/dbx"
	"jobops/internal/fault"
	"jobops/internal/inventory"
	"jobops/internal/library"
	"jobops/internal/owner"
	"jobops/internal/privacy"
	"jobops/internal/queue"
	"jobops/internal/seal"
	"jobops/internal/store"
	"jobops/internal/store/storetest"
	"jobops/internal/task"
)

// TestErasureTakesWorkThatWasRunning has three readings at work when the queue is
// emptied: one ends before the erasure does, one after, one is somebody else's.
func TestErasureTakesWorkThatWasRunning(t *testing.T) {
	t.Parallel()
	storetest.EachDB(t, func(t *testing.T, db dbx.DB) {
		in := newInstance(t, db)
		gone, stays := in.settle(t), in.settle(t)
		enqueue(t, db, task.Task{Kind: task.ReadCV, Owner: gone.id, Subject: "early"}, task.Task{Kind: task.ReadCV, Owner: gone.id, Subject: "late"},
			task.Task{Kind: task.ReadCV, Owner: gone.id, Subject: "waits"}, task.Task{Kind: task.ReadCV, Owner: stays.id, Subject: "other"})
		mustExec(t, db, `UPDATE river_job SET state = 'running' WHERE args ->> 'subject' <> 'waits'`)
		end := func(subject string) {
			mustExec(t, db, `UPDATE river_job SET state = 'completed', finalized_at = CURRENT_TIMESTAMP WHERE args ->> 'subject' = '`+subject+`'`)
		}
		end("other")
		busy := in.service(func(p *privacy.Parts) {
			p.Eraser = after{p.Eraser, privacy.StepTasks, func() { end("early") }}
		})
		receipt, err := busy.Delete(t.Context(), gone.id, false)
		if err != nil {
			t.Fatalf("Delete = %v", err)
		}
		e, err := busy.Receipt(t.Context(), receipt)
		if err != nil {
			t.Fatal(err)
		}
		if err := busy.Erase(t.Context(), e.ID); err != nil {
			t.Fatalf("Erase = %v", err)
		}
		wantTasks(t, db, "when the erasure has ended", "late", "other")
		if err := in.store.DropStrayTasks(t.Context()); err != nil {
			t.Fatalf("DropStrayTasks = %v", err)
		}
		wantTasks(t, db, "after a sweep beside the last one at work", "late", "other")
		end("late")
		if err := in.store.DropStrayTasks(t.Context()); err != nil {
			t.Fatalf("DropStrayTasks = %v", err)
		}
		wantTasks(t, db, "after the last sweep", "other")
	})
}

// after does something when a kind of step is done.
type after struct {
	privacy.Eraser
	kind privacy.StepKind
	do   func()
}

func (a after) Act(ctx context.Context, e privacy.Erasure, s privacy.Step) (int64, error) {
	n, err := a.Eraser.Act(ctx, e, s)
	if s.Kind == a.kind {
		a.do()
	}
	return n, err
}

func enqueue(t *testing.T, db dbx.DB, tasks ...task.Task) {
	t.Helper()
	q, err := queue.New(db, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatalf("New = %v", err)
	}
	if err := db.InTx(t.Context(), func(tx dbx.Tx) error { return q.Enqueue(t.Context(), tx, tasks...) }); err != nil {
		t.Fatalf("Enqueue = %v", err)
	}
}

// wantTasks compares the subjects of everything in the queue.
func wantTasks(t *testing.T, db dbx.DB, when string, want ...string) {
	t.Helper()
	rows, err := db.Query(t.Context(), `SELECT args ->> 'subject' FROM river_job ORDER BY 1`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var got []string
	for rows.Next() {
		var subject string
		if err := rows.Scan(&subject); err != nil {
			t.Fatal(err)
		}
		got = append(got, subject)
	}
	if err := rows.Err(); err != nil || !slices.Equal(got, want) {
		t.Errorf("tasks %s = %q, %v, want %q", when, got, err, want)
	}
}

// TestErasureAsksWhoGotSomethingAtTheLastMoment hands data over between the click
// and the mark on the account: the plan has a step for its recipient.
func TestErasureAsksWhoGotSomethingAtTheLastMoment(t *testing.T) {
	t.Parallel()
	storetest.EachDB(t, func(t *testing.T, db dbx.DB) {
		in := newInstance(t, db)
		who := person(t, in.store)
		s := in.service(func(p *privacy.Parts) { p.Erasures = lastMoment{in.store} })
		receipt, err := s.Delete(t.Context(), who, false)
		if err != nil {
			t.Fatalf("Delete = %v", err)
		}
		e, err := s.Receipt(t.Context(), receipt)
		if err != nil {
			t.Fatal(err)
		}
		asked := func(s privacy.Step) bool { return s.Kind == privacy.StepRecipient && s.Target == "affinda" }
		if !slices.ContainsFunc(e.Steps, asked) {
			t.Errorf("steps = %+v, want one for the recipient", e.Steps)
		}
	})
}

// lastMoment discloses something just before an erasure begins.
type lastMoment struct{ *store.Store }

func (l lastMoment) BeginErasure(ctx context.Context, e privacy.Erasure, receipt []byte, first task.Task, plan func([]privacy.Disclosure) []privacy.Step) error {
	d := privacy.Disclosure{
		ID: newUUID(), Processor: "affinda", Purpose: inventory.CVProcessing, Classes: []string{"cv"}, Hash: []byte{1},
		Result: privacy.Sent, Sent: storetest.Start,
	}
	return errors.Join(l.AddDisclosure(ctx, e.Owner, d), l.Store.BeginErasure(ctx, e, receipt, first, plan))
}

// TestAKeyIsDestroyedOnlyWithItsObject fails the first deletion of each object:
// the try that follows removes it, though the reference says destroyed already.
func TestAKeyIsDestroyedOnlyWithItsObject(t *testing.T) {
	t.Parallel()
	storetest.EachDB(t, func(t *testing.T, db dbx.DB) {
		blobs := storetest.Blobs(t)
		keys := storetest.Keeper(t, db, &failingOnce{Disk: blobs, failed: map[string]bool{}})
		st := store.New(db, &storetest.Tasks{}, keys, func() time.Time { return storetest.Start })
		who := person(t, st)
		cv := newUUID()
		if _, err := keys.NewKey(t.Context(), who, seal.CVKey, cv); err != nil {
			t.Fatalf("NewKey = %v", err)
		}
		eraser := store.NewEraser(st, blobs, inventory.Load())
		for _, tt := range []struct {
			what string
			act  func() error
			left int
		}{
			{"deleting a CV", func() error { return store.NewFiles(st, blobs).Delete(t.Context(), who, library.ID(cv)) }, 1},
			{"erasing an account", func() error { return actKeys(t.Context(), eraser, who) }, 0},
		} {
			if err := tt.act(); err == nil {
				t.Errorf("%s with a failing store = nil, want its error", tt.what)
			}
			if err := tt.act(); err != nil {
				t.Errorf("%s again = %v", tt.what, err)
			}
			if n := len(keyObjects(t, blobs)); n != tt.left {
				t.Errorf("wrapped keys after %s = %d, want %d", tt.what, n, tt.left)
			}
		}
	})
}

func actKeys(ctx context.Context, e *store.Eraser, who owner.ID) error {
	n, err := e.Act(ctx, privacy.Erasure{Owner: who, Asked: storetest.Start}, privacy.Step{Kind: privacy.StepKeys})
	if err == nil && n != 2 {
		return errors.New("not both keys are counted")
	}
	return err
}

func keyObjects(t *testing.T, blobs *blob.Disk) (names []string) {
	t.Helper()
	for o, err := range blobs.List(t.Context(), seal.Prefix) {
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, o.Name)
	}
	return names
}

// failingOnce is a store that refuses the first deletion of each wrapped key.
type failingOnce struct {
	*blob.Disk
	failed map[string]bool
}

func (f *failingOnce) Delete(ctx context.Context, name string) error {
	if strings.HasPrefix(name, seal.Prefix) && !f.failed[name] {
		f.failed[name] = true
		return errors.New("no answer")
	}
	return f.Disk.Delete(ctx, name)
}

// TestTheAddressOfAnErasureIsSealedUntilItsEnd keeps it where a recipient is to be
// asked, and nowhere else.
func TestTheAddressOfAnErasureIsSealedUntilItsEnd(t *testing.T) {
	t.Parallel()
	storetest.EachDB(t, func(t *testing.T, db dbx.DB) {
		in := newInstance(t, db)
		told, alone := member(t, in.store, "robin@example.com"), member(t, in.store, "sam@example.com")
		s := in.service(func(p *privacy.Parts) { p.Erasures = lastMoment{in.store} })
		_, err := s.Delete(t.Context(), told, false)
		must(t, err)
		_, err = in.service(func(*privacy.Parts) {}).Delete(t.Context(), alone, false)
		must(t, err)
		if got, err := in.store.PartingAddress(t.Context(), told); got != "robin@example.com" || err != nil {
			t.Errorf("PartingAddress = %q, %v, want robin@example.com", got, err)
		}
		if got, err := in.store.PartingAddress(t.Context(), alone); !errors.Is(err, fault.NotFound) {
			t.Errorf("PartingAddress where nobody is asked = %q, %v, want not found", got, err)
		}
		if n := count(t, db, "erasures WHERE CAST(address AS text) LIKE '%robin@%'"); n != 0 {
			t.Errorf("%d erasures hold an address in the clear, want 0", n)
		}
		ids, err := in.store.OpenErasures(t.Context(), storetest.Start.AddDate(1, 0, 0))
		must(t, err)
		for _, id := range ids {
			must(t, in.store.EndErasure(t.Context(), id, storetest.Start))
		}
		if n := count(t, db, "erasures WHERE address IS NOT NULL"); n != 0 || len(ids) != 2 {
			t.Errorf("%d of %d ended erasures hold an address, want none of 2", n, len(ids))
		}
	})
}
