package ui

// Bar is one line of a figure of lying bars: what it is of, the stretch that it
// covers, a mark on it, and the same in words. From, To and the mark are in
// hundredths of the width.
type Bar struct {
	Label, Text string
	From, To    float64
	MarkFrom    float64
	MarkTo      float64 // MarkFrom for no mark
}

// thin is how wide a stretch is at least, so that none is invisible.
const thin = 1.5

// stretch is the place and the width of a stretch, both inside the picture.
func stretch(from, to float64) (x, width float64) {
	width = max(to-from, thin)
	return min(from, 100-width), width
}

// Column is one standing column of a figure: its height counts, Label is what
// lies below it, "" for nothing, and Title says it whole.
type Column struct {
	Label, Title string
	Count        int
}

// Measures of a figure of columns in its own units.
const (
	columnStep  = 30.0
	columnWidth = 18.0
	columnTop   = 16.0 // room for the number above
	columnTall  = 84.0
	columnFoot  = 16.0 // room for what lies below
	columnSide  = 8.0  // room beside them for words wider than a column
)

// columnsWidth is how wide the figure is.
func columnsWidth(columns []Column) float64 { return columnStep * float64(len(columns)) }

// columnAt is where a column stands and how tall it is among the others.
func columnAt(columns []Column, i int) (x, y, height float64) {
	most := 1
	for _, c := range columns {
		most = max(most, c.Count)
	}
	height = columnTall * float64(columns[i].Count) / float64(most)
	if columns[i].Count > 0 {
		height = max(height, 2)
	}
	return float64(i)*columnStep + (columnStep-columnWidth)/2, columnTop + columnTall - height, height
}
