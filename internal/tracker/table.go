package tracker

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"jobops/internal/fault"
)

// Limits of a table that is brought in.
const (
	MaxTable = 10 << 20 // bytes
	maxRows  = 10_000
	maxCells = 100 // of a row
)

// Table is a file of comma-separated values (RFC 4180, read with tolerance).
type Table struct {
	Header []string
	Rows   [][]string
	Comma  rune // what separates the cells
	Old    bool // neither UTF-8 nor UTF-16: read as Windows-1252
}

// ReadTable reads a table: UTF-8, UTF-16 with its mark or Windows-1252, separated
// by comma, semicolon, tab or bar. One without a header of two columns, with too
// many rows or too large is refused.
func ReadTable(data []byte) (Table, error) {
	var t Table
	if len(data) > MaxTable {
		return t, fault.New(fault.TooLarge, "table.too_large")
	}
	text, old, err := decoded(data)
	if err != nil || strings.ContainsRune(text, 0) {
		return t, fault.New(fault.Unsupported, "table.no_text")
	}
	t.Old, t.Comma = old, separator(text)
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes, r.TrimLeadingSpace = t.Comma, -1, true, false
	if t.Header, err = r.Read(); err != nil || len(t.Header) < 2 || len(t.Header) > maxCells {
		return t, fault.New(fault.Invalid, "table.no_header")
	}
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return t, nil
		}
		if err != nil {
			return t, fault.New(fault.Invalid, "table.broken")
		}
		if len(t.Rows) == maxRows {
			return t, fault.New(fault.TooLarge, "table.too_many_rows")
		}
		t.Rows = append(t.Rows, row)
	}
}

// decoded is the text of a file without its mark.
func decoded(data []byte) (text string, old bool, err error) {
	var from encoding.Encoding
	switch {
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}), bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		from = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	case utf8.Valid(data):
		return strings.TrimPrefix(string(data), "\ufeff"), false, nil
	default:
		from, old = charmap.Windows1252, true
	}
	data, err = from.NewDecoder().Bytes(data)
	return string(data), old, err
}

// separator is what occurs most often in the first line outside of quotes.
func separator(text string) rune {
	counts, quoted := map[rune]int{}, false
	for _, r := range text {
		if r == '"' {
			quoted = !quoted
		}
		if r == '\n' && !quoted {
			break
		}
		if !quoted {
			counts[r]++
		}
	}
	best := ','
	for _, r := range []rune{';', '\t', '|'} {
		if counts[r] > counts[best] {
			best = r
		}
	}
	return best
}
