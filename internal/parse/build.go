package parse

import (
	"fmt"
	"slices"
	"strings"

	"jobops/internal/civil"
	"jobops/internal/cv"
	"jobops/internal/document"
)

// builder fills a reading: each value goes in together with its evidence.
type builder struct {
	reading    *cv.Reading
	format     document.Format
	p          profile
	monthFirst bool
	language   string
}

// put notes the evidence for a value and returns its text.
func (b *builder) put(path string, v value, confidence float64) string {
	if v.empty() {
		return ""
	}
	b.note(path, v, confidence)
	return v.text()
}

func (b *builder) note(path string, v value, confidence float64) {
	e := cv.Evidence{Path: cv.Path(path), Page: v[0].page, Start: v[0].start, End: v[0].end, Confidence: confidence}
	e.Box = v[0].box
	for _, f := range v[1:] {
		e.Start, e.End = min(e.Start, f.start), max(e.End, f.end)
		if f.page == e.Page {
			e.Box = union(e.Box, f.box)
		}
	}
	if b.format == document.DOCX {
		e.Box = cv.Box{}
	}
	b.reading.Evidence = append(b.reading.Evidence, e)
}

// forget drops the evidence for an entry that is not filed after all.
func (b *builder) forget(path string) {
	b.reading.Evidence = slices.DeleteFunc(b.reading.Evidence, func(e cv.Evidence) bool { return e.Path.Under(cv.Path(path)) })
}

// build files every section.
func (b *builder) build(parts []part, lines []line) {
	r := &b.reading.Resume
	r.Meta.Language = b.language
	b.person(parts, lines)
	adoptSkills(parts)
	for _, s := range parts {
		if len(s.lines) == 0 {
			continue
		}
		switch s.kind {
		case work:
			b.work(s)
		case volunteer:
			b.volunteer(s)
		case education:
			b.education(s)
		case projects:
			b.projects(s)
		case skills:
			if s.group {
				b.namedSkills(s)
				continue
			}
			b.skills(s)
		case languages:
			b.languages(s)
		case certificates:
			b.certificates(s)
		case awards:
			b.awards(s)
		case publications:
			b.publications(s)
		case interests:
			b.interests(s)
		case references:
			b.references(s)
		case other:
			b.other(s)
		}
	}
	if len(r.Languages) == 0 {
		b.headerLanguages(parts)
	}
}

// adoptSkills turns sections with unknown headings into groups of skills: those
// of nothing but short items, in a CV that keeps skills nowhere else, or in one
// row with those it has.
func adoptSkills(parts []part) {
	kept := slices.ContainsFunc(parts, func(s part) bool { return s.kind == skills })
	for again := true; again; {
		again = false
		for i := range parts {
			s := &parts[i]
			beside := i > 0 && parts[i-1].kind == skills || i+1 < len(parts) && parts[i+1].kind == skills
			if s.kind == other && (beside || !kept) && groupOfSkills(s) {
				s.kind, s.group, again = skills, true, true
			}
		}
	}
}

// groupOfSkills tells whether a section has an unknown heading and holds a list
// of short items.
func groupOfSkills(s *part) bool {
	return s.title.text != "" && headingWord(s.title.text) == "" && !isPrivate(s.title.text) && plainItems(s.lines) >= 2
}

// plainItems counts the items of lines that hold nothing but short ones; 0 when
// they hold more.
func plainItems(lines []line) int {
	items := 0
	for _, c := range flatten(lines) {
		for _, f := range c.chips() {
			if len(strings.Fields(f.text)) > 5 || strings.ContainsAny(f.text, "@:") || strings.HasSuffix(f.text, ".") || len(periods(f.text, false)) > 0 {
				return 0
			}
			items++
		}
	}
	return items
}

// namedSkills files a section as one group of skills under its heading.
func (b *builder) namedSkills(s part) {
	path := fmt.Sprintf("/skills/%d", len(b.reading.Resume.Skills))
	sk := cv.Skill{Name: b.put(path+"/name", value{s.title}, 0.6)}
	for _, g := range readSkills(s.lines, b.p) {
		for _, item := range g.items {
			sk.Keywords = append(sk.Keywords, b.put(fmt.Sprintf("%s/keywords/%d", path, len(sk.Keywords)), item, 0.6))
		}
	}
	b.reading.Resume.Skills = append(b.reading.Resume.Skills, sk)
}

// person reads name, contact data and summary.
func (b *builder) person(parts []part, lines []line) {
	var zone, top, intro []line
	for i, s := range parts {
		switch {
		case s.kind == header:
			zone = append(zone, s.lines...)
			top = append(top, s.lines...)
		case s.kind == contact:
			zone = append(zone, s.lines...)
			top = append(top, s.lines...)
		case s.kind == other && i == 0, s.kind == summary && i == 0:
			zone = append(zone, s.lines...)
			top = append(top, s.lines...)
		case s.kind == summary && holdsContact(s.lines):
			zone = append(zone, s.lines...)
		}
		switch {
		case s.kind == summary && holdsContact(s.lines):
			intro = append(intro, introLines(s.lines, nil)...)
		case s.kind == summary:
			intro = append(intro, s.lines...)
		}
	}
	d := readContact(zone, lines, b.p)
	named := d.findName(top, b.p)
	b.basics(&d)
	b.reading.Resume.Basics.Label = b.label(top, named)
	if len(intro) == 0 {
		intro = introLines(zone, named)
	}
	text := joinParagraphs(paragraphs(dropContactLines(intro, &d)))
	b.reading.Resume.Basics.Summary = b.put("/basics/summary", text, 0.85)
}

// holdsContact tells whether a section has an address or a number among its
// lines.
func holdsContact(lines []line) bool {
	for _, c := range flatten(lines) {
		if emailForm.MatchString(c.text()) || len(c.text()) < 25 && phoneForm.MatchString(c.text()) {
			return true
		}
	}
	return false
}

// introLines are the lines of the header that read like a summary.
func introLines(zone []line, named []int) []line {
	var out []line
	for i := range zone {
		if slices.Contains(named, i) {
			continue
		}
		l := proseOf(&zone[i])
		text := l.text()
		long := len(strings.Fields(text)) >= 8 && len(l.cells) == 1 && !strings.ContainsAny(text, "@|•")
		goesOn := len(out) > 0 && wraps(&out[len(out)-1], &l) && len(l.cells) == 1 && zone[i-1].baseline() == out[len(out)-1].baseline()
		if long && !isPrivate(text) || goesOn || len(out) == 0 && opensProse(zone, i) {
			out = append(out, l)
		}
	}
	return out
}

// opensProse tells whether a sentence begins in line i that a narrow column
// breaks into lines of a few words.
func opensProse(zone []line, i int) bool {
	const least, most = 10, 12 // words, lines
	words := 0
	for k := i; k < min(len(zone), i+most); k++ {
		text := zone[k].text()
		if len(zone[k].cells) > 1 || strings.ContainsAny(text, "@|•:") || isPrivate(text) || k > i && !wraps(&zone[k-1], &zone[k]) {
			return false
		}
		if words += len(strings.Fields(text)); strings.HasSuffix(text, ".") {
			return words >= least && k > i
		}
	}
	return false
}

// proseOf is a line with its first cell alone where that is running text, and
// what stands beside it, contact data, is short.
func proseOf(l *line) line {
	first := *l
	if len(l.cells) > 1 && len(strings.Fields(l.cells[0].text())) >= 8 && !strings.ContainsAny(l.cells[0].text(), "@|•") {
		first.cells = l.cells[:1]
	}
	return first
}

// dropContactLines leaves out lines that gave contact data.
func dropContactLines(lines []line, d *contactData) []line {
	return slices.DeleteFunc(slices.Clone(lines), func(l line) bool {
		text := l.text()
		return d.used[l.cells[0].start()] && len(strings.Fields(text)) < 8 || strings.Contains(text, "@") && len(strings.Fields(text)) < 12
	})
}

// label is the headline beside the name.
func (b *builder) label(top []line, named []int) string {
	if len(named) == 0 {
		return ""
	}
	last := slices.Max(named)
	for i := last; i < min(last+3, len(top)); i++ {
		for j := range top[i].cells {
			f := top[i].cells[j].whole()
			if i == last {
				k := strings.Index(f.text, ", ")
				if j > 0 || k < 0 {
					continue
				}
				f = f.sub(k+2, len(f.text))
			}
			c := cluesOf(f.text)
			if i == last+1 && j == 0 && b.likeHeadline(f, c) {
				return b.put("/basics/label", value{f}, 0.55)
			}
			if c.title > 0 && c.prose == 0 && c.address == 0 && c.place < 0.6 && len(f.text) < 90 && !strings.Contains(f.text, "@") && headingWord(f.text) == "" {
				return b.put("/basics/label", value{f}, 0.75)
			}
		}
	}
	return ""
}

// likeHeadline tells whether what stands right below the name is a headline by
// its look: a few words, larger or otherwise set than the text.
func (b *builder) likeHeadline(f frag, c clues) bool {
	n := len(strings.Fields(f.text))
	return n > 0 && n <= 8 && b.p.weight(f.look) >= 1 && f.look.size >= b.p.body.size && c.place < 0.6 && c.address == 0 &&
		headingWord(f.text) == "" && !strings.ContainsAny(f.text, "@|:0123456789") && !isPrivate(f.text) && words().labels[fold(f.text)] == ""
}

// basics files the contact data.
func (b *builder) basics(d *contactData) {
	r := &b.reading.Resume.Basics
	r.Name = b.put("/basics/name", d.name, d.nameSure)
	if !d.email.empty() {
		b.note("/basics/email", d.email, 0.98)
		r.Email = strings.ToLower(addressText(d.email))
	}
	r.Phone = b.put("/basics/phone", d.phone, 0.95)
	b.location(&d.home)
	if !d.url.empty() {
		b.note("/basics/url", d.url, 0.9)
		r.URL = webAddress(d.url)
	}
	for _, p := range d.profiles {
		b.profile(p)
	}
}

// headerLanguages reads languages that stand beside the contact data: cells of
// nothing but their names.
func (b *builder) headerLanguages(parts []part) {
	for _, s := range parts {
		if s.kind != header && s.kind != contact {
			continue
		}
		for _, c := range flatten(s.lines) {
			items := splitValue(value{c.whole()}, ",;|•·")
			known := 0
			for _, item := range items {
				if _, ok := words().languages[fold(item.text())]; ok {
					known++
				}
			}
			if known > 0 && known == len(items) {
				b.languages(part{lines: []line{{cells: []cell{*c}}}})
			}
		}
	}
}

func (b *builder) profile(p profileData) {
	r := &b.reading.Resume.Basics
	path := fmt.Sprintf("/basics/profiles/%d", len(r.Profiles))
	var out cv.Profile
	switch {
	case !p.url.empty():
		out.URL = webAddress(p.url)
		b.note(path+"/url", p.url, 0.95)
		out.Network = networkOf(out.URL)
		out.Username = b.put(path+"/username", userOf(p.url), 0.85)
	case p.link != "":
		out.URL = p.link
		out.Network = networkOf(p.link)
		b.note(path+"/url", value{p.shown()}, 0.8)
	}
	if !p.username.empty() {
		text := addressText(p.username)
		out.Username = strings.TrimPrefix(text[strings.LastIndexByte(text, '/')+1:], "@")
		b.note(path+"/username", p.username, 0.8)
	}
	switch {
	case out.Network == "":
		out.Network = b.put(path+"/network", p.network, 0.9)
	case !p.url.empty():
		b.note(path+"/network", p.url, 0.95) // the host says which one it is
	default:
		b.note(path+"/network", value{p.shown()}, 0.8)
	}
	r.Profiles = append(r.Profiles, out)
}

// period files the dates of an entry; single says what a date without a second
// one means.
func (b *builder) period(path string, e *entry, single string) cv.Period {
	if !e.dated {
		return cv.Period{}
	}
	out := cv.Period{Start: e.when.from, End: e.when.to, Current: e.when.current}
	if !e.when.ranged && single == "end" {
		out.Start, out.End = civil.Date{}, e.when.from
	}
	if !out.Start.IsZero() {
		b.note(path+"/startDate", value{e.date}, 0.9)
	}
	if !out.End.IsZero() {
		end := e.date
		if e.until.text != "" {
			end = e.until
		}
		b.note(path+"/endDate", value{end}, 0.9)
	}
	return out
}
