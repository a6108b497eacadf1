// Package privacy carries out a person's rights over all they have stored:
// export of everything, import, erasure, restriction, objection, and the ledger
// of who received what.
//
// It knows no concept of the product. What is exported and erased, and in which
// order, stands in the inventory; the store opens and seals rows of any declared
// table. A new column is exported and erased because it is declared, and a
// column that is not declared fails the build. A Source adds files in open
// formats, which only the concept itself can write.
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
	"context"
	"time"

	"jobops/internal/inventory"
	"jobops/internal/owner"
)

// Source adds files in open formats to an export, such as JSON Resume.
type Source interface {
	// Export passes the files on, one in memory at a time.
	Export(ctx context.Context, owner owner.ID, add func(name string, data []byte) error) error
}

// Rows reads a person's rows of a declared table.
type Rows interface {
	// Rows passes rows on in the order of their key, values in the order of the
	// group's columns, sealed ones opened.
	Rows(ctx context.Context, owner owner.ID, g inventory.Group, row func(values []any) error) error
	// Count returns how many there are.
	Count(ctx context.Context, owner owner.ID, t inventory.Table) (int64, error)
}

// Files opens objects.
type Files interface {
	// Object opens an object by its name below the prefix of its class;
	// fault.NotFound when it is gone.
	Object(ctx context.Context, owner owner.ID, class inventory.Blob, name string) ([]byte, error)
}

// Parts are what a Service is made of; all are needed.
type Parts struct {
	Inventory  *inventory.Inventory
	Configured []string // settings in force, see inventory.Recipients
	Rows       Rows
	Files      Files
	Ledger     *Ledger
	Wishes     Wishes
	Erasures   Erasures
	Eraser     Eraser
	Importer   Importer
	// Forget has an entry for each processor whose data are erased by a call.
	Forget  map[string]Forgetter
	Sources []Source
	// Shapes gives each structured column a value of its type, by its name in the
	// export: "version.resume".
	Shapes map[string]any
	Now    func() time.Time
}

// Service is what pages, commands and the worker call.
type Service struct {
	inv        *inventory.Inventory
	configured []string
	rows       Rows
	files      Files
	ledger     *Ledger
	wishes     Wishes
	erasures   Erasures
	eraser     Eraser
	importer   Importer
	forget     map[string]Forgetter
	sources    []Source
	shapes     map[string]any
	now        func() time.Time
}

// New returns a service made of its parts.
func New(p Parts) *Service {
	return &Service{
		inv: p.Inventory, configured: p.Configured, rows: p.Rows, files: p.Files, ledger: p.Ledger,
		wishes: p.Wishes, erasures: p.Erasures, eraser: p.Eraser, importer: p.Importer, forget: p.Forget, sources: p.Sources, shapes: p.Shapes, now: p.Now,
	}
}

// Counts returns how many rows of each table are a person's.
func (s *Service) Counts(ctx context.Context, owner owner.ID) (map[string]int64, error) {
	counts := map[string]int64{}
	for _, t := range s.inv.OwnTables {
		if t.Subject.Path == "" {
			continue
		}
		n, err := s.rows.Count(ctx, owner, t)
		if err != nil {
			return nil, err
		}
		counts[t.Name] = n
	}
	return counts, nil
}

// Disclosures lists who received what of a person, the newest first.
func (s *Service) Disclosures(ctx context.Context, owner owner.ID) ([]Disclosure, error) {
	return s.ledger.Of(ctx, owner)
}
