package intake

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"jobops/internal/civil"
)

// object is a JSON object being read. Each member that is asked for counts as
// seen; what nobody asked for is left out and told.
type object struct {
	at      string
	members map[string]any
	seen    map[string]bool
	left    *[]Omission
}

// decode reads a JSON object within the limits.
func decode(data []byte) (object, error) {
	if err := measure(data); err != nil {
		return object{}, err
	}
	var members map[string]any
	d := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))))
	d.UseNumber()
	if err := d.Decode(&members); err != nil {
		return object{}, ErrBroken
	}
	return object{members: members, seen: map[string]bool{}, left: new([]Omission)}, nil
}

// measure walks the tokens before anything is built of them.
func measure(data []byte) error {
	d := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))))
	d.UseNumber()
	depth, values := 0, 0
	for {
		t, err := d.Token()
		switch {
		case errors.Is(err, io.EOF) && depth == 0 && values > 0:
			return nil
		case err != nil:
			return ErrBroken
		}
		if delim, ok := t.(json.Delim); ok {
			if delim == '{' || delim == '[' {
				depth++
			} else {
				depth--
			}
		}
		if values++; depth > maxDepth || values > maxValues {
			return ErrBomb
		}
	}
}

func (o object) path(name string) string { return strings.TrimPrefix(o.at+"."+name, ".") }

func (o object) leave(name string, why Reason) {
	o.seen[name] = true
	if !blank(o.members[name]) {
		*o.left = append(*o.left, Omission{Place: o.path(name), Why: why})
	}
}

// blank tells whether a value says nothing.
func blank(v any) bool {
	switch v := v.(type) {
	case nil, bool:
		return true
	case string:
		return strings.TrimSpace(v) == ""
	case json.Number:
		return v == "0"
	case []any:
		return !slices.ContainsFunc(v, func(e any) bool { return !blank(e) })
	case map[string]any:
		for _, e := range v {
			if !blank(e) {
				return false
			}
		}
		return true
	}
	return false
}

// raw is a text as it stands; numbers and truths are texts, too.
func (o object) raw(name string) string {
	o.seen[name] = true
	return textOf(o.members[name])
}

func textOf(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	}
	return ""
}

// text is a text on one line, block one that keeps its lines.
func (o object) text(name string) string  { return line(o.raw(name)) }
func (o object) block(name string) string { return strings.Join(lines(o.raw(name)), "\n") }

// flag is a truth.
func (o object) flag(name string) bool {
	o.seen[name] = true
	b, _ := o.members[name].(bool)
	return b
}

// texts lists the texts of an array; objects in it are asked for their "name".
func (o object) texts(name string) []string {
	o.seen[name] = true
	list, ok := o.members[name].([]any)
	if !ok {
		if s := line(textOf(o.members[name])); s != "" {
			return []string{s}
		}
		return nil
	}
	var out []string
	for _, v := range list {
		if m, ok := v.(map[string]any); ok {
			v = m["name"]
		}
		if s := line(textOf(v)); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// object is a member that is an object, an empty one where there is none.
func (o object) object(name string) object {
	o.seen[name] = true
	m, _ := o.members[name].(map[string]any)
	return o.inner(name, m)
}

func (o object) inner(name string, m map[string]any) object {
	return object{at: o.path(name), members: m, seen: map[string]bool{}, left: o.left}
}

// objects lists the objects of an array, or of an object by the order of its
// names.
func (o object) objects(name string) []object {
	o.seen[name] = true
	var out []object
	switch v := o.members[name].(type) {
	case []any:
		for _, e := range v {
			if m, ok := e.(map[string]any); ok {
				out = append(out, o.inner(name+"[]", m))
			}
		}
	case map[string]any:
		for _, key := range sortedKeys(v) {
			if m, ok := v[key].(map[string]any); ok {
				out = append(out, o.inner(name+"."+key, m))
			}
		}
	}
	return out
}

func sortedKeys(m map[string]any) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// date is a date; one that cannot be read is told.
func (o object) date(name string) civil.Date {
	s := o.text(name)
	d, ok := date(s)
	if s != "" && !ok {
		*o.left = append(*o.left, Omission{Place: o.path(name), Why: Unclear})
	}
	if !ok {
		return civil.Date{}
	}
	return d
}

// foreign passes members that mean something to the other program only.
func (o object) foreign(names ...string) object {
	for _, n := range names {
		o.seen[n] = true
	}
	return o
}

// done tells what nobody asked for.
func (o object) done() {
	for _, name := range sortedKeys(o.members) {
		if !o.seen[name] {
			o.leave(shortName(name), Unknown)
		}
	}
}

// shortName bounds the name of a member, which is a stranger's text.
func shortName(s string) string {
	const longest = 60
	if r := []rune(line(s)); len(r) > longest {
		return string(r[:longest]) + "…"
	}
	return line(s)
}

// each reads the entries of an array. Those that are hidden stay hidden.
func each[T any](o object, name string, read func(object) T) []T {
	var out []T
	for _, e := range o.objects(name) {
		hidden := e.hidden()
		out = append(out, read(e))
		if hidden {
			hide(&out[len(out)-1])
		}
		e.done()
	}
	return out
}

// hidden tells whether an object says that it is not shown, in our words or in
// those of Reactive Resume.
func (o object) hidden() bool {
	visible, said := o.members["visible"].(bool)
	o.seen["visible"] = true
	return o.flag("hidden") || o.flag("x-jobops-hidden") || said && !visible
}

// hide marks an entry, or the entries that were read from one.
func hide(entry any) {
	v := reflect.ValueOf(entry).Elem()
	if v.Kind() == reflect.Slice {
		for i := range v.Len() {
			hide(v.Index(i).Addr().Interface())
		}
		return
	}
	if f := v.FieldByName("Hidden"); f.IsValid() {
		f.SetBool(true)
	}
}

// number is a whole number, 0 where there is none.
func (o object) number(name string) int {
	n, _ := strconv.Atoi(o.text(name))
	return n
}
