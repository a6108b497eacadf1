package render

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"
	"sync"

	"jobops/internal/cv"
)

// DOCX writes the CV as a Word file (ECMA-376) in one column with real styles,
// numbering, headings and links. Dates stand behind a right tab, not in a
// table, so that applicant tracking systems keep them with their entry.
func DOCX(r cv.Resume, o Options) ([]byte, error) {
	l := localeOf(&r, o)
	content := outlineOf(&r, l)
	d := &docx{paper: l.paper(o.Paper)}
	d.outline(content)
	return pack([]part{
		{"[Content_Types].xml", contentTypes},
		{"_rels/.rels", rootRelations},
		{"word/document.xml", d.document()},
		{"word/_rels/document.xml.rels", d.relations()},
		{"word/styles.xml", strings.ReplaceAll(strings.ReplaceAll(docxStyles, "{lang}", l.tag), "{tab}", strconv.Itoa(d.textWidth()))},
		{"word/numbering.xml", docxNumbering},
		{"docProps/core.xml", coreProperties(content, l)},
	})
}

// docx collects the body of a document. Measures are twips (1/20 point).
type docx struct {
	paper Paper
	body  strings.Builder
	links []string // targets, by relationship number - docxFixedLinks - 1
}

// docxFixedLinks counts the relationships before those of links.
const docxFixedLinks = 2

const docxMargin = 1134 // 20 mm

func (d *docx) pageSize() (width, height int) {
	if d.paper == Letter {
		return 12240, 15840
	}
	return 11906, 16838
}

func (d *docx) textWidth() int {
	width, _ := d.pageSize()
	return width - 2*docxMargin
}

func (d *docx) outline(o *outline) {
	d.paragraph("Title", run("", o.name))
	d.paragraph("Subtitle", run("", o.label))
	d.paragraph("Contact", d.pieces(o.contact))
	for _, s := range o.sections {
		d.paragraph("Heading1", run("", s.title))
		for _, e := range s.entries {
			d.entry(e)
		}
	}
}

func (d *docx) entry(e entry) {
	title := run("", e.title)
	if e.dates != "" {
		title += "<w:r><w:tab/></w:r>" + run("Dates", e.dates)
	}
	d.paragraph("Heading2", title)
	where := d.pieces(e.sub)
	if where != "" && e.place != "" {
		where += "<w:r><w:tab/></w:r>"
	}
	d.paragraph("Where", where+run("Dates", e.place))
	for _, p := range e.paras {
		d.paragraph("BodyText", run("", p))
	}
	for _, b := range e.bullets {
		d.paragraph("ListBullet", run("", b))
	}
	for _, f := range e.facts {
		label := ""
		if f.label != "" {
			label = run("Strong", f.label) + run("", " ")
		}
		d.paragraph("BodyText", label+run("", f.value))
	}
}

func (d *docx) paragraph(style, runs string) {
	if runs != "" {
		d.body.WriteString(`<w:p><w:pPr><w:pStyle w:val="` + style + `"/></w:pPr>` + runs + "</w:p>")
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

func (d *docx) pieces(parts []piece) string {
	var b strings.Builder
	for i, p := range parts {
		if i > 0 {
			b.WriteString(run("", " · "))
		}
		if p.url == "" {
			b.WriteString(run("", p.text))
			continue
		}
		d.links = append(d.links, p.url)
		id := strconv.Itoa(docxFixedLinks + len(d.links))
		b.WriteString(`<w:hyperlink r:id="rId` + id + `" w:history="1">` + run("Hyperlink", p.text) + "</w:hyperlink>")
	}
	return b.String()
}

func (d *docx) document() string {
	width, height := d.pageSize()
	return xmlHead + `<w:document xmlns:w="` + wordNamespace + `" xmlns:r="` + relationNamespace + `"><w:body>` + d.body.String() +
		fmt.Sprintf(`<w:sectPr><w:pgSz w:w="%d" w:h="%d"/><w:pgMar w:top="1020" w:right="%d" w:bottom="1020" w:left="%d" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>`,
			width, height, docxMargin, docxMargin) + "</w:body></w:document>"
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
