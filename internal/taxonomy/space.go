package taxonomy

import (
	"cmp"
	"encoding/binary"
	"math"
	"slices"
	"sync"
)

// Space is a set of occupations described by words. A text is projected into
// it as the occupations it reads like, so two texts can be compared without
// sharing a word, or a language.
type Space struct {
	concepts []concept
	terms    map[string]int32
	idf      []float64
	start    []uint32 // postings of term t are start[t]..start[t+1]
	post     []uint16 // concept numbers
	weight   []uint8  // in steps of 1/weightSteps
	keep     int      // how many concepts a vector keeps
	minor    []uint16 // concept -> number of its minor group
	major    []uint16 // concept -> number of its major group
	groups   int
}

type concept struct{ code, label string }

const (
	weightSteps = 400
	minorShare  = 0.5
	majorShare  = 0.2
	titleShare  = 0.7
)

// Vector is a text in a Space: occupations and their groups with weights,
// sorted by number, of unit length. The zero Vector stands for a text that
// resembles no occupation.
type Vector struct {
	index  []uint16
	weight []float64
	best   []uint16 // the three occupations it resembles most
}

// Dot returns the similarity of two vectors of one Space, 0..1.
func (v Vector) Dot(w Vector) float64 {
	sum, j := 0.0, 0
	for i, n := range v.index {
		for j < len(w.index) && w.index[j] < n {
			j++
		}
		if j < len(w.index) && w.index[j] == n {
			sum += float64(v.weight[i] * w.weight[j])
		}
	}
	return sum
}

// Empty reports whether the text resembled nothing.
func (v Vector) Empty() bool { return len(v.index) == 0 }

// Project places a text in the space: body counts its terms, title those of its
// title or of a CV's latest positions (may be empty).
func (s *Space) Project(body, title Bag) Vector {
	weights := map[int32]float64{}
	s.add(weights, body, 1)
	s.add(weights, title, titleShare)
	return s.smooth(s.nearest(weights), minorShare, majorShare)
}

// add puts the normalised vector of a bag, times share, into weights.
func (s *Space) add(weights map[int32]float64, bag Bag, share float64) {
	terms := s.known(bag)
	sum := 0.0
	for i := range terms {
		sum += float64(terms[i].weight * terms[i].weight)
	}
	if sum == 0 {
		return
	}
	scale := share / math.Sqrt(sum)
	for _, t := range terms {
		weights[t.id] += float64(t.weight * scale)
	}
}

type term struct {
	id     int32
	weight float64
}

// known returns the bag's terms that the space has, sorted, so that sums do not
// depend on the order of a map.
func (s *Space) known(bag Bag) []term {
	terms := make([]term, 0, len(bag))
	for stem, n := range bag {
		if id, ok := s.terms[stem]; ok {
			terms = append(terms, term{id, float64(logCount(n) * s.idf[id])})
		}
	}
	slices.SortFunc(terms, func(a, b term) int { return cmp.Compare(a.id, b.id) })
	return terms
}

// logCount is 1 + ln n, in steps of 1/1024 so that every machine agrees.
func logCount(n int) float64 {
	return math.Round((1+math.Log(float64(max(n, 1))))*1024) / 1024
}

// nearest scores every concept and keeps the best. Without the subtraction of
// the first one not kept every text would resemble every other.
func (s *Space) nearest(weights map[int32]float64) []term {
	ids := make([]int32, 0, len(weights))
	for id := range weights {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	score := make([]float64, len(s.concepts))
	for _, id := range ids {
		w := weights[id]
		for k := s.start[id]; k < s.start[id+1]; k++ {
			score[s.post[k]] += float64(w * float64(s.weight[k]))
		}
	}
	return best(score, s.keep)
}

// best returns the concepts with the keep highest scores, best first, less the
// score of the first one not kept.
func best(score []float64, keep int) []term {
	top := make([]term, 0, min(keep+1, len(score)))
	for i, x := range score {
		if x <= 0 || len(top) > keep && x <= top[keep].weight {
			continue
		}
		if len(top) <= keep {
			top = append(top, term{})
		}
		at, _ := slices.BinarySearchFunc(top[:len(top)-1], x, func(t term, x float64) int {
			if t.weight >= x {
				return -1
			}
			return 1
		})
		copy(top[at+1:], top[at:])
		top[at] = term{int32(i), x}
	}
	if len(top) > keep {
		floor := top[keep].weight
		top = top[:keep]
		for i := range top {
			top[i].weight -= floor
		}
	}
	return top
}

// smooth adds shares of each concept to its groups and normalises.
func (s *Space) smooth(concepts []term, minor, major float64) Vector {
	if len(concepts) == 0 {
		return Vector{}
	}
	sums := make([]float64, s.groups)
	normalise(concepts)
	for _, c := range concepts {
		sums[c.id] += c.weight
		sums[s.minor[c.id]] += float64(minor * c.weight)
		sums[s.major[c.id]] += float64(major * c.weight)
	}
	v := Vector{}
	total := 0.0
	for i, x := range sums {
		if x > 0 {
			v.index, v.weight = append(v.index, uint16(i)), append(v.weight, x)
			total += float64(x * x)
		}
	}
	scale := 1 / math.Sqrt(total)
	for i := range v.weight {
		v.weight[i] = float64(v.weight[i] * scale)
	}
	for _, c := range concepts[:min(3, len(concepts))] {
		v.best = append(v.best, uint16(c.id))
	}
	return v
}

func normalise(terms []term) {
	sum := 0.0
	for _, t := range terms {
		sum += float64(t.weight * t.weight)
	}
	if sum == 0 {
		return
	}
	scale := 1 / math.Sqrt(sum)
	for i := range terms {
		terms[i].weight = float64(terms[i].weight * scale)
	}
}

// ReadsLike names the occupations v resembles most, best first, at most three.
func (s *Space) ReadsLike(v Vector) []string {
	var labels []string
	for _, c := range v.best {
		labels = append(labels, s.concepts[c].label)
	}
	return labels
}

// ONet is the space of the O*NET occupations: deep in tasks, English only.
var ONet = sync.OnceValue(func() *Space { return openSpace("onet", onetGroups, 50) })

var iscoEnglish = sync.OnceValue(func() *Space { return openSpace("isco", iscoGroups, 50) })

func onetGroups(code string) (minor, major string) { return code[:5], code[:2] }
func iscoGroups(code string) (minor, major string) { return code[:3], code[:2] }

// openSpace reads the packed form: number of concepts, per concept code and
// label; number of terms, per term its stem, its idf in steps of 1/1024, the
// number of postings, and per posting the concept (as a difference) and weight.
func openSpace(name string, groups func(string) (string, string), keep int) *Space {
	r := reader{unpack(name)}
	s := &Space{keep: keep, terms: map[string]int32{}}
	for range r.uvarint() {
		s.concepts = append(s.concepts, concept{r.text(), r.text()})
	}
	n := int(r.uvarint())
	s.terms = make(map[string]int32, n)
	for i := range n {
		s.terms[r.text()] = int32(i)
		s.idf = append(s.idf, float64(r.uvarint())/1024)
		s.start = append(s.start, uint32(len(s.post)))
		s.postings(&r)
	}
	s.start = append(s.start, uint32(len(s.post)))
	s.group(groups)
	return s
}

func (s *Space) postings(r *reader) {
	at := uint16(0)
	for range r.uvarint() {
		at += uint16(r.uvarint())
		s.post = append(s.post, at)
		s.weight = append(s.weight, r.byte())
	}
}

// group numbers the minor and major groups after the concepts.
func (s *Space) group(groups func(string) (string, string)) {
	number := map[string]uint16{}
	of := func(code string) uint16 {
		n, ok := number[code]
		if !ok {
			n = uint16(len(s.concepts) + len(number))
			number[code] = n
		}
		return n
	}
	for _, c := range s.concepts {
		minor, major := groups(c.code)
		s.minor = append(s.minor, of("minor "+minor))
		s.major = append(s.major, of("major "+major))
	}
	s.groups = len(s.concepts) + len(number)
}

// reader takes values from the front of a packed table.
type reader struct{ rest []byte }

func (r *reader) uvarint() uint64 {
	x, n := binary.Uvarint(r.rest)
	if n <= 0 {
		panic("taxonomy: damaged table")
	}
	r.rest = r.rest[n:]
	return x
}

func (r *reader) byte() byte {
	b := r.rest[0]
	r.rest = r.rest[1:]
	return b
}

func (r *reader) text() string {
	n := r.uvarint()
	s := string(r.rest[:n])
	r.rest = r.rest[n:]
	return s
}
