package main

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// row is one line of a source table by column name.
type row map[string]string

// list splits a field that holds several values.
func (r row) list(column string) []string {
	if r[column] == "" {
		return nil
	}
	return strings.Split(r[column], "|")
}

// read returns the rows of NAME.tsv.gz in the source folder.
func (b *builder) read(name string) ([]row, error) {
	path := filepath.Join(b.source, name+".tsv.gz")
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("source: %w", err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, fmt.Errorf("source %s: %w", name, err)
	}
	b.used(name, path)
	return parse(bufio.NewScanner(z))
}

func parse(s *bufio.Scanner) ([]row, error) {
	s.Buffer(make([]byte, 0, 1<<20), 1<<24)
	if !s.Scan() {
		return nil, fmt.Errorf("source: empty table")
	}
	head := strings.Split(s.Text(), "\t")
	var rows []row
	for s.Scan() {
		r := row{}
		for i, v := range strings.Split(s.Text(), "\t") {
			if i < len(head) {
				r[head[i]] = v
			}
		}
		rows = append(rows, r)
	}
	return rows, s.Err()
}

// group collects the values of one column by another.
func group(rows []row, key, value string) map[string][]string {
	out := map[string][]string{}
	for _, r := range rows {
		out[r[key]] = append(out[r[key]], r[value])
	}
	return out
}
