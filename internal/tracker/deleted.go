package tracker

import (
	"context"
	"time"

	"jobops/internal/fault"
	"jobops/internal/owner"
)

// KeptDeleted is how long a deleted application can be brought back. The
// inventory declares the same period, and the purge keeps to that.
const KeptDeleted = 24 * time.Hour

// Deleted keeps what was deleted and can still be brought back.
type Deleted interface {
	// DeletedApplications lists them, the one deleted last first.
	DeletedApplications(ctx context.Context, owner owner.ID) ([]Application, error)
	// PurgeApplication deletes a deleted one for good, with all that hangs from it;
	// fault.NotFound for one that is not deleted.
	PurgeApplication(ctx context.Context, owner owner.ID, id ID) error
}

// Deleted lists the applications that can still be brought back.
func (s *Service) Deleted(ctx context.Context, owner owner.ID) ([]Application, error) {
	return s.deleted.DeletedApplications(ctx, owner)
}

// Restore brings a deleted application back.
func (s *Service) Restore(ctx context.Context, owner owner.ID, id ID) (Application, error) {
	a, _, err := s.store.UpdateApplication(ctx, owner, id, func(a *Application, _ []Event) ([]Event, error) {
		if a.Deleted.IsZero() {
			return nil, fault.NotFound
		}
		a.Deleted = time.Time{}
		return nil, nil
	})
	return a, err
}

// Purge deletes a deleted application for good, without waiting.
func (s *Service) Purge(ctx context.Context, owner owner.ID, id ID) error {
	return s.deleted.PurgeApplication(ctx, owner, id)
}
