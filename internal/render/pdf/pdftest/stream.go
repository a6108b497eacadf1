package pdftest

// stream interprets the content of one page as far as text goes.
type stream struct {
	*checker
	page  int
	box   []any
	fonts map[Name]*font
	seen  map[int]bool

	open   []string // marked content: "mcid", "artifact", "span"
	font   *font
	size   float64
	x, y   float64
	fill   [3]float64
	actual string
	rects  [][4]float64 // x, y, width, height of rectangles to be filled
	ground []ground
}

// ground is a filled rectangle that text may stand on.
type ground struct {
	rect [4]float64
	fill [3]float64
}

func (s *stream) run(content []byte) {
	r := &lexer{data: content}
	var operands []any
	for r.space(); r.at < len(content); r.space() {
		v := r.value()
		op, ok := v.(operator)
		if !ok {
			operands = append(operands, v)
			continue
		}
		s.operate(string(op), operands)
		operands = operands[:0]
	}
	if len(s.open) > 0 {
		s.say("page %d: marked content left open", s.page)
	}
}

func (s *stream) operate(op string, operands []any) {
	switch op {
	case "BDC", "BMC":
		s.begin(operands)
	case "EMC":
		s.end()
	case "Tf":
		s.font, s.size = s.fonts[operands[0].(Name)], operands[1].(float64)
		if s.size < 6 {
			s.say("page %d: text of %.1f pt", s.page, s.size)
		}
	case "rg":
		for i := range s.fill {
			s.fill[i] = operands[i].(float64)
		}
	case "Tm":
		s.x, s.y = operands[4].(float64), operands[5].(float64)
	case "re":
		s.rects = append(s.rects, [4]float64{operands[0].(float64), operands[1].(float64), operands[2].(float64), operands[3].(float64)})
	case "f":
		for _, r := range s.rects {
			s.ground = append(s.ground, ground{r, s.fill})
		}
		s.rects = nil
	case "Tr":
		s.say("page %d: a text rendering mode is set", s.page)
	case "TJ":
		s.show(operands[0].([]any))
	}
}

func (s *stream) begin(operands []any) {
	kind := "span"
	if operands[0] == Name("Artifact") {
		kind = "artifact"
	} else if properties, ok := operands[1].(Dict); ok {
		if mcid, ok := properties["MCID"].(float64); ok {
			kind = "mcid"
			if s.seen[int(mcid)] {
				s.say("page %d: MCID %v used twice", s.page, mcid)
			}
			s.seen[int(mcid)] = true
		}
		if actual, ok := properties["ActualText"].([]byte); ok {
			s.actual = textString(actual)
		}
	}
	if kind != "span" && len(s.open) > 0 {
		s.say("page %d: %s inside %s", s.page, kind, s.open[len(s.open)-1])
	}
	s.open = append(s.open, kind)
}

func (s *stream) end() {
	last := len(s.open) - 1
	if last < 0 {
		s.say("page %d: EMC without a beginning", s.page)
		return
	}
	switch {
	case s.actual != "":
		s.text.WriteString(s.actual)
		s.actual = ""
	case s.open[last] == "mcid":
		s.text.WriteString("\n")
	}
	s.open = s.open[:last]
}

func (s *stream) show(items []any) {
	if len(s.open) == 0 {
		s.say("page %d: text that is neither tagged nor an artifact", s.page)
	}
	if ratio := contrast(s.fill, s.behind()); ratio < 4.5 {
		s.say("page %d: text of contrast %.1f:1", s.page, ratio)
	}
	start, text := s.x, ""
	for _, item := range items {
		switch v := item.(type) {
		case float64:
			s.x -= v / 1000 * s.size
		case []byte:
			for i := 0; i+1 < len(v); i += 2 {
				text += s.glyph(int(v[i])<<8 | int(v[i+1]))
			}
		}
	}
	width, height := s.box[2].(float64), s.box[3].(float64)
	if start < 0 || s.x > width || s.y < 0 || s.y+s.size > height {
		s.say("page %d: %q leaves the page", s.page, text)
	}
	if s.open[0] != "artifact" && s.actual == "" {
		s.text.WriteString(text)
	}
}

// behind is the colour that the text begins on: that of the last rectangle
// painted there, or white.
func (s *stream) behind() [3]float64 {
	colour := [3]float64{1, 1, 1}
	for _, g := range s.ground {
		if x, y := s.x-g.rect[0], s.y-g.rect[1]; x >= 0 && x <= g.rect[2] && y >= 0 && y <= g.rect[3] {
			colour = g.fill
		}
	}
	return colour
}

// glyph moves on by the width of a glyph and returns its text.
func (s *stream) glyph(id int) string {
	width, known := s.font.width[id]
	if !known {
		s.say("page %d: glyph %d of %s has no width", s.page, id, s.font.name)
	}
	if id == 0 || id >= s.font.glyphs {
		s.say("page %d: glyph %d of %s is not in the subset", s.page, id, s.font.name)
	}
	text := s.font.unicode[id]
	if text == "" && s.actual == "" {
		s.say("page %d: glyph %d of %s has no text", s.page, id, s.font.name)
	}
	s.x += width / 1000 * s.size
	return text
}

// textString decodes a text string: UTF-16BE behind a byte order mark, else
// one byte a character.
func textString(b []byte) string {
	if len(b) < 2 || b[0] != 0xFE || b[1] != 0xFF {
		return string(b)
	}
	hex := ""
	for _, c := range b[2:] {
		hex += string("0123456789ABCDEF"[c>>4]) + string("0123456789ABCDEF"[c&15])
	}
	return hexText(hex)
}
