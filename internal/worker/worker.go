// Package worker connects each kind of background work to the one service call
// that does it.
package worker

import (
	"context"
	"errors"

	"jobops/internal/library"
	"jobops/internal/privacy"
	"jobops/internal/task"
)

// Handler does one task. It may run more than once for the same task.
type Handler = func(context.Context, task.Task) error

// Handlers returns the handler of every kind. A sweep ends with the given rest,
// which looks at the stores beneath the services.
func Handlers(l *library.Service, r *privacy.Service, p *privacy.Purger, rest func(context.Context) error) map[task.Kind]Handler {
	return map[task.Kind]Handler{
		task.ReadCV: func(ctx context.Context, t task.Task) error {
			return l.Read(ctx, t.Owner, library.ID(t.Subject))
		},
		task.EraseAccount: func(ctx context.Context, t task.Task) error { return r.Erase(ctx, t.Subject) },
		task.SecondRead: func(ctx context.Context, t task.Task) error {
			return l.ReadSecond(ctx, t.Owner, library.ID(t.Subject))
		},
		task.SecondForget: func(ctx context.Context, t task.Task) error { return l.ForgetSecond(ctx, t.Subject) },
		task.Sweep: func(ctx context.Context, _ task.Task) error {
			return errors.Join(l.Sweep(ctx), r.Sweep(ctx), rest(ctx))
		},
		task.Purge: func(ctx context.Context, _ task.Task) error { return p.Purge(ctx) },
	}
}
