// Package worker connects each kind of background work to the one service call
// that does it.
package worker

import (
	"context"
	"errors"

	"jobops/internal/account"
	"jobops/internal/library"
	"jobops/internal/privacy"
	"jobops/internal/tailor"
	"jobops/internal/task"
	"jobops/internal/usage"
)

// Handler does one task. It may run more than once for the same task.
type Handler = func(context.Context, task.Task) error

// Work is what tasks call. Rest ends a sweep: it looks at the stores beneath the
// services.
type Work struct {
	Library *library.Service
	Runner  *tailor.Runner
	Usage   *usage.Service
	Privacy *privacy.Service
	Purger  *privacy.Purger
	Account *account.Service
	Post    Post
	Rotate  func(context.Context) error
	Rest    func(context.Context) error
}

// Handlers returns the handler of every kind.
func Handlers(w Work) map[task.Kind]Handler {
	return map[task.Kind]Handler{
		task.ReadCV: func(ctx context.Context, t task.Task) error {
			return w.Library.Read(ctx, t.Owner, library.ID(t.Subject))
		},
		task.EraseAccount: func(ctx context.Context, t task.Task) error { return w.Privacy.Erase(ctx, t.Subject) },
		task.SecondRead: func(ctx context.Context, t task.Task) error {
			return w.Library.ReadSecond(ctx, t.Owner, library.ID(t.Subject))
		},
		task.SecondForget: func(ctx context.Context, t task.Task) error { return w.Library.ForgetSecond(ctx, t.Subject) },
		task.RunModel: func(ctx context.Context, t task.Task) error {
			return w.Runner.Work(ctx, t.Owner, tailor.RunID(t.Subject))
		},
		task.Sweep: func(ctx context.Context, _ task.Task) error {
			return errors.Join(w.Library.Sweep(ctx), w.Runner.Sweep(ctx), w.Usage.Sweep(ctx), w.Privacy.Sweep(ctx), w.Rest(ctx))
		},
		task.Purge:       func(ctx context.Context, _ task.Task) error { return w.Purger.Purge(ctx) },
		task.SettleProof: func(ctx context.Context, t task.Task) error { return w.Account.Settle(ctx, t.Subject) },
		task.SendMail:    w.Post.Deliver,
		task.RotateKeys:  func(ctx context.Context, _ task.Task) error { return w.Rotate(ctx) },
	}
}
