package library

import (
	"context"
	"errors"
	"time"

	"jobops/internal/document"
	"jobops/internal/fault"
)

// Ages after which a sweep acts.
const (
	lostAfter     = 15 * time.Minute // an upload whose file never arrived
	idleAfter     = 3 * time.Minute  // a reading that nothing works on: longer than its task may take
	hopelessAfter = 24 * time.Hour   // a reading that failed again and again for so long
)

// Sweep puts right what a crash left behind: it queues interrupted readings
// again, removes uploads whose file never arrived with their keys, and gives up
// readings that never succeed. It goes on after a failure and returns all of
// them.
func (s *Service) Sweep(ctx context.Context) error {
	return s.resume(ctx, s.now().Add(-idleAfter))
}

// Resume queues every interrupted reading again. Call it at start, where no
// other process works on them.
func (s *Service) Resume(ctx context.Context) error {
	return s.resume(ctx, s.now().Add(time.Microsecond))
}

func (s *Service) resume(ctx context.Context, before time.Time) error {
	stale, err := s.uploads.Stale(ctx, before)
	if err != nil {
		return err
	}
	var failed []error
	for _, u := range stale {
		if err := s.settle(ctx, u); fault.KindOf(err) != fault.NotFound {
			failed = append(failed, err)
		}
	}
	return errors.Join(failed...)
}

func (s *Service) settle(ctx context.Context, u Stale) error {
	switch {
	// Time in which nothing was tried does not count: the program may have been
	// off, or the person's data restricted.
	case u.State == Reading && u.Touched.Sub(u.Created) > hopelessAfter:
		return s.forget(ctx, u.Owner, u.CV, document.Broken)
	case u.State == Reading:
		return s.store.StartReading(ctx, u.Owner, u.CV, Reading, readTask(u.Owner, u.CV))
	case s.now().Sub(u.Created) > lostAfter:
		return s.forget(ctx, u.Owner, u.CV, "")
	}
	return nil
}
