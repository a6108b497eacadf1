package library

import (
	"context"
	"fmt"

	"jobops/internal/fault"
	"jobops/internal/owner"
	"jobops/internal/render"
)

<<<<<<< HEAD
// Export passes every version of every CV on as JSON Resume 1.x, one at a time.
=======
// Tables names what Export and Erase cover.
func (s *Service) Tables() []string {
	return []string{"cvs", "uploads", "versions", "corrections", "second_readings", "key_refs"}
}

// Export passes each CV on: its original file, what was read from it and every
// version as JSON Resume.
>>>>>>> bb55812 (library: a second reading by an outside reader, by click only)
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

<<<<<<< HEAD
func (s *Service) exportVersions(ctx context.Context, owner owner.ID, id ID, add func(string, []byte) error) error {
=======
func (s *Service) exportCV(ctx context.Context, owner owner.ID, c CV, add func(string, []byte) error) error {
	folder := "cvs/" + string(c.ID) + "/"
	if err := addJSON(add, folder+"cv.json", c); err != nil {
		return err
	}
	original, err := s.files.Get(ctx, owner, c.ID)
	if err != nil {
		return err
	}
	if err := add(folder+"original."+string(c.Format), original); err != nil || c.State != Ready {
		return err
	}
	reading, err := s.store.Original(ctx, owner, c.ID)
	if err != nil {
		return err
	}
	if err := addJSON(add, folder+"reading.json", reading); err != nil {
		return err
	}
	said, err := s.corrections.Corrections(ctx, owner, c.ID)
	if err != nil {
		return err
	}
	if len(said) > 0 {
		if err := addJSON(add, folder+"corrections.json", said); err != nil {
			return err
		}
	}
	second, err := s.seconds.Second(ctx, owner, c.ID)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return err
	}
	if err == nil {
		if err := addJSON(add, folder+"second-reading.json", second); err != nil {
			return err
		}
	}
	return s.exportVersions(ctx, owner, c.ID, folder, add)
}

func (s *Service) exportVersions(ctx context.Context, owner owner.ID, id ID, folder string, add func(string, []byte) error) error {
>>>>>>> bb55812 (library: a second reading by an outside reader, by click only)
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
