package privacy

import (
	"archive/zip"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"time"

	"jobops/internal/fault"
	"jobops/internal/i18n"
	"jobops/internal/inventory"
	"jobops/internal/owner"
)

// FormatVersion is the version of data.json. A reader refuses a later one.
const FormatVersion = 1

// formatName is the first thing data.json says of itself.
const formatName = "jobops-export"

// Sheet is a page that explains the export to a person, made by whoever knows
// their language and how pages look.
type Sheet struct {
	Language i18n.Lang
	Page     []byte // HTML of its own, "" for none
}

// Export writes everything kept of a person as a ZIP while it reads it: data.json
// with its schema, tables as CSV, original files, files in open formats, and what
// is done with the data (Art. 15 GDPR). Nothing is kept of it; one record is in
// memory at a time. When the reader goes away it ends with the writer's error.
func (s *Service) Export(ctx context.Context, owner owner.ID, sheet Sheet, w io.Writer) error {
	e := &exporter{Service: s, ctx: ctx, owner: owner, zip: zip.NewWriter(w), flush: func() error { return nil }}
	if f, ok := w.(interface{ Flush() error }); ok {
		e.flush = f.Flush
	}
	for _, part := range []func() error{
		func() error { return e.add("README.txt", []byte(readme(sheet.Language))) },
		func() error { return e.add("processing.html", sheet.Page) },
		e.processing, e.schema, e.data, e.tables, e.sources, e.objects,
	} {
		if err := part(); err != nil {
			return fmt.Errorf("privacy: export: %w", err)
		}
		if err := errors.Join(e.zip.Flush(), e.flush()); err != nil {
			return fmt.Errorf("privacy: export: %w", err)
		}
	}
	if err := e.zip.Close(); err != nil {
		return fmt.Errorf("privacy: export: %w", err)
	}
	return nil
}

// exporter is one export in progress.
type exporter struct {
	*Service
	ctx   context.Context
	owner owner.ID
	zip   *zip.Writer
	flush func() error
	large int // bytes of originals since memory was given back
}

// file begins a file of the archive. What is compressed already is stored.
func (e *exporter) file(name string, method uint16) (io.Writer, error) {
	if err := e.ctx.Err(); err != nil {
		return nil, err
	}
	return e.zip.CreateHeader(&zip.FileHeader{Name: name, Method: method, Modified: e.now()})
}

func (e *exporter) add(name string, data []byte) error {
	if len(data) == 0 {
		return nil
	}
	f, err := e.file(name, zip.Deflate)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return err
}

// readme says what is in the archive. Line ends are those of Windows, which all
// programs show.
func readme(l i18n.Lang) string {
	var lines []string
	for _, key := range []string{"title", "data", "schema", "tables", "resumes", "originals", "processing", "import"} {
		lines = append(lines, i18n.T(l, "rights.readme."+key), "")
	}
	return strings.Join(lines, "\r\n")
}

func (e *exporter) schema() error {
	data, err := e.Schema()
	if err != nil {
		return err
	}
	return e.add("data.schema.json", data)
}

// data writes data.json record by record.
func (e *exporter) data() error {
	f, err := e.file("data.json", zip.Deflate)
	if err != nil {
		return err
	}
	made := e.now().UTC().Format(time.RFC3339)
	_, err = fmt.Fprintf(f, "{\n\"$schema\": \"data.schema.json\",\n\"format\": %q,\n\"format_version\": %d,\n\"inventory\": %q,\n\"made\": %q", formatName, FormatVersion, e.inv.Version, made)
	for _, g := range e.inv.Groups() {
		if err == nil {
			err = e.records(f, g)
		}
	}
	if err == nil {
		_, err = io.WriteString(f, "\n}\n")
	}
	return err
}

func (e *exporter) records(f io.Writer, g inventory.Group) error {
	if _, err := fmt.Fprintf(f, ",\n%q: [", g.Name); err != nil {
		return err
	}
	between := "\n"
	err := e.rows.Rows(e.ctx, e.owner, g, func(values []any) error {
		record, err := encodeRecord(g, values)
		if err != nil {
			return err
		}
		_, err = f.Write(append([]byte(between), record...))
		between = ",\n"
		return err
	})
	if err != nil {
		return err
	}
	_, err = io.WriteString(f, "\n]")
	return err
}

// encodeRecord writes a row as a JSON object with its fields in the declared
// order.
func encodeRecord(g inventory.Group, values []any) ([]byte, error) {
	out := []byte("{")
	for i, c := range g.Columns {
		value, err := json.Marshal(exported(c, values[i]))
		if err != nil {
			return nil, fmt.Errorf("%s of %s: %w", c.Field(), g.Name, err)
		}
		if i > 0 {
			out = append(out, ", "...)
		}
		out = fmt.Appendf(out, "%q: %s", c.Field(), value)
	}
	return append(out, '}'), nil
}

// exported gives a stored value the form it has outside: times as RFC 3339 in
// UTC, bytes as base64.
func exported(c inventory.Column, value any) any {
	if micros, ok := value.(int64); ok && c.Time() {
		return time.UnixMicro(micros).UTC().Format(time.RFC3339Nano)
	}
	return value
}

// tables writes each group without its structured columns as CSV (RFC 4180).
func (e *exporter) tables() error {
	for _, g := range e.inv.Groups() {
		f, err := e.file("tables/"+g.Name+".csv", zip.Deflate)
		if err != nil {
			return err
		}
		if err := e.table(f, g.Without(func(c inventory.Column) bool { return c.Holds == "json" })); err != nil {
			return err
		}
	}
	return nil
}

func (e *exporter) table(f io.Writer, g inventory.Group) error {
	out := csv.NewWriter(f)
	out.UseCRLF = true
	line := make([]string, len(g.Columns))
	for i, c := range g.Columns {
		line[i] = c.Field()
	}
	if err := out.Write(line); err != nil {
		return err
	}
	err := e.rows.Rows(e.ctx, e.owner, g, func(values []any) error {
		for i, c := range g.Columns {
			line[i] = cell(exported(c, values[i]))
		}
		return out.Write(line)
	})
	if err != nil {
		return err
	}
	out.Flush()
	return out.Error()
}

// cell writes a value for a spreadsheet. An apostrophe keeps it from taking a
// text for a formula (OWASP, CSV injection); data.json has the text as it is.
func cell(value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case []byte:
		return fmt.Sprintf("%x", v)
	case string:
		if v != "" && strings.ContainsRune("=+-@\t\r", rune(v[0])) {
			return "'" + v
		}
		return v
	}
	return fmt.Sprint(value)
}

// sources adds the files that a concept writes in an open format.
func (e *exporter) sources() error {
	for _, source := range e.Service.sources {
		if err := source.Export(e.ctx, e.owner, e.add); err != nil {
			return err
		}
	}
	return nil
}

// objects adds the original files.
func (e *exporter) objects() error {
	for _, class := range e.inv.Blobs {
		if class.Export == "" {
			continue
		}
		g := e.inv.RowsOf(class)
		err := e.rows.Rows(e.ctx, e.owner, g, func(values []any) error {
			return e.object(class, g, values)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (e *exporter) object(class inventory.Blob, g inventory.Group, values []any) error {
	value := func(column string) string {
		for i, c := range g.Columns {
			if c.Name == column {
				return fmt.Sprint(values[i])
			}
		}
		return ""
	}
	data, err := e.files.Object(e.ctx, e.owner, class, value(class.Column))
	if fault.KindOf(err) == fault.NotFound {
		return nil // deleted since its row was read
	}
	if err != nil {
		return err
	}
	f, err := e.file(class.Named(value), zip.Store)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if e.large += len(data); e.large > largeObjects {
		// Originals can be larger than all the rest of the program: their memory
		// is given back before the next ones are read.
		e.large = 0
		runtime.GC()
	}
	return err
}

// largeObjects is how many bytes of originals pass before their memory is given
// back.
const largeObjects = 8 << 20
