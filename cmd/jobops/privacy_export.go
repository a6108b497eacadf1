package main

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"jobops/internal/app"
	"jobops/internal/fault"
	"jobops/internal/i18n"
)

type exportCmd struct {
	place
	File string `arg:"" help:"New ZIP file, or - for the standard output." type:"path"`
}

// Run writes everything kept of the person, while the instance is served or not.
func (c *exportCmd) Run(ctx context.Context) (err error) {
	config, err := c.config()
	if err != nil {
		return err
	}
	a, err := app.Beside(ctx, config)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	if c.File == "-" {
		return a.Export(ctx, os.Stdout)
	}
	if err := intoFile(c.File, func(w io.Writer) error { return a.Export(ctx, w) }); err != nil {
		return err
	}
	fmt.Printf("Everything kept of you is in %s. Anyone who has the file can read it.\n", c.File)
	return nil
}

// intoFile writes a file that appears under its name only when it is whole.
func intoFile(name string, write func(io.Writer) error) error {
	if _, err := os.Stat(name); err == nil {
		return fmt.Errorf("%s is there already; choose another name", name)
	}
	f, err := os.CreateTemp(filepath.Dir(name), "jobops-export-*.part")
	if err != nil {
		return err
	}
	err = errors.Join(write(f), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}

type importCmd struct {
	place
	File string `arg:"" help:"ZIP that jobops privacy export or the page wrote." type:"existingfile"`
}

// Run reads an export into an instance, which it makes if need be.
func (c *importCmd) Run(ctx context.Context) (err error) {
	config, err := c.config()
	if err != nil {
		return err
	}
	archive, err := zip.OpenReader(c.File)
	if err != nil {
		return fmt.Errorf("%s is no ZIP archive", c.File)
	}
	defer func() { err = errors.Join(err, archive.Close()) }()
	a, err := app.Open(ctx, config, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	added, err := a.Import(ctx, &archive.Reader)
	if err != nil {
		return inWords(err)
	}
	fmt.Printf("Imported into %s: %s.\n", config.Data, counted(added.Added))
	if len(added.Left) > 0 {
		fmt.Printf("Left out, because that work was under way where it comes from: %s. Files of CVs are in the ZIP.\n", counted(added.Left))
	}
	return nil
}

// counted lists counts by group: "cv 1, version 2".
func counted(groups map[string]int) string {
	var lines []string
	for _, group := range slices.Sorted(maps.Keys(groups)) {
		lines = append(lines, fmt.Sprintf("%s %d", group, groups[group]))
	}
	return strings.Join(lines, ", ")
}

// inWords gives an error that a person may see its sentence.
func inWords(err error) error {
	code, args := fault.CodeOf(err)
	if fault.KindOf(err) == "" || !i18n.Has(i18n.English, code) {
		return err
	}
	return errors.New(i18n.T(i18n.English, code, args...))
}
