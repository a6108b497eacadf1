package parse

import (
	"fmt"
	"slices"
	"strings"

	"jobops/internal/cv"
)

func (b *builder) certificates(s part) {
	if items := running(s.lines); len(items) > 0 {
		for _, item := range items {
			path := fmt.Sprintf("/certificates/%d/name", len(b.reading.Resume.Certificates))
			b.reading.Resume.Certificates = append(b.reading.Resume.Certificates, cv.Certificate{Name: b.put(path, item, 0.75)})
		}
		return
	}
	list := b.sectionEntries(s, 1)
	issued := listed(list)
	for i := range list {
		e := &list[i]
		path := fmt.Sprintf("/certificates/%d", len(b.reading.Resume.Certificates))
		var c cv.Certificate
		if issuer := e.issuer(); !issuer.empty() {
			c.Issuer = b.put(path+"/issuer", issuer, 0.9)
		}
		for _, f := range e.fields {
			switch {
			case cluesOf(f.full()).address > 0:
				c.URL = b.putURL(path+"/url", f.value(), 0.9)
			case words().labels[fold(f.text)] != "":
			case c.Name == "":
				name, issuer := cutIssuer(f.value(), issued)
				c.Name = b.put(path+"/name", name, 0.85)
				if c.Issuer == "" {
					c.Issuer = b.put(path+"/issuer", issuer, 0.7)
				}
			case c.Issuer == "":
				c.Issuer = b.put(path+"/issuer", f.value(), 0.7)
			}
		}
		if e.dated {
			c.Date = e.day()
			b.note(path+"/date", value{e.date}, 0.9)
		}
		if body := e.paragraphs(); c.Name == "" && len(body) > 0 { // so long that it reads like a sentence
			name, issuer := cutIssuer(body[0].value, issued)
			c.Name = b.put(path+"/name", name, 0.6)
			if c.Issuer == "" {
				c.Issuer = b.put(path+"/issuer", issuer, 0.55)
			}
		}
		if c.Name == "" {
			b.forget(path)
		} else {
			b.reading.Resume.Certificates = append(b.reading.Resume.Certificates, c)
		}
	}
}

// issuer is what a line of an entry names as who issued it: "Issued by: …".
func (e *entry) issuer() value {
	for _, c := range flatten(slices.Concat(e.head, e.facts)) {
		name, rest, ok := cutLabel(value{c.whole()})
		if ok && !rest.empty() && words().labels[fold(name.text())] == "issued" && len(periods(rest.text(), false)) == 0 {
			return rest
		}
	}
	return nil
}

// running reads a section that lists its items in running text, parted by
// semicolons or, three or more short ones, by commas.
func running(lines []line) []value {
	var text value
	found := false
	for _, c := range flatten(lines) {
		text = append(text, c.whole())
		found = found || strings.Contains(c.text(), "; ")
	}
	if found {
		return splitValue(text, ";")
	}
	if len(lines) > 2 || lines[0].bullet() {
		return nil
	}
	items := splitValue(text, ",")
	for _, item := range items {
		if len(strings.Fields(item.text())) > 5 || len(periods(item.text(), false)) > 0 || cluesOf(item.text()).org > 0 {
			return nil
		}
	}
	if len(items) < 3 {
		return nil
	}
	return items
}

// listed tells whether each entry of a section is one certificate: there are
// several, or they are dated, or list items. A comma then parts the issuer.
func listed(list []entry) bool {
	for i := range list {
		if list[i].dated || len(list[i].head) > 0 && list[i].head[0].bullet() {
			return true
		}
	}
	return len(list) > 1
}

// qualifiers follow a comma inside the name of a certificate.
var qualifiers = setOf(strings.Fields("associate professional advanced intermediate beginner foundation expert level part stage grade module class a b c i ii iii basic specialist practitioner niveau stufe nivel livello poziom"))

// cutIssuer parts "Name, Issuer" where the tail is an organisation, or where
// each entry is one certificate and the tail is no qualifier; and "Name (Issuer)"
// where the brackets hold words and no abbreviation of the name.
func cutIssuer(v value, all bool) (name, issuer value) {
	f := v[len(v)-1]
	if name, issuer, ok := bracketed(f); ok {
		return append(slices.Clone(v[:len(v)-1]), name), value{issuer}
	}
	i := strings.LastIndex(f.text, ", ")
	if i <= 0 {
		return v, nil
	}
	tail := f.sub(i+2, len(f.text))
	first, _, _ := strings.Cut(tail.text, " ")
	acronym := allCaps(first) && width(first) >= 2 && width(first) <= 6
	c := cluesOf(tail.text)
	all = all && !startsSmall(tail.text) && !qualifiers[strings.Fields(fold(tail.text) + " -")[0]]
	if !all && !acronym && c.org == 0 && c.school == 0 {
		return v, nil
	}
	return append(slices.Clone(v[:len(v)-1]), f.sub(0, i)), value{tail}
}

// bracketed parts the issuer in brackets off the end of a certificate's name.
func bracketed(f frag) (name, issuer frag, ok bool) {
	i := strings.LastIndex(f.text, " (")
	if i <= 0 || !strings.HasSuffix(f.text, ")") {
		return f, frag{}, false
	}
	name, issuer = f.sub(0, i), f.sub(i+2, len(f.text)-1)
	c := cluesOf(issuer.text)
	plain := len(strings.Fields(issuer.text)) > 1 && !startsSmall(issuer.text) && !strings.ContainsAny(issuer.text, "0123456789:") && !isLevel(issuer.text)
	return name, issuer, c.org+c.school > 0 || plain && !qualifiers[strings.Fields(fold(issuer.text) + " -")[0]]
}

func (b *builder) awards(s part) {
	list := b.sectionEntries(s, 1)
	for i := range list {
		e := &list[i]
		path := fmt.Sprintf("/awards/%d", len(b.reading.Resume.Awards))
		var a cv.Award
		var said []paragraph
		for _, f := range e.fields {
			prose := cluesOf(f.full()).prose > 0
			switch {
			case a.Title == "":
				a.Title = b.put(path+"/title", f.value(), 0.8)
			case a.Awarder == "" && !prose:
				a.Awarder = b.put(path+"/awarder", f.value(), 0.7)
			default:
				said = append(said, paragraph{value: f.value()})
			}
		}
		if e.dated {
			a.Date = e.day()
			b.note(path+"/date", value{e.date}, 0.9)
		}
		body := append(said, e.paragraphs()...)
		if a.Title == "" && len(body) > 0 {
			a.Title, body = b.put(path+"/title", body[0].value, 0.6), body[1:]
		}
		a.Summary = b.put(path+"/summary", joinParagraphs(body), 0.8)
		if a.Title == "" {
			b.forget(path)
		} else {
			b.reading.Resume.Awards = append(b.reading.Resume.Awards, a)
		}
	}
}

func (b *builder) publications(s part) {
	list := b.sectionEntries(s, 1)
	for i := range list {
		e := &list[i]
		path := fmt.Sprintf("/publications/%d", len(b.reading.Resume.Publications))
		var p cv.Publication
		for _, f := range e.fields {
			switch {
			case cluesOf(f.full()).address > 0:
				p.URL = b.putURL(path+"/url", f.value(), 0.9)
			case p.Name == "":
				p.Name = b.put(path+"/name", f.value(), 0.8)
			case p.Publisher == "":
				p.Publisher = b.put(path+"/publisher", f.value(), 0.7)
			}
		}
		if e.dated {
			p.ReleaseDate = e.day()
			b.note(path+"/releaseDate", value{e.date}, 0.9)
		}
		body := e.paragraphs()
		if p.Name == "" && len(body) > 0 {
			p.Name, body = b.put(path+"/name", body[0].value, 0.6), body[1:]
		}
		p.Summary = b.put(path+"/summary", joinParagraphs(body), 0.8)
		if p.Name == "" {
			b.forget(path)
		} else {
			b.reading.Resume.Publications = append(b.reading.Resume.Publications, p)
		}
	}
}
