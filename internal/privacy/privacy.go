// Package privacy carries out a person's rights over all they have stored:
// export of everything, and erasure.
//
// It knows no concept of the product. Each service that keeps personal data is
// a Source; package app lists them, and a test compares the tables they claim
// with the inventory, so that no table can be forgotten.
//
// Whoever hands data of a person to a processor does it through the ledger. It
// refuses what is not declared, restricted or objected to, and notes who
// received which classes of data, when and why:
//
//	err := ledger.Disclose(ctx, me, privacy.Disclosure{
//		Processor: "affinda", Purpose: inventory.CVProcessing, Classes: []string{"cv_document"},
//		Subject: cvID, Expires: now.Add(time.Hour),
//	}, payload, func(ctx context.Context) error { return post(ctx, payload) })
package privacy

import (
	"archive/zip"
	"context"
	"fmt"
	"io"
	"time"

	"jobops/internal/owner"
)

// Source is a service that keeps personal data.
type Source interface {
	// Tables names the tables whose rows the source exports and erases.
	Tables() []string
	// Export passes everything it keeps of a person to add, as named files.
	Export(ctx context.Context, owner owner.ID, add func(name string, data []byte) error) error
	// Erase removes everything it keeps of a person, keys first.
	Erase(ctx context.Context, owner owner.ID) error
}

// Service exports and erases over all sources.
type Service struct {
	sources []Source
	now     func() time.Time
}

// New returns the service; sources are erased in the order given, so what
// others refer to comes last.
func New(now func() time.Time, sources ...Source) *Service {
	return &Service{sources, now}
}

// Tables names every table that the sources answer for.
func (s *Service) Tables() []string {
	var all []string
	for _, source := range s.sources {
		all = append(all, source.Tables()...)
	}
	return all
}

// Export writes a ZIP of everything kept of a person.
func (s *Service) Export(ctx context.Context, owner owner.ID, w io.Writer) error {
	archive := zip.NewWriter(w)
	add := func(name string, data []byte) error {
		f, err := archive.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: s.now()})
		if err != nil {
			return err
		}
		_, err = f.Write(data)
		return err
	}
	for _, source := range s.sources {
		if err := source.Export(ctx, owner, add); err != nil {
			return fmt.Errorf("privacy: export: %w", err)
		}
	}
	return archive.Close()
}

// Erase removes everything kept of a person. It may be repeated after a
// failure.
func (s *Service) Erase(ctx context.Context, owner owner.ID) error {
	for _, source := range s.sources {
		if err := source.Erase(ctx, owner); err != nil {
			return fmt.Errorf("privacy: erase: %w", err)
		}
	}
	return nil
}
