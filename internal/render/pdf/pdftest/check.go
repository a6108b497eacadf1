package pdftest

import (
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
)

// checker collects what is wrong.
type checker struct {
	*File
	problems []string
	text     strings.Builder
}

func (c *checker) say(format string, args ...any) {
	c.problems = append(c.problems, fmt.Sprintf(format, args...))
}

// Problems checks a file: catalog entries for tagged files, each MCID once in
// the parent tree and once in the structure tree, each link inside a Link
// element, elements only where they may stand, headings level by level, all content tagged or an artifact, each glyph with Unicode text,
// width and outline, all text visible (contrast at least 4.5:1 to what is painted below it, 6 pt
// or more, on the page). It also returns the text in content order, one line
// for each piece of marked content.
func Problems(data []byte) (problems []string, text string) {
	f, err := Open(data)
	if err != nil {
		return []string{err.Error()}, ""
	}
	c := &checker{File: f}
	c.catalog()
	tree := c.structure()
	for i, p := range f.Pages() {
		c.page(i, p, tree)
	}
	return c.problems, c.text.String()
}

func (c *checker) catalog() {
	root := c.Root()
	if c.Dict(root["MarkInfo"])["Marked"] != true {
		c.say("catalog: MarkInfo does not say Marked")
	}
	if c.Dict(root["ViewerPreferences"])["DisplayDocTitle"] != true {
		c.say("catalog: no DisplayDocTitle")
	}
	if lang, _ := root["Lang"].([]byte); len(lang) == 0 {
		c.say("catalog: no Lang")
	}
	meta := string(c.Stream(root["Metadata"]))
	for _, want := range []string{"<dc:title>", "<pdfuaid:part>1<", "<dc:language>"} {
		if !strings.Contains(meta, want) {
			c.say("metadata: no %s", want)
		}
	}
}

// tree is what the structure elements claim.
type tree struct {
	marked map[[2]int]Ref // page and MCID -> element
	linked map[Ref]Ref    // annotation -> element
	tags   map[Ref]Name
	// headings are the tags of all headings in reading order.
	headings []Name
	parent   map[int]any // the parent tree
}

func (c *checker) structure() *tree {
	t := &tree{marked: map[[2]int]Ref{}, linked: map[Ref]Ref{}, tags: map[Ref]Name{}, parent: map[int]any{}}
	root := c.Dict(c.Root()["StructTreeRoot"])
	nums := c.Array(c.Dict(root["ParentTree"])["Nums"])
	for i := 0; i+1 < len(nums); i += 2 {
		t.parent[int(nums[i].(float64))] = nums[i+1]
	}
	top, ok := root["K"].(Ref)
	if !ok || c.Dict(top)["S"] != Name("Document") {
		c.say("structure: the root element is no Document")
		return t
	}
	c.element(t, top)
	c.outline(t)
	return t
}

// within names the parents that an element may have (ISO 32000-1, 14.8.4).
var within = map[Name][]Name{
	"H1": {"Document"}, "H2": {"Document"}, "H3": {"Document"}, "P": {"Document"}, "L": {"Document"}, "LI": {"L"}, "Lbl": {"LI"}, "LBody": {"LI"},
	"Link": {"P", "H1", "H2", "H3", "LBody"}, "Span": {"P", "H1", "H2", "H3", "LBody", "Link"},
}

// outline checks that headings go down one level at a time and that there is
// one name at most (ISO 14289-1, 7.4).
func (c *checker) outline(t *tree) {
	level := 0
	for i, tag := range t.headings {
		next := int(tag[1] - '0')
		if next > level+1 && !(level == 0 && next == 2) {
			c.say("structure: heading %d is %s below level %d", i, tag, level)
		}
		if next == 1 && i > 0 {
			c.say("structure: heading %d is a second H1", i)
		}
		level = next
	}
}

func (c *checker) element(t *tree, ref Ref) {
	e := c.Dict(ref)
	t.tags[ref], _ = e["S"].(Name)
	tag := t.tags[ref]
	if parents, known := within[tag]; tag != "Document" {
		parent, _ := e["P"].(Ref)
		if !known || !slices.Contains(parents, t.tags[parent]) {
			c.say("structure: %s in %s", tag, t.tags[parent])
		}
	}
	if len(c.Array(e["K"])) == 0 && tag != "Document" {
		c.say("structure: an empty %s", tag)
	}
	if len(tag) == 2 && tag[0] == 'H' {
		t.headings = append(t.headings, tag)
	}
	for _, k := range c.Array(e["K"]) {
		kid := c.Dict(k)
		switch kid["Type"] {
		case Name("MCR"):
			page, _ := kid["Pg"].(Ref)
			mcid, _ := kid["MCID"].(float64)
			key := [2]int{int(page), int(mcid)}
			if t.marked[key] != 0 {
				c.say("structure: MCID %d of page object %d has two elements", key[1], key[0])
			}
			t.marked[key] = ref
		case Name("OBJR"):
			t.linked[kid["Obj"].(Ref)] = ref
		default:
			if kid["P"] != ref {
				c.say("structure: element %v does not name its parent %d", k, ref)
			}
			c.element(t, k.(Ref))
		}
	}
}

func (c *checker) page(index int, ref Ref, t *tree) {
	page := c.Dict(ref)
	key, ok := page["StructParents"].(float64)
	parents := c.Array(t.parent[int(key)])
	if !ok || parents == nil {
		c.say("page %d: no entry in the parent tree", index)
	}
	if page["Tabs"] != Name("S") {
		c.say("page %d: tab order does not follow the structure", index)
	}
	s := &stream{checker: c, page: index, box: c.Array(page["MediaBox"]), fonts: c.fonts(page), seen: map[int]bool{}}
	s.run(c.Stream(page["Contents"]))
	for mcid := range s.seen {
		element := t.marked[[2]int{int(ref), mcid}]
		if element == 0 || mcid >= len(parents) || parents[mcid] != element {
			c.say("page %d: MCID %d is not in both trees", index, mcid)
		}
	}
	if len(parents) != len(s.seen) {
		c.say("page %d: %d parents for %d pieces of marked content", index, len(parents), len(s.seen))
	}
	for _, a := range c.Array(page["Annots"]) {
		c.link(index, a.(Ref), t)
	}
}

func (c *checker) link(page int, ref Ref, t *tree) {
	a := c.Dict(ref)
	key, _ := a["StructParent"].(float64)
	element := t.linked[ref]
	if element == 0 || t.tags[element] != "Link" || t.parent[int(key)] != element {
		c.say("page %d: annotation %d is in no Link element", page, ref)
	}
	if contents, _ := a["Contents"].([]byte); len(contents) == 0 {
		c.say("page %d: annotation %d has no Contents", page, ref)
	}
}

// font is what a page needs to read text.
type font struct {
	name    string
	unicode map[int]string
	width   map[int]float64
	glyphs  int // in the embedded file
}

func (c *checker) fonts(page Dict) map[Name]*font {
	fonts := map[Name]*font{}
	for name, ref := range c.Dict(c.Dict(page["Resources"])["Font"]) {
		d := c.Dict(ref)
		cid := c.Dict(c.Array(d["DescendantFonts"])[0])
		f := &font{unicode: toUnicode(string(c.Stream(d["ToUnicode"]))), width: map[int]float64{}}
		base, _ := d["BaseFont"].(Name)
		f.name = string(base)
		if f.glyphs = glyphCount(c.Stream(c.Dict(cid["FontDescriptor"])["FontFile2"])); f.glyphs == 0 {
			c.say("font %s: no file embedded", f.name)
		}
		if cid["CIDToGIDMap"] != Name("Identity") {
			c.say("font %s: glyphs are numbered unlike the embedded file", f.name)
		}
		if len(f.name) < 8 || f.name[6] != '+' {
			c.say("font %s: no subset tag", f.name)
		}
		c.widths(f, c.Array(cid["W"]))
		fonts[name] = f
	}
	return fonts
}

// glyphCount reads maxp.numGlyphs of an OpenType file (ISO/IEC 14496-22, 5.2.6).
func glyphCount(file []byte) int {
	if len(file) < 12 {
		return 0
	}
	for i := range int(binary.BigEndian.Uint16(file[4:])) {
		if record := file[12+16*i:]; string(record[:4]) == "maxp" {
			return int(binary.BigEndian.Uint16(file[binary.BigEndian.Uint32(record[8:])+4:]))
		}
	}
	return 0
}

func (c *checker) widths(f *font, w []any) {
	for i := 0; i+1 < len(w); i += 2 {
		for k, v := range w[i+1].([]any) {
			f.width[int(w[i].(float64))+k] = v.(float64)
		}
	}
}

func toUnicode(cmap string) map[int]string {
	m := map[int]string{}
	for line := range strings.Lines(cmap) {
		from, to, ok := strings.Cut(strings.TrimSpace(line), "> <")
		if !ok || strings.Contains(line, "FFFF>") {
			continue
		}
		glyph, _ := strconv.ParseUint(strings.Trim(from, "<>"), 16, 16)
		m[int(glyph)] = hexText(strings.Trim(to, "<>"))
	}
	return m
}

func hexText(s string) string {
	units := make([]uint16, len(s)/4)
	for i := range units {
		v, _ := strconv.ParseUint(s[4*i:4*i+4], 16, 16)
		units[i] = uint16(v)
	}
	return string(utf16.Decode(units))
}

// contrast is the WCAG 2 contrast ratio of two colours.
func contrast(a, b [3]float64) float64 {
	light, dark := luminance(a), luminance(b)
	return (max(light, dark) + 0.05) / (min(light, dark) + 0.05)
}

func luminance(rgb [3]float64) float64 {
	linear := func(v float64) float64 {
		if v <= 0.04045 {
			return v / 12.92
		}
		return math.Pow((v+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(rgb[0]) + 0.7152*linear(rgb[1]) + 0.0722*linear(rgb[2])
}
