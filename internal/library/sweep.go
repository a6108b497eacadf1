package library

import (
	"context"
	"errors"
	"time"
)

// Ages after which a sweep acts.
const (
	staleAfter    = 15 * time.Minute // an upload a crash left unfinished
	progressAfter = 24 * time.Hour   // progress of an ended upload
)

// Sweep removes what a crash left behind: uploads that never finished, with
// their keys and files, and old progress. It goes on after a failure and
// returns all of them.
func (s *Service) Sweep(ctx context.Context) error {
	now := s.now()
	stale, err := s.uploads.Stale(ctx, now.Add(-staleAfter))
	if err != nil {
		return err
	}
	var failed []error
	for _, u := range stale {
		failed = append(failed, s.forget(ctx, u.Owner, u.CV, ""))
	}
	failed = append(failed, s.uploads.DropUploads(ctx, now.Add(-progressAfter)))
	return errors.Join(failed...)
}
