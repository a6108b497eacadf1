package privacy

import (
	"context"
	"slices"
	"time"

	"jobops/internal/fault"
	"jobops/internal/inventory"
	"jobops/internal/owner"
)

// The states of an account.
const (
	Active  = "active"
	Erasing = "erasing" // its erasure has begun; nothing is written for it
	Grace   = "grace"   // erased but for the row itself, which goes after GraceDays
)

// Everything is the scope of a restriction that covers every purpose; any other
// scope is one purpose.
const Everything = "all"

// Restriction is what a person has told us not to do with their data for a time
// (Art. 18 GDPR). Reading, export and erasure stay possible.
type Restriction struct {
	Since  time.Time // zero when there is none
	Scope  string    // Everything or a purpose
	Notice time.Time // when the person was told that it will be lifted, zero before
}

// NoticeDays is how long a notice may wait. Art. 19 GDPR names no period; this is
// the one for the answer to the person.
const NoticeDays = 30

// Notice tells a recipient of a correction or a restriction (Art. 19 GDPR).
type Notice struct {
	ID        string
	Owner     owner.ID
	Processor string
	Subject   string // id of the CV, "" for everything
	Event     string // "corrected", "restricted"
	Queued    time.Time
	Sent      time.Time // zero while it waits
}

// Wishes keeps what people have said about the use of their data.
type Wishes interface {
	// May is fault.Restricted when a person has processing for a purpose restricted
	// or objects to it, fault.NotFound when their account is going.
	May(ctx context.Context, owner owner.ID, p inventory.Purpose) error
	Restriction(ctx context.Context, owner owner.ID) (Restriction, error)
	// UpdateRestriction changes a restriction in one transaction; a new one queues
	// a notice for each recipient that still holds something. An error of change
	// leaves it as it is.
	UpdateRestriction(ctx context.Context, owner owner.ID, change func(*Restriction) error) error
	// Objections returns the purposes that a person objects to.
	Objections(ctx context.Context, owner owner.ID) ([]inventory.Purpose, error)
	SetObjection(ctx context.Context, owner owner.ID, p inventory.Purpose, on bool) error
	Notices(ctx context.Context, owner owner.ID) ([]Notice, error)
}

// May reports whether a person's data may be processed for a purpose now, see
// Wishes. The store asks the same in each transaction that writes.
func (s *Service) May(ctx context.Context, owner owner.ID, p inventory.Purpose) error {
	return s.wishes.May(ctx, owner, p)
}

// Restriction returns what a person has restricted.
func (s *Service) Restriction(ctx context.Context, owner owner.ID) (Restriction, error) {
	return s.wishes.Restriction(ctx, owner)
}

// Scopes are what a restriction may cover: everything, or one purpose that is
// neither the account itself nor the exercise of rights.
func (s *Service) Scopes() []string {
	scopes := []string{Everything}
	for _, a := range s.inv.Happening(s.configured...) {
		if a.ID != inventory.Accounts && a.ID != inventory.Security && a.ID != inventory.Rights {
			scopes = append(scopes, string(a.ID))
		}
	}
	return scopes
}

// Restrict stops processing at once. A scope that is not offered is
// fault.Invalid; where there is a restriction already, fault.Conflict.
func (s *Service) Restrict(ctx context.Context, owner owner.ID, scope string) error {
	if !slices.Contains(s.Scopes(), scope) {
		return fault.New(fault.Invalid, "rights.restrict.scope")
	}
	return s.wishes.UpdateRestriction(ctx, owner, func(r *Restriction) error {
		if !r.Since.IsZero() {
			return fault.New(fault.Conflict, "rights.restrict.already")
		}
		r.Since, r.Scope = s.now(), scope
		return nil
	})
}

// AnnounceLift tells the person that the restriction will be lifted, which Art.
// 18(3) wants before it is.
func (s *Service) AnnounceLift(ctx context.Context, owner owner.ID) error {
	return s.wishes.UpdateRestriction(ctx, owner, func(r *Restriction) error {
		if r.Since.IsZero() {
			return fault.New(fault.Conflict, "rights.restrict.none")
		}
		if r.Notice.IsZero() {
			r.Notice = s.now()
		}
		return nil
	})
}

// Lift ends a restriction. Without a notice before it is fault.Conflict.
func (s *Service) Lift(ctx context.Context, owner owner.ID) error {
	return s.wishes.UpdateRestriction(ctx, owner, func(r *Restriction) error {
		if r.Since.IsZero() || r.Notice.IsZero() {
			return fault.New(fault.Conflict, "rights.restrict.unannounced")
		}
		*r = Restriction{}
		return nil
	})
}

// Switch is one purpose under legitimate interest and whether the person objects
// to it. Refused says why there is no switch.
type Switch struct {
	Purpose inventory.Purpose
	Title   inventory.Text
	Refused *inventory.Text
	Off     bool
}

// Switches lists the purposes that a person may object to (Art. 21 GDPR).
func (s *Service) Switches(ctx context.Context, owner owner.ID) ([]Switch, error) {
	off, err := s.wishes.Objections(ctx, owner)
	if err != nil {
		return nil, err
	}
	var all []Switch
	for _, a := range s.inv.Happening(s.configured...) {
		if o := a.LegalBasis.Objection; a.LegalBasis.Art6 == "f" && o != nil {
			all = append(all, Switch{a.ID, a.Purpose, o.Refused, slices.Contains(off, a.ID)})
		}
	}
	return all, nil
}

// Object keeps or takes back an objection; from the moment it returns nothing is
// written for the purpose. A purpose without a switch is fault.Invalid.
func (s *Service) Object(ctx context.Context, owner owner.ID, p inventory.Purpose, on bool) error {
	for _, a := range s.inv.Activities {
		if o := a.LegalBasis.Objection; a.ID == p && o != nil && o.Switch != "" {
			return s.wishes.SetObjection(ctx, owner, p, on)
		}
	}
	return fault.New(fault.Invalid, "rights.object.unknown")
}

// Notices lists the notices to recipients, the newest first.
func (s *Service) Notices(ctx context.Context, owner owner.ID) ([]Notice, error) {
	return s.wishes.Notices(ctx, owner)
}
