package document

import (
	"maps"
	"strconv"
	"strings"
)

// props are formatting properties of WordprocessingML by local name ("b",
// "sz", "outlineLvl"), with toggles as "1" and "0". Later ones override.
type props map[string]string

func (p props) on(name string) bool { return p[name] == "1" }

// twips returns a length given in twentieths of a point, in points.
func (p props) twips(name string) float64 {
	v, _ := strconv.ParseFloat(p[name], 64)
	return max(-1000, min(v/20, 2000))
}

// with returns p overridden by others; p itself when they are empty.
func (p props) with(others ...props) props {
	merged := p
	for _, o := range others {
		if len(o) == 0 {
			continue
		}
		merged = maps.Clone(merged)
		if merged == nil {
			merged = props{}
		}
		maps.Copy(merged, o)
	}
	return merged
}

// toggles are properties that are on by their mere presence.
var toggles = map[string]bool{
	"b": true, "i": true, "vanish": true, "specVanish": true, "webHidden": true, "pageBreakBefore": true,
}

// readProps reads the properties inside w:rPr or w:pPr.
func readProps(c *cursor) (props, error) {
	p := props{}
	err := c.children(func(el element) error { return p.read(c, el) })
	return p, err
}

func (p props) read(c *cursor, el element) error {
	local, ok := strings.CutPrefix(el.name, "w:")
	if !ok {
		return nil
	}
	switch local {
	case "ind", "spacing":
		p.lengths(el)
	case "shd":
		p["shd"], _ = el.attr("w:fill")
	case "rFonts":
		p["font"], _ = el.attr("w:ascii")
	case "numPr", "pBdr":
		return c.children(func(child element) error { return p.read(c, child) })
	case "top", "bottom":
		p["border-"+local] = el.val()
	case "tabs":
		return c.children(p.tab)
	case "rPr", "sectPr", "pPrChange", "rPrChange":
	default:
		p[local] = toggle(local, el)
	}
	return nil
}

func toggle(local string, el element) string {
	v := el.val()
	if !toggles[local] {
		return v
	}
	switch v {
	case "0", "false", "off":
		return "0"
	}
	return "1"
}

// lengths reads indents and paragraph spacing; "start" is "left" in the strict
// form.
func (p props) lengths(el element) {
	for _, a := range el.attrs {
		name := strings.TrimPrefix(el.c.name(a.Name), "w:")
		if name == "start" {
			name = "left"
		}
		switch name {
		case "left", "hanging", "firstLine", "before", "after":
			p[name] = a.Value
		}
	}
	if _, ok := el.attr("w:hanging"); ok {
		delete(p, "firstLine")
	}
}

// tab adds a tab stop, kept as "right:9360 left:720".
func (p props) tab(el element) error {
	pos, _ := el.attr("w:pos")
	p["tabs"] = strings.TrimSpace(p["tabs"] + " " + el.val() + ":" + pos)
	return nil
}

// styleSheet is word/styles.xml.
type styleSheet struct {
	paragraph props // document defaults
	run       props
	styles    map[string]*namedStyle
	normal    string // id of the default paragraph style
}

// namedStyle is one w:style.
type namedStyle struct {
	name, basedOn  string
	paragraph, run props
	shaded         bool // a table style that colours cells
	resolved       bool
}

func readStyles(a *archive) (*styleSheet, error) {
	s := &styleSheet{paragraph: props{}, run: props{}, styles: map[string]*namedStyle{}}
	data, err := a.part(partStyles)
	if err != nil || data == nil {
		return s, err
	}
	c := newCursor(data)
	return s, c.children(func(root element) error {
		return c.children(func(el element) error {
			switch el.name {
			case "w:docDefaults":
				return s.defaults(c)
			case "w:style":
				return s.style(c, el)
			}
			return nil
		})
	})
}

func (s *styleSheet) defaults(c *cursor) error {
	return c.children(func(el element) error {
		return c.children(func(inner element) (err error) {
			switch inner.name {
			case "w:rPr":
				s.run, err = readProps(c)
			case "w:pPr":
				s.paragraph, err = readProps(c)
			}
			return err
		})
	})
}

func (s *styleSheet) style(c *cursor, el element) error {
	id, _ := el.attr("w:styleId")
	kind, _ := el.attr("w:type")
	if d, _ := el.attr("w:default"); kind == "paragraph" && (d == "1" || d == "true") {
		s.normal = id
	}
	st := &namedStyle{}
	s.styles[id] = st
	return c.children(func(el element) (err error) {
		switch el.name {
		case "w:name":
			st.name = strings.ToLower(el.val())
		case "w:basedOn":
			st.basedOn = el.val()
		case "w:pPr":
			st.paragraph, err = readProps(c)
		case "w:rPr":
			st.run, err = readProps(c)
		case "w:tcPr", "w:tblStylePr":
			st.shaded = st.shaded || kind == "table"
		}
		return err
	})
}

// resolve returns a style with what it inherits; never nil.
func (s *styleSheet) resolve(id string, depth int) *namedStyle {
	const maxChain = 20
	st := s.styles[id]
	if st == nil || depth > maxChain {
		return &namedStyle{}
	}
	if !st.resolved {
		base := s.resolve(st.basedOn, depth+1)
		st.paragraph = base.paragraph.with(st.paragraph)
		st.run = base.run.with(st.run)
		st.resolved = true
	}
	return st
}

// get returns a style by id with what it inherits; empty for unknown ids.
func (s *styleSheet) get(id string) *namedStyle { return s.resolve(id, 0) }

// role returns what a paragraph is by style and outline level: "Title",
// "H1" to "H6", or "".
func role(style *namedStyle, paragraph props) string {
	if style.name == "title" {
		return "Title"
	}
	if level, ok := strings.CutPrefix(style.name, "heading "); ok && len(level) == 1 && level >= "1" && level <= "6" {
		return "H" + level
	}
	if level := paragraph["outlineLvl"]; len(level) == 1 && level >= "0" && level <= "5" {
		return "H" + string(level[0]+1)
	}
	return ""
}

// numbering is word/numbering.xml: formats and indents of list levels.
type numbering struct {
	abstract map[string]string           // w:num -> w:abstractNum
	levels   map[string]map[string]props // w:abstractNum -> level -> properties
}

func readNumbering(a *archive) (numbering, error) {
	n := numbering{abstract: map[string]string{}, levels: map[string]map[string]props{}}
	data, err := a.part(partNumbering)
	if err != nil || data == nil {
		return n, err
	}
	c := newCursor(data)
	return n, c.children(func(element) error {
		return c.children(func(el element) error {
			switch el.name {
			case "w:abstractNum":
				return n.definition(c, el)
			case "w:num":
				id, _ := el.attr("w:numId")
				return c.children(func(child element) error {
					if child.name == "w:abstractNumId" {
						n.abstract[id] = child.val()
					}
					return nil
				})
			}
			return nil
		})
	})
}

func (n numbering) definition(c *cursor, el element) error {
	id, _ := el.attr("w:abstractNumId")
	levels := map[string]props{}
	n.levels[id] = levels
	return c.children(func(el element) error {
		if el.name != "w:lvl" {
			return nil
		}
		level, _ := el.attr("w:ilvl")
		p := props{}
		levels[level] = p
		return c.children(func(child element) error {
			switch child.name {
			case "w:numFmt":
				p["numFmt"] = child.val()
			case "w:pPr":
				inner, err := readProps(c)
				for _, k := range []string{"left", "hanging", "firstLine"} {
					if v, ok := inner[k]; ok {
						p[k] = v
					}
				}
				return err
			}
			return nil
		})
	})
}

// level returns the properties of the list level a paragraph belongs to, nil
// when it belongs to none.
func (n numbering) level(paragraph props) props {
	id := paragraph["numId"]
	if id == "" || id == "0" {
		return nil
	}
	level := paragraph["ilvl"]
	if level == "" {
		level = "0"
	}
	return n.levels[n.abstract[id]][level]
}
