package render

import (
	"fmt"
	"math"
	"strings"

	"jobops/internal/render/pdf"
)

// wordStyle is a style of a Word file: ids and names are those that Word itself
// uses, so that its navigation and its style menus know them.
type wordStyle struct {
	id, name, next string
	ink            ink
	paragraph      string // properties of the paragraph in the order of the schema
	before, after  float64
}

// styles writes styles.xml in the measures of the design.
func (d *docx) styles(language string) string {
	var b strings.Builder
	b.WriteString(xmlHead + `<w:styles xmlns:w="` + wordNamespace + `"><w:docDefaults><w:rPrDefault><w:rPr>`)
	b.WriteString(d.defaults(language))
	b.WriteString(`</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>` +
		`<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/><w:pPr><w:widowControl/></w:pPr></w:style>` +
		`<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/></w:style>`)
	for _, s := range d.paragraphStyles() {
		b.WriteString(s.xml())
	}
	for _, s := range []struct {
		id  string
		ink ink
	}{{"Dates", d.dates}, {"Beside", d.sub}, {"Strong", d.fact}} {
		b.WriteString(`<w:style w:type="character" w:customStyle="1" w:styleId="` + s.id + `"><w:name w:val="` + s.id + `"/><w:qFormat/><w:rPr>` + s.ink.xml() + `</w:rPr></w:style>`)
	}
	b.WriteString(`<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/><w:rPr><w:color w:val="` + hex(d.accent) + `"/></w:rPr></w:style></w:styles>`)
	return b.String()
}

// defaults is what all text has unless its style says otherwise.
func (d *docx) defaults(language string) string {
	return d.body.xml() + `<w:lang w:val="` + escapeXML(language) + `"/>`
}

func (d *docx) paragraphStyles() []wordStyle {
	centre, indent := "", ""
	if d.centred {
		centre = `<w:jc w:val="center"/>`
	}
	gutter := 0
	if d.where == datesLeft {
		gutter = twips(d.gutter)
		indent = fmt.Sprintf(`<w:ind w:left="%d"/>`, gutter)
	}
	bullet := fmt.Sprintf(`<w:ind w:left="%d" w:hanging="%d"/>`, gutter+twips(d.indent), twips(d.indent))
	return []wordStyle{
		{"Title", "Title", "Subtitle", d.name, "<w:keepNext/>{spacing}" + indent + centre, 0, d.afterName},
		{"Subtitle", "Subtitle", "Contact", d.label, "<w:keepNext/>{spacing}" + indent + centre, 0, d.afterLabel},
		{"Contact", "Contact", "Heading1", d.contact, d.contactRule() + "{spacing}" + indent + centre, 0, d.afterContact / 2},
		{"Heading1", "heading 1", "Heading2", d.heading, "<w:keepNext/><w:keepLines/>" + d.headingRule() + `{spacing}<w:outlineLvl w:val="0"/>`, d.beforeHeading, d.belowHeading()},
		{"Heading2", "heading 2", "BodyText", d.title, "<w:keepNext/><w:keepLines/>" + d.tab(gutter) + `{spacing}` + d.hanging(gutter) + `<w:outlineLvl w:val="1"/>`, d.beforeTitle(), 0},
		{"Period", "Period", "Heading2", d.dates, "<w:keepNext/>{spacing}", d.beforeEntry, 0},
		{"Where", "Where", "BodyText", d.sub, "<w:keepNext/>" + d.tab(0) + "{spacing}" + indent, 0, 0},
		{"BodyText", "Body Text", "BodyText", d.body, "{spacing}" + indent, d.beforeLine, 0},
		{"ListBullet", "List Bullet", "ListBullet", d.body, `<w:keepLines/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>{spacing}` + bullet, d.beforeLine, 0},
	}
}

// belowHeading leaves the room that a page of the PDF has there: an entry brings
// its own.
func (d *docx) belowHeading() float64 { return max(d.afterHeading-d.beforeEntry/2, 1.5) }

// beforeTitle is the room above an entry, unless its dates stand there.
func (d *docx) beforeTitle() float64 {
	if d.where == datesAbove {
		return 0
	}
	return d.beforeEntry
}

func (d *docx) contactRule() string {
	if d.plain {
		return ""
	}
	return border(d.rule, 5)
}

func (d *docx) headingRule() string {
	if d.headings == unruled {
		return ""
	}
	return border(d.rule, 2)
}

// border is a hairline below a paragraph; space in points.
func border(colour uint32, space int) string {
	return fmt.Sprintf(`<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="%d" w:color="%s"/></w:pBdr>`, space, hex(colour))
}

// tab stops at the right margin; with dates in the gutter, at its end.
func (d *docx) tab(gutter int) string {
	if gutter > 0 {
		return fmt.Sprintf(`<w:tabs><w:tab w:val="left" w:pos="%d"/></w:tabs>`, gutter)
	}
	return fmt.Sprintf(`<w:tabs><w:tab w:val="right" w:pos="%d"/></w:tabs>`, d.textWidth())
}

func (d *docx) hanging(gutter int) string {
	if gutter == 0 {
		return ""
	}
	return fmt.Sprintf(`<w:ind w:left="%d" w:hanging="%d"/>`, gutter, gutter)
}

// builtIn are the styles that Word brings along; others are marked as custom.
const builtIn = " Title Subtitle Heading1 Heading2 BodyText ListBullet "

func (s wordStyle) xml() string {
	custom := ` w:customStyle="1"`
	if strings.Contains(builtIn, " "+s.id+" ") {
		custom = ""
	}
	spacing := fmt.Sprintf(`<w:spacing w:before="%d" w:after="%d" w:line="%d" w:lineRule="atLeast"/>`, twips(s.before), twips(s.after), twips(s.ink.leading))
	return `<w:style w:type="paragraph"` + custom + ` w:styleId="` + s.id + `"><w:name w:val="` + s.name + `"/><w:basedOn w:val="Normal"/>` +
		`<w:next w:val="` + s.next + `"/><w:qFormat/><w:pPr>` + strings.Replace(s.paragraph, "{spacing}", spacing, 1) + `</w:pPr><w:rPr>` + s.ink.xml() + `</w:rPr></w:style>`
}

// xml is the ink in run properties, in the order of the schema. Sizes are
// half-points; Georgia and Calibri come with Word and have metric stand-ins
// elsewhere.
func (i ink) xml() string {
	face := "Calibri"
	if i.style.Serif() {
		face = "Georgia"
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<w:rFonts w:ascii="%s" w:hAnsi="%s" w:cs="%s"/><w:b w:val="%d"/><w:i w:val="%d"/>`, face, face, face, flag(i.style.Semibold()), flag(i.style.Italic()))
	if i.style&pdf.Spaced != 0 { // lines of capitals; the letters stay as written
		fmt.Fprintf(&b, `<w:caps/><w:color w:val="%s"/><w:spacing w:val="%d"/>`, hex(i.colour), twips(i.size*0.06))
	} else {
		fmt.Fprintf(&b, `<w:color w:val="%s"/>`, hex(i.colour))
	}
	half := int(math.Round(i.size * 2))
	fmt.Fprintf(&b, `<w:sz w:val="%d"/><w:szCs w:val="%d"/>`, half, half)
	return b.String()
}

func flag(on bool) int {
	if on {
		return 1
	}
	return 0
}

func hex(rgb uint32) string { return fmt.Sprintf("%06X", rgb) }
