package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

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
	case !isText(path, data):
		return resumeOfDocument(ctx, name, data)
	}
	return parse.Parse(plainLayout(string(data))).Resume, nil
}

// isText reports whether a file holds text to read as it is. What is named or
// begins like a document is none, nor are bytes that no writer of text leaves.
func isText(path string, data []byte) bool {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".pdf", ".docx", ".doc":
		return false
	}
	return !bytes.HasPrefix(data, []byte("%PDF")) && !bytes.HasPrefix(data, []byte("PK")) &&
		utf8.Valid(data) && bytes.IndexByte(data, 0) < 0
}

// plainLayout lays plain text out as one page of even lines, so that it is read
// like any other CV. Lines are 14 points apart, type is 10 points high.
func plainLayout(text string) document.Layout {
	page := document.Page{Width: 595, Height: 842}
	for i, l := range strings.Split(text, "\n") {
		if l = strings.TrimRight(l, " \t\r"); l != "" {
			y := float64(14 * (i + 1))
			page.Runs = append(page.Runs, document.Run{Text: l, X0: 50, X1: 50 + 5*float64(len(l)), Y0: y, Y1: y + 10, Baseline: y + 8, Size: 10})
			page.Height = max(page.Height, y+50)
		}
	}
	return document.Layout{Format: document.DOCX, Pages: []document.Page{page}}
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
