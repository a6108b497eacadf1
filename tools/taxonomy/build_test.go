package main

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"jobops/internal/taxonomy"
)

// The tables built in are those of our own sources as they stand; the others
// are compared by -check where their folder is.
func TestOwnSourcesAreBuiltIn(t *testing.T) {
	t.Parallel()
	m, err := taxonomy.ReadManifest()
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range ownSources() {
		if m.Sources[name] != want {
			t.Errorf("%s have changed since the tables were built", name)
		}
	}
}

func TestTrustedLabels(t *testing.T) {
	t.Parallel()
	tests := []struct {
		row  row
		want []string
	}{
		{row{"type": "s", "label": "write Hungarian", "alt_labels": "tend packaging machines|writing Hungarian"}, []string{"writing Hungarian"}},
		{row{"type": "s", "label": "manage staff", "alt_labels": "manage budgets|supervise staff"}, []string{"supervise staff"}},
		{row{"type": "k", "label": "Java", "alt_labels": "Javanese|Java platform"}, []string{"Java platform"}},
	}
	for _, tc := range tests {
		if diff := cmp.Diff(tc.want, trusted(tc.row)); diff != "" {
			t.Errorf("trusted(%v) (-want +got):\n%s", tc.row, diff)
		}
	}
}

func TestTitlePhrase(t *testing.T) {
	t.Parallel()
	for title, want := range map[string]string{
		"Manager": "", "RN": "", "Nurse": "nurs", "Chief Executive Officer (CEO)": "chief execut offic",
	} {
		if got := titlePhrase(title); got != want {
			t.Errorf("titlePhrase(%q) = %q, want %q", title, got, want)
		}
	}
}

func TestMergeSkillsKeepsTheFirst(t *testing.T) {
	t.Parallel()
	got := mergeSkills(
		[]skill{{key: "=go", kind: "t", label: "Go", alts: []string{"Golang"}, parents: []string{"=programming"}}},
		[]skill{{key: "id1", kind: "k", label: "go", parents: []string{"id2"}}, {key: "id2", kind: "k", label: "Programming"}},
	)
	if len(got) != 2 || got[0].label != "Go" || !cmp.Equal(got[0].merged, []string{"id1"}) || !cmp.Equal(got[0].parents, []string{"=programming", "id2"}) {
		t.Errorf("mergeSkills = %+v", got)
	}
}
