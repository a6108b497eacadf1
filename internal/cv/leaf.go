package cv

import (
	"encoding"
	"reflect"
)

// Leaf is one text of a Resume: a string, or a date in ISO form.
type Leaf struct {
	Path Path
	Text string
	Date bool // Text is a date of a Period or of an entry
}

// Leaves lists the non-empty texts of r in document order, without "$schema"
// and "meta".
func Leaves(r Resume) []Leaf {
	r.Schema, r.Meta = "", Meta{}
	return leaves(reflect.ValueOf(r), "", nil)
}

// LeavesUnder lists the texts at path and below it.
func LeavesUnder(r Resume, path Path) []Leaf {
	v, err := walk(reflect.ValueOf(&r).Elem(), path)
	if err != nil {
		return nil
	}
	return leaves(v, path, nil)
}

func leaves(v reflect.Value, at Path, to []Leaf) []Leaf {
	if m, ok := v.Interface().(encoding.TextMarshaler); ok {
		if text, err := m.MarshalText(); err == nil && len(text) > 0 {
			to = append(to, Leaf{at, string(text), true})
		}
		return to
	}
	switch v.Kind() {
	case reflect.String:
		if v.Len() > 0 {
			to = append(to, Leaf{at, v.String(), false})
		}
	case reflect.Slice:
		for i := range v.Len() {
			to = leaves(v.Index(i), at+NewPath(i), to)
		}
	case reflect.Struct:
		for f, fv := range v.Fields() {
			step := NewPath(jsonName(f))
			if f.Anonymous {
				step = ""
			}
			to = leaves(fv, at+step, to)
		}
	}
	return to
}
