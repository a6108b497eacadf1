package verify

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"jobops/internal/dbx"
	"jobops/internal/inventory"
	"jobops/internal/owner"
	"jobops/internal/seal"
	"jobops/internal/store"
	"jobops/internal/tailor"
)

// anID is what the text of queued work may be: an id, with the tag under which an
// outside reader knows it, and nothing that somebody wrote.
var anID = regexp.MustCompile(`^(([0-9a-f]{24}\.)?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})?$`)

// jsonIsDeclared reads JSON columns and compares the paths in them with the
// declared ones.
func jsonIsDeclared(ctx context.Context, s *System, f *Findings) error {
	var failed []error
	// A field that the program does not know is one that it neither shows nor
	// exports.
	shapes := tailor.Shapes()
	for _, t := range s.Inventory.OwnTables {
		for _, c := range t.Columns {
			if len(c.JSON) > 0 {
				failed = append(failed, s.paths(ctx, f, t.Name, t.RowKey(), c.Name, c.Name, c.JSON))
			}
			if shape, ok := shapes[c.Export]; ok && c.Sealed() {
				failed = append(failed, s.shaped(ctx, f, t, c.Name, reflect.TypeOf(shape)))
			}
		}
	}
	for _, t := range s.Inventory.ForeignTables {
		for _, column := range slices.Sorted(maps.Keys(t.JSON)) {
			failed = append(failed, s.paths(ctx, f, t.Name, "id", column, store.JSONText(s.DB, column), t.JSON[column]))
		}
	}
	return errors.Join(append(failed, s.queued(ctx, f))...)
}

// paths compares the values of a plain JSON column with the declared paths.
func (s *System) paths(ctx context.Context, f *Findings, table, key, column, expression string, declared []string) error {
	n := 0
	err := s.each(ctx, func(r dbx.Row) error {
		var id string
		var text *string
		if err := r.Scan(&id, &text); err != nil || text == nil {
			return err
		}
		n++
		var v any
		if err := json.Unmarshal([]byte(*text), &v); err != nil {
			f.broken("%s.%s of row %s is no JSON", table, column, id)
			return nil
		}
		for _, path := range slices.Sorted(maps.Keys(pathsOf(v))) {
			if !slices.Contains(declared, path) {
				f.broken("%s.%s of row %s has the undeclared field %q", table, column, id, path)
			}
		}
		return nil
	}, fmt.Sprintf(`SELECT CAST(%s AS text), %s FROM %s ORDER BY %s DESC LIMIT $1`, key, expression, table, key), sampled)
	f.note("%d of %s.%s", n, table, column)
	return err
}

// pathsOf lists the fields of a value that hold something: "results[].id".
func pathsOf(v any) map[string]bool {
	found := map[string]bool{}
	var walk func(at string, v any)
	walk = func(at string, v any) {
		switch v := v.(type) {
		case map[string]any:
			for name, value := range v {
				walk(strings.TrimPrefix(at+"."+name, "."), value)
			}
		case []any:
			for _, value := range v {
				walk(at+"[]", value)
			}
		default:
			found[at] = true
		}
	}
	walk("", v)
	delete(found, "")
	return found
}

// shaped opens sealed JSON and decodes it into the program's own type, strictly.
func (s *System) shaped(ctx context.Context, f *Findings, t inventory.Table, column string, shape reflect.Type) error {
	name := t.Name + "." + column
	values, err := s.sample(ctx, t, column)
	for _, v := range values {
		data, err := s.Keys.Open(ctx, seal.Place{Column: name, Row: v.row, Owner: owner.ID(v.owner)}, v.envelope)
		if err != nil {
			continue // V7 names what does not open
		}
		dec := json.NewDecoder(strings.NewReader(string(data)))
		dec.DisallowUnknownFields()
		if err := dec.Decode(reflect.New(shape).Interface()); err != nil {
			f.broken("%s of row %s is not of its declared form%s", name, v.row, unknownField(err))
		}
	}
	f.note("%d of %s", len(values), name)
	return err
}

// unknownField repeats the name of an unknown field and nothing else of what the
// decoder says, for that quotes the value.
func unknownField(err error) string {
	if _, field, ok := strings.Cut(err.Error(), "unknown field "); ok {
		return ": unknown field " + field
	}
	return ""
}

// queued looks at the arguments of queued work, which rest in clear.
func (s *System) queued(ctx context.Context, f *Findings) error {
	query := fmt.Sprintf(`SELECT CAST(id AS text), kind, %s FROM river_job ORDER BY id DESC LIMIT $1`, store.JSONText(s.DB, "args"))
	return s.each(ctx, func(r dbx.Row) error {
		var id, kind, text string
		if err := r.Scan(&id, &kind, &text); err != nil {
			return err
		}
		if _, ok := s.Inventory.Task(kind); !ok {
			f.broken("river_job %s is of the undeclared kind %q", id, kind)
		}
		var args map[string]any
		if err := json.Unmarshal([]byte(text), &args); err != nil {
			f.broken("river_job.args of row %s is no JSON object", id)
			return nil
		}
		for name, v := range args {
			if value, ok := v.(string); !ok || !anID.MatchString(value) {
				f.broken("river_job.args of row %s: %q is no id", id, name)
			}
		}
		return nil
	}, query, sampled)
}
