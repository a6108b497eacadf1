package store_test

import (
	"bytes"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"jobops/internal/blob"
	"jobops/internal/cv"
	"jobops/internal/dbx"
	"jobops/internal/document"
	"jobops/internal/fault"
	"jobops/internal/library"
	"jobops/internal/owner"
	"jobops/internal/store"
	"jobops/internal/store/storetest"
	"jobops/internal/task"
)

const (
	canary = "Maja-Muster-canary-7f3a"
	cv1    = "0198c0de-0000-7000-8000-000000000001"
)

// person adds the local account.
func person(t *testing.T, s *store.Store) owner.ID {
	t.Helper()
	id, err := s.LocalOwner(t.Context(), "0198-person")
	if err != nil {
		t.Fatalf("LocalOwner = %v", err)
	}
	return id
}

func newCV(id library.ID) (library.CV, library.Upload) {
	c := library.CV{ID: id, FileName: canary + ".pdf", Format: document.PDF, Size: 7, State: library.Pending, Created: storetest.Start, Updated: storetest.Start}
	return c, library.Upload{ID: library.UploadID("u-" + id), CV: id, Step: library.Queued, Created: storetest.Start}
}

func addCV(t *testing.T, s *store.Store, who owner.ID, id library.ID) {
	t.Helper()
	c, u := newCV(id)
	if err := s.AddCV(t.Context(), who, c, u); err != nil {
		t.Fatalf("AddCV = %v", err)
	}
}

// readyCV adds a CV that has been read, with its first version.
func readyCV(t *testing.T, s *store.Store, who owner.ID, id library.ID) library.Version {
	t.Helper()
	addCV(t, s, who, id)
	if err := s.StartReading(t.Context(), who, id, library.Pending); err != nil {
		t.Fatalf("StartReading = %v", err)
	}
	resume := cv.Resume{Basics: cv.Basics{Name: canary}, Meta: cv.Meta{Language: "de"}}
	first := library.Version{ID: library.VersionID("1" + id[1:]), CV: id, Number: 1, Resume: resume, Created: storetest.Start}
	if err := s.FinishReading(t.Context(), who, id, cv.Reading{Resume: resume, Text: canary, Pages: 2}, first); err != nil {
		t.Fatalf("FinishReading = %v", err)
	}
	return first
}

func TestCVFromUploadToVersion(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		who := person(t, s)
		first := readyCV(t, s, who, cv1)
		got, err := s.CV(t.Context(), who, cv1)
		want := library.CV{ID: cv1, FileName: canary + ".pdf", Format: document.PDF, Size: 7, Pages: 2, Language: "de", State: library.Ready,
			Created: storetest.Start, Updated: storetest.Start, Versions: 1, Latest: first.ID}
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("CV = %v, %s", err, diff)
		}
		u, err := s.Upload(t.Context(), who, library.UploadID("u-"+cv1))
		if err != nil || u.Step != library.Done || u.CV != cv1 {
			t.Errorf("Upload = %+v, %v, want done", u, err)
		}
		if r, err := s.Original(t.Context(), who, cv1); err != nil || r.Text != canary {
			t.Errorf("Original = %+v, %v", r, err)
		}
		if v, err := s.Version(t.Context(), who, first.ID); err != nil || v.Resume.Basics.Name != canary {
			t.Errorf("Version = %+v, %v", v, err)
		}
	})
}

func TestVersionsAreNumbered(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		who := person(t, s)
		first := readyCV(t, s, who, cv1)
		for _, id := range []library.VersionID{"v2", "v3"} {
			if _, err := s.AddVersion(t.Context(), who, library.Version{ID: id, CV: cv1, Parent: first.ID, Name: string(id), Created: storetest.Start}); err != nil {
				t.Fatalf("AddVersion(%q) = %v", id, err)
			}
		}
		versions, err := s.Versions(t.Context(), who, cv1)
		if err != nil || len(versions) != 3 {
			t.Fatalf("Versions = %d, %v, want 3", len(versions), err)
		}
		if v := versions[0]; v.Number != 3 || v.Name != "v3" || v.Parent != first.ID {
			t.Errorf("Versions[0] = %+v, want number 3 after the first", v)
		}
	})
}

func TestAnotherPersonFindsNothing(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		who := person(t, s)
		first := readyCV(t, s, who, cv1)
		const other = owner.ID("0198-other")
		for name, err := range map[string]error{
			"CV":           second(s.CV(t.Context(), other, cv1)),
			"Original":     second(s.Original(t.Context(), other, cv1)),
			"Version":      second(s.Version(t.Context(), other, first.ID)),
			"Upload":       second(s.Upload(t.Context(), other, library.UploadID("u-"+cv1))),
			"StartReading": s.StartReading(t.Context(), other, cv1, library.Pending),
			"AddVersion":   second(s.AddVersion(t.Context(), other, library.Version{ID: "x", CV: cv1})),
		} {
			if !errors.Is(err, fault.NotFound) {
				t.Errorf("%s of another person = %v, want not found", name, err)
			}
		}
		if err := s.Forget(t.Context(), other, cv1, ""); err != nil {
			t.Errorf("Forget of another person = %v, want nil", err)
		}
		if _, err := s.CV(t.Context(), who, cv1); err != nil {
			t.Errorf("CV after another person's Forget = %v, want nil", err)
		}
	})
}

func second[T any](_ T, err error) error { return err }

func TestForgetLeavesTheVerdictOnly(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		who := person(t, s)
		addCV(t, s, who, cv1)
		for range 2 { // a repeated task must not fail
			if err := s.Forget(t.Context(), who, cv1, document.NoTextLayer); err != nil {
				t.Fatalf("Forget = %v", err)
			}
		}
		if err := second(s.CV(t.Context(), who, cv1)); !errors.Is(err, fault.NotFound) {
			t.Errorf("CV after Forget = %v, want not found", err)
		}
		u, err := s.Upload(t.Context(), who, library.UploadID("u-"+cv1))
		if err != nil || u.Step != library.Refused || u.Verdict != document.NoTextLayer || u.CV != "" {
			t.Errorf("Upload after Forget = %+v, %v, want refused without a CV", u, err)
		}
	})
}

func TestFilesOpenOnlyWhileTheKeyLives(t *testing.T) {
	t.Parallel()
	storetest.EachDB(t, func(t *testing.T, db dbx.DB) {
		blobs := storetest.Blobs(t)
		s := store.New(db, &storetest.Tasks{}, storetest.Keeper(t, db, blobs), func() time.Time { return storetest.Start })
		files := store.NewFiles(s, blobs)
		who := person(t, s)
		addCV(t, s, who, cv1)
		if err := files.Put(t.Context(), who, cv1, []byte(canary)); err != nil {
			t.Fatalf("Put = %v", err)
		}
		if data, err := files.Get(t.Context(), who, cv1); err != nil || string(data) != canary {
			t.Errorf("Get = %q, %v", data, err)
		}
		wantSealed(t, blobs, "cv/"+cv1)
		if err := s.Forget(t.Context(), who, cv1, ""); err != nil {
			t.Fatalf("Forget = %v", err)
		}
		if err := second(files.Get(t.Context(), who, cv1)); !errors.Is(err, fault.NotFound) {
			t.Errorf("Get after Forget = %v, want not found", err)
		}
	})
}

func wantSealed(t *testing.T, blobs *blob.Disk, name string) {
	t.Helper()
	raw, err := blobs.Get(t.Context(), name)
	if err != nil || bytes.Contains(raw, []byte(canary)) {
		t.Errorf("stored object %s: %v, holds the plain text: %v", name, err, err == nil)
	}
}

func TestSealedColumnsHoldNoPlainText(t *testing.T) {
	t.Parallel()
	storetest.EachDB(t, func(t *testing.T, db dbx.DB) {
		s := storetest.New(t, db, &storetest.Tasks{})
		who := person(t, s)
		readyCV(t, s, who, cv1)
		if err := s.SetDraft(t.Context(), who, "ad", canary); err != nil {
			t.Fatalf("SetDraft = %v", err)
		}
		for _, column := range []string{"cvs.file_name", "cvs.reading", "versions.name", "versions.resume", "drafts.body"} {
			table, name, _ := bytes.Cut([]byte(column), []byte("."))
			var raw []byte
			if err := db.QueryRow(t.Context(), "SELECT "+string(name)+" FROM "+string(table)).Scan(&raw); err != nil {
				t.Fatalf("read %s: %v", column, err)
			}
			if len(raw) == 0 || bytes.Contains(raw, []byte(canary)) {
				t.Errorf("%s holds %d bytes with the plain text or nothing", column, len(raw))
			}
		}
	})
}

func TestStartReadingQueuesWithTheRow(t *testing.T) {
	t.Parallel()
	storetest.EachDB(t, func(t *testing.T, db dbx.DB) {
		tasks := &storetest.Tasks{}
		s := storetest.New(t, db, tasks)
		who := person(t, s)
		addCV(t, s, who, cv1)
		read := task.Task{Kind: task.ReadCV, Owner: who, Subject: cv1}
		if err := s.StartReading(t.Context(), who, cv1, library.Pending, read); err != nil {
			t.Fatalf("StartReading = %v", err)
		}
		if diff := cmp.Diff([]task.Task{read}, tasks.All()); diff != "" {
			t.Errorf("queued tasks: %s", diff)
		}
		if err := s.StartReading(t.Context(), who, cv1, library.Pending, read); !errors.Is(err, fault.NotFound) {
			t.Errorf("second StartReading = %v, want not found", err)
		}
	})
}

func TestStale(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		who := person(t, s)
		addCV(t, s, who, "pending")
		readyCV(t, s, who, "ready")
		stale, err := s.Stale(t.Context(), storetest.Start.Add(time.Second))
		if want := []library.Stale{{Owner: who, CV: "pending", State: library.Pending, Created: storetest.Start, Touched: storetest.Start}}; err != nil || !cmp.Equal(want, stale) {
			t.Errorf("Stale = %v, %v, want %v", stale, err, want)
		}
		if stale, err := s.Stale(t.Context(), storetest.Start); err != nil || len(stale) != 0 {
			t.Errorf("Stale before the upload = %v, %v, want none", stale, err)
		}
	})
}
