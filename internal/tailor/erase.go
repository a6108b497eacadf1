package tailor

import (
	"context"
	"encoding/json"

	"jobops/internal/owner"
)

// Tables names what Export and Erase cover.
func (s *Service) Tables() []string { return []string{"postings", "tailorings"} }

// Export passes on every posting and every tailoring of a person.
func (s *Service) Export(ctx context.Context, owner owner.ID, add func(name string, data []byte) error) error {
	postings, err := s.store.Postings(ctx, owner)
	if err != nil {
		return err
	}
	tailorings, err := s.tailorings.Tailorings(ctx, owner)
	if err != nil {
		return err
	}
	if err := addJSON(add, "postings.json", postings); err != nil {
		return err
	}
	return addJSON(add, "tailorings.json", tailorings)
}

func addJSON(add func(string, []byte) error, name string, v any) error {
	data, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return err
	}
	return add(name, data)
}

// Erase deletes every posting of a person, and with them the tailorings.
func (s *Service) Erase(ctx context.Context, owner owner.ID) error {
	postings, err := s.store.Postings(ctx, owner)
	if err != nil {
		return err
	}
	for _, p := range postings {
		if err := s.store.DeletePosting(ctx, owner, p.ID); err != nil {
			return err
		}
	}
	return nil
}
