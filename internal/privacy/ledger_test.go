package privacy_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"jobops/internal/dbx"
	"jobops/internal/fault"
	"jobops/internal/inventory"
	"jobops/internal/owner"
	"jobops/internal/privacy"
	"jobops/internal/store/storetest"
)

// people adds accounts; every store of the tests has it.
type people interface {
	LocalOwner(ctx context.Context, fresh owner.ID) (owner.ID, error)
}

// person adds an active account with its key.
func person(t *testing.T, s people) owner.ID {
	t.Helper()
	who, err := s.LocalOwner(t.Context(), "p")
	if err != nil {
		t.Fatalf("LocalOwner = %v", err)
	}
	return who
}

func ledger(s privacy.Disclosures) *privacy.Ledger {
	return privacy.NewLedger(inventory.Load(), []string{"reader=affinda"}, s, func() time.Time { return storetest.Start })
}

// aCV is a declared hand-over.
var aCV = privacy.Disclosure{
	Processor: "affinda", Purpose: inventory.CVProcessing, Classes: []string{"cv_document"},
	Subject: "c", Region: "eu1", Expires: storetest.Start.Add(time.Hour),
}

func TestDisclose(t *testing.T) {
	t.Parallel()
	storetest.EachDB(t, func(t *testing.T, db dbx.DB) {
		s := storetest.New(t, db, &storetest.Tasks{})
		who, l, payload, cut := person(t, s), ledger(s), []byte("a document"), errors.New("cut")
		seen := privacy.Result("")
		send := func(ctx context.Context) error {
			lines, err := l.Of(ctx, who)
			if err == nil && len(lines) == 1 {
				seen = lines[0].Result
			}
			return cut
		}
		if err := l.Disclose(t.Context(), who, aCV, payload, send); !errors.Is(err, cut) {
			t.Fatalf("Disclose = %v, want what send says", err)
		}
		if seen != privacy.Open {
			t.Errorf("while it is sent the line says %q, want %q", seen, privacy.Open)
		}
		hash := sha256.Sum256(payload)
		want := aCV
		want.Bytes, want.Hash, want.Result, want.Sent = int64(len(payload)), hash[:], privacy.Failed, storetest.Start
		got, err := l.Of(t.Context(), who)
		if diff := cmp.Diff([]privacy.Disclosure{want}, got, cmpopts.IgnoreFields(privacy.Disclosure{}, "ID")); err != nil || diff != "" {
			t.Errorf("Of = %v, (-want +got) %s", err, diff)
		}
		if err := l.Disclose(t.Context(), who, aCV, payload, func(context.Context) error { return nil }); err != nil {
			t.Errorf("second Disclose = %v", err)
		}
		if others, err := l.Of(t.Context(), "somebody else"); err != nil || len(others) != 0 {
			t.Errorf("Of somebody else = %v, %v, want none", others, err)
		}
	})
}

// TestPromise_P04_UndeclaredDisclosuresAreRefused sends nothing that the
// inventory does not name: recipient, class of data, purpose, setting.
func TestPromise_P04_UndeclaredDisclosuresAreRefused(t *testing.T) {
	t.Parallel()
	storetest.EachDB(t, func(t *testing.T, db dbx.DB) {
		s := storetest.New(t, db, &storetest.Tasks{})
		who, l := person(t, s), ledger(s)
		for name, change := range map[string]func(*privacy.Disclosure){
			"unknown recipient":  func(d *privacy.Disclosure) { d.Processor = "somebody" },
			"not configured":     func(d *privacy.Disclosure) { d.Processor = "anthropic" },
			"undeclared class":   func(d *privacy.Disclosure) { d.Classes = []string{"email"} },
			"no class":           func(d *privacy.Disclosure) { d.Classes = nil },
			"purpose of others":  func(d *privacy.Disclosure) { d.Purpose = inventory.JobSearch },
			"purpose of nothing": func(d *privacy.Disclosure) { d.Purpose = "" },
		} {
			d, sent := aCV, false
			change(&d)
			err := l.Disclose(t.Context(), who, d, nil, func(context.Context) error { sent = true; return nil })
			if err == nil || sent || fault.KindOf(err) != "" {
				t.Errorf("%s: Disclose = %v, sent %v, want a failure of ours and nothing sent", name, err, sent)
			}
		}
		if lines, err := l.Of(t.Context(), who); err != nil || len(lines) != 0 {
			t.Errorf("Of = %v, %v, want no line", lines, err)
		}
	})
}

func TestNothingIsDisclosedAgainstTheWill(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]string{
		"restricted":      `UPDATE accounts SET restricted_at = 1, restriction_scope = 'all'`,
		"one purpose":     `UPDATE accounts SET restricted_at = 1, restriction_scope = 'cv_processing'`,
		"objection":       `INSERT INTO objections (id, owner_id, purpose, objected_at) SELECT 'o', id, 'cv_processing', 1 FROM accounts`,
		"account erasing": `UPDATE accounts SET state = 'erasing'`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			storetest.EachDB(t, func(t *testing.T, db dbx.DB) {
				s := storetest.New(t, db, &storetest.Tasks{})
				who := person(t, s)
				if _, err := db.Exec(t.Context(), change); err != nil {
					t.Fatal(err)
				}
				sent := bytes.Buffer{}
				err := ledger(s).Disclose(t.Context(), who, aCV, []byte("x"), func(context.Context) error { sent.WriteString("x"); return nil })
				if kind := fault.KindOf(err); kind != fault.Restricted && kind != fault.NotFound || sent.Len() > 0 {
					t.Errorf("Disclose = %v, sent %d bytes, want a refusal", err, sent.Len())
				}
			})
		})
	}
}
