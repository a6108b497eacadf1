package library

import (
	"context"
	"fmt"

	"jobops/internal/owner"
	"jobops/internal/render"
)

// Export passes every version of every CV on as JSON Resume 1.x, one at a time.
func (s *Service) Export(ctx context.Context, owner owner.ID, add func(name string, data []byte) error) error {
	cvs, err := s.store.CVs(ctx, owner)
	if err != nil {
		return err
	}
	for _, c := range cvs {
		if err := s.exportVersions(ctx, owner, c.ID, add); err != nil {
			return fmt.Errorf("library: export cv %s: %w", c.ID, err)
		}
	}
	return nil
}

func (s *Service) exportVersions(ctx context.Context, owner owner.ID, id ID, add func(string, []byte) error) error {
	versions, err := s.versions.Versions(ctx, owner, id)
	if err != nil {
		return err
	}
	for _, v := range versions {
		full, err := s.versions.Version(ctx, owner, v.ID)
		if err != nil {
			return err
		}
		data, err := render.JSON(full.Resume)
		if err != nil {
			return err
		}
		if err := add(fmt.Sprintf("resumes/%s/version-%d.json", id, v.Number), data); err != nil {
			return err
		}
	}
	return nil
}
