package intake

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"path"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"jobops/internal/document"
	"jobops/internal/fault"
)

// readZIP takes the archive of one's data from LinkedIn. Other archives are
// refused; a DOCX is one, too.
func readZIP(data []byte) (Result, error) {
	parts, err := document.Unpack(data, func(name string) bool {
		return strings.EqualFold(path.Ext(name), ".csv") && tableOf(name) != "" || name == "word/document.xml"
	})
	if code, _ := fault.CodeOf(err); err != nil {
		if code == "upload.bomb" || code == "upload.too_large" {
			return Result{}, ErrBomb
		}
		return Result{}, ErrBroken
	}
	if parts["word/document.xml"] != nil {
		return Result{}, ErrDocument
	}
	if len(parts) == 0 {
		return Result{}, ErrUnknown
	}
	return readLinkedIn(parts)
}

// table is a CSV file with known columns by their names.
type table struct {
	name   string
	header []string
	rows   [][]string
}

// maxRows is the most rows of a table.
const maxRows = 20_000

// readTable reads a CSV that may begin with notes. The header is the first row
// that has at least two of the columns, or one where the table has no more.
func readTable(name string, data []byte, columns map[string][]string) (table, error) {
	r := csv.NewReader(strings.NewReader(decodeText(data)))
	r.FieldsPerRecord, r.LazyQuotes, r.ReuseRecord = -1, true, false
	t := table{name: name}
	for n := 0; n <= maxRows; n++ {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return t, nil
		}
		if err != nil {
			return t, ErrBroken
		}
		if t.header != nil {
			t.rows = append(t.rows, row)
			continue
		}
		known := 0
		for _, cell := range row {
			if columnOf(cell, columns) != "" {
				known++
			}
		}
		if known >= min(2, len(columns)) {
			t.header = make([]string, len(row))
			for i, cell := range row {
				t.header[i] = line(cell)
			}
		}
	}
	return t, ErrBomb
}

// columnOf names the column that a header cell means.
func columnOf(cell string, columns map[string][]string) string {
	folded := strings.ToLower(line(cell))
	for name, synonyms := range columns {
		if folded == name || slices.Contains(synonyms, folded) {
			return name
		}
	}
	return ""
}

// decodeText reads UTF-8 and UTF-16 by their marks, UTF-8 without one where it is
// valid, and else Windows-1252.
func decodeText(data []byte) string {
	switch {
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")):
		return string(data[3:])
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		return utf16Text(data[2:], 1)
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		return utf16Text(data[2:], 0)
	case utf8.Valid(data):
		return string(data)
	}
	text, _ := charmap.Windows1252.NewDecoder().Bytes(data) // every byte has a meaning
	return string(text)
}

// utf16Text reads pairs of bytes; high is the place of the higher one.
func utf16Text(data []byte, high int) string {
	units := make([]uint16, 0, len(data)/2)
	for i := 0; i+1 < len(data); i += 2 {
		units = append(units, uint16(data[i+high])<<8|uint16(data[i+1-high]))
	}
	return string(utf16.Decode(units))
}
