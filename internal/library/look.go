package library

import (
	"context"

	"jobops/internal/fault"
	"jobops/internal/owner"
	"jobops/internal/render"
)

// Looks keeps how versions are written.
type Looks interface {
	// Look returns the options chosen for a version, else those the person chose
	// last, else the zero Options.
	Look(ctx context.Context, owner owner.ID, id VersionID) (render.Options, error)
	// SetLook keeps them; a version of somebody else is fault.NotFound.
	SetLook(ctx context.Context, owner owner.ID, id VersionID, o render.Options) error
}

// Look returns how a version is written as a file: the options chosen for it,
// else those the person chose last for another one.
func (s *Service) Look(ctx context.Context, owner owner.ID, id VersionID) (render.Options, error) {
	return s.looks.Look(ctx, owner, id)
}

// SetLook keeps how a version is written. With a number of pages the options
// are first tightened until the CV fills no more than those. The errors are
// those of render.Options.Check and render.Fit; then nothing is kept.
func (s *Service) SetLook(ctx context.Context, owner owner.ID, id VersionID, o render.Options, pages int) error {
	v, err := s.versions.Version(ctx, owner, id)
	if err != nil {
		return err
	}
	if err := o.Check(); err != nil {
		return err
	}
	if pages > 0 {
		if o, err = render.Fit(v.Resume, o, pages); err != nil {
			return err
		}
	}
	return s.looks.SetLook(ctx, owner, id, o)
}

// specimenDPI draws an A4 page 298 pixels wide: enough to choose a template by.
const specimenDPI = 36

// Specimen draws the first page of a version in a template, with the other
// options as they are kept, as PNG. An unknown template is fault.NotFound.
func (s *Service) Specimen(ctx context.Context, owner owner.ID, id VersionID, t render.Template) ([]byte, error) {
	v, err := s.versions.Version(ctx, owner, id)
	if err != nil {
		return nil, err
	}
	o, err := s.looks.Look(ctx, owner, id)
	if err != nil {
		return nil, err
	}
	if o.Template = t; o.Check() != nil {
		o = render.Options{Paper: o.Paper, Template: t} // a colour that only another ground bears
	}
	if o.Check() != nil {
		return nil, fault.NotFound
	}
	data, err := render.PDF(v.Resume, o)
	if err != nil {
		return nil, fault.NotFound // the page says which character has no shape
	}
	return s.reader.Preview(ctx, data, 0, specimenDPI)
}
