package pdf

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"fmt"
	"strconv"
	"sync"
)

func ref(object int) string { return strconv.Itoa(object) + " 0 R" }

// reserve gives out the number of an object to be written later.
func (w *Writer) reserve() int {
	w.spots = append(w.spots, 0)
	return len(w.spots)
}

func (w *Writer) object(number int, body func(*bytes.Buffer)) {
	w.spots[number-1] = w.out.Len()
	w.out.WriteString(strconv.Itoa(number) + " 0 obj\n")
	body(&w.out)
	w.out.WriteString("\nendobj\n")
}

// deflaters pack at level 3: a tenth less time than the default for a tenth
// more bytes.
var deflaters = sync.Pool{New: func() any {
	z, _ := zlib.NewWriterLevel(nil, 3) // fails for unknown levels only
	return z
}}

func (w *Writer) stream(number int, entries string, data []byte) {
	var packed bytes.Buffer
	z := deflaters.Get().(*zlib.Writer)
	defer deflaters.Put(z)
	z.Reset(&packed)
	_, _ = z.Write(data) // a bytes.Buffer never fails
	_ = z.Close()
	w.object(number, func(b *bytes.Buffer) {
		b.WriteString("<</Filter /FlateDecode /Length " + strconv.Itoa(packed.Len()) + " " + entries + ">>\nstream\n")
		b.Write(packed.Bytes())
		b.WriteString("\nendstream")
	})
}

// assemble writes all objects and the cross-reference table.
func (w *Writer) assemble() ([]byte, error) {
	w.out.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	catalog, tree, info := w.reserve(), w.reserve(), w.reserve()
	resources, meta := w.reserve(), w.reserve()
	w.linkKeys()
	for i, p := range w.pages {
		w.writePage(p, i, tree, resources)
	}
	root := w.structure()
	for _, font := range w.fonts {
		if font == nil {
			continue
		}
		if err := w.embed(font); err != nil {
			return nil, fmt.Errorf("pdf: subset %s: %w", font.face.name, err)
		}
	}
	w.object(resources, w.writeResources)
	w.object(tree, w.writeTree)
	w.object(info, w.writeInfo)
	w.object(meta, w.writeMetadata)
	w.object(catalog, func(b *bytes.Buffer) {
		b.WriteString("<</Type /Catalog /Pages " + ref(tree) + " /Metadata " + ref(meta) + " /StructTreeRoot " + ref(root) +
			" /MarkInfo <</Marked true>> /ViewerPreferences <</DisplayDocTitle true>> /Lang ")
		writeText(b, w.info.Language)
		b.WriteString(">>")
	})
	w.trailer(catalog, info)
	return w.out.Bytes(), nil
}

// linkKeys numbers annotations behind the pages in the ParentTree.
func (w *Writer) linkKeys() {
	key := len(w.pages)
	for _, p := range w.pages {
		for _, a := range p.links {
			a.object, a.key = w.reserve(), key
			key++
		}
	}
}

func (w *Writer) writePage(p *page, index, tree, resources int) {
	content := w.reserve()
	w.stream(content, "", p.content.Bytes())
	for _, a := range p.links {
		w.object(a.object, a.write)
	}
	w.object(p.object, func(b *bytes.Buffer) {
		b.WriteString("<</Type /Page /Parent " + ref(tree) + " /MediaBox [0 0 ")
		writeNumbers(b, w.info.Width, w.info.Height)
		b.WriteString("] /Resources " + ref(resources) + " /Contents " + ref(content) +
			" /StructParents " + strconv.Itoa(index) + " /Tabs /S /Annots [")
		for _, a := range p.links {
			b.WriteString(ref(a.object) + " ")
		}
		b.WriteString("]>>")
	})
}

func (a *annotation) write(b *bytes.Buffer) {
	b.WriteString("<</Type /Annot /Subtype /Link /F 4 /Border [0 0 0] /Rect [")
	writeNumbers(b, a.x0, a.y0, a.x1, a.y1)
	b.WriteString("] /StructParent " + strconv.Itoa(a.key) + " /Contents ")
	writeText(b, a.url)
	b.WriteString(" /A <</S /URI /URI ")
	writeText(b, a.url)
	b.WriteString(">>>>")
}

func (w *Writer) writeResources(b *bytes.Buffer) {
	b.WriteString("<</Font <<")
	for _, font := range w.fonts {
		if font != nil {
			b.WriteString(font.resource + " " + ref(font.object) + " ")
		}
	}
	b.WriteString(">>>>")
}

func (w *Writer) writeTree(b *bytes.Buffer) {
	b.WriteString("<</Type /Pages /Count " + strconv.Itoa(len(w.pages)) + " /Kids [")
	for _, p := range w.pages {
		b.WriteString(ref(p.object) + " ")
	}
	b.WriteString("]>>")
}

func (w *Writer) writeInfo(b *bytes.Buffer) {
	b.WriteString("<</Title ")
	writeText(b, w.info.Title)
	b.WriteString(" /Author ")
	writeText(b, w.info.Author)
	b.WriteString(" /Producer (JobOps)>>")
}

// trailer ends the file. The identifier is a digest of the content, so that
// equal files are equal in every byte.
func (w *Writer) trailer(catalog, info int) {
	sum := sha256.Sum256(w.out.Bytes())
	start := w.out.Len()
	fmt.Fprintf(&w.out, "xref\n0 %d\n0000000000 65535 f \n", len(w.spots)+1)
	for _, spot := range w.spots {
		fmt.Fprintf(&w.out, "%010d 00000 n \n", spot)
	}
	fmt.Fprintf(&w.out, "trailer\n<</Size %d /Root %s /Info %s /ID [<%x> <%x>]>>\nstartxref\n%d\n%%%%EOF\n",
		len(w.spots)+1, ref(catalog), ref(info), sum[:16], sum[:16], start)
}
