package main

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/rogpeppe/go-internal/testscript"

	"jobops/internal/app"
	"jobops/internal/blob"
	"jobops/internal/cv"
	"jobops/internal/dbx"
	"jobops/internal/document"
	"jobops/internal/library"
	"jobops/internal/owner"
	"jobops/internal/seal"
	"jobops/internal/store"
	"jobops/internal/store/storetest"
)

// TestMain lets the scripts run this test binary as jobops, and the program
// start itself as its reading child.
func TestMain(m *testing.M) {
	document.MaybeChild()
	testscript.Main(m, map[string]func(){"jobops": main})
}

// TestScripts runs testdata/script on the whole program. Besides the usual
// commands there are "instance DIR", which makes a data folder with one CV, and
// "flip FILE", which changes one byte of a file.
func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir: filepath.Join("testdata", "script"),
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"instance": func(ts *testscript.TestScript, _ bool, args []string) {
				ts.Check(instance(t, ts.MkAbs(args[0])))
			},
			"flip": func(ts *testscript.TestScript, _ bool, args []string) {
				file := ts.MkAbs(args[0])
				data, err := os.ReadFile(file)
				ts.Check(err)
				data[len(data)/2] ^= 1
				ts.Check(os.WriteFile(file, data, 0o600))
			},
		},
	})
}

// instance makes a data folder with one CV that was read, without the reading child.
func instance(t *testing.T, folder string) (err error) {
	layout := app.Config{Data: folder}.Layout()
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	db, err := dbx.OpenSQLite(t.Context(), layout.Database)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	disk, err := blob.OpenDisk(layout.Blobs)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, disk.Close()) }()
	if err := store.Migrate(t.Context(), db); err != nil {
		return err
	}
	ring, err := seal.CreateKeyring(layout.Keyring, time.Now())
	if err != nil {
		return err
	}
	s := store.New(db, &storetest.Tasks{}, seal.NewKeeper(ring, disk, store.NewKeyRefs(db, time.Now), time.Now), time.Now)
	return addCV(t, s, store.NewFiles(s, disk))
}

func addCV(t *testing.T, s *store.Store, files *store.Files) error {
	who, err := s.LocalOwner(t.Context(), owner.ID(uuid.NewString()))
	if err != nil {
		return err
	}
	now := time.Now()
	c := library.CV{ID: library.ID(uuid.NewString()), FileName: "sample.pdf", Format: document.PDF, State: library.Pending, Created: now, Updated: now}
	u := library.Upload{ID: library.UploadID(uuid.NewString()), CV: c.ID, Step: library.Queued, Created: now}
	if err := s.AddCV(t.Context(), who, c, u); err != nil {
		return err
	}
	if err := files.Put(t.Context(), who, c.ID, bytes.Repeat([]byte("Sample Person "), 1000)); err != nil {
		return err
	}
	if err := s.StartReading(t.Context(), who, c.ID, library.Pending); err != nil {
		return err
	}
	first := library.Version{ID: library.VersionID(uuid.NewString()), CV: c.ID, Number: 1, Created: now}
	return s.FinishReading(t.Context(), who, c.ID, cv.Reading{Pages: 1}, first)
}
