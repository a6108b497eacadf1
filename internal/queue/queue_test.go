package queue_test

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"jobops/internal/dbx"
	"jobops/internal/fault"
	"jobops/internal/owner"
	"jobops/internal/queue"
	"jobops/internal/store/storetest"
	"jobops/internal/task"
)

// wait is the longest a test waits for the queue; a busy machine needs it.
const wait = 20 * time.Second

// harness is a queue whose read_cv handler is the test's and which notes sweeps.
type harness struct {
	q      *queue.Queue
	db     dbx.DB
	mu     sync.Mutex
	seen   []task.Task
	sweeps int
	change chan struct{}
}

func start(t *testing.T, db dbx.DB, read queue.Handler) *harness {
	t.Helper()
	h := unstarted(t, db)
	h.begin(t, read)
	return h
}

func unstarted(t *testing.T, db dbx.DB) *harness {
	t.Helper()
	q, err := queue.New(db, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatalf("New = %v", err)
	}
	return &harness{q: q, db: db, change: make(chan struct{}, 1000)}
}

// everyKind has a handler that succeeds for each kind there is.
func everyKind() map[task.Kind]queue.Handler {
	handlers := map[task.Kind]queue.Handler{}
	for _, kind := range task.Kinds() {
		handlers[kind] = succeed
	}
	return handlers
}

func (h *harness) begin(t *testing.T, read queue.Handler) {
	t.Helper()
	handlers := everyKind()
	handlers[task.ReadCV] = func(ctx context.Context, x task.Task) error {
		h.note(func() { h.seen = append(h.seen, x) })
		return read(ctx, x)
	}
	handlers[task.Sweep] = func(context.Context, task.Task) error {
		h.note(func() { h.sweeps++ })
		return nil
	}
	err := h.q.Start(t.Context(), handlers)
	if err != nil {
		t.Fatalf("Start = %v", err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), wait)
		defer cancel()
		if err := h.q.Stop(ctx); err != nil {
			t.Errorf("Stop = %v", err)
		}
	})
}

func (h *harness) note(f func()) {
	h.mu.Lock()
	f()
	h.mu.Unlock()
	h.change <- struct{}{}
}

// until waits for a condition on what the handlers noted.
func (h *harness) until(t *testing.T, what string, ok func() bool) {
	t.Helper()
	deadline := time.After(wait)
	for {
		h.mu.Lock()
		done := ok()
		h.mu.Unlock()
		if done {
			return
		}
		select {
		case <-h.change:
		case <-deadline:
			t.Fatalf("not within %v: %s", wait, what)
		}
	}
}

func (h *harness) enqueue(t *testing.T, end error, subjects ...string) {
	t.Helper()
	err := h.db.InTx(t.Context(), func(tx dbx.Tx) error {
		for _, s := range subjects {
			if err := h.q.Enqueue(t.Context(), tx, read(s)); err != nil {
				return err
			}
		}
		return end
	})
	if !errors.Is(err, end) {
		t.Fatalf("InTx = %v, want %v", err, end)
	}
}

func read(subject string) task.Task {
	return task.Task{Kind: task.ReadCV, Owner: owner.ID("01890000-0000-7000-8000-000000000001"), Subject: subject}
}

func succeed(context.Context, task.Task) error { return nil }

func TestTasksArriveWhole(t *testing.T) {
	t.Parallel()
	storetest.EachDB(t, func(t *testing.T, db dbx.DB) {
		h := start(t, db, succeed)
		h.enqueue(t, nil, "one", "two")
		h.until(t, "both tasks", func() bool { return len(h.seen) == 2 })
		for _, got := range h.seen {
			if got != read(got.Subject) {
				t.Errorf("task = %+v, want %+v", got, read(got.Subject))
			}
		}
	})
}

func TestRolledBackTasksNeverRun(t *testing.T) {
	t.Parallel()
	storetest.EachDB(t, func(t *testing.T, db dbx.DB) {
		h := start(t, db, succeed)
		for range 20 {
			h.enqueue(t, errors.New("rolled back"), "never")
		}
		h.enqueue(t, nil, "after")
		h.until(t, "the committed task", func() bool { return len(h.seen) > 0 })
		var rows int
		if err := db.QueryRow(t.Context(), `SELECT count(*) FROM river_job WHERE kind = 'read_cv'`).Scan(&rows); err != nil || rows != 1 {
			t.Errorf("queued rows = %d, %v, want 1", rows, err)
		}
		if h.seen[0].Subject != "after" {
			t.Errorf("ran %q, want only %q", h.seen[0].Subject, "after")
		}
	})
}

func TestTasksOfAnEarlierRunAreWorked(t *testing.T) {
	t.Parallel()
	storetest.EachDB(t, func(t *testing.T, db dbx.DB) {
		unstarted(t, db).enqueue(t, nil, "left behind")
		h := start(t, db, succeed)
		h.until(t, "the earlier task", func() bool { return len(h.seen) == 1 })
	})
}

func TestSweepRunsAtTheStart(t *testing.T) {
	t.Parallel()
	storetest.EachDB(t, func(t *testing.T, db dbx.DB) {
		h := start(t, db, succeed)
		h.until(t, "a sweep", func() bool { return h.sweeps > 0 })
	})
}

func TestFailuresAreRepeated(t *testing.T) {
	t.Parallel()
	storetest.EachDB(t, func(t *testing.T, db dbx.DB) {
		var mu sync.Mutex
		tries := map[string]int{}
		h := start(t, db, func(_ context.Context, x task.Task) error {
			mu.Lock()
			defer mu.Unlock()
			tries[x.Subject]++
			switch {
			case x.Subject == "panics" && tries[x.Subject] == 1:
				panic("in a handler")
			case x.Subject == "fault":
				return fault.New(fault.Unavailable, "upload.busy")
			case x.Subject == "bug" && tries[x.Subject] < 3:
				return errors.New("broken")
			}
			return nil
		})
		h.enqueue(t, nil, "fault", "bug", "panics")
		h.until(t, "2 + 3 + 2 tries", func() bool { return len(h.seen) == 7 })
		waitForState(t, db, "fault", "cancelled")
		waitForState(t, db, "bug", "completed")
		waitForState(t, db, "panics", "completed")
		mu.Lock()
		defer mu.Unlock()
		if tries["fault"] != 2 {
			t.Errorf("tries of a fault = %d, want 2", tries["fault"])
		}
	})
}

func waitForState(t *testing.T, db dbx.DB, subject, want string) {
	t.Helper()
	query := `SELECT CAST(state AS text) FROM river_job WHERE CAST(args->>'subject' AS text) = $1`
	var got string
	for end := time.Now().Add(wait); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if err := db.QueryRow(t.Context(), query, subject).Scan(&got); err != nil {
			t.Fatal(err)
		}
		if got == want {
			return
		}
	}
	t.Errorf("state of %q = %q, want %q", subject, got, want)
}

func TestStopWaitsForWork(t *testing.T) {
	t.Parallel()
	storetest.EachDB(t, func(t *testing.T, db dbx.DB) {
		began, done := make(chan struct{}), false
		h := start(t, db, func(ctx context.Context, _ task.Task) error {
			close(began)
			time.Sleep(300 * time.Millisecond)
			done = ctx.Err() == nil
			return nil
		})
		h.enqueue(t, nil, "slow")
		<-began
		if err := h.q.Stop(t.Context()); err != nil {
			t.Fatalf("Stop = %v", err)
		}
		if !done {
			t.Error("Stop returned before the task ended, or cancelled it")
		}
	})
}

func TestStopCancelsWhenTimeIsUp(t *testing.T) {
	t.Parallel()
	storetest.EachDB(t, func(t *testing.T, db dbx.DB) {
		began := make(chan struct{})
		h := start(t, db, func(ctx context.Context, _ task.Task) error {
			close(began)
			<-ctx.Done()
			return ctx.Err()
		})
		h.enqueue(t, nil, "endless")
		<-began
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		defer cancel()
		if err := h.q.Stop(ctx); err != nil {
			t.Errorf("Stop = %v", err)
		}
	})
}

func TestStartWantsEveryHandler(t *testing.T) {
	t.Parallel()
	db := storetest.SQLite(t)
	dance := everyKind()
	dance["dance"] = succeed
	for name, handlers := range map[string]map[task.Kind]queue.Handler{
		"none":    {},
		"one":     {task.ReadCV: succeed},
		"unknown": dance,
	} {
		q, err := queue.New(db, slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		if err := q.Start(t.Context(), handlers); err == nil {
			t.Errorf("Start with %s = nil, want an error", name)
		}
	}
}

func TestUndeclaredKindIsRefused(t *testing.T) {
	t.Parallel()
	storetest.EachDB(t, func(t *testing.T, db dbx.DB) {
		h := unstarted(t, db)
		err := db.InTx(t.Context(), func(tx dbx.Tx) error {
			return h.q.Enqueue(t.Context(), tx, task.Task{Kind: "dance"})
		})
		if err == nil {
			t.Error("Enqueue of an undeclared kind = nil, want an error")
		}
	})
}

// TestEveryKindIsDeclared compares package task with the inventory.
func TestEveryKindIsDeclared(t *testing.T) {
	t.Parallel()
	handlers := map[task.Kind]queue.Handler{}
	for _, k := range task.Kinds() {
		handlers[k] = succeed
	}
	storetest.EachDB(t, func(t *testing.T, db dbx.DB) {
		q, err := queue.New(db, slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		if err := q.Start(t.Context(), handlers); err != nil {
			t.Errorf("Start with a handler for each kind = %v", err)
		}
		if err := q.Stop(t.Context()); err != nil {
			t.Errorf("Stop = %v", err)
		}
	})
}

// TestFailedTasksAreTriedAgainOrForgotten lets a task fail for good, tries it
// again, and takes another away; work that goes well is nobody's to touch.
func TestFailedTasksAreTriedAgainOrForgotten(t *testing.T) {
	t.Parallel()
	storetest.EachDB(t, func(t *testing.T, db dbx.DB) {
		var mended atomic.Bool
		h := start(t, db, func(_ context.Context, x task.Task) error {
			if mended.Load() || x.Subject == "well" {
				return nil
			}
			return fault.New(fault.Invalid, "upload.busy")
		})
		h.enqueue(t, nil, "again", "away", "well")
		ids := map[string]int64{}
		find := func(states string) int {
			rows, err := db.Query(t.Context(), `SELECT id, args ->> 'subject' FROM river_job WHERE kind = 'read_cv' AND CAST(state AS text) = '`+states+`'`)
			if err != nil {
				t.Fatal(err)
			}
			defer rows.Close()
			n := 0
			for ; rows.Next(); n++ {
				var id int64
				var subject string
				if err := rows.Scan(&id, &subject); err != nil {
					t.Fatal(err)
				}
				ids[subject] = id
			}
			return n
		}
		for end := time.Now().Add(wait); find("cancelled") < 2 || find("completed") < 1; time.Sleep(20 * time.Millisecond) {
			if time.Now().After(end) {
				t.Fatal("two tasks should have failed for good, and one not")
			}
		}
		mended.Store(true)
		for _, err := range []error{h.q.Retry(t.Context(), ids["well"]), h.q.Forget(t.Context(), ids["well"]), h.q.Retry(t.Context(), 1<<40), h.q.Forget(t.Context(), 1<<40)} {
			if fault.KindOf(err) != fault.NotFound {
				t.Errorf("a task that did not fail, or none = %v, want %v", err, fault.NotFound)
			}
		}
		if err := errors.Join(h.q.Forget(t.Context(), ids["away"]), h.q.Retry(t.Context(), ids["again"])); err != nil {
			t.Fatalf("Forget and Retry = %v", err)
		}
		for end := time.Now().Add(wait); find("completed") < 2; time.Sleep(20 * time.Millisecond) {
			if time.Now().After(end) {
				t.Fatal("the task that was tried again has not ended well")
			}
		}
		if n := find("cancelled"); n != 0 {
			t.Errorf("tasks that failed and are still there = %d, want 0", n)
		}
	})
}
