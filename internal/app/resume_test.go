package app

import (
	"errors"
	"testing"
	"time"

	"jobops/internal/blob"
	"jobops/internal/dbx"
	"jobops/internal/library"
	"jobops/internal/owner"
	"jobops/internal/seal"
	"jobops/internal/store"
	"jobops/internal/store/storetest"
)

// TestInterruptedReadingGoesOn stops the program between the upload's answer
// and its reading: the next start must read the file.
func TestInterruptedReadingGoesOn(t *testing.T) {
	t.Parallel()
	c := Config{Data: t.TempDir(), Cache: cache}
	who, u := uploadWithoutWorker(t, c)
	a, again := openWith(t, c)
	if again != who {
		t.Fatalf("Local after a restart = %q, want %q", again, who)
	}
	got, err := a.Library.Await(t.Context(), who, u.ID, patience)
	if err != nil || got.Step != library.Done {
		t.Errorf("upload after a restart = %+v, %v, want done", got, err)
	}
}

// TestOnlyATriedReadingIsGivenUp starts a program that was off for days in the
// middle of a reading: what was tried for a day is given up, what was not is read.
func TestOnlyATriedReadingIsGivenUp(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		tried time.Duration // between the upload and the last try
		want  library.Step
	}{"at once": {time.Second, library.Done}, "for a day": {25 * time.Hour, library.Refused}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := Config{Data: t.TempDir(), Cache: cache}
			who, u := uploadWithoutWorker(t, c)
			db, err := dbx.OpenSQLite(t.Context(), c.database())
			must(t, err)
			began := time.Now().Add(-72 * time.Hour)
			_, err = db.Exec(t.Context(), `UPDATE cvs SET created_at = $1, updated_at = $2`, dbx.Micros(began), dbx.Micros(began.Add(tt.tried)))
			must(t, errors.Join(err, db.Close()))
			a, _ := openWith(t, c)
			got, err := a.Library.Await(t.Context(), who, u.ID, patience)
			if err != nil || got.Step != tt.want {
				t.Errorf("upload after days off, tried %s = %+v, %v, want it %s", name, got, err, tt.want)
			}
		})
	}
}

// uploadWithoutWorker leaves a data folder as a crash after the upload would.
func uploadWithoutWorker(t *testing.T, c Config) (owner.ID, library.Upload) {
	t.Helper()
	db, err := dbx.OpenSQLite(t.Context(), c.database())
	must(t, err)
	must(t, store.Migrate(t.Context(), db))
	blobs, err := blob.OpenDisk(c.blobs())
	must(t, err)
	ring, err := seal.CreateKeyring(c.keyring(), time.Now())
	must(t, err)
	st := store.New(db, &storetest.Tasks{}, seal.NewKeeper(ring, blobs, store.NewKeyRefs(db, time.Now), time.Now), time.Now)
	who, err := st.LocalOwner(t.Context(), "0198c0de-0000-7000-8000-00000000000a")
	must(t, err)
	lib := library.New(library.Parts{Store: st, Uploads: st, Versions: st, Corrections: st, Looks: st, Seconds: st, Files: store.NewFiles(st, blobs), Now: time.Now})
	u, err := lib.Upload(t.Context(), who, "sample.pdf", samplePDF(t))
	must(t, err)
	must(t, blobs.Close())
	must(t, db.Close())
	return who, u
}
