package cv

import (
	"reflect"
	"slices"
)

// Merge brings what changed from base to theirs into mine, which also comes
// from base: a re-read CV into the one that a person has corrected. Where both
// changed the same value, mine stays. Entries are aligned as in Diff; an entry
// that one side removed is gone unless mine had changed it.
func Merge(base, mine, theirs Resume) Resume {
	out := merged(reflect.ValueOf(base), reflect.ValueOf(mine), reflect.ValueOf(theirs))
	return Clone(out.Interface().(Resume))
}

func merged(base, mine, theirs reflect.Value) reflect.Value {
	switch {
	case equal(base, mine):
		return theirs
	case equal(base, theirs) || equal(mine, theirs) || isLeaf(mine):
		return mine
	case mine.Kind() == reflect.Slice:
		return mergedList(base, mine, theirs)
	}
	out := reflect.New(mine.Type()).Elem()
	for i := range mine.NumField() {
		out.Field(i).Set(merged(base.Field(i), mine.Field(i), theirs.Field(i)))
	}
	return out
}

func equal(a, b reflect.Value) bool {
	if a.Kind() == reflect.Slice && a.Len() == 0 && b.Len() == 0 {
		return true
	}
	return reflect.DeepEqual(a.Interface(), b.Interface())
}

// item is one entry of a merged list: its value and where it comes from.
type item struct {
	value       reflect.Value
	mine, their int // index there, -1 for none
}

// mergedList merges entry by entry and weaves the two orders: mine where the
// person has changed the order, else theirs.
func mergedList(base, mine, theirs reflect.Value) reflect.Value {
	toMine, toTheirs := align(base, mine), align(base, theirs)
	var items []item
	for i := range base.Len() {
		m, t := slices.Index(toMine, i), slices.Index(toTheirs, i)
		if value, ok := survivor(base.Index(i), mine, theirs, m, t); ok {
			items = append(items, item{value, m, t})
		}
	}
	items = append(items, added(mine, theirs, toMine, toTheirs)...)
	if ordered(toMine) {
		return weave(items, mine, func(i item) (int, int) { return i.their, i.mine })
	}
	return weave(items, mine, func(i item) (int, int) { return i.mine, i.their })
}

// survivor is what becomes of an entry of base at index m of mine and t of
// theirs.
func survivor(was, mine, theirs reflect.Value, m, t int) (reflect.Value, bool) {
	switch {
	case m >= 0 && t >= 0:
		return merged(was, mine.Index(m), theirs.Index(t)), true
	case m >= 0 && !equal(was, mine.Index(m)):
		return mine.Index(m), true
	}
	return reflect.Value{}, false
}

// added are the entries that base has not. One that both sides added counts
// once, as mine.
func added(mine, theirs reflect.Value, toMine, toTheirs []int) []item {
	var items []item
	twin := align(theirs, mine)
	both := map[int]bool{}
	for m, i := range toMine {
		if i >= 0 {
			continue
		}
		one := item{mine.Index(m), m, -1}
		if t := twin[m]; t >= 0 && toTheirs[t] < 0 {
			one.their, both[t] = t, true
		}
		items = append(items, one)
	}
	for t, i := range toTheirs {
		if i < 0 && !both[t] {
			items = append(items, item{theirs.Index(t), -1, t})
		}
	}
	return items
}

// ordered tells whether the partners stand in the order of base.
func ordered(pairs []int) bool {
	last := -1
	for _, i := range pairs {
		if i >= 0 && i < last {
			return false
		}
		last = max(last, i)
	}
	return true
}

// weave orders items by their index in one list; those that are not in it come
// behind the one before them in the other.
func weave(items []item, like reflect.Value, index func(item) (first, second int)) reflect.Value {
	var main, rest []item
	for _, i := range items {
		if first, _ := index(i); first >= 0 {
			main = append(main, i)
		} else {
			rest = append(rest, i)
		}
	}
	slices.SortStableFunc(main, func(a, b item) int { x, _ := index(a); y, _ := index(b); return x - y })
	slices.SortStableFunc(rest, func(a, b item) int { _, x := index(a); _, y := index(b); return x - y })
	for _, r := range rest {
		_, at := index(r)
		behind := 0
		for k, m := range main {
			if _, second := index(m); second >= 0 && second < at {
				behind = k + 1
			}
		}
		main = slices.Insert(main, behind, r)
	}
	out := reflect.MakeSlice(like.Type(), 0, len(main))
	for _, m := range main {
		out = reflect.Append(out, m.value)
	}
	return out
}
