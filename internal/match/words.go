package match

import (
	"maps"
	"math"
	"slices"

	"jobops/internal/taxonomy"
)

// cosine compares the words of two texts, weighted by how telling each word is
// in the background of occupations.
func cosine(a, b taxonomy.Bag) float64 {
	dot, na, nb := 0.0, 0.0, 0.0
	for _, stem := range slices.Sorted(maps.Keys(a)) {
		w := taxonomy.Weight(stem, a[stem])
		na += float64(w * w)
		if n, ok := b[stem]; ok {
			dot += float64(w * taxonomy.Weight(stem, n))
		}
	}
	for _, stem := range slices.Sorted(maps.Keys(b)) {
		w := taxonomy.Weight(stem, b[stem])
		nb += float64(w * w)
	}
	if dot == 0 {
		return 0
	}
	return dot / math.Sqrt(float64(na*nb))
}
