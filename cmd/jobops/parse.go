package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"jobops/internal/cv"
	"jobops/internal/document"
	"jobops/internal/fault"
	"jobops/internal/intake"
	"jobops/internal/parse"
)

// parseCmd reads CVs and writes one JSON Resume each. Benchmarks call it: its
// flags and its output are stable.
type parseCmd struct {
	Files []string `arg:"" name:"file" help:"CVs to read: PDF or DOCX, or what another program exported (JSON Resume, Reactive Resume, LinkedIn ZIP, Europass XML, plain text)."`
	Out   string   `help:"Folder to write NAME.json to, instead of standard output." type:"path"`
	Stats bool     `help:"Print how many were read, and the median and 95th percentile time in ms. Times are of a warm reader: the first files are read once before."`
}

// parsed is a JSON Resume, with the reason when the file could not be read.
type parsed struct {
	cv.Resume
	Verdict string `json:"x_verdict,omitempty"`
}

// Run reads every file. A file that cannot be read as a CV gives a verdict, not
// an error; an error means that the disk or the reader failed.
func (c *parseCmd) Run(ctx context.Context) error {
	pool, err := document.NewPool(document.Options{CacheDir: compiledCache(), Queue: -1})
	if err != nil {
		return fmt.Errorf("parse: %w", err)
	}
	defer pool.Close()
	if c.Stats {
		c.warmUp(ctx, pool)
	}
	var took []time.Duration
	for _, file := range c.Files {
		data, err := os.ReadFile(file)
		if err != nil {
			return fmt.Errorf("parse: %w", err)
		}
		start := time.Now()
		result, err := parseFile(ctx, pool, file, data)
		if err != nil {
			return fmt.Errorf("parse %s: %w", filepath.Base(file), err)
		}
		took = append(took, time.Since(start))
		if err := c.write(file, result); err != nil {
			return fmt.Errorf("parse: %w", err)
		}
	}
	if c.Stats {
		printStats(os.Stderr, took)
	}
	return nil
}

// warming is how many files make the reader warm.
const warming = 20

// warmUp reads the first files for nothing, as a server has long done when a
// person comes. What fails here fails again where it is reported.
func (c *parseCmd) warmUp(ctx context.Context, pool *document.Pool) {
	for _, file := range c.Files[:min(len(c.Files), warming)] {
		if data, err := os.ReadFile(file); err == nil {
			_, _ = parseFile(ctx, pool, file, data)
		}
	}
}

// compiledCache is where the compiled PDF engine is kept between runs; "" when
// this machine has no place for it.
func compiledCache() string {
	dir, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(dir, "jobops", "wasm")
}

func parseFile(ctx context.Context, pool *document.Pool, file string, data []byte) (parsed, error) {
	if other := strings.ToLower(filepath.Ext(file)); slices.Contains([]string{".json", ".zip", ".xml", ".txt", ".md"}, other) {
		return importFile(data)
	}
	layout, err := pool.Read(ctx, filepath.Base(file), data)
	if err == nil {
		return parsed{Resume: parse.Parse(layout).Resume}, nil
	}
	if fault.KindOf(err) == "" {
		return parsed{}, err
	}
	code, _ := fault.CodeOf(err)
	return parsed{Verdict: strings.TrimPrefix(code, "upload.")}, nil
}

// importFile reads what another program exported.
func importFile(data []byte) (parsed, error) {
	result, err := intake.Read(data)
	if err == nil {
		return parsed{Resume: result.Resume}, nil
	}
	if fault.KindOf(err) == "" {
		return parsed{}, err
	}
	code, _ := fault.CodeOf(err)
	return parsed{Verdict: strings.TrimPrefix(code, "intake.")}, nil
}

func (c *parseCmd) write(file string, result parsed) error {
	data, err := json.MarshalIndent(result, "", "  ")
	if err != nil {
		return err
	}
	data = append(data, '\n')
	if c.Out == "" {
		_, err = os.Stdout.Write(data)
		return err
	}
	if err := os.MkdirAll(c.Out, 0o700); err != nil {
		return err
	}
	name := strings.TrimSuffix(filepath.Base(file), filepath.Ext(file)) + ".json"
	return os.WriteFile(filepath.Join(c.Out, name), data, 0o600)
}

// printStats prints what benchmarks read.
func printStats(w io.Writer, took []time.Duration) {
	n := len(took)
	slices.Sort(took)
	at := func(share float64) float64 {
		if len(took) == 0 {
			return 0
		}
		i := int(share * float64(len(took)-1))
		return float64(took[i].Microseconds()) / 1000
	}
	fmt.Fprintf(w, "count %d\np50_ms %.1f\np95_ms %.1f\n", n, at(0.50), at(0.95))
}
