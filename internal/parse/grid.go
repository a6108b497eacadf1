package parse

// Entries set side by side under one heading ("Clinic", "Office" and "Kitchen"
// with a list below each) reach the reader row by row. This file puts them one
// below the other.

// gridKinds are the sections whose entries may stand side by side.
var gridKinds = map[section]bool{
	skills: true, education: true, languages: true, certificates: true,
	awards: true, interests: true, references: true, publications: true, other: true,
	work: true, projects: true, volunteer: true,
}

// ungrid reorders the lines of a section that holds a grid.
func ungrid(s part) part {
	if !gridKinds[s.kind] {
		return s
	}
	var out []line
	for i := 0; i < len(s.lines); {
		if g, n := gridAt(s.lines[i:]); n > 0 {
			out = append(out, g...)
			i += n
			continue
		}
		out = append(out, s.lines[i])
		i++
	}
	s.lines = out
	return s
}

// gridAt returns the lines of the grid row that begins at the first line,
// column after column, and how many lines it takes; 0 when there is none.
func gridAt(lines []line) (ordered []line, taken int) {
	heads := lines[0].cells
	if len(heads) < 2 || !headRow(heads) {
		return nil, 0
	}
	columns := make([][]line, len(heads))
	filled := 0 // columns with something below their head
	for n := range lines {
		l := &lines[n]
		if n > 0 && (l.page != lines[0].page || startsRow(l, heads)) {
			break
		}
		parts, ok := byColumn(l, heads)
		if !ok {
			break
		}
		for j, cells := range parts {
			if len(cells) == 0 {
				continue
			}
			if n > 0 && len(columns[j]) == 1 {
				filled++
			}
			if n > 0 && !beneath(&cells[0], &heads[j]) {
				return nil, 0
			}
			c := *l
			c.cells, c.left, c.edge = cells, heads[j].box.X0, false
			if j+1 < len(heads) {
				c.right = heads[j+1].box.X0
			}
			columns[j] = append(columns[j], c)
		}
		taken = n + 1
	}
	if filled < 2 || unevenDates(columns) {
		return nil, 0
	}
	for j := range columns {
		for k := range columns[j] {
			l := &columns[j][k]
			if k > 0 {
				l.gap = (l.baseline() - columns[j][k-1].baseline()) / max(l.size(), 1)
			}
			ordered = append(ordered, *l)
		}
	}
	return ordered, taken
}

// unevenDates tells whether dates stand in some of the columns only: those of a
// table's rows.
func unevenDates(columns [][]line) bool {
	dated, filled := 0, 0
	for _, column := range columns {
		if len(column) < 2 {
			continue
		}
		filled++
		for i := range column {
			if len(periods(column[i].text(), false)) > 0 {
				dated++
				break
			}
		}
	}
	return dated > 0 && dated < filled
}

// headRow tells whether the cells of a row may each head a column: set alike,
// short, and no dates or places.
func headRow(heads []cell) bool {
	l := heads[0].look().bare()
	for i := range heads {
		c := &heads[i]
		text := c.text()
		if c.look().bare() != l || c.bullet || width(text) > longestHeading || isDateCell(text) || isLevel(text) {
			return false
		}
	}
	return true
}

// startsRow tells whether a line is the first one of a further row of the grid.
func startsRow(l *line, heads []cell) bool {
	return !l.bullet() && l.look().bare() == heads[0].look().bare() && abs(l.x0()-heads[0].box.X0) < 2
}

// byColumn deals the cells of a line out to the columns; false when one of them
// reaches over the edge of its column.
func byColumn(l *line, heads []cell) ([][]cell, bool) {
	const slack = 2
	out := make([][]cell, len(heads))
	for _, c := range l.cells {
		j := len(heads) - 1
		for j > 0 && c.box.X0 < heads[j].box.X0-slack {
			j--
		}
		if c.box.X0 < heads[j].box.X0-slack || j+1 < len(heads) && c.box.X1 > heads[j+1].box.X0+slack {
			return nil, false
		}
		out[j] = append(out[j], c)
	}
	return out, true
}

// beneath tells whether a cell is set like something below a head, and not like
// another head: in another look, as a list item, or indented.
func beneath(c, head *cell) bool {
	return c.look().bare() != head.look().bare() || c.bullet || c.box.X0 > head.box.X0+4
}
