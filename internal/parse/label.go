package parse

import (
	"bytes"
	"compress/gzip"
	_ "embed" // the weights
	"encoding/binary"
	"io"
	"strings"
	"sync"

	"jobops/internal/document"
)

// The labeller says what each cell of a page is (a heading, a title, a date, a
// skill, …) by a linear model over features of the cell and its neighbours, with
// the best sequence of labels found by Viterbi. The command tools/labeller
// trains it on made-up CVs; label-weights.gz holds the weights. The rules ask it
// where they have nothing to go by (see settleHeadings).

// Labels are what a cell can be, in the order of the weights. A label "section.
// field" is a cell of a section, "head.section" its heading.
var Labels = strings.Fields(`name label contact summary
work.title work.org work.both work.date work.place work.text
education.school education.degree education.both education.date education.place education.text
skills languages certificates projects.name projects.date projects.text awards publications
volunteer interests references other
head.contact head.summary head.work head.education head.skills head.languages head.certificates
head.projects head.awards head.publications head.volunteer head.interests head.references head.other`)

// LabelBits is the size of the table of features as a power of two.
const LabelBits = 15

// LabelCell is one cell as the labeller sees it. Page counts from 1, Run is the
// index of its first run in the page's content order.
type LabelCell struct {
	Page, Run int
	Features  []uint32
}

// LabelCells returns the cells of a document in reading order with what the
// labeller knows about each.
func LabelCells(layout document.Layout) []LabelCell {
	lines := readingOrder(layout)
	if len(lines) == 0 {
		return nil
	}
	p := profileOf(lines)
	features := labelFeatures(lines, p, headings(lines, p))
	var out []LabelCell
	for i := range lines {
		for j := range lines[i].cells {
			c := &lines[i].cells[j]
			out = append(out, LabelCell{Page: c.page, Run: c.order, Features: features[len(out)]})
		}
	}
	return out
}

// LabelWeights are the weights of the model.
type LabelWeights struct {
	// Feature holds len(Labels) weights for each feature.
	Feature []int8
	// Step holds the weight of label j behind label i at i*len(Labels)+j.
	Step []int16
}

//go:embed label-weights.gz
var packedWeights []byte

// labelWeights unpacks the weights built in: the steps, then the features that
// are not all zero, each behind the distance from the one before.
var labelWeights = sync.OnceValue(func() *LabelWeights {
	w, err := UnpackLabelWeights(packedWeights)
	if err != nil {
		panic("parse: weights of the labeller: " + err.Error()) // they are part of the program
	}
	return w
})

// UnpackLabelWeights reads what the command tools/labeller writes.
func UnpackLabelWeights(packed []byte) (*LabelWeights, error) {
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	raw, err := io.ReadAll(z)
	if err != nil {
		return nil, err
	}
	n := len(Labels)
	w := &LabelWeights{Feature: make([]int8, n<<LabelBits), Step: make([]int16, n*n)}
	r := bytes.NewReader(raw)
	if err := binary.Read(r, binary.LittleEndian, w.Step); err != nil {
		return nil, err
	}
	at := uint64(0)
	for r.Len() > 0 {
		gap, err := binary.ReadUvarint(r)
		if err != nil {
			return nil, err
		}
		if at += gap; at >= 1<<LabelBits {
			return nil, io.ErrUnexpectedEOF
		}
		if err := binary.Read(r, binary.LittleEndian, w.Feature[at*uint64(n):(at+1)*uint64(n)]); err != nil {
			return nil, err
		}
	}
	return w, nil
}

// Best returns the best sequence of labels for a document's cells, as indices
// of Labels.
func (w *LabelWeights) Best(cells []LabelCell) []int {
	features := make([][]uint32, len(cells))
	for i := range cells {
		features[i] = cells[i].Features
	}
	return w.best(features)
}

func (w *LabelWeights) best(features [][]uint32) []int {
	n, count := len(Labels), len(features)
	if count == 0 {
		return nil
	}
	from := make([]uint8, count*n)
	score, next := w.local(features[0]), make([]int32, n)
	for i := 1; i < count; i++ {
		own := w.local(features[i])
		for to := range n {
			top, best := score[0]+int32(w.Step[to]), 0
			for prev := 1; prev < n; prev++ {
				if s := score[prev] + int32(w.Step[prev*n+to]); s > top {
					top, best = s, prev
				}
			}
			next[to], from[i*n+to] = top+own[to], uint8(best)
		}
		score, next = next, score
	}
	out := make([]int, count)
	for to := range n {
		if score[to] > score[out[count-1]] {
			out[count-1] = to
		}
	}
	for i := count - 1; i > 0; i-- {
		out[i-1] = int(from[i*n+out[i]])
	}
	return out
}

// local sums the weights of one cell's features.
func (w *LabelWeights) local(features []uint32) []int32 {
	n := len(Labels)
	sum := make([]int32, n)
	for _, f := range features {
		row := w.Feature[int(f)*n : int(f)*n+n]
		for k, v := range row {
			sum[k] += int32(v)
		}
	}
	return sum
}
