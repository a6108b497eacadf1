package main

import "strings"

// entryForms is how many ways there are to lay out the head of an entry.
const entryForms = 10

// fields names the labels of an entry's fields by section.
func fields(kind string) (title, org, both, place, date, text string) {
	switch kind {
	case "work":
		return "work.title", "work.org", "work.both", "work.place", "work.date", "work.text"
	case "education":
		return "education.degree", "education.school", "education.both", "education.place", "education.date", "education.text"
	case "projects":
		return "projects.name", "projects.name", "projects.name", "projects.text", "projects.date", "projects.text"
	}
	return kind, kind, kind, kind, kind, kind
}

// episode sets one entry: its head in the form of this CV, then its points.
func (c *column) episode(e episode, kind string) {
	inner := *c
	if c.form == 3 && c.x1-c.x0 > 250 { // dates in a column of their own
		_, _, _, _, date, _ := fields(kind)
		c.put(c.x0, e.date, face{size: c.small}, date)
		inner.x0 += 105
	}
	inner.title(e, kind)
	inner.points(e.points, kind)
	inner.down(inner.gap, c.body)
	c.y, c.page = inner.y, inner.page
}

func (c *column) title(e episode, kind string) {
	title, org, both, place, date, _ := fields(kind)
	strong, weak, small := face{size: c.body * 1.05, bold: c.titleBold}, face{size: c.body, italic: c.orgItalic}, face{size: c.small}
	narrow := c.x1-c.x0 < 230
	join := func(parts ...string) string {
		var kept []string
		for _, p := range parts {
			if p != "" {
				kept = append(kept, p)
			}
		}
		return strings.Join(kept, []string{", ", " | ", " · ", " - "}[c.list%4])
	}
	line := func(text string, f face, label string, side, sideLabel string) {
		if side != "" && !narrow && c.width(text, f)+c.width(side, small)+20 < c.x1-c.x0 {
			c.put(c.x0, text, f, label)
			c.right(side, small, sideLabel)
			c.down(1, f.size)
			return
		}
		c.wrapped(c.x0, text, f, label)
		if side != "" {
			c.wrapped(c.x0, side, small, sideLabel)
		}
	}
	switch c.form {
	case 0:
		line(e.title, strong, title, e.date, date)
		line(join(e.org, e.place), weak, org, "", "")
	case 1:
		line(first(e.org, e.title), strong, pickLabel(e.org, org, title), e.date, date)
		if e.org != "" {
			line(e.title, weak, title, "", "")
		}
	case 2:
		line(join(e.title, e.org), strong, both, e.date, date)
	case 3:
		line(e.title, strong, title, "", "")
		line(join(e.org, e.place), weak, org, "", "")
		if narrow || c.x1-c.x0 <= 145 {
			line(e.date, small, date, "", "")
		}
	case 4:
		line(e.date, small, date, "", "")
		line(e.title, strong, title, "", "")
		line(e.org, weak, org, "", "")
	case 5:
		line(e.title, strong, title, "", "")
		line(e.org, weak, org, "", "")
		line(join(e.date, e.place), small, date, "", "")
	case 6:
		line(join(e.title, e.org)+" ("+e.date+")", strong, both, "", "")
	case 7:
		line(first(e.org, e.title), strong, pickLabel(e.org, org, title), e.place, place)
		line(e.title, weak, title, e.date, date)
	case 8:
		line(e.title, strong, title, "", "")
		line(join(e.org, e.place, e.date), weak, org, "", "")
	case 9:
		line(e.org, weak, org, "", "")
		line(e.title, strong, title, e.date, date)
	}
}

func first(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// pickLabel is the label of an organisation that may be missing.
func pickLabel(text, with, without string) string {
	if text != "" {
		return with
	}
	return without
}

func (c *column) points(list []string, kind string) {
	_, _, _, _, _, text := fields(kind)
	f := face{size: c.body, role: "LI"}
	if c.bullet == "" && c.list%2 == 0 { // one paragraph
		c.wrapped(c.x0, strings.Join(list, ". "), face{size: c.body}, text)
		return
	}
	x := c.x0 + 10
	for _, p := range list {
		c.wrapped(x, c.bullet+p, f, text)
	}
}

// items sets a list of short things.
func (c *column) items(list []string, kind string) {
	if len(list) == 0 {
		return
	}
	f := c.plain()
	switch {
	case kind == "publications" || kind == "references" || kind == "awards":
		for _, item := range list {
			c.wrapped(c.x0, c.bullet+item, f, kind)
		}
	case kind == "languages":
		c.tongues(list)
	case c.list == 0:
		c.wrapped(c.x0, strings.Join(list, ", "), f, kind)
	case c.list == 1:
		c.wrapped(c.x0, strings.Join(list, " • "), f, kind)
	case c.list == 2 && len(list) > 5:
		half := len(list) / 2
		c.wrapped(c.x0, capital(list[0])+": "+strings.Join(list[1:half], ", "), f, kind)
		c.wrapped(c.x0, capital(list[half])+": "+strings.Join(list[half+1:], ", "), f, kind)
	case c.list == 3 && c.x1-c.x0 > 250: // side by side
		for i, item := range list {
			c.put(c.x0+float64(i%3)*(c.x1-c.x0)/3, item, f, kind)
			if i%3 == 2 || i == len(list)-1 {
				c.down(1, f.size)
			}
		}
	default:
		for _, item := range list {
			c.wrapped(c.x0, c.bullet+item, f, kind)
		}
	}
}

// tongues sets languages with how well they are known.
func (c *column) tongues(list []string) {
	levels := []string{"A1", "A2", "B1", "B2", "C1", "C2"}
	var line []string
	for _, name := range list {
		level := levels[c.r.IntN(len(levels))]
		switch c.list % 4 {
		case 0:
			line = append(line, name+" ("+level+")")
		case 1:
			c.put(c.x0, name, c.plain(), "languages")
			c.right(level, c.plain(), "languages")
			c.down(1, c.body)
		case 2:
			c.wrapped(c.x0, name+" – "+level, c.plain(), "languages")
		case 3:
			c.wrapped(c.x0, name, face{size: c.body, bold: c.titleBold}, "languages")
			c.wrapped(c.x0, level, face{size: c.small}, "languages")
		}
	}
	c.wrapped(c.x0, strings.Join(line, ", "), c.plain(), "languages")
}
