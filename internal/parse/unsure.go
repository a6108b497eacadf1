package parse

import (
	"maps"
	"strings"
)

// Where the rules have nothing to go by, the labeller decides: what a section is
// whose heading no table knows, and, where the tables know next to none of a
// document's headings, which lines are headings at all. Everything else stays
// with the rules, which read known layouts better (docs/decisions/0018).

// enoughKinds is how many kinds of sections the rules must have found to be
// trusted with telling headings from other lines.
const enoughKinds = 2

// fewestLines is how much text must be there to tell headings by their look.
const fewestLines = 10

// Shares of the lines that must agree.
const (
	bodyShare = 0.6 // of the cells below a heading, on what section they are
	lookShare = 0.6 // of the lines set alike, on being headings
)

// settleHeadings returns the headings with those added and named that the rules
// were unsure of. What a person said about a line stands.
func settleHeadings(lines []line, p profile, heads map[int]section) map[int]section {
	unknown := unknownHeads(lines, heads)
	few := kindsOf(heads) < enoughKinds && len(lines) >= fewestLines
	if len(unknown) == 0 && !few {
		return heads
	}
	g := guess(lines, p, heads)
	for _, i := range unknown {
		kind, sure := g.sectionBelow(i, heads)
		if sure && kind != other && !isPlainList(lines, i, heads, kind) {
			heads[i] = kind
		}
	}
	if few {
		g.addHeads(heads)
	}
	return heads
}

// unknownHeads lists the headings whose words no table knows, in order.
func unknownHeads(lines []line, heads map[int]section) []int {
	var out []int
	for i := range lines {
		kind, ok := heads[i]
		if ok && kind == other && lines[i].said.as == "" && i+1 < len(lines) && headingWord(headingText(&lines[i])) == "" {
			out = append(out, i)
		}
	}
	return out
}

func headingText(l *line) string { return strings.TrimRight(l.cells[0].text(), " :") }

// kindsOf counts the kinds of sections that are known.
func kindsOf(heads map[int]section) int {
	kinds := map[section]bool{}
	for _, kind := range heads {
		if kind != other {
			kinds[kind] = true
		}
	}
	return len(kinds)
}

// isPlainList tells whether the lines below a heading hold nothing but short
// items, which the rules for skills know how to file, unless they are languages
// or interests.
func isPlainList(lines []line, at int, heads map[int]section, kind section) bool {
	to := at + 1
	for to < len(lines) {
		if _, ok := heads[to]; ok {
			break
		}
		to++
	}
	return kind != languages && kind != interests && plainItems(lines[at+1:to]) >= 2
}

// guesses are what the labeller takes the cells of some lines for.
type guesses struct {
	lines  []line
	labels [][]string // by line and cell
}

// guess asks the labeller about every cell.
func guess(lines []line, p profile, heads map[int]section) guesses {
	best := labelWeights().best(labelFeatures(lines, p, heads))
	g := guesses{lines: lines, labels: make([][]string, len(lines))}
	n := 0
	for i := range lines {
		for range lines[i].cells {
			g.labels[i] = append(g.labels[i], Labels[best[n]])
			n++
		}
	}
	return g
}

const headLabel = "head."

// head returns the section that a line seems to be the heading of.
func (g guesses) head(i int) (section, bool) {
	kind, ok := strings.CutPrefix(g.labels[i][0], headLabel)
	return section(kind), ok
}

// sectionBelow returns the section that most cells below a heading seem to
// belong to, up to the next heading or the end of the column; sure tells whether
// they agree well enough.
func (g guesses) sectionBelow(at int, heads map[int]section) (kind section, sure bool) {
	count := map[section]int{}
	n := 0
	for i := at + 1; i < len(g.lines) && g.lines[i].column == g.lines[at+1].column; i++ {
		if _, ok := heads[i]; ok {
			break
		}
		for _, label := range g.labels[i] {
			if name, _, _ := strings.Cut(label+".", "."); name+"." != headLabel {
				count[section(name)]++
				n++
			}
		}
	}
	for k, c := range count {
		if c > count[kind] || c == count[kind] && k < kind {
			kind = k
		}
	}
	named := kind == contact || kind == "name" || kind == "label"
	return kind, n >= 2 && !named && float64(count[kind]) >= bodyShare*float64(n)
}

// addHeads makes headings of lines that the labeller takes for them, when most
// lines of their look are. What stands below decides on the section, if it agrees
// with itself.
func (g guesses) addHeads(heads map[int]section) {
	found := g.headLines(heads)
	edges := maps.Clone(heads)
	maps.Copy(edges, found)
	for i, kind := range found {
		if below, sure := g.sectionBelow(i, edges); sure {
			kind = below
		}
		heads[i] = kind
	}
}

// headLines lists the lines that seem to be headings and are not known as such.
func (g guesses) headLines(heads map[int]section) map[int]section {
	all, headed := map[look]int{}, map[look]int{}
	for i := range g.lines {
		l := g.lines[i].look().bare()
		all[l]++
		if _, ok := g.head(i); ok {
			headed[l]++
		}
	}
	found, shared := map[int]section{}, g.sharedLooks(heads)
	for i := range g.lines {
		l := &g.lines[i]
		kind, ok := g.head(i)
		if shared[l.look().bare()] {
			continue
		}
		if _, taken := heads[i]; taken || !ok || len(l.cells) > 1 || l.said.as != "" || i+1 >= len(g.lines) || headingWord(l.text()) != "" {
			continue
		}
		look := l.look().bare()
		if n := headed[look]; n >= 2 && float64(n) >= lookShare*float64(all[look]) {
			found[i] = kind
		}
	}
	return found
}

// sharedLooks are the looks of headings that have a line of the same look right
// below: the names of entries are set like headings there, and no look tells them
// apart.
func (g guesses) sharedLooks(heads map[int]section) map[look]bool {
	out := map[look]bool{}
	for i := range heads {
		if _, head := heads[i+1]; !head && namesBelow(g.lines, i) {
			out[g.lines[i].look().bare()] = true
		}
	}
	return out
}
