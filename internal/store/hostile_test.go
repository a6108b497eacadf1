package store_test

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"
	"time"

	"jobops/internal/dbx"
	"jobops/internal/fault"
	"jobops/internal/inventory"
	"jobops/internal/owner"
	"jobops/internal/privacy"
	"jobops/internal/store"
	"jobops/internal/store/storetest"
	"jobops/internal/tailor"
)

// archiveOf is an archive with nothing but a data.json.
func archiveOf(t *testing.T, parts ...string) *zip.Reader {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	f, err := w.Create("data.json")
	for _, part := range parts {
		if err == nil {
			_, err = io.WriteString(f, part)
		}
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	archive, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		t.Fatal(err)
	}
	return archive
}

// TestImportOfABomb unpacks some kilobytes to one value of more than any record
// may have.
func TestImportOfABomb(t *testing.T) {
	t.Parallel()
	db := storetest.SQLite(t)
	migrate(t, db)
	in := newInstance(t, db)
	const begin = `{"format": "jobops-export", "format_version": 1, "note": "`
	if _, err := in.privacy.Import(t.Context(), person(t, in.store), archiveOf(t, begin, "small", `"}`)); err != nil {
		t.Errorf("Import of an unknown small member = %v", err)
	}
	large := strings.Repeat("a", 65<<20)
	if _, err := in.privacy.Import(t.Context(), person(t, in.store), archiveOf(t, begin, large, `"}`)); fault.KindOf(err) != fault.Invalid {
		t.Errorf("Import of a bomb = %v, want %v", err, fault.Invalid)
	}
}

// TestPromise_P24_ImportUnderRestriction refuses ads and drafts while one of the
// two purposes of an import is restricted.
func TestPromise_P24_ImportUnderRestriction(t *testing.T) {
	t.Parallel()
	storetest.EachDB(t, func(t *testing.T, db dbx.DB) {
		in := newInstance(t, db)
		for _, p := range []inventory.Purpose{inventory.CVProcessing, inventory.Applications} {
			who := person(t, in.store)
			restrict(t, in.store, who, privacy.Restriction{Since: storetest.Start, Scope: string(p)})
			if _, err := in.privacy.Import(t.Context(), who, archiveOf(t, `{"format": "jobops-export"}`)); fault.KindOf(err) != fault.Restricted {
				t.Errorf("Import while %s is restricted = %v, want %v", p, err, fault.Restricted)
			}
			restrict(t, in.store, who, privacy.Restriction{})
		}
	})
}

// restrict gives a person a restriction, or none.
func restrict(t *testing.T, s *store.Store, who owner.ID, to privacy.Restriction) {
	t.Helper()
	err := s.UpdateRestriction(t.Context(), who, func(r *privacy.Restriction) error { *r = to; return nil })
	if err != nil {
		t.Fatalf("UpdateRestriction = %v", err)
	}
}

// TestErasureEndsWithoutARecipientOfOld deletes an account whose CV went to a
// reader that the instance is no longer connected to.
func TestErasureEndsWithoutARecipientOfOld(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		until time.Time
		done  bool
	}{
		{"forgotten", storetest.Start.Add(-time.Hour), true},
		{"may still hold it", storetest.Start.Add(time.Hour), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			db := storetest.SQLite(t)
			migrate(t, db)
			in := newInstance(t, db)
			who := person(t, in.store)
			line := privacy.Disclosure{ID: newUUID(), Processor: "affinda", Purpose: inventory.CVProcessing, Classes: []string{"cv_document"}, Hash: []byte{1}, Result: privacy.Sent, Sent: c.until.Add(-time.Minute), Expires: c.until}
			if err := in.store.AddDisclosure(t.Context(), who, line); err != nil {
				t.Fatalf("AddDisclosure = %v", err)
			}
			receipt, err := in.privacy.Delete(t.Context(), who, false)
			if err != nil {
				t.Fatalf("Delete = %v", err)
			}
			e, err := in.privacy.Receipt(t.Context(), receipt)
			if err != nil {
				t.Fatal(err)
			}
			if err := in.privacy.Erase(t.Context(), e.ID); (err == nil) != c.done {
				t.Errorf("Erase = %v, want an end: %v", err, c.done)
			}
			if e, err = in.privacy.Receipt(t.Context(), receipt); err != nil || e.Done.IsZero() == c.done {
				t.Errorf("Receipt = done %v, %v, want done: %v", e.Done, err, c.done)
			}
		})
	}
}

// TestImportOfEmptyLists carries a tailoring without edits to another instance:
// its list is empty, not missing.
func TestImportOfEmptyLists(t *testing.T) {
	t.Parallel()
	from, to := storetest.SQLite(t), storetest.SQLite(t)
	migrate(t, from)
	migrate(t, to)
	in, fresh := newInstance(t, from), newInstance(t, to)
	who := person(t, in.store)
	v := readyCV(t, in.store, who, cv1)
	addAd(t, in.store, who, ad1)
	one := tailor.Tailoring{ID: tailor.ID(newUUID()), CV: cv1, Version: v.ID, Posting: ad1, Created: storetest.Start, Updated: storetest.Start}
	if err := in.store.AddTailoring(t.Context(), who, one); err != nil {
		t.Fatalf("AddTailoring = %v", err)
	}
	other := person(t, fresh.store)
	if _, err := fresh.privacy.Import(t.Context(), other, in.archive(t, who)); err != nil {
		t.Fatalf("Import = %v", err)
	}
	if got, err := fresh.store.Tailoring(t.Context(), other, one.ID); err != nil || len(got.Edits) > 0 || got.Posting != ad1 {
		t.Errorf("Tailoring = %+v, %v, want the one without edits", got, err)
	}
}
