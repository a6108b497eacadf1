package render

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"jobops/internal/render/pdf"
)

// monospaced measures every character as half an em.
type monospaced struct{}

func (monospaced) Width(_ pdf.Style, size float64, s string) float64 {
	return float64(utf8.RuneCountInString(s)) * size / 2
}

func texts10(lines []line) []string {
	var all []string
	for _, l := range lines {
		var b strings.Builder
		for _, s := range l.spans {
			b.WriteString(s.text)
		}
		all = append(all, b.String())
	}
	return all
}

func TestBreakLines(t *testing.T) {
	t.Parallel()
	i := ink{size: 10}
	for _, tt := range []struct {
		name  string
		width float64 // in characters
		spans []span
		want  []string
	}{
		{"fits", 20, []span{i.span("a short line")}, []string{"a short line"}},
		{"even edge", 12, []span{i.span("aaa bbb ccc ddddddd")}, []string{"aaa bbb ccc ", "ddddddd"}},
		{"no lone short word", 16, []span{i.span("aaaa bbbb cccc d")}, []string{"aaaa bbbb cccc d"}},
		{"lone word gets company", 15, []span{i.span("aaaa bbbb cccc d")}, []string{"aaaa bbbb ", "cccc d"}},
		{"long word", 8, []span{i.span("see example.org/path")}, []string{"see ", "example.", "org/path"}},
		{"spans of one word", 8, []span{i.span("aaa (bb"), i.span("b) cc")}, []string{"aaa ", "(bbb) cc"}},
		{"whole spans", 9, []span{i.span("ab"), i.span(" · "), {text: "cd ef gh", whole: true}}, []string{"ab · ", "cd ef gh"}},
		{"whole span too long", 6, []span{{text: "ab cd ef gh", whole: true}}, []string{"ab cd ", "ef gh"}},
		{"sign of its number", 9, []span{i.span("oui, de 4 % ici")}, []string{"oui, de ", "4 % ici"}},
		{"nothing", 9, []span{i.span("  ")}, nil},
	} {
		got := texts10(breakLines(monospaced{}, 10, tt.width*5, tt.spans))
		if strings.Join(got, "|") != strings.Join(tt.want, "|") {
			t.Errorf("%s: breakLines = %q, want %q", tt.name, got, tt.want)
		}
	}
}

// TestBreakLinesKeepsText: nothing is lost and no line is wider than the
// measure.
func TestBreakLinesKeepsText(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		measure := float64(rapid.IntRange(5, 200).Draw(t, "measure"))
		words := rapid.SliceOf(rapid.StringMatching(`[a-zé/.-]{1,30}`)).Draw(t, "words")
		text := strings.Join(words, " ")
		lines := breakLines(monospaced{}, 10, measure, []span{{text: text}})
		if got := strings.ReplaceAll(strings.Join(texts10(lines), ""), " ", ""); got != strings.ReplaceAll(text, " ", "") {
			t.Fatalf("breakLines = %q, want %q", got, text)
		}
		for _, l := range lines {
			if l.width > measure {
				t.Fatalf("a line is %v wide, want at most %v", l.width, measure)
			}
		}
	})
}

// TestPaginateRules: lines stand in order and on the page, a heading is never
// the last line of a page, no line of a paragraph and no tied box stands alone.
func TestPaginateRules(t *testing.T) {
	t.Parallel()
	const top, height = 50.0, 300.0
	rapid.Check(t, func(t *rapid.T) {
		var boxes []box
		for range rapid.IntRange(1, 40).Draw(t, "boxes") {
			b := box{tag: "P", ink: ink{size: 10, leading: 14}, before: float64(rapid.IntRange(0, 12).Draw(t, "before"))}
			b.lines = make([]line, rapid.IntRange(1, 6).Draw(t, "lines"))
			if rapid.IntRange(0, 4).Draw(t, "heading") == 0 && (len(boxes) == 0 || !boxes[len(boxes)-1].keep) {
				b.tag, b.keep, b.lines, b.under = "H2", true, b.lines[:1], 3
			} else if len(boxes) > 0 && !boxes[len(boxes)-1].tied {
				b.tied = rapid.IntRange(0, 4).Draw(t, "tied") == 0
			}
			boxes = append(boxes, b)
		}
		rows := paginate(boxes, top, height)
		for i, r := range rows {
			if r.y < top || r.y > top+height {
				t.Fatalf("row %d at %v, want within the page", i, r.y)
			}
			if i == 0 {
				continue
			}
			before := rows[i-1]
			if r.page == before.page {
				if r.y <= before.y {
					t.Fatalf("row %d at %v stands above the one before it", i, r.y)
				}
				continue
			}
			if r.page != before.page+1 || before.box.keep {
				t.Fatalf("page %d ends with a heading or is followed by page %d", before.page, r.page)
			}
			if r.index == 0 && r.box.tied {
				t.Fatalf("page %d begins with a tied box", r.page)
			}
			if n := len(r.box.lines); r.index > 0 && (r.index == 1 || r.index == n-1) {
				t.Fatalf("line %d of %d begins a page", r.index, n)
			}
		}
	})
}

// TestFitSavesAlmostEmptyPages: a few lines over are pulled in, half a page is
// not.
func TestFitSavesAlmostEmptyPages(t *testing.T) {
	t.Parallel()
	for lines, want := range map[int]int{20: 1, 21: 1, 22: 2, 40: 2} {
		boxes := make([]box, lines)
		for i := range boxes {
			boxes[i] = box{tag: "P", ink: ink{size: 10, leading: 14}, lines: make([]line, 1)}
		}
		columns := []column{{top: 50, boxes: boxes}}
		fit(columns, 50+285)
		if got := pages(columns); got != want {
			t.Errorf("%d lines fill %d pages, want %d", lines, got, want)
		}
	}
}

// TestDesignsAreReadable: contrast and size of every ink on its ground.
func TestDesignsAreReadable(t *testing.T) {
	t.Parallel()
	for _, name := range Templates() {
		d, err := Options{Template: name}.design()
		if err != nil {
			t.Fatal(err)
		}
		sheets := []*design{d}
		if d.side != nil {
			sheets = append(sheets, d.aside())
		}
		for _, sheet := range sheets {
			for _, i := range sheet.inks() {
				if i.size < leastSize || i.leading < i.size {
					t.Errorf("%s: size %v on leading %v", name, i.size, i.leading)
				}
				if c := contrast(i.colour, d.ground()); c < leastContrast {
					t.Errorf("%s: colour %06X has contrast %.1f, want at least %v", name, i.colour, c, leastContrast)
				}
			}
		}
	}
}
