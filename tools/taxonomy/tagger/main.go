// Command tagger trains the knowledge tagger of package taxonomy from a corpus
// of annotated sentences (SkillSpan, JSON lines, gzip) and writes its table.
//
//	go run ./tagger CORPUS.jsonl.gz TABLE_FOLDER
//
// It is an averaged perceptron, the mean of several runs over the sentences in
// orders drawn from fixed seeds: the same corpus gives the same bytes.
package main

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"

	"jobops/internal/taxonomy"
)

const (
	rounds = 12
	seeds  = 5
	tags   = 3
	bias   = 1 << 14
)

type sentence struct {
	features [][]uint32
	gold     []int
}

func main() {
	if len(os.Args) < 3 {
		fmt.Fprintln(os.Stderr, "usage: tagger CORPUS.jsonl.gz TABLE_FOLDER [SEED]")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2], os.Args[3:]); err != nil {
		fmt.Fprintln(os.Stderr, "tagger:", err)
		os.Exit(1)
	}
}

// run trains with every seed, or with one seed alone to measure its spread.
func run(corpus, folder string, one []string) error {
	sentences, err := read(corpus)
	if err != nil {
		return err
	}
	m := model{weight: make([]float64, tags<<taxonomy.TagBits)}
	if len(one) > 0 {
		seed, err := strconv.ParseUint(one[0], 10, 64)
		if err != nil {
			return err
		}
		m.add(train(sentences, seed))
		return write(filepath.Join(folder, "tagger.gz"), m)
	}
	for seed := range uint64(seeds) {
		m.add(train(sentences, seed))
	}
	if err := write(filepath.Join(folder, "tagger.gz"), m); err != nil {
		return err
	}
	return note(filepath.Join(folder, "manifest.json"), corpus, pack(m))
}

// note enters the digests of table and corpus in the manifest.
func note(path, corpus string, table []byte) error {
	source, err := os.ReadFile(corpus)
	if err != nil {
		return err
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	var m struct {
		Parts   json.RawMessage   `json:"parts"`
		Sources map[string]string `json:"sources"`
		Tables  map[string]string `json:"tables"`
	}
	if err := json.Unmarshal(raw, &m); err != nil {
		return err
	}
	m.Sources["tagger"], m.Tables["tagger"] = digest(source), digest(table)
	out, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(path, append(out, '\n'), 0o644)
}

func digest(raw []byte) string {
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}

func read(path string) ([]sentence, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	var out []sentence
	for d := json.NewDecoder(z); ; {
		var s struct {
			Tokens []string `json:"tokens"`
			Tags   []string `json:"tags_knowledge"`
		}
		if err := d.Decode(&s); errors.Is(err, io.EOF) {
			return out, nil
		} else if err != nil {
			return nil, err
		}
		out = append(out, sentence{taxonomy.TagFeatures(s.Tokens), gold(s.Tags)})
	}
}

func gold(names []string) []int {
	out := make([]int, len(names))
	for i, n := range names {
		switch n[0] {
		case 'B':
			out[i] = taxonomy.TagB
		case 'I':
			out[i] = taxonomy.TagI
		}
	}
	return out
}

// model holds weights before they are rounded.
type model struct {
	weight []float64
	step   [tags][tags]float64
}

func (m *model) add(o model) {
	for i, w := range o.weight {
		m.weight[i] += w
	}
	for i := range o.step {
		for j := range o.step[i] {
			m.step[i][j] += o.step[i][j]
		}
	}
}

// train runs the averaged perceptron: total sums each change times the number
// of sentences still to come.
func train(sentences []sentence, seed uint64) model {
	t := &taxonomy.Tagger{Weight: make([]int16, tags<<taxonomy.TagBits)}
	total := model{weight: make([]float64, tags<<taxonomy.TagBits)}
	r := rand.New(rand.NewPCG(seed, 1))
	left := float64(rounds * len(sentences))
	for range rounds {
		for _, i := range r.Perm(len(sentences)) {
			s := &sentences[i]
			got := t.Tags(s.features)
			for k := range got {
				update(t, &total, s, k, got, left/float64(rounds*len(sentences)))
			}
			left--
		}
	}
	return total
}

func update(t *taxonomy.Tagger, total *model, s *sentence, k int, got []int, left float64) {
	if got[k] != s.gold[k] {
		for _, f := range s.features[k] {
			t.Weight[int(f)*tags+s.gold[k]]++
			total.weight[int(f)*tags+s.gold[k]] += left
			t.Weight[int(f)*tags+got[k]]--
			total.weight[int(f)*tags+got[k]] -= left
		}
	}
	if k > 0 && (got[k] != s.gold[k] || got[k-1] != s.gold[k-1]) {
		t.Step[s.gold[k-1]][s.gold[k]]++
		total.step[s.gold[k-1]][s.gold[k]] += left
		t.Step[got[k-1]][got[k]]--
		total.step[got[k-1]][got[k]] -= left
	}
}

// pack rounds steps and weights; the largest weight becomes 127, features that
// round to nothing are left out.
func pack(m model) []byte {
	most := 0.0
	for _, w := range m.weight {
		most = max(most, math.Abs(w))
	}
	scale := 127 / most
	out := []byte{}
	for i := range m.step {
		for j := range m.step[i] {
			out = binary.AppendUvarint(out, uint64(bias+int(math.Round(m.step[i][j]*scale))))
		}
	}
	var body []byte
	n, last := 0, 0
	for f := range 1 << taxonomy.TagBits {
		var w [tags]int8
		for k := range w {
			w[k] = int8(math.Round(m.weight[f*tags+k] * scale))
		}
		if w == [tags]int8{} {
			continue
		}
		body = binary.AppendUvarint(body, uint64(f-last))
		body = append(body, byte(w[0]), byte(w[1]), byte(w[2]))
		n, last = n+1, f
	}
	return append(binary.AppendUvarint(out, uint64(n)), body...)
}

func write(path string, m model) error {
	var packed bytes.Buffer
	z, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return err
	}
	_, err = z.Write(pack(m))
	if err := cmp.Or(err, z.Close()); err != nil {
		return err
	}
	fmt.Printf("packed %d bytes\n", packed.Len())
	return os.WriteFile(path, packed.Bytes(), 0o644)
}
