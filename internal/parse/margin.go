package parse

import (
	"math"
	"slices"
	"strings"
)

// hangingLines makes lines of the rows of one block on one page. Headings in a
// margin left of the text become lines of their own, in front of the rows they
// stand beside; dates and labels there stay part of their row.
func hangingLines(list []cell, page int) []line {
	list = joinStacked(splitHeads(list))
	heads := marginHeads(list)
	var text []cell
	for i := range list {
		if !slices.Contains(heads, i) {
			text = append(text, list[i])
		}
	}
	var out []line
	for _, row := range snapDates(text) {
		out = append(out, line{cells: row, page: page})
	}
	starts := groupStarts(out, 1.3)
	at := make([]int, len(heads))
	level := -1 // the row beside the heading before
	drop, shifted := commonDrop(list, heads, out, groupStarts(out, 1.12))
	for k := range heads {
		row := rowBeside(out, (list[heads[k]].box.Y0+list[heads[k]].box.Y1)/2)
		at[k] = max(groupOf(starts, row), level+1)
		if shifted {
			if i := rowAt(out, list[heads[k]].baseline-drop); i >= 0 {
				row, at[k] = i, i
			}
		}
		level = row
	}
	for k := len(heads) - 1; k >= 0; k-- {
		h := list[heads[k]]
		out = slices.Insert(out, min(at[k], len(out)), line{cells: []cell{h}, page: page, hangs: true})
	}
	return out
}

// commonDrop finds how far all headings of a margin stand below, or above, the
// first row of their section: by as much, for they have the same space around
// them. It must hold for nearly all and mostly lead to rows that begin a group.
func commonDrop(list []cell, heads []int, rows []line, starts []int) (drop float64, ok bool) {
	most := 0
	for _, h := range heads {
		for i := range rows {
			d := list[h].baseline - rows[i].baseline()
			if abs(d) > 2.2*list[h].size {
				continue
			}
			found, begin := 0, 0
			for _, k := range heads {
				if j := rowAt(rows, list[k].baseline-d); j >= 0 {
					found++
					if slices.Contains(starts, j) {
						begin++
					}
				}
			}
			if 5*found < 4*len(heads) || 5*begin < 3*len(heads) {
				continue
			}
			if n := found + begin; n > most || n == most && abs(d) < abs(drop) {
				most, drop, ok = n, d, true
			}
		}
	}
	return drop, ok && len(heads) > 2
}

// rowAt returns the row whose baseline is at height y; -1 without one.
func rowAt(rows []line, y float64) int {
	best, least := -1, 3.0
	for i := range rows {
		if d := abs(rows[i].baseline() - y); d < least {
			best, least = i, d
		}
	}
	return best
}

// splitHeads cuts off a heading that text of another look follows closely.
func splitHeads(list []cell) []cell {
	for i := 0; i < len(list); i++ {
		c := &list[i]
		if rest, ok := c.cutHead(); ok {
			list = slices.Insert(list, i+1, rest)
			continue
		}
		if len(c.pieces) < 2 || sameFace(c.pieces[0].look, c.pieces[1].look) || headingWord(c.pieces[0].text) == "" {
			continue
		}
		if strings.HasSuffix(strings.TrimSpace(c.pieces[0].text), ":") {
			continue
		}
		rest := *c
		rest.pieces, rest.wide = c.pieces[1:], nil
		rest.box.X0 = rest.pieces[0].box.X0
		c.pieces, c.wide = c.pieces[:1:1], nil
		c.pieces[0].text = strings.TrimSpace(c.pieces[0].text)
		c.box.X1 = c.pieces[0].box.X1
		if rest.trim() {
			list = slices.Insert(list, i+1, rest)
		}
	}
	return list
}

// cutHead cuts the heading of a summary off its first line, where a wider gap
// follows it: "Profile  Nurse with eight years …".
func (c *cell) cutHead() (rest cell, ok bool) {
	if len(c.wide) == 0 || len(c.pieces) > 1 {
		return rest, false
	}
	at, text := c.wide[0], c.text()
	const prose = 6
	if headingWord(text[:at]) != summary || len(strings.Fields(text[at:])) < prose {
		return rest, false
	}
	x := c.box.X0 + (c.box.X1-c.box.X0)*float64(at)/float64(len(text))
	rest = *c
	rest.pieces, rest.wide = []piece{{text: strings.TrimSpace(text[at:]), box: c.box, look: c.look()}}, nil
	rest.box.X0, rest.pieces[0].box.X0 = x, x
	c.pieces = []piece{{text: text[:at], box: c.box, look: c.look()}}
	c.box.X1, c.pieces[0].box.X1, c.wide = x, x, nil
	return rest, rest.hasText()
}

// joinStacked puts together headings that a narrow margin broke in two.
func joinStacked(list []cell) []cell {
	slices.SortStableFunc(list, byBaseline)
	for i := 0; i < len(list); i++ {
		a := &list[i]
		last := a.baseline
		for j := i + 1; j < len(list) && list[j].baseline < last+1.9*a.size; j++ {
			b := &list[j]
			over := min(a.box.X1, b.box.X1) > max(a.box.X0, b.box.X0)
			if !over || sameBaseline(a, b) || a.look().bare() != b.look().bare() || width(a.text())+width(b.text()) > longestHeading {
				continue
			}
			if headingWord(a.text()+" "+b.text()) == "" && !stackGoesOn(list, a, b, j) {
				break
			}
			pieces := slices.Clone(a.pieces)
			pieces[len(pieces)-1].text += " "
			a.pieces = append(pieces, b.pieces...)
			a.box = union(a.box, b.box)
			a.classify()
			last = b.baseline
			list = slices.Delete(list, j, j+1)
			j--
		}
	}
	return list
}

// stackGoesOn tells whether a third line below two makes a heading of them.
func stackGoesOn(list []cell, a, b *cell, at int) bool {
	for k := at + 1; k < len(list) && list[k].baseline < b.baseline+1.9*b.size; k++ {
		c := &list[k]
		if c.look().bare() == a.look().bare() && abs(c.box.X0-a.box.X0) < 3 && headingWord(a.text()+" "+b.text()+" "+c.text()) != "" {
			return true
		}
	}
	return false
}

// marginHeads lists the headings that stand in a margin: two or more, with text
// to the right of them and nothing that reaches across.
func marginHeads(list []cell) []int {
	var heads []int
	for i := range list {
		if headingWord(list[i].text()) != "" && hasRight(list, i) {
			heads = append(heads, i)
		}
	}
	heads = alike(list, heads)
	const indent = 10 // of what begins further right than all headings: text
	edge, text, top, bottom := math.Inf(-1), math.Inf(-1), math.Inf(1), math.Inf(-1)
	for _, i := range heads {
		b := list[i].box
		edge, text = max(edge, b.X1), max(text, b.X0+indent)
		top, bottom = min(top, b.Y0), max(bottom, b.Y1)
	}
	if len(heads) < 2 {
		return nil
	}
	right, level := 0, 0
	for i := range list {
		b := list[i].box
		if b.Y1 < top || b.Y0 > bottom {
			continue
		}
		level++
		switch {
		case slices.Contains(heads, i):
		case b.X0 > text, b.X0 >= edge-1:
			right++
		case b.X1 > edge+1:
			return nil
		}
	}
	if 2*right < level {
		return nil
	}
	return heads
}

// alike drops the headings that are set plainer than most: a group of skills
// called "Languages" is no section.
func alike(list []cell, heads []int) []int {
	count := map[look]int{}
	var usual look
	for i := range list {
		if headingWord(list[i].text()) == "" {
			continue
		}
		l := list[i].look()
		if count[l]++; count[l] > count[usual] {
			usual = l
		}
	}
	return slices.DeleteFunc(heads, func(i int) bool {
		l := list[i].look()
		if count[usual] > 2 && usual.role != "" && l.role == "" {
			return true
		}
		if usual.caps && !l.caps && headingWord(list[i].text()) != summary {
			return true
		}
		return usual.bold && !l.bold || 100*l.size < 90*usual.size
	})
}

// hasRight tells whether text stands to the right of a cell, about level with it.
func hasRight(list []cell, i int) bool {
	h := &list[i]
	for j := range list {
		if list[j].box.X0 > h.box.X1 && math.Abs(list[j].baseline-h.baseline) < 1.5*h.size {
			return true
		}
	}
	return false
}

// groupStarts lists the rows that a gap so much wider than usual sets off from
// the row above.
func groupStarts(list []line, wider float64) []int {
	var gaps []float64
	for i := 1; i < len(list); i++ {
		gaps = append(gaps, list[i].baseline()-list[i-1].baseline())
	}
	starts := []int{0}
	if len(gaps) == 0 {
		return starts
	}
	sorted := slices.Sorted(slices.Values(gaps))
	usual := sorted[len(sorted)/3]
	for i, g := range gaps {
		if g > wider*usual {
			starts = append(starts, i+1)
		}
	}
	return starts
}

// rowBeside returns the first row that is not above height y.
func rowBeside(list []line, y float64) int {
	for i := range list {
		if list[i].baseline()+0.6*list[i].size() >= y {
			return i
		}
	}
	return len(list)
}

// groupOf returns the first row of the group that a row belongs to.
func groupOf(starts []int, row int) int {
	start := 0
	for _, s := range starts {
		if s <= row {
			start = s
		}
	}
	return start
}
