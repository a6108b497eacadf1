package privacy

import (
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"jobops/internal/inventory"
)

// SchemaID is the published address of data.json's schema within an instance.
const SchemaID = "/.well-known/privacy-export.schema.json"

// Schema is the JSON Schema (2020-12) of data.json, worked out from the inventory
// and the Go types of the structured columns.
func (s *Service) Schema() ([]byte, error) {
	properties := map[string]any{
		"$schema":        map[string]any{"type": "string"},
		"format":         map[string]any{"const": formatName},
		"format_version": map[string]any{"const": FormatVersion},
		"inventory":      map[string]any{"type": "string", "description": "version of the declaration that says what each field is"},
		"made":           map[string]any{"type": "string", "format": "date-time"},
	}
	required := []string{"format", "format_version", "inventory", "made"}
	defs := map[string]any{}
	for _, g := range s.inv.Groups() {
		record, err := s.recordSchema(g, defs)
		if err != nil {
			return nil, err
		}
		properties[g.Name] = map[string]any{"type": "array", "description": g.Table.Title.EN, "items": record}
		required = append(required, g.Name)
	}
	return json.MarshalIndent(map[string]any{
		"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "JobOps export",
		"type": "object", "required": required, "properties": properties, "additionalProperties": false, "$defs": defs,
	}, "", " ")
}

func (s *Service) recordSchema(g inventory.Group, defs map[string]any) (map[string]any, error) {
	fields := map[string]any{}
	var required []string
	for _, c := range g.Columns {
		required = append(required, c.Field())
		switch {
		case c.Holds == "json":
			shape, ok := s.shapes[c.Export]
			if !ok {
				return nil, fmt.Errorf("privacy: schema: no shape for %s", c.Export)
			}
			fields[c.Field()] = map[string]any{"anyOf": []any{shapeSchema(reflect.TypeOf(shape), defs), map[string]any{"type": "null"}}}
		case len(c.Values) > 0:
			fields[c.Field()] = map[string]any{"enum": append([]any{nil}, words(c)...)}
		case c.Time():
			fields[c.Field()] = map[string]any{"type": []string{"string", "null"}, "format": "date-time"}
		case c.Type == "integer":
			fields[c.Field()] = map[string]any{"type": []string{"integer", "null"}}
		case c.Type == "blob" && !c.Sealed():
			fields[c.Field()] = map[string]any{"type": []string{"string", "null"}, "contentEncoding": "base64"}
		default:
			fields[c.Field()] = map[string]any{"type": []string{"string", "null"}}
		}
	}
	return map[string]any{"type": "object", "required": required, "properties": fields, "additionalProperties": false}, nil
}

// words are all that the text of a column may be.
func words(c inventory.Column) []any {
	var all []any
	for _, word := range append(slices.Clone(c.Values), c.Unfinished...) {
		all = append(all, word)
	}
	return all
}

var (
	textMarshaler = reflect.TypeFor[encoding.TextMarshaler]()
	jsonMarshaler = reflect.TypeFor[json.Marshaler]()
	timeType      = reflect.TypeFor[time.Time]()
)

// shapeSchema describes what encoding/json writes for a type. Named structs become
// definitions, so that a schema stays readable.
func shapeSchema(t reflect.Type, defs map[string]any) map[string]any {
	switch {
	case t == timeType:
		return map[string]any{"type": "string", "format": "date-time"}
	case t.Implements(textMarshaler), t.Implements(jsonMarshaler):
		return map[string]any{"type": "string"}
	case t == reflect.TypeFor[[]byte]():
		return map[string]any{"type": []string{"string", "null"}, "contentEncoding": "base64"}
	}
	switch t.Kind() {
	case reflect.Pointer:
		return shapeSchema(t.Elem(), defs)
	case reflect.String:
		return map[string]any{"type": "string"}
	case reflect.Bool:
		return map[string]any{"type": "boolean"}
	case reflect.Int, reflect.Int64, reflect.Int32:
		return map[string]any{"type": "integer"}
	case reflect.Float64, reflect.Float32:
		return map[string]any{"type": "number"}
	case reflect.Slice:
		return map[string]any{"type": []string{"array", "null"}, "items": shapeSchema(t.Elem(), defs)}
	case reflect.Map:
		return map[string]any{"type": []string{"object", "null"}, "additionalProperties": shapeSchema(t.Elem(), defs)}
	case reflect.Struct:
		return structSchema(t, defs)
	}
	return map[string]any{}
}

func structSchema(t reflect.Type, defs map[string]any) map[string]any {
	name := strings.ReplaceAll(t.String(), ".", "_")
	ref := map[string]any{"$ref": "#/$defs/" + name}
	if _, ok := defs[name]; ok {
		return ref
	}
	fields := map[string]any{}
	defs[name] = map[string]any{"type": "object", "properties": fields, "additionalProperties": false}
	addFields(t, fields, defs)
	return ref
}

func addFields(t reflect.Type, fields, defs map[string]any) {
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case f.Anonymous && name == "":
			addFields(f.Type, fields, defs)
		case name != "-" && name != "":
			fields[name] = shapeSchema(f.Type, defs)
		case name == "" && f.IsExported():
			fields[f.Name] = shapeSchema(f.Type, defs)
		}
	}
}
