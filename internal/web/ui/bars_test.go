package ui

import (
	"bytes"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestBarsStayInThePicture: whatever the stretch, it is visible and inside.
func TestBarsStayInThePicture(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		from := rapid.Float64Range(0, 100).Draw(t, "from")
		x, width := stretch(from, rapid.Float64Range(from, 100).Draw(t, "to"))
		if x < 0 || width < thin || x+width > 100.0001 {
			t.Fatalf("a stretch at %.2f, %.2f wide", x, width)
		}
	})
}

// TestColumnsAreAsTallAsTheirCounts: the highest takes the whole height, one with
// a count is visible, one without draws nothing.
func TestColumnsAreAsTallAsTheirCounts(t *testing.T) {
	t.Parallel()
	columns := []Column{{Count: 200, Label: "1 Jan"}, {Count: 100}, {Count: 1}, {Count: 0}}
	for i, want := range []float64{columnTall, columnTall / 2, 2, 0} {
		if x, y, height := columnAt(columns, i); height != want || y+height != columnTop+columnTall || x+columnWidth > columnsWidth(columns) {
			t.Errorf("column %d at %.1f, %.1f is %.1f high, want %.1f above the line", i, x, y, height, want)
		}
	}
	var b bytes.Buffer
	if err := Columns("sent", columns).Render(t.Context(), &b); err != nil || strings.Count(b.String(), "<rect") != 3 || strings.Count(b.String(), "<text") != 4 {
		t.Errorf("Columns = %v, %s, want three columns with numbers and one day", err, b.String())
	}
}
