// Package queue runs background work: River on SQLite and PostgreSQL behind
// four calls.
//
// A task is queued in the transaction that changes the rows it follows from, so
// work that was rolled back never runs. It runs at least once: handlers read the
// present state and may be repeated. How long a kind may take, how often it is
// tried and when periodic work runs stands in the inventory.
//
//	q, err := queue.New(db, log)
//	s := store.New(db, q, …)
//	err = q.Start(ctx, worker.Handlers(…))
//	defer q.Stop(ctx)
//
// Arguments are ids only: the queue stores them in clear. There is no way to
// queue work outside a transaction; on SQLite that would wait for ever inside
// one.
package queue

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivertype"

	"jobops/internal/dbx"
	"jobops/internal/fault"
	"jobops/internal/inventory"
	"jobops/internal/owner"
	"jobops/internal/task"
)

const (
	// With these a task starts some milliseconds after its commit on PostgreSQL
	// and within about 50 on SQLite.
	fetchCooldown = 10 * time.Millisecond
	fetchPoll     = 200 * time.Millisecond
	workers       = 8
	// faultTries is how often a task that fails with a kind of fault is tried:
	// the same input mostly breaks the same rule again.
	faultTries  = 2
	firstDelay  = time.Second
	longestWait = 5 * time.Minute
	// rescueMargin is how long past its deadline a task counts as lost.
	rescueMargin = 30 * time.Second
)

// Handler does one task. It may run more than once for the same task.
type Handler = func(context.Context, task.Task) error

// Queue holds tasks in the database of the rows they belong to.
type Queue struct {
	log      *slog.Logger
	engine   engine
	mu       sync.Mutex
	state    state
	lanes    map[string]int
	borrowed bool // the tables belong to another login
}

type state int

const (
	idle state = iota
	running
	stopped
)

// engine is River on one database.
type engine interface {
	insert(ctx context.Context, tx dbx.Tx, tasks []river.InsertManyParams) error
	start(ctx context.Context, c *river.Config) error
	stop(ctx context.Context) error
	kill(ctx context.Context) error
	retry(ctx context.Context, id int64) error
	forget(ctx context.Context, id int64) error
}

// New returns the queue of a migrated database. It can queue at once; it works
// after Start.
func New(db dbx.DB, log *slog.Logger) (*Queue, error) {
	var e engine
	var err error
	borrowed := false
	switch db := db.(type) {
	case *dbx.SQLite:
		e, err = newRiver(riversqlite.New(db.QueueDB()), log, false)
	case *dbx.Postgres:
		e, err = newRiver(riverpgxv5.New(db.QueuePool()), log, db.Pooled())
		borrowed = !db.Owns()
	default:
		err = fmt.Errorf("unknown database %T", db)
	}
	if err != nil {
		return nil, fmt.Errorf("queue: %w", err)
	}
	return &Queue{log: log, engine: e, lanes: map[string]int{}, borrowed: borrowed}, nil
}

// Enqueue queues tasks that run once tx has committed.
func (q *Queue) Enqueue(ctx context.Context, tx dbx.Tx, tasks ...task.Task) error {
	params := make([]river.InsertManyParams, 0, len(tasks))
	for _, t := range tasks {
		declared, ok := inventory.Load().Task(string(t.Kind))
		if !ok {
			return fmt.Errorf("queue: task kind %q is not declared", t.Kind)
		}
		params = append(params, river.InsertManyParams{
			Args:       args{t.Kind, t.Owner, t.Subject},
			InsertOpts: &river.InsertOpts{MaxAttempts: declared.Tries, Queue: lane(declared)},
		})
	}
	if len(params) == 0 {
		return nil
	}
	if err := q.engine.insert(ctx, tx, params); err != nil {
		return fmt.Errorf("queue: enqueue: %w", err)
	}
	return nil
}

// Retry lets a task that failed for good try again; fault.NotFound for any other.
func (q *Queue) Retry(ctx context.Context, id int64) error {
	if err := q.engine.retry(ctx, id); err != nil {
		return fmt.Errorf("queue: retry: %w", err)
	}
	return nil
}

// Forget takes a task that failed for good away; fault.NotFound for any other.
func (q *Queue) Forget(ctx context.Context, id int64) error {
	if err := q.engine.forget(ctx, id); err != nil {
		return fmt.Errorf("queue: forget: %w", err)
	}
	return nil
}

// Start begins to work tasks, those of earlier runs included, and to queue the
// periodic kinds. handlers has one handler for each declared kind. The queue
// works until Stop, whatever becomes of ctx.
func (q *Queue) Start(ctx context.Context, handlers map[task.Kind]Handler) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.state != idle {
		return errors.New("queue: started twice")
	}
	c, err := q.config(handlers)
	if err != nil {
		return fmt.Errorf("queue: start: %w", err)
	}
	if err := q.engine.start(context.WithoutCancel(ctx), c); err != nil {
		return fmt.Errorf("queue: start: %w", err)
	}
	q.state = running
	return nil
}

// Stop takes no more tasks and waits for those at work. When ctx ends first
// their contexts are cancelled, and the queue hands them out again later.
func (q *Queue) Stop(ctx context.Context) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.state != running {
		return nil
	}
	q.state = stopped
	err := q.engine.stop(ctx)
	if err == nil || ctx.Err() == nil {
		return err
	}
	hard, cancel := context.WithTimeout(context.WithoutCancel(ctx), fetchPoll*25)
	defer cancel()
	if err := q.engine.kill(hard); err != nil {
		return fmt.Errorf("queue: stop: %w", err)
	}
	return nil
}

func (q *Queue) config(handlers map[task.Kind]Handler) (*river.Config, error) {
	inv := inventory.Load()
	c := &river.Config{Workers: river.NewWorkers()}
	for _, declared := range inv.Tasks {
		c.JobTimeout = max(c.JobTimeout, declared.Timeout())
	}
	// River's own default leaves the work of a killed process alone for an hour.
	c.RescueStuckJobsAfter = c.JobTimeout + rescueMargin
	for _, declared := range inv.Tasks {
		kind := task.Kind(declared.Kind)
		handle, ok := handlers[kind]
		if !ok {
			return nil, fmt.Errorf("no handler for task kind %q", kind)
		}
		river.AddWorkerArgs(c.Workers, args{kind: kind}, &work{handle: handle, timeout: declared.Timeout(), log: q.log})
		if declared.Every() > 0 {
			c.PeriodicJobs = append(c.PeriodicJobs, periodic(kind, declared))
		}
	}
	if len(handlers) != len(inv.Tasks) {
		return nil, fmt.Errorf("%d handlers for %d declared task kinds", len(handlers), len(inv.Tasks))
	}
	c.Queues = map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: workers}}
	for _, declared := range inv.Tasks {
		c.Queues[lane(declared)] = river.QueueConfig{MaxWorkers: workers}
	}
	for name, n := range q.lanes {
		c.Queues[name] = river.QueueConfig{MaxWorkers: n}
	}
	c.FetchCooldown, c.FetchPollInterval = fetchCooldown, fetchPoll
	c.CompletedJobRetentionPeriod, c.CancelledJobRetentionPeriod, c.DiscardedJobRetentionPeriod = inv.Queue.Durations()
	c.RetryPolicy = backOff{}
	if q.borrowed {
		// Who does not own the tables may not rebuild their indexes.
		c.ReindexerSchedule = river.NeverSchedule()
	}
	return c, nil
}

// lane is River's queue for a kind of work: work that may wait for others has one
// of its own, so that it takes no place from the rest.
func lane(declared inventory.Task) string {
	if declared.Lane == "" {
		return river.QueueDefault
	}
	return declared.Lane
}

// Limit sets how many tasks of a lane work at once; call it before Start.
func (q *Queue) Limit(lane string, n int) { q.lanes[lane] = n }

func periodic(kind task.Kind, declared inventory.Task) *river.PeriodicJob {
	build := func() (river.JobArgs, *river.InsertOpts) {
		return args{kind: kind}, &river.InsertOpts{MaxAttempts: declared.Tries}
	}
	return river.NewPeriodicJob(river.PeriodicInterval(declared.Every()), build, &river.PeriodicJobOpts{RunOnStart: true})
}

// args is a task as River stores it; the kind has a column of its own.
type args struct {
	kind    task.Kind
	Owner   owner.ID `json:"owner,omitempty"`
	Subject string   `json:"subject,omitempty"`
}

// Kind is River's name of the work.
func (a args) Kind() string { return string(a.kind) }

// work calls the handler of one kind.
type work struct {
	river.WorkerDefaults[args]
	handle  Handler
	timeout time.Duration
	log     *slog.Logger
}

// Timeout bounds one try.
func (w *work) Timeout(*river.Job[args]) time.Duration { return w.timeout }

// Work does one try. Its error goes into the log and the queue's row, so errors
// hold ids and never text of a person.
func (w *work) Work(ctx context.Context, job *river.Job[args]) error {
	began := time.Now()
	err := w.handle(ctx, task.Task{Kind: task.Kind(job.Kind), Owner: job.Args.Owner, Subject: job.Args.Subject})
	if err == nil {
		return nil
	}
	if later, ok := errors.AsType[task.Later](err); ok {
		return river.JobSnooze(later.After)
	}
	w.log.WarnContext(ctx, "task failed", "kind", job.Kind, "subject", job.Args.Subject,
		"attempt", job.Attempt, "ms", time.Since(began).Milliseconds(), "error", err)
	if fault.KindOf(err) != "" && job.Attempt >= faultTries {
		return river.JobCancel(err)
	}
	return err
}

// backOff waits 1, 2, 4 … seconds after the first, second, third … failure.
type backOff struct{}

// NextRetry is the time of the next try. River stores it, so it is a real time
// and not the clock of a test.
func (backOff) NextRetry(job *rivertype.JobRow) time.Time {
	wait := longestWait
	if n := len(job.Errors); n < 9 {
		wait = min(firstDelay<<n, longestWait)
	}
	return time.Now().Add(wait)
}
