package library

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"jobops/internal/cv"
	"jobops/internal/document"
	"jobops/internal/fault"
	"jobops/internal/owner"
	"jobops/internal/parse"
	"jobops/internal/task"
)

// Upload checks a file, stores it sealed and queues its reading. What can be
// told from the bytes (type, size, disguise) is refused here with nothing
// stored; the rest is told by Progress.
func (s *Service) Upload(ctx context.Context, owner owner.ID, fileName string, data []byte) (Upload, error) {
	format, err := document.Sniff(fileName, data)
	if err != nil {
		return Upload{}, err
	}
	return s.take(ctx, owner, cleanName(fileName), format, data)
}

// take makes a CV of a file that was found good.
func (s *Service) take(ctx context.Context, owner owner.ID, name string, format document.Format, data []byte) (Upload, error) {
	now := s.now()
	c := CV{ID: ID(newID()), FileName: name, Format: format, Size: int64(len(data)), State: Pending, Created: now, Updated: now}
	u := Upload{ID: UploadID(newID()), CV: c.ID, Step: Queued, Created: now}
	if err := s.store.AddCV(ctx, owner, c, u); err != nil {
		return Upload{}, fmt.Errorf("library: add cv: %w", err)
	}
	if err := s.enqueue(ctx, owner, c.ID, data); err != nil {
		return Upload{}, errors.Join(err, s.forget(ctx, owner, c.ID, ""))
	}
	return u, nil
}

// UploadOnce is Upload for a file that a person needs once: when they have a CV
// of this name with the same bytes it returns its id instead, however often and
// from however many tabs it is asked.
func (s *Service) UploadOnce(ctx context.Context, owner owner.ID, fileName string, data []byte) (Upload, ID, error) {
	s.once.Lock()
	defer s.once.Unlock()
	cvs, err := s.store.CVs(ctx, owner)
	if err != nil {
		return Upload{}, "", err
	}
	for _, c := range cvs {
		if c.FileName != fileName || c.Size != int64(len(data)) || c.State == Pending {
			continue
		}
		there, err := s.files.Get(ctx, owner, c.ID)
		if err != nil && fault.KindOf(err) != fault.NotFound {
			return Upload{}, "", err
		}
		if err == nil && bytes.Equal(there, data) {
			return Upload{}, c.ID, nil
		}
	}
	u, err := s.Upload(ctx, owner, fileName, data)
	return u, "", err
}

func (s *Service) enqueue(ctx context.Context, owner owner.ID, id ID, data []byte) error {
	if err := s.files.Put(ctx, owner, id, data); err != nil {
		return fmt.Errorf("library: store original of cv %s: %w", id, err)
	}
	return s.store.StartReading(ctx, owner, id, Pending, readTask(owner, id))
}

func readTask(owner owner.ID, id ID) task.Task {
	return task.Task{Kind: task.ReadCV, Owner: owner, Subject: string(id)}
}

// Progress returns how far an upload has come.
func (s *Service) Progress(ctx context.Context, owner owner.ID, id UploadID) (Upload, error) {
	return s.uploads.Upload(ctx, owner, id)
}

// progressInterval is how often an upload's row is looked at; a reading takes
// some 50 ms.
const progressInterval = 20 * time.Millisecond

// Watch calls seen with each new step of an upload until it has ended, the
// context is done or seen fails.
func (s *Service) Watch(ctx context.Context, owner owner.ID, id UploadID, seen func(Upload) error) error {
	tick := time.NewTicker(progressInterval)
	defer tick.Stop()
	var last Step
	for {
		u, err := s.uploads.Upload(ctx, owner, id)
		if err != nil {
			return err
		}
		if u.Step != last {
			if err := seen(u); err != nil {
				return err
			}
			last = u.Step
		}
		if u.Step.Ended() {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
}

// Await returns the upload once it has ended, or as it stands after a wait.
func (s *Service) Await(ctx context.Context, owner owner.ID, id UploadID, wait time.Duration) (Upload, error) {
	ctx, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	var last Upload
	err := s.Watch(ctx, owner, id, func(u Upload) error { last = u; return nil })
	if last.ID != "" && ctx.Err() != nil {
		return last, nil
	}
	return last, err
}

// Read does the queued work of an upload: original to structured CV. It may be
// repeated. A document that cannot be read is no error of the task: the CV is
// forgotten and its upload says why.
func (s *Service) Read(ctx context.Context, owner owner.ID, id ID) error {
	c, err := s.store.CV(ctx, owner, id)
	if fault.KindOf(err) == fault.NotFound || err == nil && c.State != Reading {
		return nil // deleted meanwhile, or read by an earlier try
	}
	if err != nil {
		return err
	}
	reading, err := s.read(ctx, owner, c)
	if fault.KindOf(err) == fault.Restricted {
		return nil // kept as it is; a sweep queues it again when that ends
	}
	if verdict, refused := verdictOf(err); refused {
		return s.forget(ctx, owner, id, verdict)
	}
	if err != nil {
		return fmt.Errorf("library: read cv %s: %w", id, err)
	}
	first := Version{ID: VersionID(newID()), CV: id, Number: 1, Resume: reading.Resume, Created: s.now()}
	err = s.store.FinishReading(ctx, owner, id, reading, first)
	if fault.KindOf(err) == fault.NotFound {
		return nil // deleted, or read by another try, while this one was at work
	}
	return err
}

func (s *Service) read(ctx context.Context, owner owner.ID, c CV) (cv.Reading, error) {
	if err := s.uploads.SetStep(ctx, owner, c.ID, Opening); err != nil {
		return cv.Reading{}, err
	}
	data, err := s.files.Get(ctx, owner, c.ID)
	if err != nil {
		return cv.Reading{}, err
	}
	if c.Format == Imported {
		return readImported(data)
	}
	layout, err := s.reader.Read(ctx, c.FileName, data)
	if err != nil {
		return cv.Reading{}, err
	}
	if err := s.uploads.SetStep(ctx, owner, c.ID, Sorting); err != nil {
		return cv.Reading{}, err
	}
	reading := parse.Parse(layout)
	return reading, s.uploads.SetStep(ctx, owner, c.ID, Keeping)
}

// verdictOf tells a refusal of the document from a failure of ours. Busy is
// neither: the queue tries again.
func verdictOf(err error) (document.Verdict, bool) {
	if err == nil || fault.KindOf(err) == "" {
		return "", false
	}
	code, _ := fault.CodeOf(err)
	v, ok := strings.CutPrefix(code, "upload.")
	return document.Verdict(v), ok && document.Verdict(v) != document.Busy
}

// maxName is the longest file name kept, in bytes.
const maxName = 200

// cleanName keeps the last element of a path as browsers may send it, without
// control characters and without those that turn the direction of writing:
// "cv<U+202E>fdp.exe" would be shown as "cvexe.pdf".
func cleanName(name string) string {
	if i := strings.LastIndexAny(name, `/\`); i >= 0 {
		name = name[i+1:]
	}
	return shortened(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(name, "")))
}

// maxExtension is the longest ending, with its dot, that a cut name keeps.
const maxExtension = 10

// shortened cuts a name to maxName bytes between two characters and before its
// extension.
func shortened(name string) string {
	if len(name) <= maxName {
		return name
	}
	ext := filepath.Ext(name)
	if len(ext) > maxExtension {
		ext = ""
	}
	end := maxName - len(ext)
	for !utf8.RuneStart(name[end]) {
		end--
	}
	return name[:end] + ext
}
