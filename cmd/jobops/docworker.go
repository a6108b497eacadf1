package main

import (
	"context"
	"os"

	"jobops/internal/document"
)

// docworkerCmd reads documents for another jobops process.
type docworkerCmd struct {
	Cache string `arg:"" optional:"" help:"Directory of the compilation cache."`
}

// Run serves requests on standard input until it ends.
func (c docworkerCmd) Run(context.Context) error {
	return document.Child(os.Stdin, os.Stdout, c.Cache)
}
