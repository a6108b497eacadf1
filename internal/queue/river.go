package queue

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/rivertype"

	"jobops/internal/dbx"
	"jobops/internal/fault"
)

// riverOn is River with the transaction type of one engine.
type riverOn[T any] struct {
	driver   riverdriver.Driver[T]
	log      *slog.Logger
	pollOnly bool
	// client only inserts until start puts the working one in its place.
	client atomic.Pointer[river.Client[T]]
}

func newRiver[T any](driver riverdriver.Driver[T], log *slog.Logger, pollOnly bool) (*riverOn[T], error) {
	e := &riverOn[T]{driver: driver, log: log, pollOnly: pollOnly}
	return e, e.use(&river.Config{})
}

func (e *riverOn[T]) use(c *river.Config) error {
	c.Logger, c.PollOnly = e.log, e.pollOnly
	client, err := river.NewClient(e.driver, c)
	if err != nil {
		return err
	}
	e.client.Store(client)
	return nil
}

func (e *riverOn[T]) insert(ctx context.Context, tx dbx.Tx, tasks []river.InsertManyParams) error {
	t, ok := tx.Unwrap().(T)
	if !ok {
		return fmt.Errorf("transaction %T of another engine", tx.Unwrap())
	}
	_, err := e.client.Load().InsertManyTx(ctx, t, tasks)
	return err
}

func (e *riverOn[T]) start(ctx context.Context, c *river.Config) error {
	if err := e.use(c); err != nil {
		return err
	}
	return e.client.Load().Start(ctx)
}

// retry lets a task that failed for good try again, forget takes it away.
func (e *riverOn[T]) retry(ctx context.Context, id int64) error {
	return e.failed(ctx, id, func(c *river.Client[T]) error {
		_, err := c.JobRetry(ctx, id)
		return err
	})
}

func (e *riverOn[T]) forget(ctx context.Context, id int64) error {
	return e.failed(ctx, id, func(c *river.Client[T]) error {
		_, err := c.JobDelete(ctx, id)
		return err
	})
}

// failed runs f if the task failed for good; fault.NotFound otherwise.
func (e *riverOn[T]) failed(ctx context.Context, id int64, f func(*river.Client[T]) error) error {
	c := e.client.Load()
	job, err := c.JobGet(ctx, id)
	if err == nil && job.State != rivertype.JobStateDiscarded && job.State != rivertype.JobStateCancelled {
		return fault.NotFound
	}
	if err == nil {
		err = f(c)
	}
	if errors.Is(err, rivertype.ErrNotFound) {
		return fault.NotFound
	}
	return err
}

func (e *riverOn[T]) stop(ctx context.Context) error { return e.client.Load().Stop(ctx) }
func (e *riverOn[T]) kill(ctx context.Context) error { return e.client.Load().StopAndCancel(ctx) }
