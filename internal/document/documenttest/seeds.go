package documenttest

import "strings"

// File is a document with the name it is uploaded by, and how it was made.
type File struct {
	Name   string
	Change string
	Data   []byte
}

// isDOCX tells by the name what a file claims to be.
func (f File) isDOCX() bool { return strings.HasSuffix(f.Name, ".docx") }

// prose is enough text to count as a document.
var prose = strings.Repeat("Sample Person, warehouse supervisor in Springfield. ", 3)

// Seeds returns small good files to change, made by hand: what a renderer of CVs
// never writes. A drill adds whole CVs to them.
func Seeds() []File {
	return []File{
		{"lines.pdf", "", Pages(Line(50, 700, prose), Line(50, 700, "Second page"))},
		{"scan.pdf", "", ScanPDF("q 595 0 0 842 0 0 cm /I Do Q 3 Tr " + Line(20, 700, prose))},
		{"form.pdf", "", FormsPDF(2, 2)},
		{"annotated.pdf", "", annotated()},
		{"packed.pdf", "", packed()},
		{"table.docx", "", DOCX("<w:tbl><w:tblGrid><w:gridCol w:w=\"2000\"/></w:tblGrid><w:tr><w:tc>" + Para(prose) + "</w:tc><w:tc>" + Para("b") + "</w:tc></w:tr></w:tbl>")},
		{"styled.docx", "", styled()},
		{"boxed.docx", "", DOCX(boxed(Para(prose)) + Para("after"))},
	}
}

// annotated is a page with links, a language, a structure tree and metadata.
func annotated() []byte {
	return PDF("<< /Type /Catalog /Pages 2 0 R /Lang (en) /MarkInfo << /Marked true >> /StructTreeRoot 6 0 R >>",
		"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /StructParents 0 /Annots [5 0 R] /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
		Stream("", "/P << /MCID 0 >> BDC "+Line(50, 700, prose)+" EMC"),
		"<< /Type /Annot /Subtype /Link /Rect [50 690 300 715] /A << /S /URI /URI (https://example.org/) >> >>",
		"<< /Type /StructTreeRoot /K 7 0 R /ParentTree << /Nums [0 [7 0 R]] >> >>",
		"<< /Type /StructElem /S /P /P 6 0 R /Pg 3 0 R /K 0 >>")
}

// packed is a page whose content is packed three times.
func packed() []byte {
	content := Line(50, 700, prose)
	for range 3 {
		content = deflate(content)
	}
	return PDF("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
		Stream("/Filter [/FlateDecode /FlateDecode /FlateDecode]", content))
}

// styled has styles, numbering, a header and a link.
func styled() []byte {
	body := `<w:p><w:pPr><w:pStyle w:val="A"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:rPr><w:rStyle w:val="B"/><w:sz w:val="22"/></w:rPr><w:t>` + prose +
		`</w:t></w:r><w:hyperlink r:id="x"><w:r><w:t>link</w:t></w:r></w:hyperlink></w:p>`
	return DOCX(body,
		Part{"word/styles.xml", "<w:styles " + WordNS + `><w:style w:styleId="A" w:type="paragraph"><w:basedOn w:val="B"/></w:style><w:style w:styleId="B" w:type="character"><w:basedOn w:val="C"/><w:rPr><w:b/></w:rPr></w:style></w:styles>`},
		Part{"word/numbering.xml", "<w:numbering " + WordNS + `><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>`},
		Part{"word/header1.xml", "<w:hdr " + WordNS + ">" + Para("sample.person@example.com") + "</w:hdr>"},
		Part{"word/_rels/document.xml.rels", Rels("x", "hyperlink", "https://example.org/", "External")})
}

// boxed puts content into a text box, which is there twice.
func boxed(content string) string {
	box := "<w:txbxContent>" + content + "</w:txbxContent>"
	return "<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing>" + box + "</w:drawing></mc:Choice><mc:Fallback><w:pict>" + box + "</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
}
