package account

import (
	"context"
	"encoding/json"

	"jobops/internal/owner"
)

// Tables names what Export and Erase cover.
func (s *Service) Tables() []string { return []string{"accounts", "sessions", "drafts"} }

// Export passes on the person's preferences and unsent drafts. Tokens are
// secrets of the program and stay out.
func (s *Service) Export(ctx context.Context, owner owner.ID, add func(name string, data []byte) error) error {
	p, err := s.people.Preferences(ctx, owner)
	if err != nil {
		return err
	}
	drafts, err := s.drafts.Drafts(ctx, owner)
	if err != nil {
		return err
	}
	data, err := json.MarshalIndent(map[string]any{"id": owner, "preferences": p, "drafts": drafts}, "", "  ")
	if err != nil {
		return err
	}
	return add("account.json", data)
}

// Erase destroys the account's key and removes the account with all that hangs
// on it. It comes last.
func (s *Service) Erase(ctx context.Context, owner owner.ID) error {
	return s.people.DropAccount(ctx, owner)
}
