package library

import (
	"context"
	"errors"
	"fmt"

	"jobops/internal/cv"
	"jobops/internal/document"
	"jobops/internal/fault"
	"jobops/internal/owner"
	"jobops/internal/parse"
	"jobops/internal/render"
)

// Exported is a version written as a file.
type Exported struct {
	Data []byte
	Name string // file name without path, ASCII
	Type string // media type
	// Differs counts the values of a PDF or DOCX that a machine reads differently,
	// see ReadBack; Unread when it could not be read back.
	Differs int
}

// Unread says that a file could not be read back.
const Unread = -1

// Download writes a version in a format and reads a PDF or DOCX back. company and
// title of the posting it goes to become part of the file's name; both may be
// empty. Unless the person has seen how a machine reads it, a file that comes
// back differently is not noted as exported, for it is not handed out yet.
func (s *Service) Download(ctx context.Context, owner owner.ID, id VersionID, f render.Format, o render.Options, company, title string, seen bool) (Exported, error) {
	v, err := s.versions.Version(ctx, owner, id)
	if err != nil {
		return Exported{}, err
	}
	file, err := s.Write(v, f, o, company, title)
	if err != nil {
		return Exported{}, err
	}
	if file.Differs, err = s.differs(ctx, v, f, file.Data); err != nil {
		return Exported{}, err
	}
	if file.Differs != 0 && !seen {
		return file, nil
	}
	if err := s.noteExport(ctx, owner, v, f); err != nil {
		return Exported{}, fmt.Errorf("library: note export of version %s: %w", id, err)
	}
	return file, nil
}

// Write writes a version as a file without reading it back or noting anything.
func (s *Service) Write(v Version, f render.Format, o render.Options, company, title string) (Exported, error) {
	data, err := render.Write(f, v.Resume, o)
	if err != nil {
		return Exported{}, fmt.Errorf("library: export version %s: %w", v.ID, err)
	}
	return Exported{Data: data, Name: render.FileName(v.Resume, company, title, f.Ext()), Type: f.ContentType()}, nil
}

// differs counts what a machine reads differently in a file; 0 for formats that
// are text.
func (s *Service) differs(ctx context.Context, v Version, f render.Format, data []byte) (int, error) {
	if f != render.FormatPDF && f != render.FormatDOCX {
		return 0, nil
	}
	back, err := s.readBack(ctx, v.Resume, f, data)
	if errors.Is(err, errTooLong) || errors.Is(err, errUnreadable) {
		return Unread, nil
	}
	return len(back.Changes), err
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

// What a person is told of a file that was not read back.
var (
	errTooLong    = fault.New(fault.TooLarge, "export.too_long")
	errUnreadable = fault.New(fault.Invalid, "export.unreadable")
)

// ReadBack exports a version as PDF or DOCX and reads the file as a program does
// that heeds neither tags nor styles nor metadata. A file that is longer than
// what is read, or that cannot be read at all, is a fault that says so.
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
	return s.readBack(ctx, r, f, data)
}

func (s *Service) readBack(ctx context.Context, r cv.Resume, f render.Format, data []byte) (ReadBack, error) {
	layout, err := s.reader.Read(ctx, "cv."+string(f), data)
	switch verdict, refused := verdictOf(err); {
	case refused && (verdict == document.TooManyPages || verdict == document.TooLarge):
		return ReadBack{}, errTooLong
	case refused:
		return ReadBack{}, errUnreadable
	case err != nil:
		return ReadBack{}, fmt.Errorf("library: read back: %w", err)
	}
	resume := parse.Parse(layout.Bare()).Resume
	return ReadBack{resume, cv.Diff(cv.Visible(r), resume)}, nil
}
