package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"sync"

	"jobops/internal/cv"
	"jobops/internal/match"
	"jobops/internal/posting"
	"jobops/internal/taxonomy"
)

type matchCmd struct {
	CV   string `arg:"" optional:"" help:"CV: PDF, DOCX, JSON Resume or plain text."`
	Ad   string `arg:"" optional:"" help:"Job ad: text or HTML."`
	JSON bool   `help:"Print the match as JSON."`

	CVs string `name:"cvs" help:"JSON lines with id and text, one CV each." placeholder:"FILE"`
	Ads string `name:"ads" help:"JSON lines with id, text and title, one ad each." placeholder:"FILE"`
	Out string `name:"run" help:"Where to write cv id, ad id and score of all pairs." placeholder:"FILE"`

	Titles string `hidden:"" help:"JSON lines with id and title; writes id, ESCO address and score."`
	Lang   string `hidden:"" default:"en" help:"Language of the titles."`
	Spans  string `hidden:"" help:"JSON lines with tokens; writes the spans that name knowledge."`
}

// Run scores one CV against one ad, or all pairs of two files.
func (c *matchCmd) Run(ctx context.Context) error {
	if c.CVs != "" || c.Ads != "" {
		return c.all()
	}
	if c.Titles != "" {
		return c.link()
	}
	if c.Spans != "" {
		return c.spans()
	}
	if c.CV == "" || c.Ad == "" {
		return errors.New("match: give a CV and an ad, or --cvs, --ads and --run")
	}
	resume, err := resumeFrom(ctx, c.CV)
	if err != nil {
		return spoken(err)
	}
	ad, err := readAd(c.Ad)
	if err != nil {
		return spoken(err)
	}
	m := match.Score(resume, posting.Read(ad))
	if c.JSON {
		e := json.NewEncoder(os.Stdout)
		e.SetIndent("", "  ")
		return e.Encode(m)
	}
	printMatch(os.Stdout, m)
	return nil
}

// item is one line of a file of CVs or ads.
type item struct{ ID, Title, Text string }

// readItems reads JSON lines.
func readItems(path string) ([]item, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("match: %w", err)
	}
	defer f.Close()
	var items []item
	for d := json.NewDecoder(f); ; {
		var i item
		if err := d.Decode(&i); errors.Is(err, io.EOF) {
			return items, nil
		} else if err != nil {
			return nil, fmt.Errorf("match: line %d: %w", len(items)+1, err)
		}
		items = append(items, i)
	}
}

// all writes one line per pair, CVs and ads in the order of their files.
func (c *matchCmd) all() error {
	cvs, err := readItems(c.CVs)
	if err != nil {
		return err
	}
	ads, err := readItems(c.Ads)
	if err != nil {
		return err
	}
	openings := make([]*match.Opening, len(ads))
	each(len(ads), func(i int) { openings[i] = match.PreparePosting(titled(ads[i])) })
	lines := make([]string, len(cvs))
	each(len(cvs), func(i int) { lines[i] = rankAll(cvs[i], ads, openings) })
	return writeRun(c.Out, lines)
}

// linked is how many occupations are written for each title.
const linked = 50

// link writes the occupations that titles may mean.
func (c *matchCmd) link() error {
	titles, err := readItems(c.Titles)
	if err != nil {
		return err
	}
	lines := make([]string, len(titles))
	each(len(titles), func(i int) {
		var b strings.Builder
		for _, l := range taxonomy.LinkTitle(titles[i].Title, c.Lang, linked) {
			fmt.Fprintf(&b, "%s\t%s\t%.6f\n", titles[i].ID, l.URI, l.Score)
		}
		lines[i] = b.String()
	})
	return writeRun(c.Out, lines)
}

// spans writes the spans of words that name knowledge, one list a sentence.
func (c *matchCmd) spans() error {
	f, err := os.Open(c.Spans)
	if err != nil {
		return fmt.Errorf("match: %w", err)
	}
	defer f.Close()
	var lines []string
	for d := json.NewDecoder(f); ; {
		var s struct{ Tokens []string }
		if err := d.Decode(&s); errors.Is(err, io.EOF) {
			return writeRun(c.Out, lines)
		} else if err != nil {
			return fmt.Errorf("match: line %d: %w", len(lines)+1, err)
		}
		found, err := json.Marshal(append([][2]int{}, taxonomy.KnowledgeSpans(s.Tokens)...))
		if err != nil {
			return fmt.Errorf("match: %w", err)
		}
		lines = append(lines, string(found)+"\n")
	}
}

func titled(i item) posting.Posting {
	p := posting.Read(i.Text)
	if i.Title != "" {
		p.Title = i.Title
	}
	return p
}

func rankAll(c item, ads []item, openings []*match.Opening) string {
	var b strings.Builder
	candidate := match.Prepare(resumeOfText(c.Text))
	for k, o := range openings {
		fmt.Fprintf(&b, "%s\t%s\t%.6f\n", c.ID, ads[k].ID, candidate.Rank(o))
	}
	return b.String()
}

// each calls f for 0..n-1 on all processors.
func each(n int, f func(int)) {
	next := make(chan int)
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := range next {
				f(i)
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	wg.Wait()
}

func writeRun(path string, lines []string) error {
	out := os.Stdout
	if path != "" {
		f, err := os.Create(path)
		if err != nil {
			return fmt.Errorf("match: %w", err)
		}
		defer f.Close()
		out = f
	}
	w := bufio.NewWriter(out)
	for _, l := range lines {
		if _, err := w.WriteString(l); err != nil {
			return fmt.Errorf("match: %w", err)
		}
	}
	return w.Flush()
}

// headline is how much of a plain text's first line may be a job title.
const headline = 80

// resumeOfText makes a CV of plain text without knowing its parts: the first
// line as headline, every line as text.
func resumeOfText(text string) cv.Resume {
	var r cv.Resume
	lines := strings.Split(strings.TrimSpace(text), "\n")
	r.Basics.Label = lines[0][:min(headline, len(lines[0]))]
	r.Other = []cv.Section{{Lines: lines}}
	return r
}

func printMatch(w io.Writer, m match.Match) {
	if m.Abstained != "" {
		fmt.Fprintln(w, "no score:", m.Abstained)
		return
	}
	fmt.Fprintf(w, "score %d (%s)\n", m.Score, m.Band)
	fmt.Fprintf(w, "  %+4d base\n", m.Base)
	for _, p := range m.Parts {
		fmt.Fprintf(w, "  %+4d %s\n", p.Points, p.Code)
	}
	for _, f := range m.Findings {
		fmt.Fprintf(w, "%-10s %-24s ad %q", f.State, f.Requirement.ID, f.Ad.Text)
		if f.CV.Text != "" {
			fmt.Fprintf(w, "  cv %q at %s", f.CV.Text, f.CV.Path)
		}
		if f.Gain > 0 {
			fmt.Fprintf(w, "  +%d if you have it", f.Gain)
		}
		fmt.Fprintln(w)
	}
	fmt.Fprintf(w, "keywords %d of %d\n", m.Keywords.Found, m.Keywords.Of)
}
