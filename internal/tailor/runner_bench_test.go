package tailor

import (
	"encoding/json"
	"fmt"
	"testing"

	"jobops/internal/cv"
	"jobops/internal/library"
	"jobops/internal/posting"
	"jobops/internal/sample"
)

func samplePair() Pair {
	return Pair{Version: library.Version{Resume: sample.For("en").Resume}, Posting: Saved{Posting: posting.Read(sample.Posting("en"))}}
}

// BenchmarkPrompt is what it takes to collect the details of a person, to hide
// them in CV and ad, and to write the question.
func BenchmarkPrompt(b *testing.B) {
	pair := samplePair()
	for b.Loop() {
		newPrompt(EditsRun, pair, true)
	}
}

// BenchmarkAnswer is what it takes to check an answer of twelve edits: its form,
// its tokens, and each claim against the CV.
func BenchmarkAnswer(b *testing.B) {
	p := newPrompt(EditsRun, samplePair(), false)
	var list []any
	for i := 1; i <= 12; i++ {
		text, err := cv.Text(p.resume, p.lines[fmt.Sprintf("L%d", i)])
		if err != nil {
			b.Fatal(err)
		}
		list = append(list, map[string]any{"line": fmt.Sprintf("L%d", i), "text": "Also: " + text, "uses": []string{}, "reason": "clearer"})
	}
	answer, err := json.Marshal(map[string]any{"edits": list})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		r, err := p.decode(string(answer))
		if err != nil {
			b.Fatal(err)
		}
		if edits, _, err := p.edits(r, "run", nil); err != nil || len(edits) != 12 {
			b.Fatal(len(edits), err)
		}
	}
}
