package parse

import (
	"math"
	"slices"
)

// snapDates puts the dates of a column of their own on the rows of the text
// beside it. Set smaller, or one below the other, they stand between its
// baselines and would fall between its lines: each group of them goes to the
// row that its first one is nearest to.
func snapDates(list []cell) [][]cell {
	dates, text := dateColumn(list)
	if len(dates) == 0 {
		return rows(list)
	}
	out := rows(text)
	groups := stacks(dates)
	at := make([]int, len(groups))
	for i := range groups {
		if at[i] = nearestRow(out, &groups[i][0]); at[i] < 0 {
			return rows(list)
		}
	}
	for i, group := range groups {
		row := out[at[i]]
		for k := range group {
			group[k].baseline = row[0].baseline
		}
		if group[0].box.X0 < row[0].box.X0 {
			out[at[i]] = append(group, row...)
		} else {
			out[at[i]] = append(row, group...)
		}
	}
	return out
}

// dateColumn parts the cells of a column of dates from the rest; none when
// there is no such column, or when its dates stand on the rows already.
func dateColumn(list []cell) (dates, rest []cell) {
	edge, ok := dateEdge(list)
	if !ok {
		return nil, list
	}
	var column extent
	for i := range list {
		if isDateCell(list[i].text()) && edge.holds(&list[i]) {
			column.add(list[i].box)
		}
	}
	off := 0
	for i := range list {
		c := &list[i]
		inside := c.box.X0 >= column.box.X0-1 && c.box.X1 <= column.box.X1+1
		if !isDateCell(c.text()) || !inside || !aloneInColumn(c, list) {
			rest = append(rest, *c)
			continue
		}
		dates = append(dates, *c)
	}
	for i := range dates {
		if !slices.ContainsFunc(rest, func(c cell) bool { return sameBaseline(&dates[i], &c) }) {
			off++
		}
	}
	const enough = 3
	if off < enough || len(rest) < len(dates) {
		return nil, list
	}
	return dates, rest
}

// aloneInColumn tells whether nothing but dates stands right above or below a cell.
func aloneInColumn(c *cell, list []cell) bool {
	return !slices.ContainsFunc(list, func(o cell) bool {
		near := abs(o.baseline-c.baseline) < 2.2*c.size && o.baseline != c.baseline
		return near && o.box.X0 < c.box.X1 && o.box.X1 > c.box.X0 && !isDateCell(o.text())
	})
}

// edge is what the cells of a column share: a left edge, a right edge, or the
// middle.
type edge struct {
	x    float64
	side side
}

func edgesOf(c *cell) []edge {
	return []edge{{math.Round(c.box.X1), rightSide}, {math.Round(c.box.X0), leftSide}, {math.Round((c.box.X0 + c.box.X1) / 2), neither}}
}

func (e edge) holds(c *cell) bool {
	for _, f := range edgesOf(c) {
		if f.side == e.side && abs(f.x-e.x) < 2 {
			return true
		}
	}
	return false
}

// dateEdge finds the edge that most dates share, three or more.
func dateEdge(list []cell) (best edge, ok bool) {
	count := map[edge]int{}
	most := 2
	for i := range list {
		c := &list[i]
		if len(periods(c.text(), false)) == 0 || !isDateCell(c.text()) {
			continue
		}
		for _, e := range edgesOf(c) {
			if count[e]++; count[e] > most {
				best, most, ok = e, count[e], true
			}
		}
	}
	return best, ok
}

// stacks groups cells that stand one right below the other: the two ends of a
// period, how long it was, where.
func stacks(list []cell) [][]cell {
	list = slices.Clone(list)
	slices.SortStableFunc(list, byBaseline)
	var out [][]cell
	for _, c := range list {
		if n := len(out); n > 0 {
			drop := (c.baseline - out[n-1][len(out[n-1])-1].baseline) / c.size
			dated, whole := len(periods(c.text(), false)) > 0, complete(out[n-1])
			if dated && !whole && drop < 3 || !dated && drop < 2.2 { // a dash may stand between two ends
				out[n-1] = append(out[n-1], c)
				continue
			}
		}
		out = append(out, []cell{c})
	}
	return out
}

// complete tells whether a group of dates has both ends of its period.
func complete(group []cell) bool {
	ends := 0
	for i := range group {
		found := periods(group[i].text(), false)
		switch {
		case len(found) > 0 && found[0].ranged, isPresentText(group[i].text()):
			ends = 2
		case len(found) > 0:
			ends++
		}
	}
	return ends >= 2
}

// nearestRow returns the row whose baseline is nearest to a cell; -1 when none
// is within a line and a half.
func nearestRow(list [][]cell, c *cell) int {
	best, least := -1, 1.5*c.size
	for i := range list {
		if d := abs(list[i][0].baseline - c.baseline); d < least {
			best, least = i, d
		}
	}
	return best
}
