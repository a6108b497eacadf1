package cv

import (
	"reflect"
	"slices"
	"strings"
	"unicode"

	"jobops/internal/civil"
)

// Disagreement is one value that a second reading of a CV has otherwise. Path
// is the place in ours; for an entry that ours has not it ends in End, and From
// is the place in theirs.
type Disagreement struct {
	Path   Path
	From   Path
	Ours   string // "" when ours says nothing
	Theirs string
	Date   bool // both are dates in ISO form
}

// Disagree lists where theirs has another text than ours. What theirs lacks is
// no disagreement: a reader that finds less says nothing. Case, punctuation and
// spacing do not count, nor does the precision of a date.
func Disagree(ours, theirs Resume) []Disagreement {
	ours.Schema, theirs.Schema, ours.Meta, theirs.Meta = "", "", Meta{}, Meta{}
	return disagree(reflect.ValueOf(ours), reflect.ValueOf(theirs), "", "", nil)
}

func disagree(ours, theirs reflect.Value, at, from Path, out []Disagreement) []Disagreement {
	switch {
	case isLeaf(ours):
		if a, b := leafText(ours), leafText(theirs); b != "" && !alikeText(ours, theirs) {
			_, date := ours.Interface().(civil.Date)
			out = append(out, Disagreement{at, from, a, b, date})
		}
		return out
	case ours.Kind() == reflect.Slice:
		return disagreeList(ours, theirs, at, from, out)
	}
	for i := range ours.NumField() {
		f := ours.Type().Field(i)
		step := NewPath(jsonName(f))
		if f.Anonymous {
			step = ""
		}
		out = disagree(ours.Field(i), theirs.Field(i), at+step, from+step, out)
	}
	return out
}

func disagreeList(ours, theirs reflect.Value, at, from Path, out []Disagreement) []Disagreement {
	pairs := partners(ours, theirs)
	for j, i := range pairs {
		switch {
		case i >= 0:
			out = disagree(ours.Index(i), theirs.Index(j), at+NewPath(i), from+NewPath(j), out)
		case !holds(ours, entryText(theirs.Index(j))):
			out = append(out, Disagreement{at + NewPath(End), from + NewPath(j), "", entryText(theirs.Index(j)), false})
		}
	}
	return out
}

// partners aligns two lists. What is known by its name, such as a language, has
// a partner of that name only: French is no other reading of English.
func partners(ours, theirs reflect.Value) []int {
	if !slices.Contains(byName, theirs.Type().Elem()) {
		return align(ours, theirs)
	}
	pairs := slices.Repeat([]int{-1}, theirs.Len())
	for j := range theirs.Len() {
		for i := range ours.Len() {
			if plainText(ours.Index(i).Field(0).String()) == plainText(theirs.Index(j).Field(0).String()) {
				pairs[j] = i
				break
			}
		}
	}
	return pairs
}

// byName are the entries whose first field is the name they are known by.
var byName = []reflect.Type{
	reflect.TypeFor[Language](), reflect.TypeFor[Skill](), reflect.TypeFor[Certificate](), reflect.TypeFor[Interest](), reflect.TypeFor[Profile](),
}

// holds tells whether a list has a text in one of its entries, as a skill stands
// in a group of others.
func holds(list reflect.Value, text string) bool {
	for i := range list.Len() {
		for _, l := range leaves(list.Index(i), "", nil) {
			if plainText(l.Text) == plainText(text) {
				return true
			}
		}
	}
	return false
}

func alikeText(a, b reflect.Value) bool {
	x, ok := a.Interface().(civil.Date)
	if !ok {
		return plainText(leafText(a)) == plainText(leafText(b))
	}
	y := b.Interface().(civil.Date)
	return x.Year == y.Year && (x.Month == y.Month || x.Month == 0 || y.Month == 0) && (x.Day == y.Day || x.Day == 0 || y.Day == 0)
}

// plainText keeps the letters and digits of a text, in lower case.
func plainText(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, text)
}

// Take returns ours with the value of theirs that the disagreement is about.
func (d Disagreement) Take(ours, theirs Resume) (Resume, error) {
	value, err := Get(theirs, d.From)
	if err != nil {
		return ours, err
	}
	if steps := d.Path.Steps(); len(steps) > 0 && slices.Contains(steps[len(steps)-1:], End) {
		return Insert(ours, d.Path, value)
	}
	return Set(ours, d.Path, value)
}
