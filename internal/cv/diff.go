package cv

import (
	"reflect"
	"slices"
	"strings"
)

// Change is one difference between two Resumes. From is the path in the old
// one ("" when added), Path the one in the new ("" when removed). Before and
// After are texts; for a whole list entry, its texts joined by " · ". A Moved
// entry has equal texts and stands in another order among its neighbours.
type Change struct {
	Op     Op     `json:"op"`
	From   Path   `json:"from,omitempty"`
	Path   Path   `json:"path,omitempty"`
	Before string `json:"before,omitempty"`
	After  string `json:"after,omitempty"`
}

// Diff lists what turns a into b, in document order of b. List entries are
// aligned by likeness first, so an inserted bullet is one Added change and not
// a change of every bullet after it.
func Diff(a, b Resume) []Change {
	a.Schema, b.Schema, a.Meta, b.Meta = "", "", Meta{}, Meta{}
	return diffValue(reflect.ValueOf(a), reflect.ValueOf(b), "", "", nil)
}

func diffValue(a, b reflect.Value, from, to Path, out []Change) []Change {
	if reflect.DeepEqual(a.Interface(), b.Interface()) {
		return out
	}
	switch {
	case isLeaf(a):
		return append(out, leafChange(a, b, from, to))
	case a.Kind() == reflect.Slice:
		return diffList(a, b, from, to, out)
	}
	for i := range a.NumField() {
		f := a.Type().Field(i)
		step := NewPath(jsonName(f))
		if f.Anonymous {
			step = ""
		}
		out = diffValue(a.Field(i), b.Field(i), from+step, to+step, out)
	}
	return out
}

func isLeaf(v reflect.Value) bool {
	return v.Kind() != reflect.Slice && (v.Kind() != reflect.Struct || v.Type().PkgPath() != reflect.TypeFor[Resume]().PkgPath())
}

func leafChange(a, b reflect.Value, from, to Path) Change {
	c := Change{Changed, from, to, leafText(a), leafText(b)}
	switch {
	case a.IsZero():
		c.Op, c.From = Added, ""
	case b.IsZero():
		c.Op, c.Path = Removed, ""
	}
	return c
}

func leafText(v reflect.Value) string {
	if v.Kind() == reflect.Bool {
		if v.Bool() {
			return "true"
		}
		return ""
	}
	return entryText(v)
}

func entryText(v reflect.Value) string {
	var texts []string
	for _, leaf := range leaves(v, "", nil) {
		texts = append(texts, leaf.Text)
	}
	return strings.Join(texts, " · ")
}

func diffList(a, b reflect.Value, from, to Path, out []Change) []Change {
	pairs := align(a, b)
	stay := rising(pairs)
	for i := range a.Len() {
		if !slices.Contains(pairs, i) {
			out = append(out, Change{Removed, from + NewPath(i), "", entryText(a.Index(i)), ""})
		}
	}
	for j, i := range pairs {
		if i < 0 {
			out = append(out, Change{Added, "", to + NewPath(j), "", entryText(b.Index(j))})
			continue
		}
		pf, pt := from+NewPath(i), to+NewPath(j)
		if !stay[j] {
			text := entryText(b.Index(j))
			out = append(out, Change{Moved, pf, pt, text, text})
		}
		out = diffValue(a.Index(i), b.Index(j), pf, pt, out)
	}
	return out
}

// alike is the likeness, 0..1, from which two unequal entries count as one
// entry that was changed.
const alike = 0.4

// align gives for each entry of b the index of its partner in a, or -1: equal
// entries first, then the most alike.
func align(a, b reflect.Value) []int {
	pairs := slices.Repeat([]int{-1}, b.Len())
	taken := make([]bool, a.Len())
	pair := func(i, j int) { pairs[j], taken[i] = i, true }
	for j := range b.Len() {
		for i := range a.Len() {
			if !taken[i] && reflect.DeepEqual(a.Index(i).Interface(), b.Index(j).Interface()) {
				pair(i, j)
				break
			}
		}
	}
	for _, c := range candidates(a, b, pairs, taken) {
		if pairs[c.j] < 0 && !taken[c.i] {
			pair(c.i, c.j)
		}
	}
	return pairs
}

type candidate struct {
	i, j     int
	likeness float64
}

// candidates lists the pairs still free that are alike enough, best first.
func candidates(a, b reflect.Value, pairs []int, taken []bool) []candidate {
	var found []candidate
	for j := range b.Len() {
		if pairs[j] >= 0 {
			continue
		}
		after := wordSet(entryText(b.Index(j)))
		for i := range a.Len() {
			if l := likeness(wordSet(entryText(a.Index(i))), after); !taken[i] && l >= alike {
				found = append(found, candidate{i, j, l})
			}
		}
	}
	slices.SortStableFunc(found, func(x, y candidate) int {
		switch {
		case x.likeness > y.likeness:
			return -1
		case x.likeness < y.likeness:
			return 1
		}
		return 0
	})
	return found
}

func wordSet(text string) map[string]bool {
	set := make(map[string]bool)
	for _, w := range splitWords(text) {
		if r := []rune(w)[0]; pieceClass(r) == 2 {
			set[strings.ToLower(w)] = true
		}
	}
	return set
}

// likeness is the share of words two texts have in common, of the smaller set
// for the most part, so that a shortened bullet still finds its partner.
func likeness(a, b map[string]bool) float64 {
	if len(a) == 0 || len(b) == 0 {
		return 0
	}
	common := 0
	for w := range a {
		if b[w] {
			common++
		}
	}
	union := len(a) + len(b) - common
	return 0.7*float64(common)/float64(min(len(a), len(b))) + 0.3*float64(common)/float64(union)
}

// rising marks the entries of b that keep their order: a longest rising
// subsequence of their partners.
func rising(pairs []int) []bool {
	length := make([]int, len(pairs))
	prev := make([]int, len(pairs))
	best := -1
	for j, i := range pairs {
		if i < 0 {
			continue
		}
		length[j], prev[j] = 1, -1
		for k := range j {
			if pairs[k] >= 0 && pairs[k] < i && length[k] >= length[j] {
				length[j], prev[j] = length[k]+1, k
			}
		}
		if best < 0 || length[j] > length[best] {
			best = j
		}
	}
	stay := make([]bool, len(pairs))
	for ; best >= 0; best = prev[best] {
		stay[best] = true
	}
	return stay
}
