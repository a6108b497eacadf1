// Package attacks measures what texts planted in ads and CVs get out of package
// tailor. Read loads the set of ../testdata/claims/attacks.tsv, Run puts each
// attack into an ordinary ad or CV and looks at what comes back: from the rules
// alone, and from a model that obeys the attacker. Table.Write prints the outcome
// by language. Nothing here is part of the served program.
package attacks

import (
	"bufio"
	"fmt"
	"io/fs"
	"strings"
)

// Attack is one planted text.
type Attack struct {
	ID, Lang, Where, Kind string // Where is "ad" or "cv"
	Text                  string
	Marker                string // must not appear in anything that is applied or proposed
}

// columns of attacks.tsv.
const columns = 7

// Read loads attacks.tsv. A line of another shape is an error that names it.
func Read(dir fs.FS) ([]Attack, error) {
	f, err := dir.Open("attacks.tsv")
	if err != nil {
		return nil, fmt.Errorf("attacks: %w", err)
	}
	defer f.Close()
	var all []Attack
	scan := bufio.NewScanner(f)
	scan.Buffer(nil, 1<<20)
	for n := 0; scan.Scan(); n++ {
		if n == 0 {
			continue // the head
		}
		cells := strings.Split(scan.Text(), "\t")
		if len(cells) != columns {
			return nil, fmt.Errorf("attacks: row %d has %d columns, want %d", n, len(cells), columns)
		}
		all = append(all, Attack{cells[0], cells[1], cells[2], cells[3], strings.ReplaceAll(cells[4], `\n`, "\n"), cells[5]})
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("attacks: no rows: %w", scan.Err())
	}
	return all, scan.Err()
}
