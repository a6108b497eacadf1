package verify

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"jobops/internal/dbx"
	"jobops/internal/store"
)

// quiet are the settings under which PostgreSQL's own log quotes no value: its
// defaults print the values of a broken constraint and of failed statements.
var quiet = map[string]string{
	"log_error_verbosity":               "terse",
	"log_min_error_statement":           "panic",
	"log_parameter_max_length_on_error": "0",
	"log_statement":                     "none",
}

// logsHoldNobody looks at what the queue keeps of errors, at the log files the
// operator names, and at what the database server would log.
func logsHoldNobody(ctx context.Context, s *System, f *Findings) error {
	return errors.Join(s.queueErrors(ctx, f), s.logFiles(f), s.constraints(ctx, f), s.serverLog(ctx, f))
}

func (s *System) queueErrors(ctx context.Context, f *Findings) error {
	query := fmt.Sprintf(`SELECT CAST(id AS text), %s FROM river_job WHERE errors IS NOT NULL ORDER BY id DESC LIMIT $1`, store.JSONText(s.DB, "errors"))
	return s.each(ctx, func(r dbx.Row) error {
		var id string
		var text *string
		if err := r.Scan(&id, &text); err != nil || text == nil {
			return err
		}
		if identified([]byte(*text)) != "" {
			f.broken("river_job.errors of row %s%s", id, identified([]byte(*text)))
		}
		return nil
	}, query, sampled)
}

func (s *System) logFiles(f *Findings) error {
	fields := s.logFields()
	for _, path := range s.Logs {
		if err := logFile(f, path, fields); err != nil {
			return err
		}
	}
	if len(s.Logs) == 0 {
		f.note("no log file was named; the program keeps none itself")
	}
	return nil
}

// logFields are the declared fields of all streams.
func (s *System) logFields() map[string]bool {
	fields := map[string]bool{}
	for _, l := range s.Inventory.Logs {
		for _, name := range l.Fields {
			fields[name] = true
		}
	}
	return fields
}

func logFile(f *Findings, path string, fields map[string]bool) error {
	file, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("log: %w", err)
	}
	defer file.Close()
	lines, n := bufio.NewScanner(file), 0
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		n++
		logLine(f, fmt.Sprintf("log %s line %d", filepath.Base(path), n), lines.Text(), fields)
	}
	f.note("%d lines of %s", n, filepath.Base(path))
	return lines.Err()
}

// logLine looks at one line: nothing that names a person, and declared fields
// only where it is one of ours.
func logLine(f *Findings, where, line string, fields map[string]bool) {
	if found := identified([]byte(line)); found != "" {
		f.broken("%s%s", where, found)
	}
	if !strings.HasPrefix(line, "time=") {
		return
	}
	for _, name := range fieldNames(line) {
		if !fields[name] {
			f.broken("%s has the undeclared field %q", where, name)
		}
	}
}

// fieldNames are the keys of a line of key=value pairs, with values in quotes
// where they have spaces.
func fieldNames(line string) (names []string) {
	for line != "" {
		name, rest, ok := strings.Cut(line, "=")
		if !ok {
			return names
		}
		names = append(names, strings.TrimSpace(name))
		line = afterValue(rest)
	}
	return names
}

func afterValue(text string) string {
	if !strings.HasPrefix(text, `"`) {
		_, rest, _ := strings.Cut(text, " ")
		return rest
	}
	for i := 1; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			return text[i+1:]
		}
	}
	return ""
}

// constraints finds personal values that a broken constraint would quote.
func (s *System) constraints(ctx context.Context, f *Findings) error {
	columns, err := store.Constrained(ctx, s.DB)
	if err != nil {
		return err
	}
	for _, t := range s.Inventory.OwnTables {
		for _, c := range t.Columns {
			personal := slices.Contains([]string{"direct", "special", "third_party"}, c.Personal)
			if personal && slices.ContainsFunc(columns, func(x store.Column) bool { return x.Table == t.Name && x.Name == c.Name }) {
				f.broken("%s.%s names people and stands in a unique or check constraint", t.Name, c.Name)
			}
		}
	}
	return nil
}

// serverLog asserts the settings of a PostgreSQL server, or takes the word of an
// operator who may not read them.
func (s *System) serverLog(ctx context.Context, f *Findings) error {
	if s.DB.Dialect() != dbx.PostgresDialect {
		return nil
	}
	if s.Attested {
		f.note("log settings of the database server: vouched for by the operator")
		return nil
	}
	for name, want := range quiet {
		var got string
		if err := s.DB.QueryRow(ctx, `SELECT current_setting($1)`, name).Scan(&got); err != nil {
			return err
		}
		if got != want {
			f.broken("PostgreSQL's %s is %s, want %s: its log may quote values", name, got, want)
		}
	}
	return nil
}
