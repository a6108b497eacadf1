package render

// head sets title, dates, organisation and place of an entry.
func (s *sheet) head(e entry) {
	if e.title == "" && s.where != datesLeft {
		e.title, e.dates = e.dates, ""
	}
	first := len(s.boxes)
	switch {
	case s.where == datesAbove:
		s.above(e)
	case s.joined:
		s.oneLine(e)
	case s.where == datesLeft:
		s.twoLines(e, "", withPlace(e))
	default:
		s.twoLines(e, e.dates, e.sub)
	}
	if s.where == datesLeft {
		s.left(first, e.dates)
	}
}

// above sets the dates on a line of their own, then title and organisation.
func (s *sheet) above(e entry) {
	if e.title != "" {
		s.paragraph("P", s.dates, 0, e.dates)
	}
	s.paragraph("H3", s.title, 0, e.title)
	if spans := s.pieces(s.sub, withPlace(e)); len(spans) > 0 {
		s.add("P", s.sub, 0, spans)
	}
}

// oneLine sets title and organisation on one line, dates at the margin.
func (s *sheet) oneLine(e entry) {
	parts := withPlace(e)
	if e.title == "" {
		if len(parts) > 0 {
			s.add("P", s.sub, 0, s.pieces(s.sub, parts))
		}
		return
	}
	spans := []span{s.title.span(e.title)}
	if len(parts) > 0 {
		spans = append(append(spans, s.sub.span(s.separator)), s.pieces(s.sub, parts)...)
	}
	s.pair(box{tag: "H3", ink: s.title}, spans, s.dates, e.dates)
}

// twoLines sets the title with the dates at the margin, then the organisation
// with the place there.
func (s *sheet) twoLines(e entry, dates string, sub []piece) {
	if e.title != "" {
		s.pair(box{tag: "H3", ink: s.title}, []span{s.title.span(e.title)}, s.dates, dates)
	}
	place := e.place
	if s.where == datesLeft {
		place = ""
	}
	spans := s.pieces(s.sub, sub)
	if len(spans) == 0 {
		spans, place = s.pieces(s.sub, pieces(plain(place))), ""
	}
	if len(spans) > 0 {
		s.pair(box{tag: "P", ink: s.sub, beside: e.title != ""}, spans, s.dates, place)
	}
}

// pair adds a box of spans with a short text at the right margin of its first
// line. A text of more than half a line goes below.
func (s *sheet) pair(b box, spans []span, i ink, right string) {
	room := s.measure()
	lines := breakLines(s.ruler, i.size, room, []span{i.span(right)})
	beside := len(lines) == 1 && lines[0].width < room/2
	if beside {
		b.besides = []aside{{lines: lines, ink: i, align: toRight, edge: s.width}}
		room -= lines[0].width + s.gap
	}
	b.x = s.gutter
	b.lines = trimEnds(breakLines(s.ruler, b.ink.size, room, spans), s.separator)
	s.boxes = append(s.boxes, b)
	if !beside {
		s.paragraph("P", i, 0, right)
	}
}

// left puts the dates into the gutter beside the first box of the entry.
func (s *sheet) left(first int, dates string) {
	if dates == "" {
		return
	}
	if first == len(s.boxes) {
		s.paragraph("H3", s.dates, 0, dates)
		return
	}
	lines := breakLines(s.ruler, s.dates.size, s.gutter-s.gap, []span{s.dates.span(dates)})
	s.boxes[first].besides = append(s.boxes[first].besides, aside{lines: lines, ink: s.dates})
}
