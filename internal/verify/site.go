package verify

import (
	"context"
	"errors"
)

// errNoSite says that nothing answers.
var errNoSite = errors.New("no instance answers")

// Site is a running instance.
type Site struct{}

func canaryLeavesNothing(_ context.Context, s *System, _ *Findings) error { return s.site() }
func answersAreGuarded(_ context.Context, s *System, _ *Findings) error   { return s.site() }
func pagesAreDerived(_ context.Context, s *System, _ *Findings) error     { return s.site() }

func (s *System) site() error { return errNoSite }
