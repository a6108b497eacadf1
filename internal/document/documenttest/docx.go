package documenttest

import (
	"archive/zip"
	"bytes"
	"strings"
)

// Part is one entry of a zip file.
type Part = struct{ Name, Content string }

// Zip packs parts; a name that ends in a slash is a folder. Writing to memory cannot fail.
func Zip(parts ...Part) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, p := range parts {
		f, err := w.Create(p.Name)
		if err == nil && !strings.HasSuffix(p.Name, "/") {
			_, err = f.Write([]byte(p.Content))
		}
		if err != nil {
			panic(err)
		}
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// Pieces of a DOCX (ECMA-376, part 1).
const (
	PartTypes    = "[Content_Types].xml"
	PartDocument = "word/document.xml"
	TypesXML     = `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`
	WordNS       = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"`
)

// DOCX makes a DOCX with some body and more parts.
func DOCX(body string, more ...Part) []byte {
	return Zip(append([]Part{{PartTypes, TypesXML}, {PartDocument, Body(body)}}, more...)...)
}

// Body is a document part around some body.
func Body(content string) string {
	return "<w:document " + WordNS + "><w:body>" + content + "</w:body></w:document>"
}

// Para is a paragraph with one run.
func Para(text string) string { return "<w:p><w:r><w:t>" + text + "</w:t></w:r></w:p>" }

// Rels is a relationships part with one relation; kind is the last step of its
// type, mode "External" or "".
func Rels(id, kind, target, mode string) string {
	return `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="` + id +
		`" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/` + kind + `" Target="` + target + `" TargetMode="` + mode + `"/></Relationships>`
}
