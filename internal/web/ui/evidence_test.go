package ui

import (
	"context"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func render(t interface{ Fatal(...any) }, text string, marks []Marked) string {
	var b strings.Builder
	if err := Evidence(text, marks).Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestEvidence(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		text  string
		marks []Marked
		want  string
	}{
		{"plain <b>", nil, "plain &lt;b&gt;"},
		{"ab cd", []Marked{{"x", 0, 2, false}}, `<span id="x"></span><mark data-mark="x">ab</mark> cd`},
		{"abc", []Marked{{"x", 0, 2, false}, {"y", 1, 3, true}},
			`<span id="x"></span><mark data-mark="x">a</mark><span id="y"></span><mark class="doubt" data-mark="x y">b</mark><mark class="doubt" data-mark="y">c</mark>`},
		{"abc", []Marked{{"x", -1, 2, false}, {"y", 1, 9, false}, {"z", 2, 2, false}}, "abc"},
	} {
		if got := render(t, tt.text, tt.marks); got != tt.want {
			t.Errorf("Evidence(%q, %v) = %q, want %q", tt.text, tt.marks, got, tt.want)
		}
	}
}

func TestEvidenceKeepsTheText(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[a-zé ]{0,40}`).Draw(t, "text")
		var marks []Marked
		for range rapid.IntRange(0, 5).Draw(t, "marks") {
			marks = append(marks, Marked{"m", rapid.IntRange(-2, 50).Draw(t, "start"), rapid.IntRange(-2, 50).Draw(t, "end"), false})
		}
		var b strings.Builder
		for _, s := range cut(text, marks) {
			b.WriteString(s.text)
		}
		if b.String() != text {
			t.Fatalf("cut(%q, %v) joins to %q", text, marks, b.String())
		}
	})
}
