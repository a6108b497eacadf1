package render_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"jobops/internal/render"
)

// TestSheetPDF writes a table over several pages, tagged as one.
func TestSheetPDF(t *testing.T) {
	t.Parallel()
	s := render.Sheet{
		Title: "Applications sent", Intro: []string{"Sam Sample"}, Header: []string{"Date", "Company"}, Shares: []float64{0.3, 0.7},
		Language: "en", Paper: render.A4, Foot: "Sam Sample",
	}
	for i := range 120 {
		s.Rows = append(s.Rows, []string{fmt.Sprintf("2026-05-%02d", i%28+1), strings.Repeat("Société Exemple ", i%9)})
	}
	data, err := render.SheetPDF(s)
	if err != nil {
		t.Fatalf("SheetPDF = %v", err)
	}
	pages, rows := bytes.Count(data, []byte("/Type /Page\n"))+bytes.Count(data, []byte("/Type /Page ")), bytes.Count(data, []byte("<</S /TR "))
	if pages < 3 || rows != 120+pages || bytes.Count(data, []byte("<</S /Table ")) != 1 {
		t.Errorf("SheetPDF has %d pages, %d rows, want more than two and a row each with a header on every page", pages, rows)
	}
	s.Rows = [][]string{{"日本", "x"}}
	if _, err := render.SheetPDF(s); err == nil {
		t.Error("SheetPDF of a character no face has = nil, want an error that names it")
	}
}
