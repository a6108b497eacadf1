package parse

import "strings"

func endsBlank(s string) bool { return strings.HasSuffix(s, " ") || strings.HasSuffix(s, wideBlank) }

// trim squeezes blanks, collapses letter-spaced text and takes a list mark off
// the front; it reports whether text is left.
func (c *cell) trim() bool {
	kept := c.pieces[:0]
	blank := true // at the beginning no blank is wanted
	for _, p := range c.pieces {
		text := squeezeWide(p.text)
		if strings.TrimSpace(text) == "" {
			if n := len(kept); n > 0 && !blank {
				kept[n-1].text += " "
				blank = true
			}
			continue
		}
		if blank {
			text = strings.TrimLeft(text, blanks)
		} else if startsBlank(text) {
			kept[len(kept)-1].text += text[:len(text)-len(strings.TrimLeft(text, blanks))]
			text = strings.TrimLeft(text, blanks)
		}
		blank = endsBlank(text)
		p.text = text
		kept = append(kept, p)
	}
	c.pieces = kept
	if len(kept) == 0 {
		return false
	}
	last := &kept[len(kept)-1]
	last.text = strings.TrimSpace(last.text)
	c.takeBullet()
	c.unspace()
	c.noteWide()
	return len(c.pieces) > 0
}

// wideBlank stands for a wide gap until noteWide.
const (
	wideBlank = "\u2002"
	blanks    = " " + wideBlank
)

func startsBlank(s string) bool { return strings.HasPrefix(s, " ") || strings.HasPrefix(s, wideBlank) }

// squeezeWide makes every stretch of blanks one: a wide one where there are two
// or more.
func squeezeWide(s string) string {
	if !strings.Contains(s, "  ") && !strings.ContainsAny(s, "\t"+wideBlank) {
		return s
	}
	var b strings.Builder
	n := 0
	for _, r := range s {
		switch r {
		case ' ':
			n++
			continue
		case '\t', '\u2002':
			n += 2
			continue
		}
		writeBlank(&b, n)
		n = 0
		b.WriteRune(r)
	}
	writeBlank(&b, n)
	return b.String()
}

func writeBlank(b *strings.Builder, n int) {
	switch {
	case n == 1:
		b.WriteByte(' ')
	case n > 1:
		b.WriteString(wideBlank)
	}
}

// noteWide makes the wide gaps plain blanks and notes where they stand.
func (c *cell) noteWide() {
	at := 0
	for i := range c.pieces {
		p := &c.pieces[i]
		for {
			k := strings.Index(p.text, wideBlank)
			if k < 0 {
				break
			}
			p.text = p.text[:k] + " " + p.text[k+len(wideBlank):]
			c.wide = append(c.wide, at+k)
		}
		at += len(p.text)
	}
}

// takeBullet removes a list mark from the front of the cell.
func (c *cell) takeBullet() {
	text := c.pieces[0].text
	r := []rune(text)
	if len(r) == 0 || !strings.ContainsRune(bulletMarks, r[0]) {
		return
	}
	rest := strings.TrimLeft(string(r[1:]), blanks)
	alone := rest == "" && len(c.pieces) > 1
	dash := strings.ContainsRune("-–—*−‒→", r[0])
	if dash && (len(r) < 3 || r[1] != ' ' && r[1] != '\u2002') && !alone && len(r) > 1 {
		return // "-5 %" and "*note" are no list items
	}
	if dash && isDateCell(rest) && (mayHoldDate(rest) || isPresentText(rest)) {
		return // "– 2019", the end of a period
	}
	c.bullet = true
	if rest == "" {
		c.pieces = c.pieces[1:]
		if len(c.pieces) > 0 {
			c.pieces[0].text = strings.TrimLeft(c.pieces[0].text, blanks)
		}
		return
	}
	c.pieces[0].text = rest
}

// unspace closes the gaps of letter-spaced text: "E X P E R I E N C E".
func (c *cell) unspace() {
	for i := range c.pieces {
		if t, ok := unspaced(c.pieces[i].text); ok {
			c.pieces[i].text = t
		}
	}
}

// unspaced closes letter-spaced words. Two or more blanks, or a word that the
// lexicon does not know, cannot be told apart here; see headingOf.
func unspaced(s string) (string, bool) {
	list := strings.Fields(s)
	const few = 3
	if len(list) < few {
		return s, false
	}
	single := 0
	for _, w := range list {
		if len([]rune(w)) == 1 {
			single++
		}
	}
	if single < len(list)-1 || single < few {
		return s, false
	}
	return strings.Join(list, ""), true
}
