package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

// builder reads sources, collects the built tables and writes them.
type builder struct {
	source    string
	tablesDir string
	check     bool
	sources   map[string]string // name -> SHA-256
	built     map[string][]byte // name -> raw bytes
	order     []string
}

// run builds every table and writes or compares them with the manifest.
func (b *builder) run() error {
	b.sources, b.built = ownSources(), map[string][]byte{}
	steps := []func() error{b.spaces, b.titles, b.skills, b.labels, b.trades, b.clusters}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return b.write()
}

// ownSources are the digests of our own tables, so that a change of one is seen
// where the other sources are not at hand.
func ownSources() map[string]string {
	return map[string]string{
		"own labels": digest(ownLabels), "own occupations": digest([]byte(ownOccupations)),
		"own skills": digest(ownSkills), "own trades": digest([]byte(ownTrades)),
	}
}

func (b *builder) add(name string, raw []byte) {
	b.built[name] = raw
	b.order = append(b.order, name)
}

func (b *builder) used(name, path string) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return
	}
	b.sources[name] = digest(raw)
}

func digest(raw []byte) string {
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}

func (b *builder) tables(names ...string) ([][]row, error) {
	var out [][]row
	for _, n := range names {
		rows, err := b.read(n)
		if err != nil {
			return nil, err
		}
		out = append(out, rows)
	}
	return out, nil
}

func (b *builder) spaces() error {
	onet, err := b.onetDocuments()
	if err != nil {
		return err
	}
	isco, err := b.iscoDocuments(onet)
	if err != nil {
		return err
	}
	b.add("onet", packSpace(onet))
	b.add("isco", packSpace(isco))
	return nil
}

// write packs every table; with check it compares instead.
func (b *builder) write() error {
	total := 0
	for _, name := range b.order {
		packed, err := pack(b.built[name])
		if err != nil {
			return err
		}
		total += len(packed)
		fmt.Printf("%-12s %9d bytes, packed %8d\n", name, len(b.built[name]), len(packed))
		if err := b.put(name+".gz", packed); err != nil {
			return err
		}
	}
	fmt.Printf("%-12s %29d\n", "all", total)
	m, err := json.MarshalIndent(b.manifest(), "", "  ")
	if err != nil {
		return fmt.Errorf("manifest: %w", err)
	}
	return b.put("manifest.json", append(m, '\n'))
}

func (b *builder) put(name string, content []byte) error {
	path := filepath.Join(b.tablesDir, name)
	if !b.check {
		return os.WriteFile(path, content, 0o644)
	}
	old, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if !bytes.Equal(old, content) {
		return fmt.Errorf("%s differs from its sources", name)
	}
	return nil
}

func pack(raw []byte) ([]byte, error) {
	var buf bytes.Buffer
	z, err := gzip.NewWriterLevel(&buf, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := z.Write(raw); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return buf.Bytes(), nil
}
