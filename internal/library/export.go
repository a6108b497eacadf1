package library

import (
	"context"
	"fmt"

	"jobops/internal/cv"
	"jobops/internal/fault"
	"jobops/internal/owner"
	"jobops/internal/parse"
	"jobops/internal/render"
)

// Download is a version written as a file.
type Exported struct {
	Data []byte
	Name string // file name without path, ASCII
	Type string // media type
}

// Download writes a version in a format. company and title of the posting it goes
// to become part of the file's name; both may be empty.
func (s *Service) Download(ctx context.Context, owner owner.ID, id VersionID, f render.Format, o render.Options, company, title string) (Exported, error) {
	v, err := s.versions.Version(ctx, owner, id)
	if err != nil {
		return Exported{}, err
	}
	data, err := render.Write(f, v.Resume, o)
	if err != nil {
		return Exported{}, fmt.Errorf("library: export version %s: %w", id, err)
	}
	if err := s.noteExport(ctx, owner, v, f); err != nil {
		return Exported{}, fmt.Errorf("library: note export of version %s: %w", id, err)
	}
	return Exported{data, render.FileName(v.Resume, company, title, f.Ext()), f.ContentType()}, nil
}

// PreviewExport draws a page, counted from 1, of the PDF that a version becomes,
// as PNG. A page that there is not is fault.NotFound.
func (s *Service) PreviewExport(ctx context.Context, owner owner.ID, id VersionID, page int, o render.Options) ([]byte, error) {
	v, err := s.versions.Version(ctx, owner, id)
	if err != nil {
		return nil, err
	}
	if n, err := render.Pages(v.Resume, o); err != nil || page < 1 || page > n {
		return nil, fault.NotFound
	}
	data, err := render.PDF(v.Resume, o)
	if err != nil {
		return nil, fmt.Errorf("library: preview version %s: %w", id, err)
	}
	return s.reader.Preview(ctx, data, page-1, previewDPI)
}

// ReadBack reads an exported file as a stranger's program would and lists what
// it gives back differently: each Change goes from the version to the reading.
type ReadBack struct {
	Resume  cv.Resume
	Changes []cv.Change
}

// ReadBack exports a version as PDF or DOCX and reads the file with nothing but
// its bytes.
func (s *Service) ReadBack(ctx context.Context, owner owner.ID, id VersionID, f render.Format, o render.Options) (ReadBack, error) {
	v, err := s.versions.Version(ctx, owner, id)
	if err != nil {
		return ReadBack{}, err
	}
	back, err := s.ReadBackOf(ctx, v.Resume, f, o)
	if err != nil {
		return ReadBack{}, fmt.Errorf("library: read back version %s: %w", id, err)
	}
	return back, nil
}

// ReadBackOf does so with a CV that is not kept.
func (s *Service) ReadBackOf(ctx context.Context, r cv.Resume, f render.Format, o render.Options) (ReadBack, error) {
	data, err := render.Write(f, r, o)
	if err != nil {
		return ReadBack{}, fmt.Errorf("library: export: %w", err)
	}
	layout, err := s.reader.Read(ctx, "cv."+string(f), data)
	if err != nil {
		return ReadBack{}, fmt.Errorf("library: read back: %w", err)
	}
	resume := parse.Parse(layout).Resume
	return ReadBack{resume, cv.Diff(cv.Visible(r), resume)}, nil
}
