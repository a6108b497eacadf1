package pdf

import (
	"bytes"
	"slices"
	"strconv"
	"unicode/utf16"

	sfnt "github.com/tdewolff/font"
)

// embedded is a face as this file uses it. Glyphs are numbered from 1 in the
// order of their first use; the subset keeps that order, so that the numbers in
// the content are those of the embedded file.
type embedded struct {
	face     *face
	resource string // "/F0"
	object   int
	numbers  map[uint16]int // by glyph of the whole face
	ids      []uint16       // glyph of the whole face, by number; 0 is no glyph
	texts    []string       // Unicode text, by number
}

func (e *embedded) width(id uint16) int { return int(e.face.file.GlyphAdvance(id)) }

// use registers glyphs with their text; the first text of a glyph stays.
func (w *Writer) use(glyphs []glyph) {
	for _, g := range glyphs {
		font := w.fonts[g.face]
		if font == nil {
			font = &embedded{
				face: faces[g.face](), resource: "/F" + strconv.Itoa(int(g.face)), object: w.reserve(),
				numbers: map[uint16]int{}, ids: []uint16{0}, texts: []string{""},
			}
			w.fonts[g.face] = font
		}
		if number, ok := font.numbers[g.id]; !ok {
			font.numbers[g.id] = len(font.ids)
			font.ids, font.texts = append(font.ids, g.id), append(font.texts, g.text)
		} else if font.texts[number] == "" {
			font.texts[number] = g.text
		}
	}
}

// readable reports whether the glyphs read back as their text; where one glyph
// stands for two different texts, the line needs ActualText.
func (w *Writer) readable(glyphs []glyph) bool {
	for _, g := range glyphs {
		if font := w.fonts[g.face]; g.text == "" || font.texts[font.numbers[g.id]] != g.text {
			return false
		}
	}
	return true
}

// embed writes the objects of one face: Type0 font, CIDFont, descriptor,
// subset file and ToUnicode.
func (w *Writer) embed(e *embedded) error {
	subset, err := e.face.file.Subset(slices.Clone(e.ids), sfnt.SubsetOptions{Tables: sfnt.KeepPDFTables})
	if err != nil {
		return err
	}
	file := subset.Write()
	unstamp(file)
	name := subsetTag(e.ids) + "+" + e.face.name
	cid, descriptor, unicode, data := w.reserve(), w.reserve(), w.reserve(), w.reserve()
	w.object(e.object, func(b *bytes.Buffer) {
		b.WriteString("<</Type /Font /Subtype /Type0 /BaseFont /" + name + " /Encoding /Identity-H /DescendantFonts [" +
			ref(cid) + "] /ToUnicode " + ref(unicode) + ">>")
	})
	w.object(cid, func(b *bytes.Buffer) {
		b.WriteString("<</Type /Font /Subtype /CIDFontType2 /BaseFont /" + name +
			" /CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>> /FontDescriptor " + ref(descriptor) +
			" /CIDToGIDMap /Identity /DW 1000 /W [1 [")
		for _, id := range e.ids[1:] {
			b.WriteString(strconv.Itoa(e.width(id)) + " ")
		}
		b.WriteString("]]>>")
	})
	w.object(descriptor, func(b *bytes.Buffer) { e.writeDescriptor(b, name, data) })
	w.stream(unicode, "", e.toUnicode())
	w.stream(data, "/Length1 "+strconv.Itoa(len(file)), file)
	return nil
}

// writeDescriptor: flags are bits of ISO 32000-1, table 123: serif 2, symbolic
// 4 (the encoding is by glyph), italic 64.
func (e *embedded) writeDescriptor(b *bytes.Buffer, name string, data int) {
	f := e.face.file
	flags, stem := 4, 80
	if e.face.serif {
		flags |= 2
	}
	if f.Post.ItalicAngle != 0 {
		flags |= 64
	}
	if e.face.bold {
		stem = 140
	}
	b.WriteString("<</Type /FontDescriptor /FontName /" + name + " /Flags " + strconv.Itoa(flags) + " /FontBBox [")
	writeNumbers(b, float64(f.Head.XMin), float64(f.Head.YMin), float64(f.Head.XMax), float64(f.Head.YMax))
	b.WriteString("] /ItalicAngle ")
	writeNumbers(b, f.Post.ItalicAngle)
	b.WriteString("/Ascent ")
	writeNumbers(b, float64(f.OS2.STypoAscender))
	b.WriteString("/Descent ")
	writeNumbers(b, float64(f.OS2.STypoDescender))
	b.WriteString("/CapHeight ")
	writeNumbers(b, float64(f.OS2.SCapHeight))
	b.WriteString("/StemV " + strconv.Itoa(stem) + " /FontWeight " + strconv.Itoa(int(f.OS2.UsWeightClass)) + " /FontFile2 " + ref(data) + ">>")
}

// toUnicode is the CMap from glyph to the full text of its cluster, at most 100
// entries a block.
func (e *embedded) toUnicode() []byte {
	var b bytes.Buffer
	b.WriteString("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n" +
		"/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n" +
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n" +
		"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n")
	number := 1
	for block := range slices.Chunk(e.texts[1:], 100) {
		b.WriteString(strconv.Itoa(len(block)) + " beginbfchar\n")
		for _, text := range block {
			b.WriteByte('<')
			writeHex(&b, uint16(number))
			b.WriteString("> <")
			for _, u := range utf16.Encode([]rune(text)) {
				writeHex(&b, u)
			}
			b.WriteString(">\n")
			number++
		}
		b.WriteString("endbfchar\n")
	}
	b.WriteString("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n")
	return b.Bytes()
}

// subsetTag is six capital letters that depend on the glyphs alone
// (ISO 32000-1, 9.6.4); FNV-1a.
func subsetTag(ids []uint16) string {
	h := uint64(14695981039346656037)
	for _, id := range ids {
		h = (h ^ uint64(id)) * 1099511628211
	}
	var tag [6]byte
	for i := range tag {
		tag[i] = byte('A' + h%26)
		h /= 26
	}
	return string(tag[:])
}
