// Package claims measures the truth check of package tailor with sets of lies
// and honest rewordings that another hand wrote. Read loads a set, Run checks
// each row as the bullet of a CV, Table.Write prints the outcome by language and
// kind. The sets and their rules stand in ../testdata/claims; nothing here is
// part of the served program.
package claims

import (
	"bufio"
	"fmt"
	"io"
	"io/fs"
	"regexp"
	"strings"

	"jobops/internal/cv"
	"jobops/internal/tailor"
)

// Row is one rewording of a CV's line with the lines around it.
type Row struct {
	ID, Lang, Kind string
	Source         string // the line or lines that the edit replaces
	Edit           string
	Context        []string // other lines of the same CV
	Honest         bool
}

// columns of lies.tsv and honest.tsv; the last says why and is not read.
const columns = 7

// Set loads lies.tsv and honest.tsv of a folder, without the ids named in its
// disputed.tsv. A line of another shape is an error that names it.
func Set(dir fs.FS) ([]Row, error) {
	disputed, err := firstColumn(dir, "disputed.tsv")
	if err != nil {
		return nil, err
	}
	var all []Row
	for _, file := range []string{"lies.tsv", "honest.tsv"} {
		rows, err := read(dir, file, disputed)
		if err != nil {
			return nil, err
		}
		all = append(all, rows...)
	}
	return all, nil
}

func read(dir fs.FS, file string, without map[string]bool) ([]Row, error) {
	lines, err := lines(dir, file)
	if err != nil {
		return nil, err
	}
	var rows []Row
	for n, line := range lines {
		cells := strings.Split(line, "\t")
		if len(cells) != columns {
			return nil, fmt.Errorf("claims: %s row %d has %d columns, want %d", file, n+1, len(cells), columns)
		}
		if without[cells[0]] {
			continue
		}
		rows = append(rows, Row{
			ID: cells[0], Lang: cells[1], Kind: cells[2], Source: breaks(cells[3]), Edit: breaks(cells[4]),
			Context: strings.Split(breaks(cells[5]), "\n"), Honest: file == "honest.tsv",
		})
	}
	return rows, nil
}

func breaks(cell string) string { return strings.ReplaceAll(cell, `\n`, "\n") }

// firstColumn reads the ids of a table that need not exist.
func firstColumn(dir fs.FS, file string) (map[string]bool, error) {
	if _, err := fs.Stat(dir, file); err != nil {
		return nil, nil
	}
	rows, err := lines(dir, file)
	ids := map[string]bool{}
	for _, row := range rows {
		id, _, _ := strings.Cut(row, "\t")
		ids[id] = true
	}
	return ids, err
}

// lines reads a table without its head.
func lines(dir fs.FS, file string) ([]string, error) {
	f, err := dir.Open(file)
	if err != nil {
		return nil, fmt.Errorf("claims: %w", err)
	}
	defer f.Close()
	return body(f, file)
}

func body(r io.Reader, file string) ([]string, error) {
	var all []string
	scan := bufio.NewScanner(r)
	for scan.Scan() {
		all = append(all, scan.Text())
	}
	if err := scan.Err(); err != nil || len(all) == 0 {
		return nil, fmt.Errorf("claims: %s has no rows: %w", file, err)
	}
	return all[1:], nil
}

// elsewhere finds the sign of another job in a line of context: its years
// ("2018–2022 Sample Hospital: …"), or a "then".
var elsewhere = regexp.MustCompile(`(19|20)\d\d\s*[-–—]\s*((19|20)\d\d|\pL+)|^(Then|Puis|Danach|Anschließend|Poi|Luego|Después|Depois|Daarna|Potem|Później|Μετά|Έπειτα|Потом|Затем) `)

// Resume is the CV that a row describes: one job with the line that is changed
// and the further lines of context, and the lines that name a period of their
// own as another job.
func (r Row) Resume() cv.Resume {
	job, other := cv.Work{Highlights: []string{r.Source}}, cv.Work{}
	for i, line := range r.Context {
		switch {
		case i == 0:
			job.Name = line
		case elsewhere.MatchString(line):
			other.Highlights = append(other.Highlights, line)
		default:
			job.Highlights = append(job.Highlights, line)
		}
	}
	return cv.Resume{Work: []cv.Work{job, other}, Meta: cv.Meta{Language: r.Lang}}
}

// Place is where Resume keeps the line that is changed.
const Place = cv.Path("/work/0/highlights/0")

// Checked is the row's edit with what the check says about it.
func (r Row) Checked() tailor.Edit {
	resume := r.Resume()
	e := tailor.Edit{ID: "row", Kind: tailor.Reword, Path: Place, Before: r.Source, After: r.Edit}
	for i, line := range resume.Work[0].Highlights[1:] {
		e.Evidence = append(e.Evidence, tailor.Evidence{Path: cv.NewPath("work", 0, "highlights", i+1), Quote: line})
	}
	return tailor.Checked(resume, e)
}
