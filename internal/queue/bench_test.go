package queue_test

import (
	"context"
	"log/slog"
	"testing"

	"jobops/internal/dbx"
	"jobops/internal/queue"
	"jobops/internal/store"
	"jobops/internal/task"
)

// BenchmarkCommitToWork is the time from the beginning of a transaction that
// queues one task to the start of its handler, on SQLite.
func BenchmarkCommitToWork(b *testing.B) {
	db, err := dbx.OpenSQLite(b.Context(), b.TempDir()+"/jobops.db")
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	if err := store.Migrate(b.Context(), db); err != nil {
		b.Fatal(err)
	}
	q, err := queue.New(db, slog.New(slog.DiscardHandler))
	if err != nil {
		b.Fatal(err)
	}
	ran := make(chan struct{})
	err = q.Start(b.Context(), map[task.Kind]queue.Handler{
		task.ReadCV: func(context.Context, task.Task) error { ran <- struct{}{}; return nil },
		task.Sweep:  func(context.Context, task.Task) error { return nil },
	})
	if err != nil {
		b.Fatal(err)
	}
	defer q.Stop(context.Background())
	for b.Loop() {
		err := db.InTx(b.Context(), func(tx dbx.Tx) error { return q.Enqueue(b.Context(), tx, read("x")) })
		if err != nil {
			b.Fatal(err)
		}
		<-ran
	}
}
