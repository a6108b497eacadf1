package parse

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// labelFeatures describes every cell of some lines in reading order: how it is
// set, where it stands, what its words say, and the same of its neighbours in
// short. heads are the headings that the rules found.
func labelFeatures(lines []line, p profile, heads map[int]section) [][]uint32 {
	var facts []cellFacts
	under := header
	for i := range lines {
		if kind, ok := heads[i]; ok {
			under = kind
		}
		for j := range lines[i].cells {
			facts = append(facts, factsOf(&lines[i], j, p, under))
		}
	}
	out := make([][]uint32, len(facts))
	for i := range facts {
		out[i] = features(facts, i)
	}
	return out
}

// cellFacts are what is known about one cell.
type cellFacts struct {
	own   []string // of the cell itself
	kind  string   // the gist of its words
	set   string   // the gist of its look
	words []string
}

func factsOf(l *line, at int, p profile, under section) cellFacts {
	c := &l.cells[at]
	text := c.text()
	look := c.look()
	f := cellFacts{kind: gist(text), set: strconv.Itoa(p.weight(look))}
	if c.bullet {
		f.set += "b"
	}
	add := func(name string, value string) { f.own = append(f.own, name+"="+value) }
	add("kind", f.kind)
	add("set", f.set)
	add("set+kind", f.set+f.kind)
	add("under", string(under))
	add("under+kind", string(under)+f.kind)
	add("under+set", string(under)+f.set)
	add("size", bucket(float64(look.size-p.body.size), -10, -4, 4, 15, 40, 80))
	add("words", bucket(float64(len(strings.Fields(text))), 1, 2, 3, 5, 8, 13))
	add("width", bucket(c.box.X1-c.box.X0, 40, 90, 160, 260, 380))
	add("cell", strconv.Itoa(min(at, 3))+"of"+strconv.Itoa(min(len(l.cells), 4)))
	add("indent", bucket(c.box.X0-l.left, 3, 14, 30, 90, 200))
	add("gap", bucket(l.gap, 0, 1.25, 1.7, 2.5))
	add("page", bucket(float64(c.page), 1, 2)+bucket(c.baseline, 120, 200))
	if l.right > 0 && l.right-c.box.X1 < 6 {
		add("at", "right")
	}
	for name, is := range map[string]bool{
		"bold": look.bold, "italic": look.italic, "caps": look.caps, "colour": look.colour != p.body.colour, "rule": l.rule, "first": l.first,
		"beside": l.beside, "hangs": l.hangs, "item": c.item, "icon": c.icon, "link": len(c.links) > 0, "role" + look.role: look.role != "",
	} {
		if is {
			add("is", name)
		}
	}
	slices.Sort(f.own)
	f.addWords(text)
	return f
}

// addWords adds the words of a text, whole and by their beginnings, which most
// of the languages bend at the end.
func (f *cellFacts) addWords(text string) {
	list := strings.Fields(fold(text))
	f.words = list[:min(len(list), 6)]
	for i, w := range f.words {
		f.own = append(f.own, "w="+w)
		if r := []rune(w); len(r) > 5 {
			f.own = append(f.own, "p="+string(r[:5]), "s="+string(r[len(r)-4:]))
		}
		if i == 0 {
			f.own = append(f.own, "w0="+w)
		}
	}
	if n := len(list); n > 1 {
		f.own = append(f.own, "wn="+list[n-1])
	}
}

// gist says in a few letters what the words of a text are about.
func gist(text string) string {
	c := cluesOf(text)
	w := words()
	folded := fold(text)
	var b strings.Builder
	mark := func(is bool, as string) {
		if is {
			b.WriteString(as)
		}
	}
	mark(c.title > 0, "T")
	mark(c.org > 0, "O")
	mark(c.school > 0, "S")
	mark(c.degree > 0, "G")
	mark(c.place >= 0.6, "P")
	mark(c.prose > 0, "R")
	mark(c.address > 0 || strings.Contains(text, "@"), "A")
	if found := periods(text, false); len(found) > 0 {
		covered := found[0].end - found[0].start
		mark(2*covered >= len(text), "D")
		mark(2*covered < len(text), "d")
	}
	mark(headingWord(text) != "", "H")
	mark(w.languages[firstOf(folded)] != "", "L")
	mark(w.levels[folded], "l")
	mark(w.labels[folded] != "", "K")
	mark(w.noise[folded] || isPrivate(text), "N")
	mark(strings.HasSuffix(text, "."), ".")
	mark(strings.HasSuffix(text, ":"), ":")
	mark(strings.Contains(text, ","), ",")
	mark(strings.IndexFunc(text, unicode.IsDigit) >= 0, "9")
	return b.String()
}

func firstOf(folded string) string {
	first, _, _ := strings.Cut(folded, " ")
	return first
}

// bucket names the step of a scale that a value is on.
func bucket(v float64, steps ...float64) string {
	n := 0
	for _, s := range steps {
		if v > s {
			n++
		}
	}
	return strconv.Itoa(n)
}

// features hashes what is known about cell i and its neighbours.
func features(facts []cellFacts, i int) []uint32 {
	out := make([]uint32, 0, len(facts[i].own)+12)
	for _, name := range facts[i].own {
		out = append(out, hashed(name))
	}
	around := func(d int) *cellFacts {
		if i+d < 0 || i+d >= len(facts) {
			return &cellFacts{kind: "-", set: "-"}
		}
		return &facts[i+d]
	}
	own := &facts[i]
	for d := -3; d <= 3; d++ {
		if d == 0 {
			continue
		}
		n, side := around(d), strconv.Itoa(d)
		out = append(out, hashed("k"+side+n.kind), hashed("k"+side+n.kind+"/"+own.kind), hashed("s"+side+n.set+"/"+own.set))
		for _, w := range n.words[:min(len(n.words), 2)] {
			out = append(out, hashed("n"+side[:1]+w))
		}
	}
	return append(out, hashed("3"+around(-1).kind+"/"+own.kind+"/"+around(1).kind), hashed("bias"))
}

// hashed maps a feature to its place in the table (FNV-1a, folded).
func hashed(name string) uint32 {
	h := uint32(2166136261)
	for i := range len(name) {
		h = (h ^ uint32(name[i])) * 16777619
	}
	return (h ^ h>>LabelBits) & (1<<LabelBits - 1)
}
