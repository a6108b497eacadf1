package store_test

import (
	"errors"
	"testing"
	"time"

	"jobops/internal/dbx"
	"jobops/internal/fault"
	"jobops/internal/owner"
	"jobops/internal/seal"
	"jobops/internal/store"
	"jobops/internal/store/storetest"
)

// TestAccountWithoutKeyGetsOne stands for a crash between the account and its key.
func TestAccountWithoutKeyGetsOne(t *testing.T) {
	t.Parallel()
	storetest.EachDB(t, func(t *testing.T, db dbx.DB) {
		_, err := db.Exec(t.Context(), `INSERT INTO accounts (id, kind, created_at) VALUES ('early', 'local', $1)`, dbx.Micros(time.Now()))
		if err != nil {
			t.Fatal(err)
		}
		s := storetest.New(t, db, &storetest.Tasks{})
		who, err := s.LocalOwner(t.Context(), "fresh")
		if err != nil || who != "early" {
			t.Fatalf("LocalOwner = %q, %v, want early", who, err)
		}
		if err := s.SetDraft(t.Context(), who, "ad", "text"); err != nil {
			t.Errorf("SetDraft = %v, want a key to seal it with", err)
		}
	})
}

// TestKeeperOnRealStores runs the life of a key on disk and database.
func TestKeeperOnRealStores(t *testing.T) {
	t.Parallel()
	storetest.EachDB(t, func(t *testing.T, db dbx.DB) {
		const who = owner.ID("a")
		mustExec(t, db, rows[0])
		objects := storetest.Blobs(t)
		keys := storetest.Keeper(t, db, objects)
		id, err := keys.NewKey(t.Context(), who, seal.CVKey, "c")
		if err != nil {
			t.Fatalf("NewKey = %v", err)
		}
		if _, err := keys.NewKey(t.Context(), who, seal.CVKey, "c"); !errors.Is(err, fault.Conflict) {
			t.Errorf("second NewKey = %v, want %v", err, fault.Conflict)
		}
		at := seal.Place{Column: "cvs.reading", Row: "c", Owner: who}
		envelope, err := keys.Seal(t.Context(), id, at, []byte("text"))
		if err != nil {
			t.Fatalf("Seal = %v", err)
		}
		if got, err := keys.Open(t.Context(), at, envelope); err != nil || string(got) != "text" {
			t.Errorf("Open = %q, %v, want text", got, err)
		}
		if err := keys.Destroy(t.Context(), id); err != nil {
			t.Fatalf("Destroy = %v", err)
		}
		if _, err := keys.Open(t.Context(), at, envelope); !errors.Is(err, seal.ErrNoKey) {
			t.Errorf("Open after Destroy = %v, want %v", err, seal.ErrNoKey)
		}
		for o := range objects.List(t.Context(), seal.Prefix) {
			t.Errorf("object left: %s", o.Name)
		}
		var state string
		if err := db.QueryRow(t.Context(), `SELECT state FROM key_refs WHERE id = $1`, id).Scan(&state); err != nil || state != "destroyed" {
			t.Errorf("state = %q, %v, want destroyed", state, err)
		}
		// The subject may have a new key now.
		if _, err := keys.NewKey(t.Context(), who, seal.CVKey, "c"); err != nil {
			t.Errorf("NewKey after Destroy = %v", err)
		}
	})
}

// TestAHeldKeyIsNotDestroyedMeanwhile is what keeps a rotation from writing a
// destroyed key back.
func TestAHeldKeyIsNotDestroyedMeanwhile(t *testing.T) {
	t.Parallel()
	storetest.EachDB(t, func(t *testing.T, db dbx.DB) {
		mustExec(t, db, `INSERT INTO accounts (id, kind, created_at) VALUES ('a', 'local', 1)`)
		mustExec(t, db, `INSERT INTO key_refs (id, owner_id, kind, subject_id, state, created_at) VALUES ('k', 'a', 'cv', 'c', 'live', 1)`)
		refs := store.NewKeyRefs(db, time.Now)
		destroyed := make(chan error, 1)
		err := refs.HoldKeyRef(t.Context(), "k", func() error {
			go func() { destroyed <- refs.DestroyKeyRef(t.Context(), "k") }()
			select {
			case err := <-destroyed:
				t.Errorf("DestroyKeyRef of a held key = %v, want it to wait", err)
			case <-time.After(100 * time.Millisecond):
			}
			return nil
		})
		if err := errors.Join(err, <-destroyed); err != nil {
			t.Fatalf("HoldKeyRef, then DestroyKeyRef = %v", err)
		}
		err = refs.HoldKeyRef(t.Context(), "k", func() error { return errors.New("held") })
		if live, liveErr := refs.LiveKeyRefs(t.Context()); err != nil || liveErr != nil || len(live) != 0 {
			t.Errorf("HoldKeyRef of a destroyed key = %v, LiveKeyRefs = %v, %v, want nothing", err, live, liveErr)
		}
	})
}
