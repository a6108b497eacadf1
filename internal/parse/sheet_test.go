package parse

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"jobops/internal/document"
)

// sheetOf lays out a description of pages. Each line of it is one row of cells
// parted by " | ": "x size[b][i][c][l] text", b for bold, i for italic, c for
// colour, l for an item of a list, as files with tags say it. "@y 120" goes to a height, "@page" begins a page, "@gap 10" leaves
// space. A row is 1.3 times its type high, a character half of it wide.
func sheetOf(t testing.TB, spec string) document.Layout {
	t.Helper()
	layout := document.Layout{Format: document.PDF}
	page := document.Page{Width: 595, Height: 842}
	y := 60.0
	for row := range strings.Lines(spec) {
		row = strings.TrimRight(row, "\n")
		word, rest, _ := strings.Cut(row, " ")
		switch {
		case row == "" || strings.HasPrefix(row, "#"):
		case word == "@page":
			layout.Pages = append(layout.Pages, page)
			page, y = document.Page{Width: 595, Height: 842}, 60
		case word == "@y":
			y = number(t, rest)
		case word == "@gap":
			y += number(t, rest)
		default:
			size := 0.0
			for cell := range strings.SplitSeq(row, " | ") {
				run := runOf(t, cell, y)
				if run.Role == "LI" {
					run.Block = 1 + len(page.Runs)
				}
				size = max(size, run.Size)
				page.Runs = append(page.Runs, run)
			}
			y += 1.3 * size
		}
	}
	layout.Pages = append(layout.Pages, page)
	return layout
}

func runOf(t testing.TB, cell string, y float64) document.Run {
	t.Helper()
	x, rest, _ := strings.Cut(strings.TrimSpace(cell), " ")
	style, text, ok := strings.Cut(rest, " ")
	if !ok {
		t.Fatalf("sheet: %q is no cell", cell)
	}
	run := document.Run{Text: text, X0: number(t, x), Font: "Sample"}
	run.Bold, run.Italic = strings.Contains(style, "b"), strings.Contains(style, "i")
	if strings.Contains(style, "c") {
		run.Colour = 0x336699
	}
	if strings.Contains(style, "l") {
		run.Role = "LI"
	}
	run.Size = number(t, strings.TrimRight(style, "bicl"))
	run.Baseline = y + run.Size
	run.Y0, run.Y1 = run.Baseline-0.75*run.Size, run.Baseline+0.25*run.Size
	run.X1 = run.X0 + 0.5*run.Size*float64(width(text))
	return run
}

func number(t testing.TB, s string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
	if err != nil {
		t.Fatalf("sheet: %v", err)
	}
	return v
}

// sheetFile reads a description from testdata.
func sheetFile(t testing.TB, name string) document.Layout {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return sheetOf(t, string(data))
}

// linesOf runs the stages up to the lines of a sheet and shows them.
func linesOf(t testing.TB, spec string) []string {
	t.Helper()
	lines := readingOrder(sheetOf(t, spec))
	compose(lines)
	var out []string
	for i := range lines {
		out = append(out, strings.ReplaceAll(lines[i].text(), "\t", " | "))
	}
	return out
}

// headsOf lists the sections of a sheet as "kind: title".
func headsOf(t testing.TB, spec string) []string {
	t.Helper()
	lines := readingOrder(sheetOf(t, spec))
	compose(lines)
	var out []string
	for _, s := range splitSections(lines, profileOf(lines)) {
		out = append(out, fmt.Sprintf("%s: %s", s.kind, s.title.text))
	}
	return out
}
