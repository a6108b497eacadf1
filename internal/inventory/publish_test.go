package inventory_test

import (
	"bytes"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"jobops/internal/inventory"
)

func TestPublishedFollowsTheSchema(t *testing.T) {
	t.Parallel()
	schema := compile(t)
	for _, inv := range []*inventory.Inventory{inventory.Load(), operator(t, complete)} {
		data, err := inv.Published("llm=gemini", "llm=anthropic")
		if err != nil {
			t.Fatal(err)
		}
		again, err := inv.Published("llm=anthropic", "llm=gemini")
		if err != nil || !bytes.Equal(data, again) {
			t.Errorf("Published twice differs, %v", err)
		}
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(doc); err != nil {
			t.Errorf("Published breaks schema.json: %v", err)
		}
		block := doc.(map[string]any)["controller"].(map[string]any)
		if got := block["name"]; got != inv.Controller.Name {
			t.Errorf("Published names %q, want %q", got, inv.Controller.Name)
		}
	}
}

func TestHashIsTheRecordedOne(t *testing.T) {
	t.Parallel()
	if recorded := string(read(t, versions)); !strings.HasSuffix(strings.TrimSpace(recorded), inventory.Hash()) {
		t.Errorf("Hash = %s, recorded are %s", inventory.Hash(), recorded)
	}
}

func TestRecordCoversEverythingKept(t *testing.T) {
	t.Parallel()
	inv := inventory.Load()
	var told []string
	for _, e := range inv.Record() {
		if len(e.Categories) == 0 || len(e.Measures) == 0 {
			t.Errorf("record of %s has no categories or no measures", e.Activity.ID)
		}
		for _, k := range e.Kept {
			told = append(told, k.ID)
		}
	}
	for _, name := range append(inv.PersonalTables(), inv.BlobPrefixes()...) {
		if !slices.Contains(told, name) {
			t.Errorf("no activity of the record keeps %s", name)
		}
	}
}

func TestRecordNamesConfiguredRecipientsOnly(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		configured []string
		want       []string
	}{
		{nil, nil},
		{[]string{"database=neon"}, []string{"neon"}},
		{[]string{"llm=anthropic", "jobs=adzuna"}, []string{"anthropic", "adzuna"}},
	} {
		var got []string
		for _, e := range inventory.Load().Record(tt.configured...) {
			for _, p := range e.Recipients {
				if !slices.Contains(got, p.ID) {
					got = append(got, p.ID)
				}
			}
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("Record(%v) names %v, want %v", tt.configured, got, tt.want)
		}
	}
}

// TestTermsAreWhole checks both languages and that every blank is a field of
// the controller.
func TestTermsAreWhole(t *testing.T) {
	t.Parallel()
	terms := inventory.LoadTerms()
	if err := halfTexts(reflect.ValueOf(*terms)); err != "" {
		t.Errorf("terms lack a language: %s", err)
	}
	blank := regexp.MustCompile(`\{[a-z_]+\}`)
	inv := operator(t, complete)
	for _, s := range terms.Sections {
		for _, p := range s.Text {
			for _, text := range []string{p.EN, p.FR} {
				filled := inv.Controller.Fill(text, func(field string) string { return "{" + field + "}" })
				if left := blank.FindString(filled); left != "" {
					t.Errorf("terms, %s: nothing fills %s", s.Title.EN, left)
				}
			}
			if en, fr := blank.FindAllString(p.EN, -1), blank.FindAllString(p.FR, -1); !slices.Equal(en, fr) {
				t.Errorf("terms, %s: English names %v, French %v", s.Title.EN, en, fr)
			}
		}
	}
}

// halfTexts returns the first text that lacks a language.
func halfTexts(v reflect.Value) string {
	if text, ok := v.Interface().(inventory.Text); ok {
		if text.EN == "" || text.FR == "" {
			return text.EN + text.FR
		}
		return ""
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if half := halfTexts(v.Field(i)); half != "" {
				return half
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			if half := halfTexts(v.Index(i)); half != "" {
				return half
			}
		}
	}
	return ""
}
