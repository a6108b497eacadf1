package cv

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestDiffAlignsEntries(t *testing.T) {
	t.Parallel()
	a := sample()
	b := Clone(a)
	b.Work[0].Highlights = []string{"Planned the move", "Ran the build on Linux", "Wrote a fast parser in Go"}
	b.Work[1].Position = "Accountant"
	b.Skills = b.Skills[1:]
	want := []Change{
		{Added, "", "/work/0/highlights/0", "", "Planned the move"},
		{Moved, "/work/0/highlights/0", "/work/0/highlights/2", "Wrote a fast parser in Go", "Wrote a fast parser in Go"},
		{Changed, "/work/0/highlights/0", "/work/0/highlights/2", "Wrote a parser in Go", "Wrote a fast parser in Go"},
		{Changed, "/work/1/position", "/work/1/position", "Clerk", "Accountant"},
		{Removed, "/skills/0", "", "Go", ""},
	}
	if diff := cmp.Diff(want, Diff(a, b)); diff != "" {
		t.Errorf("Diff (-want +got):\n%s", diff)
	}
	if got := Diff(a, Clone(a)); len(got) != 0 {
		t.Errorf("Diff of equal CVs = %v, want none", got)
	}
}

func TestWords(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		before, after string
		want          []Span
	}{
		{"", "", nil},
		{"same", "same", []Span{{Kept, "same"}}},
		{"Used K8s daily", "Used Kubernetes (K8s) daily", []Span{{Kept, "Used "}, {Added, "Kubernetes ("}, {Kept, "K8s"}, {Added, ")"}, {Kept, " daily"}}},
		{"old words here", "new text here", []Span{{Removed, "old words"}, {Added, "new text"}, {Kept, " here"}}},
		{"", "new", []Span{{Added, "new"}}},
	} {
		if got := Words(tt.before, tt.after); !cmp.Equal(got, tt.want) {
			t.Errorf("Words(%q, %q) = %v, want %v", tt.before, tt.after, got, tt.want)
		}
	}
}

func TestWordsJoinToBothTexts(t *testing.T) {
	t.Parallel()
	text := rapid.StringMatching(`([aäб1 ,]{0,3}(foo|bar|é)[ .]?){0,8}`)
	rapid.Check(t, func(t *rapid.T) {
		before, after := text.Draw(t, "before"), text.Draw(t, "after")
		var a, b strings.Builder
		for _, s := range Words(before, after) {
			if s.Op != Added {
				a.WriteString(s.Text)
			}
			if s.Op != Removed {
				b.WriteString(s.Text)
			}
		}
		if a.String() != before || b.String() != after {
			t.Errorf("Words(%q, %q) joins to %q, %q", before, after, a.String(), b.String())
		}
	})
}

func FuzzWords(f *testing.F) {
	f.Add("Used K8s", "Used Kubernetes")
	f.Add("\xff \u0301", "é\x00")
	f.Fuzz(func(t *testing.T, before, after string) {
		var a, b string
		for _, s := range Words(before, after) {
			if s.Op != Added {
				a += s.Text
			}
			if s.Op != Removed {
				b += s.Text
			}
		}
		if a != before || b != after {
			t.Errorf("Words(%q, %q) joins to %q, %q", before, after, a, b)
		}
	})
}

func BenchmarkDiff(b *testing.B) {
	x := sample()
	y := Clone(x)
	y.Work[0].Highlights[0] = "Wrote a fast parser in Go"
	for b.Loop() {
		Diff(x, y)
	}
}
