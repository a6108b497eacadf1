package account

import (
	"context"
	"slices"
	"time"

	"jobops/internal/fault"
	"jobops/internal/owner"
)

// MaxDraft is the longest draft kept, in bytes.
const MaxDraft = 256 << 10

var (
	languages = []string{"", "en", "fr"}
	themes    = []string{"", "light", "dark"}
)

// Preferences returns how the person wants the interface.
func (s *Service) Preferences(ctx context.Context, owner owner.ID) (Preferences, error) {
	return s.people.Preferences(ctx, owner)
}

// SetPreferences keeps how the person wants the interface; a value outside the
// offered ones is fault.Invalid.
func (s *Service) SetPreferences(ctx context.Context, owner owner.ID, p Preferences) error {
	if !slices.Contains(languages, p.Language) || !slices.Contains(themes, p.Theme) {
		return fault.New(fault.Invalid, "account.unknown_preference")
	}
	if !zone(p.Zone) {
		return fault.New(fault.Invalid, "account.unknown_zone")
	}
	return s.people.SetPreferences(ctx, owner, p)
}

// zone reports whether there is a time zone of a name. "Local" is none: it is
// that of the server.
func zone(name string) bool {
	_, err := time.LoadLocation(name)
	return err == nil && name != "Local"
}

// Draft returns what the person typed into a form and has not sent, "" if
// nothing.
func (s *Service) Draft(ctx context.Context, owner owner.ID, form string) (string, error) {
	return s.drafts.Draft(ctx, owner, form)
}

// SetDraft keeps what the person typed into a form; "" forgets it.
func (s *Service) SetDraft(ctx context.Context, owner owner.ID, form, text string) error {
	if len(text) > MaxDraft {
		return fault.New(fault.TooLarge, "account.draft_too_long")
	}
	return s.drafts.SetDraft(ctx, owner, form, text)
}
