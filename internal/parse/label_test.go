package parse

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"jobops/internal/cv"
	"jobops/internal/document"
)

// TestHeadingsNobodyKnows: sections are found by what stands in them when the
// words of their headings are in no table.
func TestHeadingsNobodyKnows(t *testing.T) {
	t.Parallel()
	reading := Parse(sheetFile(t, "swedish.sheet.txt"))
	checkEvidence(t, reading)
	r := reading.Resume
	if len(r.Work) != 2 || r.Work[0].Position != "Projektledare" || r.Work[0].Name != "Exempelbolaget AB" || len(r.Work[0].Highlights) != 2 {
		t.Errorf("work = %+v, want two positions, the first with its points", r.Work)
	}
	if len(r.Education) != 1 || r.Education[0].Institution != "Stockholms universitet" {
		t.Errorf("education = %+v, want the university", r.Education)
	}
	if r.Basics.Name != "Maja Exempel" {
		t.Errorf("name = %q, want %q", r.Basics.Name, "Maja Exempel")
	}
}

// TestASaidHeadingStands: the labeller does not overrule a person.
func TestASaidHeadingStands(t *testing.T) {
	t.Parallel()
	layout := sheetFile(t, "swedish.sheet.txt")
	first := Parse(layout)
	at := slices.IndexFunc(first.Lines, func(l cv.Line) bool { return strings.HasPrefix(first.Text[l.Start:], "Arbetslivs") })
	if at < 0 {
		t.Fatalf("no heading in %q", first.Text)
	}
	l := first.Lines[at]
	mark := cv.Mark{Place: cv.Place{Page: l.Page, Text: first.Text[l.Start:l.End], Box: l.Box}, As: cv.AsHeading, Section: "x-jobops-sections"}
	if got := ParseMarked(layout, []cv.Mark{mark}).Resume.Work; len(got) != 0 {
		t.Errorf("work under a heading said to be another = %+v, want none", got)
	}
}

func TestLabelCellsAreCells(t *testing.T) {
	t.Parallel()
	if got := LabelCells(document.Layout{}); got != nil {
		t.Errorf("LabelCells of nothing = %v, want nil", got)
	}
	rapid.Check(t, func(t *rapid.T) {
		layout := document.Layout{Pages: []document.Page{{Width: 595, Height: 842}}}
		for range rapid.IntRange(0, 12).Draw(t, "runs") {
			x, y := rapid.Float64Range(0, 500).Draw(t, "x"), rapid.Float64Range(10, 800).Draw(t, "y")
			text := rapid.StringMatching(`[A-Za-zéß0-9 .,@–]{1,30}`).Draw(t, "text")
			layout.Pages[0].Runs = append(layout.Pages[0].Runs, document.Run{Text: text, X0: x, X1: x + 60, Y0: y - 8, Y1: y + 2, Baseline: y, Size: 10})
		}
		cells := LabelCells(layout)
		labels := labelWeights().Best(cells)
		if len(labels) != len(cells) {
			t.Fatalf("Best = %d labels for %d cells", len(labels), len(cells))
		}
		for i, c := range cells {
			if labels[i] < 0 || labels[i] >= len(Labels) || c.Page != 1 || c.Run >= len(layout.Pages[0].Runs) {
				t.Errorf("cell %+v has label %d", c, labels[i])
			}
			for _, f := range c.Features {
				if f >= 1<<LabelBits {
					t.Errorf("feature %d lies outside of the table", f)
				}
			}
		}
	})
}

func TestUnpackLabelWeights(t *testing.T) {
	t.Parallel()
	for name, packed := range map[string][]byte{"nothing": nil, "no archive": []byte("weights"), "half": packedWeights[:len(packedWeights)/2]} {
		if w, err := UnpackLabelWeights(packed); err == nil {
			t.Errorf("UnpackLabelWeights(%s) = %d weights, want an error", name, len(w.Feature))
		}
	}
	if slices.Index(Labels, "head.work") < 0 || len(labelWeights().Step) != len(Labels)*len(Labels) {
		t.Errorf("%d steps for %d labels", len(labelWeights().Step), len(Labels))
	}
}

func BenchmarkParseUnknownHeadings(b *testing.B) {
	layout := sheetFile(b, "swedish.sheet.txt")
	Parse(layout)
	for b.Loop() {
		Parse(layout)
	}
}
