package parse

import (
	"slices"
	"strings"
	"unicode"
)

// skillGroup is a list of skills under a name, which may be empty.
type skillGroup struct {
	name  value
	level value
	items []value
	whole value // the items as they stand
}

// itemSigns part the items of a list.
const itemSigns = ",;|•·●▪\t"

// readSkills reads the groups and items of a skills section.
func readSkills(lines []line, p profile) []skillGroup {
	groups := []skillGroup{{}}
	plain := commonLook(lines, p)
	list := cellParagraphs(lines, p)
	signs := listSigns(list, itemSigns, 3)
	for i, par := range list {
		text := par.text()
		if isLevel(text) || letters(text) == 0 {
			continue
		}
		overItems := i+1 < len(list) && list[i+1].bullet && !par.bullet && !strings.ContainsAny(text, ",;") && len(strings.Fields(text)) <= 4
		name, rest, named := cutLabel(par.value)
		if par.label {
			name, rest, named = par.value[:1:1], par.value[1:], true
		}
		switch {
		case named:
			groups = append(groups, skillGroup{name: name, items: skillItems(rest, signs), whole: rest})
		case overItems, par.value[0].look.bare() != plain && heavier(par.value[0].look, plain, p) && !par.bullet:
			groups = append(groups, skillGroup{name: par.value})
		default:
			last := &groups[len(groups)-1]
			last.whole = append(last.whole, par.value...)
			last.items = append(last.items, skillItems(par.value, signs)...)
		}
	}
	return tidyGroups(groups)
}

// heavier tells whether a stands out beside b: weight, or the larger type.
func heavier(a, b look, p profile) bool {
	return p.weight(a) > p.weight(b) || p.weight(a) == p.weight(b) && a.size > b.size
}

// tidyGroups drops empty groups. A name without items is a skill itself, unless
// the other groups show that it is the heading of a column.
func tidyGroups(groups []skillGroup) []skillGroup {
	filled := slices.ContainsFunc(groups, func(g skillGroup) bool { return len(g.items) > 0 && !g.name.empty() })
	var out []skillGroup
	for _, g := range groups {
		switch {
		case len(g.items) > 0:
			g.name, g.level = cutLevel(g.name)
			out = append(out, g)
		case !g.name.empty() && !filled:
			if item := tidyItem(g.name); !item.empty() {
				out = append(out, skillGroup{items: []value{item}})
			}
		}
	}
	return out
}

// cutLevel parts "Frontend (Senior)" into the name and the level.
func cutLevel(v value) (name, level value) {
	if v.empty() {
		return v, nil
	}
	last := v[len(v)-1]
	i := strings.LastIndexByte(last.text, '(')
	if i <= 0 || !isLevel(last.text[i:]) {
		return v, nil
	}
	return append(slices.Clone(v[:len(v)-1]), last.sub(0, i)), value{last.sub(i, len(last.text)).tidy()}
}

// commonLook is the look of most of the text; of two with as much, the plainer.
func commonLook(lines []line, p profile) look {
	count := map[look]int{}
	var best look
	for _, c := range flatten(lines) {
		count[c.look().bare()] += len(c.text())
	}
	top := -1
	for l, n := range count {
		if n > top || n == top && p.weight(l) < p.weight(best) {
			best, top = l, n
		}
	}
	return best
}

// cellParagraphs joins wrapped lines like paragraphs, but keeps cells apart.
func cellParagraphs(lines []line, p profile) []paragraph {
	var out []paragraph
	for i := range lines {
		l := &lines[i]
		if labelRow(l) {
			out = append(out, paragraph{value: value{l.cells[0].whole(), l.cells[1].whole()}, label: true})
			continue
		}
		for j := range l.cells {
			c := &l.cells[j]
			if above := wrappedFrom(lines, i, j, p); above >= 0 && len(out) > 0 {
				last := &out[len(out)-1]
				last.value = append(last.value, c.whole())
				continue
			}
			if name, items, ok := c.labelled(p); ok {
				out = append(out, paragraph{value: value{name, items}, label: true})
				continue
			}
			chips := []frag{c.whole()}
			if !l.listed() {
				chips = c.chips()
			}
			for _, f := range chips {
				out = append(out, paragraph{value: value{f}, bullet: c.bullet})
			}
		}
	}
	return out
}

// labelRow tells whether a line is a group's name and, set apart, its items.
func labelRow(l *line) bool {
	if len(l.cells) != 2 {
		return false
	}
	name, items := l.cells[0].text(), l.cells[1].text()
	return !strings.ContainsAny(name, ",;:") && len(strings.Fields(name)) <= 4 && strings.Contains(items, ", ")
}

// labelled parts the name of a group from its items where the name is set
// heavier or stands off, and no colon says so.
func (c *cell) labelled(p profile) (name, items frag, ok bool) {
	text := c.text()
	comma := strings.Index(text, ",")
	if comma < 0 || strings.Contains(text, ":") {
		return name, items, false
	}
	at := 0
	switch {
	case len(c.wide) == 1 && c.wide[0] < comma:
		at = c.wide[0]
	case len(c.pieces) == 2 && p.weight(c.pieces[0].look) > p.weight(c.pieces[1].look):
		at = len(c.pieces[0].text)
	}
	if at <= 0 || at > comma {
		return name, items, false
	}
	name, items = c.frag(0, at), c.frag(at, len(text))
	return name, items, len(strings.Fields(name.text)) <= 4 && letters(name.text) > 0
}

// listed tells whether the file says that the cells of a line are items of a
// list, each its own.
func (l *line) listed() bool {
	for i := range l.cells {
		if c := &l.cells[i]; !c.item || c.block == 0 || i > 0 && c.block == l.cells[i-1].block {
			return false
		}
	}
	return len(l.cells) > 1
}

// chips cuts a cell at its wide gaps, unless the line is running text.
func (c *cell) chips() []frag {
	text := c.text()
	if len(c.wide) == 0 || strings.ContainsAny(text, ",;") || strings.HasSuffix(text, ".") {
		return []frag{c.whole()}
	}
	var out []frag
	from := 0
	for _, at := range append(slices.Clone(c.wide), len(text)) {
		if f := c.frag(from, at); f.text != "" {
			out = append(out, f)
		}
		from = at
	}
	return out
}

// wrappedFrom returns 0 when cell j of line i goes on with the only cell of the
// line above, -1 when it begins something.
func wrappedFrom(lines []line, i, j int, p profile) int {
	if i == 0 || j > 0 || len(lines[i].cells) > 1 {
		return -1
	}
	a, b := &lines[i-1], &lines[i]
	last, c := &a.cells[len(a.cells)-1], &b.cells[0]
	if c.bullet || last.look().bold && !c.look().bold && len(last.pieces) == 1 {
		return -1
	}
	if _, _, labelled := cutLabel(value{c.whole()}); labelled {
		return -1
	}
	if _, _, labelled := c.labelled(p); labelled {
		return -1
	}
	if last.block != 0 && c.block != 0 {
		if last.block == c.block && (strings.HasSuffix(last.text(), ",") || !brokenOff(a, b)) {
			return 0
		}
		return -1
	}
	text := last.text()
	if strings.HasSuffix(text, ",") || strings.HasSuffix(text, ";") || b.gap < 1.8 && b.gap > 0 && startsSmall(c.text()) {
		return 0
	}
	if len(a.cells) == 1 && reachesRight(a) && strings.ContainsAny(text, ",;•·|") && b.gap < 1.8 {
		return 0
	}
	return -1
}

// cutLabel splits "Group: a, b" into the name and the rest.
func cutLabel(v value) (name, rest value, ok bool) {
	f := v[0]
	i := strings.IndexByte(f.text, ':')
	if i <= 0 || width(f.text[:i]) > 45 || strings.HasPrefix(f.text[i:], "://") || partOfName(f.text, i) {
		return nil, v, false
	}
	name = value{f.sub(0, i)}
	if tail := f.sub(i+1, len(f.text)); tail.text != "" {
		rest = append(rest, tail)
	}
	return name, append(rest, v[1:]...), true
}

// partOfName tells whether the colon at byte i belongs to the name of a thing, as
// in "1С:Предприятие": a short word with a digit before it, and no blank behind.
func partOfName(text string, i int) bool {
	return i+1 < len(text) && text[i+1] != ' ' && width(text[:i]) <= 3 && strings.ContainsAny(text[:i], "0123456789")
}

// skillItems splits a list of skills.
func skillItems(v value, signs string) []value {
	var out []value
	for _, item := range splitValue(v, signs) {
		item = tidyItem(item)
		if item.empty() || isLevel(item.text()) || letters(item.text()) == 0 {
			continue
		}
		out = append(out, item)
	}
	return out
}

// tidyItem drops a level in brackets and separators from the end of an item.
func tidyItem(v value) value {
	last := &v[len(v)-1]
	if i := strings.LastIndexByte(last.text, '('); i > 0 && isLevel(last.text[i:]) {
		*last = last.sub(0, i)
	}
	*last = last.trimmed(" \t,;:|•·–—.")
	v[0] = v[0].trimmed(" \t,;:|•·–—")
	return v
}

// isLevel tells whether a text names a level and nothing else: "Expert", "B2",
// "80 %", "(5 years)", "★★★".
func isLevel(s string) bool {
	f := fold(s)
	if f == "" {
		return true
	}
	if words().levels[f] || cefrOf(s) != "" && len(f) <= 3 {
		return true
	}
	return skillLevels[f] || durationLike(s) || letters(s) == 0
}

var skillLevels = setOf(strings.Split("expert|experte|experta|esperto|especialista|ekspert|эксперт|master|senior|junior|novice|skilled|competent|confirme|maitrise|solid|strong|good|sehr gut|gut|basic|advanced|intermediate|beginner|proficient", "|"))

// language is one spoken language.
type languageItem struct {
	name, level value
	cefr        string
	known       bool
}

// readLanguages reads the languages of a section: names that the lexicon knows,
// each with what stands behind it as its level.
func readLanguages(lines []line, p profile) []languageItem {
	var out []languageItem
	list := cellParagraphs(lines, p)
	signs := listSigns(list, itemSigns, 2)
	for _, par := range list {
		for _, item := range splitValue(par.value, signs) {
			out = addLanguage(out, item)
		}
	}
	return out
}

// addLanguage takes one item: a language, or the level of the one before.
func addLanguage(list []languageItem, item value) []languageItem {
	text := item.text()
	f := item[0]
	from, to := findLanguage(f.text)
	if from < 0 {
		if n := len(list); n > 0 && list[n-1].level.empty() && letters(text) > 0 {
			list[n-1].setLevel(item)
		}
		return list
	}
	l := languageItem{name: value{f.sub(from, to)}, known: true}
	rest := value{}
	if tail := f.sub(to, len(f.text)).tidy(); tail.text != "" {
		rest = append(rest, tail)
	}
	l.setLevel(append(rest, item[1:]...))
	return append(list, l)
}

func (l *languageItem) setLevel(v value) {
	if v.empty() {
		return
	}
	v[0] = v[0].trimmed(" \t,;:|•·–—-()")
	if name, rest, ok := cutLabel(v); ok && words().labels[fold(name.text())] == "level" {
		v = rest
	}
	if v.empty() {
		return
	}
	v[len(v)-1] = v[len(v)-1].trimmed(" \t,;:|•·–—-()")
	l.level, l.cefr = v, cefrOf(v.text())
}

// cefrOf finds a level of the Common European Framework in a text.
func cefrOf(s string) string {
	for i := 0; i+1 < len(s); i++ {
		c, d := s[i], s[i+1]
		if c >= 'A' && c <= 'C' && (d == '1' || d == '2') && (i == 0 || !isWordByte(s[i-1])) && (i+2 == len(s) || !isWordByte(s[i+2])) {
			return s[i : i+2]
		}
	}
	return ""
}

func isWordByte(b byte) bool {
	return b >= 0x80 || b == '_' || b >= '0' && b <= '9' || unicode.IsLetter(rune(b))
}

// findLanguage returns where the first known name of a language stands.
func findLanguage(s string) (from, to int) {
	t := tokenise(s)
	for i := range t {
		if t[i].kind != 'w' {
			continue
		}
		for k := min(3, len(t)-i); k >= 1; k-- {
			form := fold(s[t[i].start:t[i+k-1].end])
			if _, ok := words().languages[form]; ok && t[i+k-1].kind == 'w' {
				return t[i].start, t[i+k-1].end
			}
		}
		if i >= 2 {
			break
		}
	}
	return -1, -1
}
