package taxonomy

import (
	"cmp"
	"math"
	"slices"
)

// WordVector holds the terms of a text by hash, sorted, with weights of unit
// length: (1 + ln n) times the idf over the English occupations.
type WordVector []wordWeight

type wordWeight struct {
	hash   uint64
	weight float64
}

// rarest is the idf of a term that no occupation has.
const rarest = 6.0

// Weigh makes the vector of a bag.
func Weigh(b Bag) WordVector {
	space := ONet()
	v := make(WordVector, 0, len(b))
	for stem, n := range b {
		idf := rarest
		if id, ok := space.terms[stem]; ok {
			idf = space.idf[id]
		}
		v = append(v, wordWeight{hashStem(hashStart, stem), float64(logCount(n) * idf)})
	}
	slices.SortFunc(v, func(a, b wordWeight) int { return cmp.Compare(a.hash, b.hash) })
	sum := 0.0
	for _, w := range v {
		sum += float64(w.weight * w.weight)
	}
	if sum > 0 {
		scale := 1 / math.Sqrt(sum)
		for i := range v {
			v[i].weight = float64(v[i].weight * scale)
		}
	}
	return v
}

// Cosine returns how alike the words of two texts are, 0..1.
func (v WordVector) Cosine(w WordVector) float64 {
	sum, j := 0.0, 0
	for _, a := range v {
		for j < len(w) && w[j].hash < a.hash {
			j++
		}
		if j < len(w) && w[j].hash == a.hash {
			sum += float64(a.weight * w[j].weight)
		}
	}
	return sum
}
