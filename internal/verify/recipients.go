package verify

import (
	"context"
	"slices"
	"strings"
	"time"

	"jobops/internal/dbx"
	"jobops/internal/inventory"
)

// recipientsAreDeclared compares the ledger of what went out with the declared
// recipients, and looks at the dates of agreements and grounds of transfer.
func recipientsAreDeclared(ctx context.Context, s *System, f *Findings) error {
	n := 0
	err := s.each(ctx, func(r dbx.Row) error {
		var id, processor, purpose, classes string
		if err := r.Scan(&id, &processor, &purpose, &classes); err != nil {
			return err
		}
		n++
		s.disclosed(f, id, processor, purpose, classes)
		return nil
	}, `SELECT id, processor, purpose, data_classes FROM disclosures ORDER BY sent_at DESC LIMIT $1`, sampled)
	f.note("%d disclosures", n)
	for _, p := range s.Inventory.Recipients(s.Configured...) {
		s.agreed(f, p)
	}
	return err
}

func (s *System) disclosed(f *Findings, id, processor, purpose, classes string) {
	p, ok := s.Inventory.Processor(processor)
	if !ok {
		f.broken("disclosure %s went to %q, which is not declared", id, processor)
		return
	}
	if !slices.ContainsFunc(s.Inventory.Activities, func(a inventory.Activity) bool {
		return string(a.ID) == purpose && slices.Contains(a.Recipients, processor)
	}) {
		f.broken("disclosure %s to %s is for %q, which %s is no recipient of", id, processor, purpose, processor)
	}
	for _, class := range strings.FieldsFunc(classes, func(r rune) bool { return strings.ContainsRune(`,[]" `, r) }) {
		if !slices.Contains(p.Sends, class) {
			f.broken("disclosure %s sent %q to %s, which is not declared for it", id, class, processor)
		}
	}
}

// agreed looks at the contract with a recipient and the ground of the transfer.
func (s *System) agreed(f *Findings, p inventory.Processor) {
	if len(p.Hosts) == 0 {
		f.broken("%s has no host", p.ID)
	}
	if s.over(p.Expires) {
		f.broken("%s: the ground of the transfer ended %s", p.ID, p.Expires)
	}
	if p.Role != "processor" {
		return
	}
	a := s.Inventory.Agreements[p.ID]
	if a.Ref == "" || a.Date == "" {
		f.broken("%s: no agreement", p.ID)
	}
	if p.Transfer == "SCC" && a.Assessment == "" {
		f.broken("%s: no assessment of the transfer", p.ID)
	}
	if s.over(a.Review) {
		f.broken("%s: the agreement was to be reviewed by %s", p.ID, a.Review)
	}
}

// over tells whether a date has passed; "" never does.
func (s *System) over(date string) bool {
	at, err := time.Parse(time.DateOnly, date)
	return err == nil && s.Now().After(at.AddDate(0, 0, 1))
}
