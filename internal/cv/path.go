package cv

import (
	"bytes"
	"encoding"
	"encoding/json"
	"reflect"
	"strconv"
	"strings"

	"jobops/internal/fault"
)

// End is the last step of a Path that stands for the place after the last
// entry of a list (RFC 6901, section 4).
const End = "-"

// NewPath joins steps (names and list indexes) to a Path, escaping them.
func NewPath(steps ...any) Path {
	var b strings.Builder
	for _, step := range steps {
		b.WriteByte('/')
		switch s := step.(type) {
		case int:
			b.WriteString(strconv.Itoa(s))
		case string:
			b.WriteString(strings.NewReplacer("~", "~0", "/", "~1").Replace(s))
		}
	}
	return Path(b.String())
}

// Steps splits p into its unescaped steps; "" has none.
func (p Path) Steps() []string {
	if p == "" {
		return nil
	}
	steps := strings.Split(strings.TrimPrefix(string(p), "/"), "/")
	for i, s := range steps {
		steps[i] = strings.NewReplacer("~1", "/", "~0", "~").Replace(s)
	}
	return steps
}

// Parent returns the path without its last step, and that step unescaped.
func (p Path) Parent() (Path, string) {
	i := strings.LastIndexByte(string(p), '/')
	if i < 0 {
		return "", ""
	}
	steps := p.Steps()
	return p[:i], steps[len(steps)-1]
}

// Under reports whether p is parent or lies below it.
func (p Path) Under(parent Path) bool {
	return p == parent || strings.HasPrefix(string(p), string(parent)+"/")
}

var errPath = fault.New(fault.NotFound, "cv.no_such_path")

// Get returns the value at path with the type it has in Resume: string, bool,
// civil.Date, a struct or a slice. Its maps and slices are shared with r. An
// unknown path is fault.NotFound.
func Get(r Resume, path Path) (any, error) {
	v, err := walk(reflect.ValueOf(&r).Elem(), path)
	if err != nil {
		return nil, err
	}
	return v.Interface(), nil
}

// Text returns the string at path, or a date in ISO form; other values are
// fault.Invalid.
func Text(r Resume, path Path) (string, error) {
	v, err := Get(r, path)
	if err != nil {
		return "", err
	}
	switch t := v.(type) {
	case string:
		return t, nil
	case encoding.TextMarshaler:
		text, err := t.MarshalText()
		return string(text), err
	}
	return "", fault.New(fault.Invalid, "cv.not_text")
}

// Set returns a copy of r with value at path. A value of another type is
// converted as its JSON would be ("2020-06" becomes a date); one that does not
// fit is fault.Invalid, an unknown path fault.NotFound.
func Set(r Resume, path Path, value any) (Resume, error) {
	out := Clone(r)
	v, err := walk(reflect.ValueOf(&out).Elem(), path)
	if err != nil {
		return r, err
	}
	if err := assign(v, value); err != nil {
		return r, err
	}
	return out, nil
}

// Insert returns a copy of r with value put into a list before the index that
// ends path; the index may be the length of the list or End.
func Insert(r Resume, path Path, value any) (Resume, error) {
	out := Clone(r)
	list, at, err := slot(&out, path)
	if err != nil {
		return r, err
	}
	if at > list.Len() {
		return r, errPath
	}
	entry := reflect.New(list.Type().Elem()).Elem()
	if err := assign(entry, value); err != nil {
		return r, err
	}
	tail := reflect.AppendSlice(reflect.MakeSlice(list.Type(), 0, 1), list.Slice(at, list.Len()))
	list.Set(reflect.AppendSlice(reflect.Append(list.Slice(0, at), entry), tail))
	return out, nil
}

// Remove returns a copy of r without the list entry at path.
func Remove(r Resume, path Path) (Resume, error) {
	out := Clone(r)
	list, at, err := slot(&out, path)
	if err != nil {
		return r, err
	}
	if at >= list.Len() {
		return r, errPath
	}
	list.Set(reflect.AppendSlice(list.Slice(0, at), list.Slice(at+1, list.Len())))
	return out, nil
}

// Select returns a copy of r whose list at path holds the entries named by
// order, in that order: a permutation reorders, a subset leaves out. An index
// out of range or named twice is fault.Invalid.
func Select(r Resume, path Path, order []int) (Resume, error) {
	out := Clone(r)
	list, err := walk(reflect.ValueOf(&out).Elem(), path)
	if err != nil {
		return r, err
	}
	if list.Kind() != reflect.Slice || !distinctBelow(order, list.Len()) {
		return r, fault.New(fault.Invalid, "cv.bad_order")
	}
	chosen := reflect.MakeSlice(list.Type(), 0, len(order))
	for _, i := range order {
		chosen = reflect.Append(chosen, list.Index(i))
	}
	list.Set(chosen)
	return out, nil
}

// Len returns the number of entries of the list at path.
func Len(r Resume, path Path) (int, error) {
	v, err := walk(reflect.ValueOf(&r).Elem(), path)
	if err != nil {
		return 0, err
	}
	if v.Kind() != reflect.Slice {
		return 0, fault.New(fault.Invalid, "cv.not_a_list")
	}
	return v.Len(), nil
}

func distinctBelow(order []int, n int) bool {
	seen := make(map[int]bool, len(order))
	for _, i := range order {
		if i < 0 || i >= n || seen[i] {
			return false
		}
		seen[i] = true
	}
	return true
}

// slot finds the list that holds path's last step, and the step's index.
func slot(r *Resume, path Path) (reflect.Value, int, error) {
	parent, last := path.Parent()
	list, err := walk(reflect.ValueOf(r).Elem(), parent)
	if err != nil {
		return list, 0, err
	}
	if list.Kind() != reflect.Slice {
		return list, 0, fault.New(fault.Invalid, "cv.not_a_list")
	}
	if last == End {
		return list, list.Len(), nil
	}
	at, ok := index(last)
	if !ok {
		return list, 0, errPath
	}
	return list, at, nil
}

func walk(v reflect.Value, path Path) (reflect.Value, error) {
	if path != "" && path[0] != '/' {
		return v, errPath
	}
	for _, step := range path.Steps() {
		var ok bool
		if v, ok = child(v, step); !ok {
			return v, errPath
		}
	}
	return v, nil
}

func child(v reflect.Value, step string) (reflect.Value, bool) {
	switch v.Kind() {
	case reflect.Struct:
		return field(v, step)
	case reflect.Slice:
		if i, ok := index(step); ok && i < v.Len() {
			return v.Index(i), true
		}
	}
	return v, false
}

// index reads a list index as RFC 6901 writes it: no sign, no leading zero.
func index(step string) (int, bool) {
	i, err := strconv.Atoi(step)
	return i, err == nil && i >= 0 && strconv.Itoa(i) == step
}

// field finds a field by its JSON name; embedded structs count as inlined.
func field(v reflect.Value, name string) (reflect.Value, bool) {
	for f, fv := range v.Fields() {
		if f.Anonymous {
			if inner, ok := field(fv, name); ok {
				return inner, true
			}
			continue
		}
		if n := jsonName(f); n == name && n != "" {
			return fv, true
		}
	}
	return v, false
}

func jsonName(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	return name
}

func assign(v reflect.Value, value any) error {
	given := reflect.ValueOf(value)
	if given.IsValid() && given.Type().AssignableTo(v.Type()) {
		v.Set(clone(given))
		return nil
	}
	data, err := json.Marshal(value)
	if err != nil {
		return fault.New(fault.Invalid, "cv.bad_value")
	}
	fresh := reflect.New(v.Type())
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(fresh.Interface()); err != nil {
		return fault.New(fault.Invalid, "cv.bad_value")
	}
	v.Set(fresh.Elem())
	return nil
}

// Clone returns a copy of r that shares nothing with it.
func Clone(r Resume) Resume {
	return clone(reflect.ValueOf(r)).Interface().(Resume)
}

func clone(v reflect.Value) reflect.Value {
	switch v.Kind() {
	case reflect.Slice:
		if v.IsNil() {
			return v
		}
		out := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		for i := range v.Len() {
			out.Index(i).Set(clone(v.Index(i)))
		}
		return out
	case reflect.Struct:
		out := reflect.New(v.Type()).Elem()
		for i := range v.NumField() {
			out.Field(i).Set(clone(v.Field(i)))
		}
		return out
	}
	return v
}
