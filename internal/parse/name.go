package parse

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
)

// nameLine is a line that may hold the name, with how well it would.
type nameLine struct {
	index int
	part  frag
	score float64
}

// findName looks for the name: the largest line near the top that is written
// like one. It takes nothing rather than a heading or a job title.
func (d *contactData) findName(zone []line, p profile) []int {
	var found []nameLine
	for i := range zone {
		if i > 25 {
			break
		}
		if n, ok := nameCandidate(&zone[i], i, p); ok {
			mail := d.mailLikeness(n.part.text)
			titles := words().titles.count(fold(n.part.text))
			all := titles == len(strings.Fields(n.part.text)) && p.weight(n.part.look) < 3
			if titles > 0 && (mail == 0 || all) {
				n.score -= 3 // a job title, unless the address says that somebody is called Cook
			}
			n.score += mail
			if largest(zone, n.part.look.size) {
				n.score += 1.5
			}
			found = append(found, n)
		}
	}
	if len(found) == 0 {
		return nil
	}
	best := slices.MaxFunc(found, func(a, b nameLine) int { return cmp.Compare(a.score, b.score) })
	if best.score < 1 {
		return nil
	}
	d.name, d.nameSure = value{best.part}, min(0.98, 0.5+best.score/12)
	used := []int{best.index}
	for _, step := range []int{-1, 1} { // a name set in two lines or three
		last := best.index
		const reach = 4
		for j := best.index + step; j >= 0 && j < len(zone) && abs(float64(j-last)) <= reach; j += step {
			n, ok := nameCandidate(&zone[j], j, p)
			if !ok || len(strings.Fields(d.name.text())) > 3 || !sameName(&zone[j].cells[0], &zone[last].cells[0], p) {
				continue
			}
			if step < 0 {
				d.name = append(value{n.part}, d.name...)
			} else {
				d.name = append(d.name, n.part)
			}
			last, used = j, append(used, j)
		}
	}
	return used
}

// largest tells whether nothing near the top is set larger than size, and
// something clearly smaller.
func largest(zone []line, size int) bool {
	smaller := false
	for i := range zone[:min(len(zone), 26)] {
		s := zone[i].look().size
		if s > size {
			return false
		}
		smaller = smaller || 5*s < 4*size
	}
	return smaller
}

// sameName tells whether two lines, large and one right above the other, are
// the halves of one name.
func sameName(a, b *cell, p profile) bool {
	level := min(abs(a.box.X0-b.box.X0), abs(a.box.X0+a.box.X1-b.box.X0-b.box.X1)/2)
	return a.page == b.page && a.look().size == b.look().size && a.look().size >= p.body.size+40 &&
		level < 6 && abs(a.baseline-b.baseline) < 1.7*a.size
}

// mailLikeness says how many words of a text stand in the e-mail address.
func (d *contactData) mailLikeness(text string) float64 {
	local, _, _ := strings.Cut(fold(strings.ReplaceAll(addressText(d.email), "@", "\t")), "\t")
	score := 0.0
	for w := range strings.FieldsSeq(fold(text)) {
		if len(w) > 2 && strings.Contains(local, w) {
			score += 1.5
		}
	}
	return min(score, 3)
}

// nameCandidate tells whether a line is written like the name of a person.
func nameCandidate(l *line, index int, p profile) (nameLine, bool) {
	f := l.cells[0].whole()
	labelled := false
	if len(l.cells) > 1 && words().labels[fold(f.text)] == "name" {
		f, labelled = l.cells[1].whole(), true
	}
	if name, rest, ok := strings.Cut(f.text, ":"); ok && words().labels[fold(name)] == "name" {
		f, labelled = f.sub(len(f.text)-len(rest), len(f.text)), true
	}
	f = dropTitle(f)
	if i := strings.IndexAny(f.text, ",|–—"); i > 0 {
		f = f.sub(0, i)
	}
	f = f.tidy()
	if !writtenLikeName(f.text) || headingWord(f.text) != "" || words().noise[fold(f.text)] || words().labels[fold(f.text)] != "" {
		return nameLine{}, false
	}
	n := nameLine{index: index, part: f}
	n.score = float64(p.weight(f.look)) + float64(max(0, f.look.size-p.body.size))/40
	if labelled {
		n.score += 8
	}
	n.score -= 0.15 * float64(index)
	folded := fold(f.text)
	if words().employers.count(folded)+words().legal.count(folded)+words().schools.count(folded) > 0 {
		n.score -= 2
	}
	if placeLike(f.text) >= 0.6 {
		n.score -= 3
	}
	return n, true
}

// dropTitle takes the title of the document off the name: "CV of …".
func dropTitle(f frag) frag {
	list := strings.Fields(f.text)
	for n := 1; n <= 2 && n+1 < len(list); n++ {
		if !words().noise[fold(strings.Join(list[:n], " "))] {
			continue
		}
		from := strings.Index(f.text, list[n])
		if ofWords[fold(list[n])] {
			from = strings.Index(f.text[from+len(list[n]):], list[n+1]) + from + len(list[n])
		}
		return f.sub(from, len(f.text))
	}
	return f
}

var ofWords = setOf([]string{"of", "von", "de", "di", "van", "for"})

// writtenLikeName tells whether a text is one to six words of letters, of which
// the ones that are no particles begin with a capital.
func writtenLikeName(s string) bool {
	list := strings.Fields(s)
	if len(list) == 0 || len(list) > 6 || len([]rune(s)) > 50 || strings.ContainsAny(s, "@0123456789:;/!?%&+#") {
		return false
	}
	capitals := 0
	for _, w := range list {
		r := []rune(strings.Trim(w, `.'’"()“”«»-`))
		switch {
		case len(r) == 0:
			return false
		case unicode.IsUpper(r[0]), elided(r):
			capitals++
		case !words().particles[fold(w)]:
			return false
		}
	}
	return capitals > 0 && letters(s) >= 2
}

// elided tells "d’Exemple" and "dell’Esempio": a particle that lost its vowel,
// then a capital.
func elided(word []rune) bool {
	const longest = 4
	for i := 1; i <= longest && i+1 < len(word); i++ {
		if word[i] == '’' || word[i] == '\'' {
			return unicode.IsUpper(word[i+1])
		}
	}
	return false
}
