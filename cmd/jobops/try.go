package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"jobops/internal/cv"
	"jobops/internal/fault"
	"jobops/internal/i18n"
	"jobops/internal/match"
	"jobops/internal/posting"
	"jobops/internal/render"
	"jobops/internal/tailor"
)

// tryCmd does the whole job without a server: read a CV and an ad, match them,
// propose edits, apply some, write the better CV. Benchmarks call it: its flags
// and its JSON are stable.
type tryCmd struct {
	CV     string   `arg:"" help:"CV: PDF, DOCX, JSON Resume or plain text."`
	Ad     string   `arg:"" help:"Job ad: text or HTML; - for standard input."`
	Out    string   `short:"o" placeholder:"FILE" help:"Write the tailored CV; .pdf, .docx, .md, .txt or .json."`
	Accept []string `placeholder:"ID,..." help:"Edits to apply by id, or \"supported\" for all, instead of order and selection."`
	JSON   bool     `help:"Print the result as JSON."`
}

// tried is what tryCmd prints.
type tried struct {
	Before match.Match   `json:"before"`
	After  match.Match   `json:"after"`
	Edits  []offeredEdit `json:"edits"`
	Resume cv.Resume     `json:"resume"` // the tailored CV
	Out    string        `json:"out,omitempty"`
}

// offeredEdit is an edit, its reason in words and whether it was applied.
type offeredEdit struct {
	tailor.Edit
	Why     string   `json:"why"`
	Omitted []string `json:"omitted,omitempty"`
	Applied bool     `json:"applied"`
}

// Run does the job. A file that cannot be read, an id that is not there and a
// format that cannot be written end with exit code 2 and one sentence.
func (c *tryCmd) Run(ctx context.Context) error {
	result, err := c.try(ctx)
	if err == nil {
		err = c.print(os.Stdout, result)
	}
	return spoken(err)
}

func (c *tryCmd) try(ctx context.Context) (tried, error) {
	format, err := formatOf(c.Out)
	if err != nil {
		return tried{}, err
	}
	resume, err := resumeFrom(ctx, c.CV)
	if err != nil {
		return tried{}, err
	}
	ad, err := readAd(c.Ad)
	if err != nil {
		return tried{}, err
	}
	result, err := tailored(resume, posting.Read(ad), c.Accept)
	if err != nil || c.Out == "" {
		return result, err
	}
	result.Out = c.Out
	return result, writeCV(c.Out, format, result.Resume)
}

// readAd reads an ad from a file or, for "-", from standard input. One without
// a word is fault.Invalid: whoever calls this program would take a match with
// nothing for an answer.
func readAd(path string) (string, error) {
	data, err := adFrom(path)
	switch {
	case err != nil:
		return "", fmt.Errorf("ad: %w", err)
	case !isText(path, data):
		return "", fault.New(fault.Unsupported, "posting.not_text")
	case len(bytes.TrimSpace(data)) == 0:
		return "", fault.New(fault.Invalid, "posting.empty_file")
	}
	return string(data), nil
}

func adFrom(path string) ([]byte, error) {
	if path == "-" {
		return io.ReadAll(os.Stdin)
	}
	return os.ReadFile(path)
}

// tailored proposes edits, applies the accepted ones and matches again.
func tailored(resume cv.Resume, p posting.Posting, accept []string) (tried, error) {
	result := tried{Before: match.Score(resume, p)}
	edits := tailor.Propose(resume, p, result.Before)
	chosen, err := choose(edits, accept)
	if err != nil {
		return tried{}, err
	}
	if result.Resume, err = tailor.Apply(resume, chosen); err != nil {
		return tried{}, err
	}
	result.After = match.Score(result.Resume, p)
	result.Edits = make([]offeredEdit, len(edits))
	for i, e := range edits {
		applied := slices.ContainsFunc(chosen, func(c tailor.Edit) bool { return c.ID == e.ID })
		result.Edits[i] = offeredEdit{e, i18n.T(speech(), e.Reason.Key, e.Reason.Args...), e.Omitted(), applied}
	}
	return result, nil
}

// choose takes the edits that are named; without names those that only order
// and select.
func choose(edits []tailor.Edit, accept []string) ([]tailor.Edit, error) {
	var chosen []tailor.Edit
	for _, e := range edits {
		byDefault := len(accept) == 0 && (e.Kind == tailor.Order || e.Kind == tailor.Pick)
		if byDefault || slices.Contains(accept, e.ID) || slices.Contains(accept, "supported") && e.Supported {
			chosen = append(chosen, e)
		}
	}
	for _, id := range accept {
		known := slices.ContainsFunc(edits, func(e tailor.Edit) bool { return e.ID == id })
		if id != "supported" && !known {
			return nil, fault.New(fault.NotFound, "tailor.unknown_edit", id)
		}
	}
	return chosen, nil
}

// formatOf reads the format off a file name; "" is no format and no error.
func formatOf(name string) (render.Format, error) {
	if name == "" {
		return "", nil
	}
	ext := strings.ToLower(strings.TrimPrefix(filepath.Ext(name), "."))
	for _, f := range render.Formats() {
		if f.Ext() == ext {
			return f, nil
		}
	}
	return "", fault.New(fault.Invalid, "render.format")
}

// writeCV writes beside the file and renames, so that a failure leaves the old
// file as it was.
func writeCV(name string, f render.Format, r cv.Resume) error {
	data, err := render.Write(f, r, render.Options{})
	if err != nil {
		return err
	}
	temp, err := os.CreateTemp(filepath.Dir(name), ".jobops-*")
	if err != nil {
		return fmt.Errorf("try: %w", err)
	}
	defer os.Remove(temp.Name())
	_, err = temp.Write(data)
	if err = errors.Join(err, temp.Close()); err != nil {
		return fmt.Errorf("try: %w", err)
	}
	return os.Rename(temp.Name(), name)
}

func (c *tryCmd) print(w io.Writer, t tried) error {
	if c.JSON {
		e := json.NewEncoder(w)
		e.SetIndent("", "  ")
		return e.Encode(t)
	}
	var b strings.Builder
	t.describe(&b)
	_, err := io.WriteString(w, b.String())
	return err
}

func (t tried) describe(b *strings.Builder) {
	fmt.Fprintf(b, "match  %s -> %s\n", grade(t.Before), grade(t.After))
	for _, f := range t.Before.Findings {
		fmt.Fprintf(b, "  %-10s  %s", f.State, f.Requirement.Label)
		if f.CV.Text != "" {
			fmt.Fprintf(b, "  %q", f.CV.Text)
		}
		b.WriteByte('\n')
	}
	fmt.Fprintf(b, "edits  %d\n", len(t.Edits))
	for _, e := range t.Edits {
		e.describe(b)
	}
	if t.Out != "" {
		fmt.Fprintf(b, "wrote  %s\n", t.Out)
	}
}

func grade(m match.Match) string {
	if m.Abstained != "" {
		return i18n.T(speech(), m.Abstained)
	}
	return fmt.Sprintf("%s %d", m.Band, m.Score)
}

func (e offeredEdit) describe(b *strings.Builder) {
	mark := " "
	if e.Applied {
		mark = "*"
	}
	fmt.Fprintf(b, "%s %s  %s\n", mark, e.ID, e.Why)
	if e.Kind == tailor.Pick {
		quoteLines(b, "without", e.Omitted)
	} else {
		quoteLines(b, "before", lines(e.Before))
		quoteLines(b, "after", lines(e.After))
	}
	for _, ev := range e.Evidence {
		fmt.Fprintf(b, "      evidence  %s %q\n", ev.Path, ev.Quote)
	}
}

func lines(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(text, "\n")
}

func quoteLines(b *strings.Builder, what string, list []string) {
	for _, line := range list {
		fmt.Fprintf(b, "      %-8s  %s\n", what, line)
	}
}

// speech is the language of the terminal, as the environment names it.
func speech() i18n.Lang {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := os.Getenv(name); v != "" {
			code, _, _ := strings.Cut(v, "_")
			l, _ := i18n.Parse(code)
			return l
		}
	}
	return i18n.Default
}

// refused is an error a person can do something about, said in a sentence.
type refused struct {
	sentence string
	cause    error
}

func (r *refused) Error() string { return r.sentence }
func (r *refused) Unwrap() error { return r.cause }

// ExitCode tells it apart from a failure of ours, which is 1.
func (r *refused) ExitCode() int { return 2 }

// spoken turns a fault into its sentence; other errors stay as they are.
func spoken(err error) error {
	if fault.KindOf(err) == "" {
		return err
	}
	code, args := fault.CodeOf(err)
	return &refused{i18n.T(speech(), code, args...), err}
}
