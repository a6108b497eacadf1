package queue

import (
	"context"
	"fmt"
	"log/slog"
	"sync/atomic"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"

	"jobops/internal/dbx"
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

func (e *riverOn[T]) stop(ctx context.Context) error { return e.client.Load().Stop(ctx) }
func (e *riverOn[T]) kill(ctx context.Context) error { return e.client.Load().StopAndCancel(ctx) }
