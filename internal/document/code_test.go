package document

import (
	"errors"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// everyField is a layout with something in each field.
func everyField() Layout {
	return Layout{
		Format: PDF, Tagged: true, Hidden: 300, Damaged: 0.125, Language: "el", Europass: []byte("<a/>"),
		Pages: []Page{
			{Width: 595, Height: 842.5, Runs: []Run{
				{Text: "Sample Πρόσωπο", X0: 1, Y0: 2, X1: 3, Y1: 4, Baseline: 5, Size: 10.5, Font: "Sample", Bold: true, Colour: 0x336699, Role: "H1", Block: 129, Part: "box"},
				{Text: "x", X0: -1.5, Y1: math.MaxFloat64, Italic: true},
			}, Rules: []Rule{{1, 2, 3, 4}}, Links: []Link{{5, 6, 7, 8, "https://example.org"}}},
			{},
		},
	}
}

func TestLayoutSurvivesThePipe(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]Layout{"every field": everyField(), "nothing": {}, "empty Europass": {Europass: []byte{}}} {
		got, err := decodeLayout(encodeLayout(&want))
		if err != nil {
			t.Errorf("decodeLayout(%s) = %v", name, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("decodeLayout(%s) (-want +got):\n%s", name, diff)
		}
	}
}

// TestStrangeValues: what is no number is 0, what is no text is marked.
func TestStrangeValues(t *testing.T) {
	t.Parallel()
	odd := Layout{Damaged: math.NaN(), Language: "e\xffl", Pages: []Page{{Width: math.Inf(1), Height: 1}}}
	want := Layout{Language: "e\uFFFDl", Pages: []Page{{Height: 1}}}
	got, err := decodeLayout(encodeLayout(&odd))
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("decodeLayout = %v (-want +got):\n%s", err, diff)
	}
}

// TestTornAnswers: an answer that ends early, goes on, or promises more than it
// holds is an error.
func TestTornAnswers(t *testing.T) {
	t.Parallel()
	l := everyField()
	whole := encodeLayout(&l)
	for n := range whole {
		if _, err := decodeLayout(whole[:n]); !errors.Is(err, errFrame) {
			t.Errorf("decodeLayout(%d of %d bytes) = %v, want %v", n, len(whole), err, errFrame)
		}
	}
	if _, err := decodeLayout(append(whole, 0)); !errors.Is(err, errFrame) {
		t.Errorf("decodeLayout(a byte more) = %v, want %v", err, errFrame)
	}
}

// FuzzDecodeLayout: whatever a child says, the parent gives a layout that can be
// written again, or an error.
func FuzzDecodeLayout(f *testing.F) {
	l := everyField()
	f.Add(encodeLayout(&l))
	f.Add(encodeLayout(&Layout{}))
	f.Add([]byte("\x03pdf\x00\x00\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"))
	f.Fuzz(func(t *testing.T, body []byte) {
		l, err := decodeLayout(body)
		if err != nil {
			return
		}
		if again, err := decodeLayout(encodeLayout(&l)); err != nil || len(again.Pages) != len(l.Pages) {
			t.Errorf("decodeLayout of %d pages, written again = %d, %v", len(l.Pages), len(again.Pages), err)
		}
	})
}
