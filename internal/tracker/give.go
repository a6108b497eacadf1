package tracker

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// WriteTable writes applications as our own table: UTF-8 with its mark, lines
// ending in CR LF, ISO dates, pay in columns of its own. A cell that a spreadsheet
// would take for a formula begins with an apostrophe, which reading removes.
// notes are by application.
func WriteTable(w io.Writer, comma rune, all []Application, notes map[ID]string) error {
	t, err := newTable(w, comma)
	if err != nil {
		return err
	}
	header := make([]string, 0, len(Columns()))
	for _, c := range Columns() {
		header = append(header, string(c))
	}
	if err := t.Write(header); err != nil {
		return err
	}
	for _, a := range all {
		if err := t.Write(rowOf(a, notes[a.ID])); err != nil {
			return err
		}
	}
	t.Flush()
	return t.Error()
}

func newTable(w io.Writer, comma rune) (*csv.Writer, error) {
	_, err := io.WriteString(w, "\ufeff")
	t := csv.NewWriter(w)
	t.Comma, t.UseCRLF = comma, true
	return t, err
}

func rowOf(a Application, note string) []string {
	f := a.Facts
	row := []string{
		f.Company, f.Title, string(a.Stage), a.Since.UTC().Format(time.RFC3339Nano), "", f.Location, f.Remote,
		amountOf(f.Salary.Min), amountOf(f.Salary.Max), f.Salary.Currency, string(f.Salary.Period), f.Terms,
		f.Source, string(f.Way), f.URL, f.Deadline.String(), f.Next, f.NextOn.String(), strings.Join(f.Tags, ","), amountOf(int64(f.Excitement)), note,
	}
	for i := range row {
		row[i] = escaped(row[i])
	}
	return row
}

func amountOf(n int64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

// WriteHistories writes the events of applications, one a row, as a second table.
func WriteHistories(w io.Writer, comma rune, all []Application, histories map[ID][]Event) error {
	t, err := newTable(w, comma)
	if err != nil {
		return err
	}
	if err := t.Write([]string{"company", "title", "from", "to", "occurred", "recorded", "by", "corrects"}); err != nil {
		return err
	}
	for _, a := range all {
		for _, e := range histories[a.ID] {
			err := t.Write([]string{escaped(a.Facts.Company), escaped(a.Facts.Title), string(e.From), string(e.To),
				e.Occurred.UTC().Format(time.RFC3339), e.Recorded.UTC().Format(time.RFC3339), string(e.By), string(e.Supersedes)})
			if err != nil {
				return err
			}
		}
	}
	t.Flush()
	return t.Error()
}

// escaped keeps spreadsheets from running a text as a formula: an apostrophe goes
// before a line whose first character, after white space, begins one, and before
// one that begins with an apostrophe before such a character, so that bare takes
// back exactly what was put there.
func escaped(cell string) string {
	lines := strings.Split(cell, "\n")
	for i, line := range lines {
		if starts(line) {
			lines[i] = "'" + line
		}
	}
	return strings.Join(lines, "\n")
}

// bare takes back what escaped did.
func bare(cell string) string {
	lines := strings.Split(cell, "\n")
	for i, line := range lines {
		if rest, ok := strings.CutPrefix(line, "'"); ok && starts(rest) {
			lines[i] = rest
		}
	}
	return strings.Join(lines, "\n")
}

// starts reports whether a line begins, after white space and apostrophes, as a
// formula does.
func starts(line string) bool {
	line = strings.TrimLeftFunc(line, func(r rune) bool { return unicode.IsSpace(r) && r != '\t' && r != '\r' || r == '\'' })
	return line != "" && strings.ContainsRune("=+-@\t\r", rune(line[0]))
}
