package parse

import (
	"fmt"
	"strings"

	"jobops/internal/cv"
)

// sectionEntries cuts a section into entries and splits their heads. In a head
// with fewer fields than wanted commas part fields, too.
func (b *builder) sectionEntries(s part, want int) []entry {
	list := entries(s, b.p, b.monthFirst)
	towns, bars := s.kind == education && schoolsWithTowns(list) > 1, withBars(list)
	for i := range list {
		list[i].towns, list[i].bars = towns, bars
		list[i].slots(false)
		useful := 0
		for _, f := range list[i].fields {
			if cluesOf(f.full()).usable() {
				useful++
			}
		}
		if useful < want {
			list[i].slots(true)
		}
	}
	return list
}

// withBars tells whether the entries of a section, two or more, have one " / "
// each in their first line: it parts employer and title, and belongs to neither.
func withBars(list []entry) bool {
	n := 0
	for i := range list {
		if len(list[i].head) > 0 && strings.Count(list[i].head[0].text(), " / ") == 1 {
			n++
		}
	}
	return n > 1 && n == len(list)
}

// schoolsWithTowns counts the entries with a school that a known town follows:
// one may be part of a name ("University of California, Berkeley"), two are a
// habit.
func schoolsWithTowns(list []entry) int {
	n := 0
	for i := range list {
		for _, c := range flatten(list[i].head) {
			text := c.whole().text
			k := strings.LastIndex(text, ", ")
			if k > 0 && isCity(text[k+2:]) && cluesOf(text[:k]).school > 0 {
				n++
				break
			}
		}
	}
	return n
}

// sure turns the clues of two fields into a confidence.
func sure(v value, score func(clues) float64) float64 {
	if v.empty() {
		return 0
	}
	return min(0.95, 0.65+0.3*max(0, score(cluesOf(v.text()))))
}

// position is one entry of a work section before it is filed.
type position struct {
	*entry
	title, org value
	town       value // a place that the lexicon does not know
	place      int   // where the slot of a town begins that is known by its place only
	rest       []slot
}

func (b *builder) work(s part) {
	list := b.sectionEntries(s, 2)
	a := assign(list, b.p, titleness, orgness)
	all := make([]position, len(list))
	for i := range list {
		all[i].entry = &list[i]
		all[i].title, all[i].org, all[i].rest = a.pick(&list[i], titleness, orgness)
	}
	cutTowns(all)
	placeTowns(all)
	for _, p := range shareEmployer(all) {
		b.position(p)
	}
}

// shareEmployer gives the positions below an employer's own line that employer,
// and drops the line: several roles at one company.
func shareEmployer(all []position) []position {
	var out []position
	var employer value
	for i, p := range all {
		bare := len(p.body) == 0 && p.title.empty() && !p.org.empty()
		switch {
		case bare && i+1 < len(all) && all[i+1].org.empty() && !all[i+1].title.empty():
			employer = p.org
			continue
		case !p.org.empty():
			employer = nil
		case !p.title.empty():
			p.org = employer
		}
		out = append(out, p)
	}
	return out
}

// position files one entry of a work section.
func (b *builder) position(p position) {
	path := fmt.Sprintf("/work/%d", len(b.reading.Resume.Work))
	w := cv.Work{
		Position: b.put(path+"/position", p.title, sure(p.title, titleness)),
		Name:     b.put(path+"/name", p.org, sure(p.org, orgness)),
		Period:   b.period(path, p.entry, "start"),
	}
	w.Location = b.put(path+"/location", p.town, 0.55)
	var prose []paragraph
	for _, r := range p.rest {
		c := cluesOf(r.full())
		switch {
		case c.address > 0 && w.URL == "":
			w.URL = b.putURL(path+"/url", r.value(), 0.9)
		case c.place >= 0.6 && w.Location == "":
			w.Location = b.put(path+"/location", value{r.frag.trimmed(separators + ".")}, 0.8)
		case r.start == p.place && w.Location == "":
			w.Location = b.put(path+"/location", value{r.frag}, 0.65)
		case c.prose > 0, r.after && len(strings.Fields(r.text)) >= 3 && c.place < 0.6:
			prose = append(prose, paragraph{value: r.value()})
		}
	}
	w.URL = b.linked(path+"/url", w.URL, p.org)
	w.Summary, w.Highlights = b.text(path, append(prose, p.paragraphs()...))
	b.reading.Resume.Work = append(b.reading.Resume.Work, w)
}

// text files paragraphs as summary and list items as highlights.
func (b *builder) text(path string, list []paragraph) (summary string, highlights []string) {
	var prose value
	for _, par := range list {
		if par.bullet {
			p := fmt.Sprintf("%s/highlights/%d", path, len(highlights))
			if text := b.put(p, par.value, 0.9); text != "" {
				highlights = append(highlights, text)
			}
			continue
		}
		prose = append(prose, par.value...)
	}
	return b.put(path+"/summary", prose, 0.85), highlights
}

func (b *builder) volunteer(s part) {
	list := b.sectionEntries(s, 2)
	a := assign(list, b.p, titleness, orgness)
	for i := range list {
		e := &list[i]
		position, org, rest := a.pick(e, titleness, orgness)
		path := fmt.Sprintf("/volunteer/%d", len(b.reading.Resume.Volunteer))
		v := cv.Volunteer{
			Position:     b.put(path+"/position", position, sure(position, titleness)),
			Organization: b.put(path+"/organization", org, sure(org, orgness)),
			Period:       b.period(path, e, "start"),
		}
		for _, r := range rest {
			if v.URL == "" && cluesOf(r.full()).address > 0 {
				v.URL = b.putURL(path+"/url", r.value(), 0.9)
			}
		}
		v.URL = b.linked(path+"/url", v.URL, org)
		v.Summary, v.Highlights = b.text(path, e.paragraphs())
		b.reading.Resume.Volunteer = append(b.reading.Resume.Volunteer, v)
	}
}

func (b *builder) projects(s part) {
	list := b.sectionEntries(s, 1)
	for i := range list {
		e := &list[i]
		path := fmt.Sprintf("/projects/%d", len(b.reading.Resume.Projects))
		pr := cv.Project{Period: b.period(path, e, "start")}
		var prose []paragraph
		var name value
		for k, f := range e.fields {
			c := cluesOf(f.full())
			switch {
			case e.wraps && k == len(e.fields)-1 && pr.Name != "":
				prose = append(prose, paragraph{value: f.value()})
			case c.address > 0:
				if pr.URL == "" {
					pr.URL = b.putURL(path+"/url", f.value(), 0.9)
				}
			case pr.Name == "" && runInName(f.text) > 0:
				i := runInName(f.text)
				name = value{f.sub(0, i)}
				pr.Name = b.put(path+"/name", name, 0.75)
				prose = append(prose, paragraph{value: append(value{f.sub(i+2, len(f.text))}, f.more...)})
			case pr.Name == "" && c.prose == 0 || pr.Name == "" && len(e.fields) == 1:
				pr.Name = b.put(path+"/name", f.value(), 0.8)
				name = f.value()
			default:
				prose = append(prose, paragraph{value: f.value()})
			}
		}
		pr.Description, pr.Highlights = b.text(path, append(prose, e.paragraphs()...))
		b.renamePath(path+"/summary", path+"/description")
		pr.URL = b.linked(path+"/url", pr.URL, name)
		b.projectFacts(&pr, path, e.facts)
		if pr.Name == "" && pr.Description == "" && len(pr.Highlights) == 0 {
			b.forget(path)
		} else {
			b.reading.Resume.Projects = append(b.reading.Resume.Projects, pr)
		}
	}
}

// runInName returns where the colon behind a name stands that text follows, in
// "Tide tables: a page for three harbours"; 0 when there is none.
func runInName(s string) int {
	const longest, least = 6, 3 // words
	i := strings.Index(s, ": ")
	if i <= 0 || len(strings.Fields(s[:i])) > longest || len(strings.Fields(s[i:])) < least {
		return 0
	}
	return i
}

// renamePath moves the evidence of one path to another.
func (b *builder) renamePath(from, to string) {
	for i := range b.reading.Evidence {
		if string(b.reading.Evidence[i].Path) == from {
			b.reading.Evidence[i].Path = cv.Path(to)
		}
	}
}

func (b *builder) skills(s part) {
	for _, g := range readSkills(s.lines, b.p) {
		if g.name.empty() {
			for _, item := range g.items {
				path := fmt.Sprintf("/skills/%d/name", len(b.reading.Resume.Skills))
				b.reading.Resume.Skills = append(b.reading.Resume.Skills, cv.Skill{Name: b.put(path, item, 0.85)})
			}
			continue
		}
		if headingWord(g.name.text()) == languages && b.languageItems(g) {
			continue
		}
		path := fmt.Sprintf("/skills/%d", len(b.reading.Resume.Skills))
		sk := cv.Skill{Name: b.put(path+"/name", g.name, 0.85), Level: b.put(path+"/level", g.level, 0.85)}
		for k, item := range g.items {
			sk.Keywords = append(sk.Keywords, b.put(fmt.Sprintf("%s/keywords/%d", path, k), item, 0.85))
		}
		b.reading.Resume.Skills = append(b.reading.Resume.Skills, sk)
	}
}

// languageItems files languages that stand as a group among the skills; false
// when the items are none.
func (b *builder) languageItems(g skillGroup) bool {
	items := g.items
	if !g.whole.empty() {
		items = nil
		for _, f := range g.whole {
			items = append(items, splitValue(value{f}, ",;|•·")...)
		}
	}
	var list []languageItem
	for _, item := range items {
		list = addLanguage(list, item)
	}
	b.fileLanguages(list)
	return len(list) > 0
}

func (b *builder) languages(s part) {
	list := readLanguages(s.lines, b.p)
	if len(list) == 0 && plainItems(s.lines) >= 2 {
		b.namedSkills(s) // programming languages
	}
	b.fileLanguages(list)
}

func (b *builder) fileLanguages(list []languageItem) {
	for _, l := range list {
		path := fmt.Sprintf("/languages/%d", len(b.reading.Resume.Languages))
		if l.cefr != "" {
			b.note(path+"/x-jobops-cefr", l.level, 0.85)
		}
		b.reading.Resume.Languages = append(b.reading.Resume.Languages, cv.Language{
			Language: b.put(path+"/language", l.name, 0.95), Fluency: b.put(path+"/fluency", l.level, 0.85), CEFR: l.cefr,
		})
	}
}

func (b *builder) interests(s part) {
	for _, g := range readSkills(s.lines, b.p) {
		path := fmt.Sprintf("/interests/%d", len(b.reading.Resume.Interests))
		if g.name.empty() {
			for _, item := range g.items {
				path := fmt.Sprintf("/interests/%d/name", len(b.reading.Resume.Interests))
				b.reading.Resume.Interests = append(b.reading.Resume.Interests, cv.Interest{Name: b.put(path, item, 0.8)})
			}
			continue
		}
		in := cv.Interest{Name: b.put(path+"/name", g.name, 0.8)}
		for k, item := range g.items {
			in.Keywords = append(in.Keywords, b.put(fmt.Sprintf("%s/keywords/%d", path, k), item, 0.8))
		}
		b.reading.Resume.Interests = append(b.reading.Resume.Interests, in)
	}
}

// other keeps a section that has no name in JSON Resume, without what is
// private.
func (b *builder) other(s part) {
	out := cv.Section{Title: s.title.text}
	if isPrivate(s.title.text) {
		return
	}
	path := fmt.Sprintf("/x-jobops-sections/%d", len(b.reading.Resume.Other))
	for _, par := range paragraphs(s.lines) {
		if isPrivate(par.text()) || words().sensitive.count(fold(par.text())) > 0 {
			continue
		}
		out.Lines = append(out.Lines, b.put(fmt.Sprintf("%s/lines/%d", path, len(out.Lines)), par.value, 0.7))
	}
	if len(out.Lines) > 0 {
		b.note(path+"/title", value{s.title}, 0.8)
		b.reading.Resume.Other = append(b.reading.Resume.Other, out)
	}
}
