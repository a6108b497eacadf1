package pdf

import (
	"bytes"
	"encoding/xml"
	"strconv"
)

// writeMetadata writes the XMP packet: title, author, language and the claim of
// PDF/UA-1 (ISO 14289-1, clause 5). It stays uncompressed so that any tool can
// read it.
func (w *Writer) writeMetadata(b *bytes.Buffer) {
	var x bytes.Buffer
	x.WriteString("<?xpacket begin=\"\ufeff\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n" +
		"<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">" +
		"<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\"" +
		" xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\">")
	x.WriteString("<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">")
	escape(&x, w.info.Title)
	x.WriteString("</rdf:li></rdf:Alt></dc:title><dc:creator><rdf:Seq><rdf:li>")
	escape(&x, w.info.Author)
	x.WriteString("</rdf:li></rdf:Seq></dc:creator><dc:language><rdf:Bag><rdf:li>")
	escape(&x, w.info.Language)
	x.WriteString("</rdf:li></rdf:Bag></dc:language><pdf:Producer>JobOps</pdf:Producer><pdfuaid:part>1</pdfuaid:part>" +
		"</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>")
	b.WriteString("<</Type /Metadata /Subtype /XML /Length " + strconv.Itoa(x.Len()) + ">>\nstream\n")
	b.Write(x.Bytes())
	b.WriteString("\nendstream")
}

// escape writes character data. A bytes.Buffer never fails.
func escape(b *bytes.Buffer, s string) { _ = xml.EscapeText(b, []byte(s)) }
