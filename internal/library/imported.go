package library

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"path"
	"strings"

	"jobops/internal/cv"
	"jobops/internal/document"
	"jobops/internal/fault"
	"jobops/internal/intake"
	"jobops/internal/owner"
	"jobops/internal/render"
)

// Imported is the format of a CV that came in from another program. What is
// kept as its original is what came in, as JSON, and never the other program's
// file, which may hold a birth date, messages and other people's addresses.
const Imported document.Format = "json"

// Inspect says what a file of another program would bring in, and what not.
// Nothing is kept. A PDF is asked for the data that Europass puts into it; for
// the errors see package intake and document.Refuse.
func (s *Service) Inspect(ctx context.Context, name string, data []byte) (intake.Result, error) {
	if !bytes.Contains(data[:min(len(data), 1024)], []byte("%PDF-")) {
		return intake.Read(data)
	}
	if _, err := document.Sniff(name, data); err != nil {
		return intake.Result{}, err
	}
	layout, err := s.reader.Read(ctx, name, data)
	if err != nil {
		return intake.Result{}, err
	}
	if layout.Europass == nil {
		return intake.Result{}, intake.ErrDocument
	}
	return intake.Read(layout.Europass)
}

// Import keeps what was inspected as a new CV, by the way of every upload: its
// first version is there when the upload is Done.
func (s *Service) Import(ctx context.Context, owner owner.ID, name string, resume cv.Resume) (Upload, error) {
	data, err := json.Marshal(resume)
	if err != nil {
		return Upload{}, fmt.Errorf("library: import: %w", err)
	}
	if len(cv.Leaves(resume)) == 0 {
		return Upload{}, intake.ErrEmpty
	}
	if len(data) > document.MaxBytes {
		return Upload{}, intake.ErrTooLarge
	}
	return s.take(ctx, owner, shortened(strings.TrimSuffix(cleanName(name), path.Ext(name))+".json"), Imported, data)
}

// ImportVersion adds what was inspected to a CV as the version that follows its
// record.
func (s *Service) ImportVersion(ctx context.Context, owner owner.ID, id ID, name string, resume cv.Resume) (Version, error) {
	record, err := s.Record(ctx, owner, id)
	if err != nil {
		return Version{}, err
	}
	return s.Save(ctx, owner, record.ID, "", name, resume)
}

// readImported makes a reading of what was kept of an import.
func readImported(data []byte) (cv.Reading, error) {
	var r cv.Reading
	if err := json.Unmarshal(data, &r.Resume); err != nil {
		return cv.Reading{}, fault.New(fault.Invalid, "upload.broken")
	}
	r.Text = string(render.Text(r.Resume, render.Options{}))
	return r, nil
}
