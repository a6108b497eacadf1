package documenttest

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"io"
	"math/rand/v2"
	"regexp"
	"strings"
)

// Patterns of WordprocessingML.
var (
	xmlTag   = regexp.MustCompile(`</?[A-Za-z:]+[^<>]*>`)
	xmlValue = regexp.MustCompile(`="[^"]*"`)
	xmlText  = regexp.MustCompile(`>[^<>]+<`)
)

// wordTags are put where they do not belong.
var wordTags = []string{
	"<w:p>", "</w:p>", "<w:r>", "</w:r>", "<w:t>", "</w:t>", "<w:tbl>", "<w:tr>", "<w:tc>", "</w:tc>", "</w:tbl>", "<w:br/>", "<w:tab/>", "<w:rPr><w:vanish/></w:rPr>",
	`<w:sz w:val="999999"/>`, `<w:gridSpan w:val="2147483647"/>`, `<w:ind w:left="-99999999" w:hanging="99999999"/>`, `<w:sym w:char="D800"/>`, `<w:sym w:char="10FFFF"/>`,
	"<mc:AlternateContent><mc:Choice>", "<w:txbxContent>", "<w:sdt><w:sdtContent>", "<w:del>", "<w:ins>", `<w:hyperlink r:id="none">`, "<![CDATA[", "]]>", "<!--", "-->", "<?x ?>", "&amp;&lt;&#0;&#xD800;&unknown;", "<!DOCTYPE x>", "\x00", "\uFFFF",
}

const entities = `<!DOCTYPE w:document [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY f SYSTEM "file:///etc/hostname">]>`

var docxChanges = []change{
	inPart("remove tags", func(r *rand.Rand, x string) string { return editXML(r, x, xmlTag, func(string) string { return "" }) }),
	inPart("double tags", func(r *rand.Rand, x string) string {
		return editXML(r, x, xmlTag, func(old string) string { return old + old })
	}),
	inPart("foreign tags", func(r *rand.Rand, x string) string {
		return editXML(r, x, xmlTag, func(old string) string { return old + pick(r, wordTags) })
	}),
	inPart("values", func(r *rand.Rand, x string) string {
		return editXML(r, x, xmlValue, func(string) string { return `="` + strings.Trim(pick(r, extremes), "<>") + `"` })
	}),
	inPart("swapped values", func(r *rand.Rand, x string) string {
		all := xmlValue.FindAllString(x, maxMatches)
		return editXML(r, x, xmlValue, func(string) string { return pick(r, all) })
	}),
	inPart("text", func(r *rand.Rand, x string) string {
		return editXML(r, x, xmlText, func(string) string { return ">" + strings.Repeat(string(rune(r.IntN(0x11000))), 1+r.IntN(3000)) + "<" })
	}),
	inPart("repeat a stretch", func(r *rand.Rand, x string) string {
		from, to := span(r, []byte(x))
		return x[:from] + strings.Repeat(x[from:to], 1+r.IntN(20)) + x[to:]
	}),
	inPart("cut", func(r *rand.Rand, x string) string { return x[:r.IntN(len(x)+1)] }),
	inPart("entities", func(_ *rand.Rand, x string) string {
		return entities + strings.Replace(x, "<w:t>", "<w:t>&c;&f;", 1)
	}),
	inPart("other encoding", func(r *rand.Rand, x string) string {
		if r.IntN(2) == 0 {
			return "\xff\xfe" + strings.Join(strings.Split(x, ""), "\x00")
		}
		return `<?xml version="1.0" encoding="UTF-7"?>` + x
	}),
	inPart("broken characters", func(r *rand.Rand, x string) string {
		return strings.ReplaceAll(x, "e", pick(r, []string{"\xc3", "\xff", "\x01", "\u202e"}))
	}),
	inParts("drop a part", func(r *rand.Rand, parts []Part) []Part {
		i := r.IntN(len(parts))
		return append(parts[:i], parts[i+1:]...)
	}),
	inParts("part twice", func(r *rand.Rand, parts []Part) []Part { return append(parts, pick(r, parts)) }),
	inParts("swap parts", func(r *rand.Rand, parts []Part) []Part {
		i, j := r.IntN(len(parts)), r.IntN(len(parts))
		parts[i].Content, parts[j].Content = parts[j].Content, parts[i].Content
		return parts
	}),
	inParts("empty part", func(r *rand.Rand, parts []Part) []Part {
		parts[r.IntN(len(parts))].Content = ""
		return parts
	}),
	inParts("part names", func(r *rand.Rand, parts []Part) []Part {
		parts[r.IntN(len(parts))].Name = pick(r, []string{"../x", "/etc/passwd", "word\\document.xml", "WORD/DOCUMENT.XML", "word//document.xml", "a\x00b", strings.Repeat("d/", 3000), "C:x", "\xff\xfe"})
		return parts
	}),
	inParts("more parts", func(r *rand.Rand, parts []Part) []Part {
		return append(parts, pick(r, []Part{
			{"word/vbaProject.bin", "x"}, {"word/embeddings/a.bin", "x"}, {"word/inner.zip", string(DOCX(Para(prose)))}, {"inner.docx", string(DOCX(""))},
			{"word/media/image1.png", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x7f\xff\xff\xff\x7f\xff\xff\xff"},
			{"word/_rels/document.xml.rels", Rels("x", "header", "header1.xml", "")}, {"word/_rels/header1.xml.rels", Rels("x", "header", "header1.xml", "")},
			{"word/_rels/settings.xml.rels", Rels("x", "attachedTemplate", "https://example.org/t.dotm", "External")},
			{"word/styles.xml", "<w:styles " + WordNS + `><w:style w:styleId="A"><w:basedOn w:val="B"/></w:style><w:style w:styleId="B"><w:basedOn w:val="A"/></w:style><w:style w:styleId="Normal" w:default="1"><w:basedOn w:val="Normal"/></w:style></w:styles>`},
			{"word/numbering.xml", "<w:numbering " + WordNS + `><w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="A"/></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>`},
		}))
	}),
	bytesOnly("entry headers", spoilHeaders),
	bytesOnly("directory end", func(r *rand.Rand, data []byte) []byte {
		if i := bytes.LastIndex(data, []byte("PK\x05\x06")); i >= 0 {
			for range 1 + r.IntN(3) {
				binary.LittleEndian.PutUint16(data[min(i+4+2*r.IntN(9), len(data)-2):], uint16(r.Uint32()))
			}
		}
		return data
	}),
}

// spoilHeaders lets local headers and directory entries lie: flags, method,
// time, checksum, sizes, lengths of names, offsets (APPNOTE.TXT, 4.3).
func spoilHeaders(r *rand.Rand, data []byte) []byte {
	mark := pick(r, []string{"PK\x01\x02", "PK\x03\x04"})
	for i := 0; ; {
		k := bytes.Index(data[i:], []byte(mark))
		if k < 0 {
			return data
		}
		i += k + 4
		if at := i + 2*r.IntN(21); r.IntN(2) == 0 && at+2 <= len(data) {
			binary.LittleEndian.PutUint16(data[at:], pick(r, []uint16{0, 1, 8, 9, 12, 0x7FFF, 0xFFFF, uint16(r.Uint32())}))
		}
	}
}

// inPart changes the XML of one part, most often that of the document.
func inPart(name string, edit func(r *rand.Rand, xml string) string) change {
	return inParts(name, func(r *rand.Rand, parts []Part) []Part {
		i := r.IntN(len(parts))
		for j := range parts {
			if parts[j].Name == PartDocument && r.IntN(2) == 0 {
				i = j
			}
		}
		if parts[i].Content != "" {
			parts[i].Content = edit(r, parts[i].Content)
		}
		return parts
	})
}

// inParts takes an archive apart and packs it again. Files that do not come
// apart stay as they are.
func inParts(name string, edit func(r *rand.Rand, parts []Part) []Part) change {
	return bytesOnly(name, func(r *rand.Rand, data []byte) []byte {
		parts := unzip(data)
		if len(parts) == 0 {
			return data
		}
		return Zip(edit(r, parts)...)
	})
}

func unzip(data []byte) []Part {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil
	}
	var parts []Part
	const most, mostParts = 4 << 20, 200
	for _, f := range archive.File[:min(len(archive.File), mostParts)] {
		r, err := f.Open()
		if err != nil {
			return nil
		}
		content, err := io.ReadAll(io.LimitReader(r, most))
		r.Close()
		if err != nil {
			return nil
		}
		parts = append(parts, Part{f.Name, string(content)})
	}
	return parts
}

// editXML replaces some matches of a pattern.
func editXML(r *rand.Rand, x string, pattern *regexp.Regexp, with func(old string) string) string {
	return string(replaceN(r, []byte(x), pattern, func(_ *rand.Rand, old string) string { return with(old) }))
}
