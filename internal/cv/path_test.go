package cv

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jobops/internal/civil"
	"jobops/internal/fault"
)

func sample() Resume {
	return Resume{
		Basics: Basics{Name: "Maja Muster", Label: "Engineer"},
		Work: []Work{
			{Name: "Example GmbH", Position: "Engineer", Period: Period{Start: civil.Date{Year: 2020, Month: 6}, Current: true},
				Highlights: []string{"Wrote a parser in Go", "Ran the build on Linux"}},
			{Name: "Sample AG", Position: "Clerk"},
		},
		Skills: []Skill{{Name: "Go"}, {Name: "Data", Keywords: []string{"SQL", "CSV"}}},
	}
}

func TestGet(t *testing.T) {
	t.Parallel()
	for path, want := range map[Path]string{
		"/basics/name":         "Maja Muster",
		"/work/0/startDate":    "2020-06",
		"/work/0/highlights/1": "Ran the build on Linux",
		"/skills/1/keywords/0": "SQL",
	} {
		if got, err := Text(sample(), path); got != want || err != nil {
			t.Errorf("Text(%q) = %q, %v, want %q", path, got, err, want)
		}
	}
	for _, path := range []Path{"/nope", "/work/2", "/work/01", "/work/-1", "/work/-", "/basics/name/0", "/work/x", "/", "work", "work/0"} {
		if got, err := Get(sample(), path); !errors.Is(err, fault.NotFound) {
			t.Errorf("Get(%q) = %v, %v, want not found", path, got, err)
		}
	}
}

func TestSet(t *testing.T) {
	t.Parallel()
	r := sample()
	for path, value := range map[Path]any{
		"/work/0/startDate":        "2019",
		"/work/0/highlights/0":     "Wrote a lexer",
		"/work/0/highlights":       []string{"One"},
		"/work/0/x-jobops-current": false,
		"/skills/0":                Skill{Name: "C"},
	} {
		got, err := Set(r, path, value)
		if err != nil {
			t.Errorf("Set(%q) = %v", path, err)
			continue
		}
		if after, _ := Get(got, path); cmp.Equal(after, mustGet(t, r, path)) {
			t.Errorf("Set(%q) left %v", path, after)
		}
	}
	if diff := cmp.Diff(sample(), r); diff != "" {
		t.Errorf("Set changed its argument: %s", diff)
	}
	for path, value := range map[Path]any{
		"/work/0/startDate":    "June 2020",
		"/work/0/highlights":   "one",
		"/work/0/highlights/0": 3,
		"/skills/0":            map[string]any{"nam": "C"},
	} {
		if _, err := Set(r, path, value); !errors.Is(err, fault.Invalid) {
			t.Errorf("Set(%q, %v) = %v, want invalid", path, value, err)
		}
	}
}

func mustGet(t *testing.T, r Resume, path Path) any {
	t.Helper()
	v, err := Get(r, path)
	if err != nil {
		t.Fatalf("Get(%q) = %v", path, err)
	}
	return v
}

func TestListOperations(t *testing.T) {
	t.Parallel()
	r := sample()
	inserted, err := Insert(r, "/work/0/highlights/1", "Middle")
	want := []string{"Wrote a parser in Go", "Middle", "Ran the build on Linux"}
	if got := inserted.Work[0].Highlights; err != nil || !cmp.Equal(got, want) {
		t.Errorf("Insert = %q, %v, want %q", got, err, want)
	}
	appended, err := Insert(r, "/skills/-", Skill{Name: "C"})
	if err != nil || appended.Skills[2].Name != "C" {
		t.Errorf("Insert at end = %v, %v", appended.Skills, err)
	}
	removed, err := Remove(r, "/work/0/highlights/0")
	if got := removed.Work[0].Highlights; err != nil || !cmp.Equal(got, []string{"Ran the build on Linux"}) {
		t.Errorf("Remove = %q, %v", got, err)
	}
	swapped, err := Select(r, "/work", []int{1, 0})
	if err != nil || swapped.Work[0].Name != "Sample AG" {
		t.Errorf("Select = %v, %v", swapped.Work, err)
	}
	for _, order := range [][]int{{0, 0}, {2}, {-1}} {
		if _, err := Select(r, "/work", order); !errors.Is(err, fault.Invalid) {
			t.Errorf("Select(%v) = %v, want invalid", order, err)
		}
	}
	if diff := cmp.Diff(sample(), r); diff != "" {
		t.Errorf("a list operation changed its argument: %s", diff)
	}
}

func TestEveryLeafCanBeReadAndSet(t *testing.T) {
	t.Parallel()
	r := sample()
	for _, leaf := range Leaves(r) {
		got, err := Text(r, leaf.Path)
		if err != nil || got != leaf.Text {
			t.Errorf("Text(%q) = %q, %v, want %q", leaf.Path, got, err, leaf.Text)
		}
		if _, err := Set(r, leaf.Path, leaf.Text); err != nil {
			t.Errorf("Set(%q) = %v", leaf.Path, err)
		}
	}
}
