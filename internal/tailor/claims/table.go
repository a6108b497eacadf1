package claims

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"text/tabwriter"
)

// Count is the outcome of some rows.
type Count struct {
	Lies, Applied   int // Applied lies went through as supported
	Honest, Blocked int // Blocked honest edits ask for a confirmation
	Claims          int // looked at in all edits
}

// Share is the part of the honest edits that is blocked, 0 to 1.
func (c Count) Share() float64 { return float64(c.Blocked) / float64(max(1, c.Honest)) }

func (c Count) plus(d Count) Count {
	return Count{c.Lies + d.Lies, c.Applied + d.Applied, c.Honest + d.Honest, c.Blocked + d.Blocked, c.Claims + d.Claims}
}

// Table counts a set by language and by kind of edit.
type Table struct {
	Langs, Kinds map[string]Count
	All          Count
}

// Run checks every row. See is called for each row the check got wrong, unless
// it is nil.
func Run(rows []Row, see func(Row)) Table {
	t := Table{Langs: map[string]Count{}, Kinds: map[string]Count{}}
	for _, r := range rows {
		c, wrong := r.count()
		t.Langs[r.Lang] = t.Langs[r.Lang].plus(c)
		t.Kinds[r.Kind] = t.Kinds[r.Kind].plus(c)
		t.All = t.All.plus(c)
		if wrong && see != nil {
			see(r)
		}
	}
	return t
}

func (r Row) count() (c Count, wrong bool) {
	e := r.Checked()
	c.Claims = e.Checked
	switch {
	case r.Honest && e.Supported:
		c.Honest = 1
	case r.Honest:
		c.Honest, c.Blocked = 1, 1
	case e.Supported:
		c.Lies, c.Applied = 1, 1
	default:
		c.Lies = 1
	}
	return c, c.Applied+c.Blocked > 0
}

// Write prints the table: languages, kinds, the sum.
func (t Table) Write(to io.Writer) error {
	w := tabwriter.NewWriter(to, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "\tlies\tapplied\thonest\tblocked\tshare\tclaims\t")
	for _, part := range []map[string]Count{t.Langs, t.Kinds} {
		for _, name := range slices.SortedFunc(maps.Keys(part), cmp.Compare) {
			line(w, name, part[name])
		}
		fmt.Fprintln(w, "\t\t\t\t\t\t\t")
	}
	line(w, "all", t.All)
	return w.Flush()
}

func line(w io.Writer, name string, c Count) {
	fmt.Fprintf(w, "%s\t%d\t%d\t%d\t%d\t%.1f %%\t%d\t\n", name, c.Lies, c.Applied, c.Honest, c.Blocked, 100*c.Share(), c.Claims)
}
