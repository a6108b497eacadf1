package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"jobops/internal/cv"
	"jobops/internal/document"
	"jobops/internal/parse"
)

// resumeFrom reads a CV from a file: JSON Resume, PDF, DOCX or plain text, told
// apart by what is in it.
func resumeFrom(ctx context.Context, path string) (cv.Resume, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return cv.Resume{}, fmt.Errorf("cv: %w", err)
	}
	name := filepath.Base(path)
	switch {
	case bytes.HasPrefix(bytes.TrimSpace(data), []byte("{")):
		var r cv.Resume
		if err := json.Unmarshal(data, &r); err != nil {
			return cv.Resume{}, fmt.Errorf("cv %s: %w", name, err)
		}
		return r, nil
	case bytes.HasPrefix(data, []byte("%PDF")) || bytes.HasPrefix(data, []byte("PK")):
		return resumeOfDocument(ctx, name, data)
	}
	return resumeOfText(string(data)), nil
}

func resumeOfDocument(ctx context.Context, name string, data []byte) (cv.Resume, error) {
	pool, err := document.NewPool(document.Options{CacheDir: compiledCache(), Queue: -1})
	if err != nil {
		return cv.Resume{}, fmt.Errorf("cv: %w", err)
	}
	defer pool.Close()
	layout, err := pool.Read(ctx, name, data)
	if err != nil {
		return cv.Resume{}, fmt.Errorf("cv %s: %w", name, err)
	}
	return parse.Parse(layout).Resume, nil
}
