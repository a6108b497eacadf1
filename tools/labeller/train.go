package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"

	"jobops/internal/parse"
)

// rounds is how often the trainer goes through all lessons.
const rounds = 6

// model is a perceptron while it learns: the weights of now and the sum of all
// weights that were, by the lesson they were changed at.
type model struct {
	now, sum []int32 // len(parse.Labels) for each feature
	step     []int32
	stepSum  []int32
}

// train goes through the lessons in an order drawn from seed and corrects the
// weights where the best sequence is wrong.
func train(list []lesson, seed uint64) *model {
	n := len(parse.Labels)
	m := &model{now: make([]int32, n<<parse.LabelBits), sum: make([]int32, n<<parse.LabelBits), step: make([]int32, n*n), stepSum: make([]int32, n*n)}
	r := rand.New(rand.NewPCG(seed, 99))
	left := int32(rounds * len(list)) // lessons still to come count a change so often
	for range rounds {
		for _, k := range r.Perm(len(list)) {
			m.learn(list[k], left)
			left--
		}
	}
	return m
}

func (m *model) learn(l lesson, left int32) {
	got := m.best(l.cells)
	n := len(parse.Labels)
	add := func(now, sum []int32, i int, d int32) {
		now[i] += d
		sum[i] += d * left
	}
	for i, c := range l.cells {
		if i > 0 && (got[i] != l.gold[i] || got[i-1] != l.gold[i-1]) {
			add(m.step, m.stepSum, l.gold[i-1]*n+l.gold[i], 1)
			add(m.step, m.stepSum, got[i-1]*n+got[i], -1)
		}
		if got[i] == l.gold[i] {
			continue
		}
		for _, f := range c.Features {
			add(m.now, m.sum, int(f)*n+l.gold[i], 1)
			add(m.now, m.sum, int(f)*n+got[i], -1)
		}
	}
}

// best is LabelWeights.Best over the weights of now.
func (m *model) best(cells []parse.LabelCell) []int {
	n := len(parse.Labels)
	from := make([]int, len(cells)*n)
	score, next := make([]int32, n), make([]int32, n)
	for i, c := range cells {
		for to := range n {
			top, best := int32(math.MinInt32), 0
			for prev := 0; i > 0 && prev < n; prev++ {
				if s := score[prev] + m.step[prev*n+to]; s > top {
					top, best = s, prev
				}
			}
			if i == 0 {
				top = 0
			}
			next[to], from[i*n+to] = top, best
		}
		for _, f := range c.Features {
			for to, v := range m.now[int(f)*n : int(f)*n+n] {
				next[to] += v
			}
		}
		score, next = next, score
	}
	out := make([]int, len(cells))
	for to := range n {
		if score[to] > score[out[len(cells)-1]] {
			out[len(cells)-1] = to
		}
	}
	for i := len(cells) - 1; i > 0; i-- {
		out[i-1] = from[i*n+out[i]]
	}
	return out
}

// clip is how many times the largest weight is larger than the scale of a byte:
// a few weights are cut off, so that the many small ones keep their differences.
const clip = 8

// pack rounds the mean weights to bytes and writes what UnpackLabelWeights
// reads.
func (m *model) pack() ([]byte, error) {
	n := len(parse.Labels)
	most := 1.0
	for _, v := range m.sum {
		most = max(most, math.Abs(float64(v)))
	}
	scale := 127 * clip / most
	var raw bytes.Buffer
	for _, v := range m.stepSum {
		if err := binary.Write(&raw, binary.LittleEndian, int16(max(math.MinInt16, min(math.MaxInt16, math.Round(float64(v)*scale))))); err != nil {
			return nil, err
		}
	}
	last := 0
	for f := range 1 << parse.LabelBits {
		row := make([]byte, n)
		used := false
		for k, v := range m.sum[f*n : f*n+n] {
			w := int8(max(-127, min(127, math.Round(float64(v)*scale))))
			row[k] = byte(w)
			used = used || w != 0
		}
		if !used {
			continue
		}
		raw.Write(binary.AppendUvarint(nil, uint64(f-last)))
		raw.Write(row)
		last = f
	}
	var packed bytes.Buffer
	z, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := z.Write(raw.Bytes()); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return packed.Bytes(), nil
}

// Files of the tool below the repository.
const (
	weightsFile  = "internal/parse/label-weights.gz"
	manifestFile = "tools/labeller/manifest.json"
)

// sources are the files of the tool that decide what is learned.
var sources = []string{"words.tsv", "words.go", "person.go", "layout.go", "entry.go", "main.go", "train.go"}

// manifest says what the weights were made from.
type manifest struct {
	Documents int    `json:"documents"`
	Seed      uint64 `json:"seed"`
	Sources   string `json:"sources"` // SHA-256 of the sources, one after the other
	Weights   string `json:"weights"` // SHA-256 of the weights
}

func writeManifest(root string, documents int, seed uint64, packed []byte) error {
	made, err := digestOf(filepath.Join(root, filepath.Dir(manifestFile)), sources)
	if err != nil {
		return err
	}
	raw, err := json.MarshalIndent(manifest{documents, seed, made, digest(packed)}, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(root, manifestFile), append(raw, '\n'), 0o644)
}

// digestOf is the SHA-256 of some files of a folder, one after the other.
func digestOf(folder string, names []string) (string, error) {
	var all []byte
	for _, name := range names {
		raw, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			return "", err
		}
		all = append(all, raw...)
	}
	return digest(all), nil
}

func digest(raw []byte) string {
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}
