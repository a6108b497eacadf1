package app

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/uuid"

	"jobops/internal/blob"
	"jobops/internal/dbx"
	"jobops/internal/document"
	"jobops/internal/library"
	"jobops/internal/mail"
	"jobops/internal/owner"
	"jobops/internal/seal"
	"jobops/internal/store"
	"jobops/internal/store/storetest"
)

// TestSweepRemovesWhatACrashLeft makes the leftovers of each step of an upload
// and of a deletion, and checks that a sweep takes them and nothing else.
func TestSweepRemovesWhatACrashLeft(t *testing.T) {
	t.Parallel()
	storetest.EachDB(t, func(t *testing.T, db dbx.DB) {
		blobs := storetest.Blobs(t)
		refs := store.NewKeyRefs(db, time.Now)
		path := filepath.Join(t.TempDir(), "keyring")
		ring, err := seal.CreateKeyring(path, time.Now())
		if err != nil {
			t.Fatal(err)
		}
		keys := seal.NewKeeper(ring, blobs, refs, time.Now)
		st := store.New(db, &storetest.Tasks{}, keys, time.Now)
		files := store.NewFiles(st, blobs)
		who, err := st.LocalOwner(t.Context(), owner.ID(uuid.NewString()))
		if err != nil {
			t.Fatal(err)
		}
		kept := cvWithFile(t, st, files, who)

		orphanFile := blob.NewName("cv/")
		must(t, blobs.Put(t.Context(), orphanFile, []byte("no row names it")))
		orphanKey := seal.Prefix + uuid.NewString()
		must(t, blobs.Put(t.Context(), orphanKey, []byte("no reference names it")))
		idle, err := keys.NewKey(t.Context(), who, seal.CVKey, uuid.NewString())
		must(t, err)
		half, err := keys.NewKey(t.Context(), who, seal.CVKey, uuid.NewString())
		must(t, err)
		must(t, refs.DestroyKeyRef(t.Context(), half)) // and not its object
		torn := filepath.Join(filepath.Dir(path), ".keyring-123")
		must(t, os.WriteFile(torn, []byte("half written"), 0o600))
		gone := []string{orphanFile, orphanKey, seal.Prefix + idle, seal.Prefix + half}

		now := sweeper{st, blobs, path, mail.NewFolder(t.TempDir()), time.Now}
		must(t, now.sweep(t.Context()))
		for _, name := range gone {
			if _, err := blobs.Get(t.Context(), name); err != nil {
				t.Errorf("Get(%s) right away = %v: a sweep took what may be in progress", name, err)
			}
		}
		if _, err := os.Stat(torn); err != nil {
			t.Errorf("a sweep took a keyring that may be in the making: %v", err)
		}
		later := sweeper{st, blobs, path, mail.NewFolder(t.TempDir()), func() time.Time { return time.Now().Add(time.Hour) }}
		must(t, later.sweep(t.Context()))
		for _, name := range gone {
			if _, err := blobs.Get(t.Context(), name); err == nil {
				t.Errorf("%s is still there an hour later", name)
			}
		}
		if _, err := os.Stat(torn); !os.IsNotExist(err) {
			t.Errorf("the half-written keyring an hour later: %v, want it gone", err)
		}
		if _, err := files.Get(t.Context(), who, kept); err != nil {
			t.Errorf("Get of the CV that is in use = %v", err)
		}
		must(t, st.SetDraft(t.Context(), who, "ad", "the account's key is in use"))
	})
}

func cvWithFile(t *testing.T, st *store.Store, files *store.Files, who owner.ID) library.ID {
	t.Helper()
	now := time.Now()
	c := library.CV{ID: library.ID(uuid.NewString()), FileName: "cv.pdf", Format: document.PDF, State: library.Pending, Created: now, Updated: now}
	u := library.Upload{ID: library.UploadID(uuid.NewString()), CV: c.ID, Step: library.Queued, Created: now}
	must(t, st.AddCV(t.Context(), who, c, u))
	must(t, files.Put(t.Context(), who, c.ID, []byte("original")))
	must(t, st.StartReading(t.Context(), who, c.ID, library.Pending))
	return c.ID
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
