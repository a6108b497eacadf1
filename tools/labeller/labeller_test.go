package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"jobops/internal/parse"
)

const root = "../.."

// TestWeightsAreFresh: the weights in package parse are those that this tool
// wrote, and it has not changed since.
func TestWeightsAreFresh(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile(filepath.Join(root, manifestFile))
	if err != nil {
		t.Fatal(err)
	}
	var want manifest
	if err := json.Unmarshal(raw, &want); err != nil {
		t.Fatal(err)
	}
	packed, err := os.ReadFile(filepath.Join(root, weightsFile))
	if err != nil {
		t.Fatal(err)
	}
	made, err := digestOf(".", sources)
	if err != nil {
		t.Fatal(err)
	}
	if made != want.Sources || digest(packed) != want.Weights {
		t.Error("the weights are stale: run make labeller")
	}
	const most = 2 << 20
	if len(packed) > most {
		t.Errorf("weights = %d bytes, want %d at most", len(packed), most)
	}
}

// TestTrainingRepeats: the same seed gives the same weights, which name most of
// the cells of CVs they were not trained on.
func TestTrainingRepeats(t *testing.T) {
	t.Parallel()
	words, err := vocabularies(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range languages {
		for _, kind := range []string{"first", "last", "title", "verb", "object", "degree", "field", "school", "org", "skill", "city", "heading", "heading.work", "month", "present", "tongue"} {
			if len(words[l][kind]) == 0 {
				t.Errorf("no %q in %s", kind, l)
			}
		}
	}
	const documents = 60
	first, err := train(lessons(words, documents, 7), 7).pack()
	if err != nil {
		t.Fatal(err)
	}
	again, err := train(lessons(words, documents, 7), 7).pack()
	if err != nil || !slices.Equal(first, again) {
		t.Errorf("training twice = %d and %d bytes, %v, want the same", len(first), len(again), err)
	}
	weights, err := parse.UnpackLabelWeights(first)
	if err != nil {
		t.Fatal(err)
	}
	right, n := 0, 0
	for _, l := range lessons(words, documents, 8) {
		for i, got := range weights.Best(l.cells) {
			n++
			if got == l.gold[i] {
				right++
			}
		}
	}
	if 10*right < 7*n {
		t.Errorf("%d of %d labels are right, want 7 of 10", right, n)
	}
}
