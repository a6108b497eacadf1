package render

import (
	"archive/zip"
	"bytes"
	"cmp"
	"compress/flate"
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"

	"jobops/internal/cv"
)

// DOCX writes the CV as a Word file (ECMA-376) in one column with real styles,
// numbering, headings and links, in the faces that come with Word. Dates stand
// behind a tab, not in a table, so that applicant tracking systems keep them
// with their entry. What a design has in a column at the side follows the rest.
// The errors are those of Options.Check.
func DOCX(r cv.Resume, o Options) ([]byte, error) {
	look, err := o.design()
	if err != nil {
		return nil, err
	}
	l := localeOf(&r, o)
	l.numeric = look.numeric
	content := outlineOf(&r, l)
	d := &docx{design: look, paper: l.paper(o.Paper)}
	d.outline(content)
	return pack([]part{
		{"[Content_Types].xml", contentTypes},
		{"_rels/.rels", rootRelations},
		{"word/document.xml", d.document()},
		{"word/_rels/document.xml.rels", d.relations()},
		{"word/styles.xml", d.styles(l.tag)},
		{"word/numbering.xml", docxNumbering},
		{"docProps/core.xml", coreProperties(content, l)},
	})
}

// docx collects the body of a document. Measures are twips (1/20 point).
type docx struct {
	*design
	paper Paper
	out   strings.Builder
	links []string // targets, by relationship number - docxFixedLinks - 1
}

// docxFixedLinks counts the relationships before those of links.
const docxFixedLinks = 2

// twips converts points.
func twips(points float64) int { return int(math.Round(points * 20)) }

func (d *docx) textWidth() int {
	width, _ := d.paper.size()
	return twips(width - 2*d.left)
}

func (d *docx) outline(o *outline) {
	d.paragraph("Title", run("", o.name))
	d.paragraph("Subtitle", run("", o.label))
	d.paragraph("Contact", d.pieces(o.contact))
	for _, s := range d.asideLast(o.arranged(d.order)) {
		d.paragraph("Heading1", run("", s.title))
		for _, e := range s.entries {
			d.entry(e)
		}
	}
}

// asideLast moves the sections of a column at the side to the end.
func (d *docx) asideLast(sections []section) []section {
	if d.side != nil {
		slices.SortStableFunc(sections, func(a, b section) int {
			return cmp.Compare(slices.Index(d.side.heads, a.head), slices.Index(d.side.heads, b.head))
		})
	}
	return sections
}

const docxTab = "<w:r><w:tab/></w:r>"

func (d *docx) entry(e entry) {
	switch {
	case d.where == datesAbove && e.title != "":
		d.paragraph("Period", run("", e.dates))
		d.paragraph("Heading2", run("", e.title))
		d.paragraph("Where", d.pieces(withPlace(e)))
	case d.where == datesLeft && e.title != "":
		d.paragraph("Heading2", run("Dates", e.dates)+docxTab+run("", e.title))
		d.paragraph("Where", d.pieces(withPlace(e)))
	case d.joined && e.title != "":
		d.paragraph("Heading2", joinRuns(run("", e.title), run("", d.separator), d.styled("Beside", withPlace(e)))+behindTab(e.dates))
	default:
		d.paragraph("Heading2", run("", e.title)+behindTab(e.dates))
		d.paragraph("Where", joinRuns(d.pieces(e.sub), docxTab, run("Dates", e.place)))
	}
	d.text(e)
}

func (d *docx) text(e entry) {
	for _, p := range e.paras {
		d.paragraph("BodyText", run("", p))
	}
	for _, b := range e.bullets {
		d.paragraph("ListBullet", run("", b))
	}
	for _, f := range e.facts {
		d.paragraph("BodyText", joinRuns(run("Strong", f.label), run("", " "), run("", f.value)))
	}
}

// behindTab sets dates at the right margin.
func behindTab(dates string) string {
	if dates == "" {
		return ""
	}
	return docxTab + run("Dates", dates)
}

// joinRuns puts the separator between two runs where both are there.
func joinRuns(a, separator, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + separator + b
}

func (d *docx) paragraph(style, runs string) {
	if runs != "" {
		d.out.WriteString(`<w:p><w:pPr><w:pStyle w:val="` + style + `"/></w:pPr>` + runs + "</w:p>")
	}
}

func run(style, text string) string {
	if text == "" {
		return ""
	}
	properties := ""
	if style != "" {
		properties = `<w:rPr><w:rStyle w:val="` + style + `"/></w:rPr>`
	}
	return "<w:r>" + properties + `<w:t xml:space="preserve">` + escapeXML(text) + "</w:t></w:r>"
}

func (d *docx) pieces(parts []piece) string { return d.styled("", parts) }

// styled joins the parts of one line in a character style.
func (d *docx) styled(style string, parts []piece) string {
	var b strings.Builder
	for i, p := range parts {
		if i > 0 {
			b.WriteString(run(style, d.separator))
		}
		if p.url == "" {
			b.WriteString(run(style, p.text))
			continue
		}
		d.links = append(d.links, p.url)
		id := strconv.Itoa(docxFixedLinks + len(d.links))
		b.WriteString(`<w:hyperlink r:id="rId` + id + `" w:history="1">` + run("Hyperlink", p.text) + "</w:hyperlink>")
	}
	return b.String()
}

func (d *docx) document() string {
	width, height := d.paper.size()
	return xmlHead + `<w:document xmlns:w="` + wordNamespace + `" xmlns:r="` + relationNamespace + `"><w:body>` + d.out.String() +
		fmt.Sprintf(`<w:sectPr><w:pgSz w:w="%d" w:h="%d"/><w:pgMar w:top="%d" w:right="%d" w:bottom="%d" w:left="%d" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>`,
			twips(width), twips(height), twips(d.top), twips(d.left), twips(d.bottom), twips(d.left)) + "</w:body></w:document>"
}

func (d *docx) relations() string {
	var b strings.Builder
	b.WriteString(xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="rId1" Type="` + relationNamespace + `/styles" Target="styles.xml"/>` +
		`<Relationship Id="rId2" Type="` + relationNamespace + `/numbering" Target="numbering.xml"/>`)
	for i, target := range d.links {
		b.WriteString(`<Relationship Id="rId` + strconv.Itoa(docxFixedLinks+1+i) + `" Type="` + relationNamespace +
			`/hyperlink" Target="` + escapeXML(target) + `" TargetMode="External"/>`)
	}
	b.WriteString("</Relationships>")
	return b.String()
}

func escapeXML(s string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(s)) // a bytes.Buffer never fails
	return b.String()
}

type part struct{ name, data string }

// pack writes the zip file. Entries carry no time, so equal CVs give equal
// bytes; the compressor is shared because a new one costs 1.2 MB.
func pack(parts []part) ([]byte, error) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	z.RegisterCompressor(zip.Deflate, compressor)
	for _, p := range parts {
		w, err := z.CreateHeader(&zip.FileHeader{Name: p.name, Method: zip.Deflate})
		if err == nil {
			_, err = io.WriteString(w, p.data)
		}
		if err != nil {
			return nil, fmt.Errorf("render: docx %s: %w", p.name, err)
		}
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("render: docx: %w", err)
	}
	return b.Bytes(), nil
}

var flaters = sync.Pool{New: func() any {
	w, _ := flate.NewWriter(io.Discard, flate.DefaultCompression) // fails for unknown levels only
	return w
}}

func compressor(w io.Writer) (io.WriteCloser, error) {
	f := flaters.Get().(*flate.Writer)
	f.Reset(w)
	return pooled{f}, nil
}

// pooled gives its compressor back when the part is complete.
type pooled struct{ *flate.Writer }

func (p pooled) Close() error {
	defer flaters.Put(p.Writer)
	return p.Writer.Close()
}
