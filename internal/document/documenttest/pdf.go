// Package documenttest is a kit for tests of readers of documents: it builds
// small PDF and DOCX files by hand, and changes files into damaged and malicious
// ones.
//
// A Maker with the same seed and the same files gives the same changed files on
// every machine, so that a file that a drill found can be made again from its
// number. Nothing in the kit comes from a real person's document.
package documenttest

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"strings"
)

// PDF writes objects 1, 2, ... with a cross-reference table; object 1 is the
// catalog.
func PDF(objects ...string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n")
	offsets := make([]int, len(objects))
	for i, o := range objects {
		offsets[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, o := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, start)
	return b.Bytes()
}

// Pages makes a PDF with one page for each content stream; F1 is Helvetica,
// F2 Helvetica-Bold.
func Pages(contents ...string) []byte {
	kids := make([]string, len(contents))
	objects := []string{"<< /Type /Catalog /Pages 2 0 R >>", "",
		"<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> /F2 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold >> >> >>"}
	for i, c := range contents {
		kids[i] = fmt.Sprintf("%d 0 R", 4+2*i)
		objects = append(objects,
			fmt.Sprintf("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources 3 0 R /Contents %d 0 R >>", 5+2*i),
			Stream("", c))
	}
	objects[1] = fmt.Sprintf("<< /Type /Pages /Count %d /Kids [%s] >>", len(kids), strings.Join(kids, " "))
	return PDF(objects...)
}

// Stream is a stream object with more entries in its dictionary.
func Stream(entries, data string) string {
	return fmt.Sprintf("<< /Length %d %s >>\nstream\n%s\nendstream", len(data), entries, data)
}

// Line sets one line of Helvetica 11 pt; x and y in points from the lower left
// corner.
func Line(x, y int, text string) string {
	return fmt.Sprintf("BT /F1 11 Tf %d %d Td (%s) Tj ET\n", x, y, text)
}

// PDFBomb is a page whose content inflates to size bytes of blanks.
func PDFBomb(size int) []byte {
	stream := Stream("/Filter /FlateDecode", deflate(strings.Repeat(" ", size)))
	return PDF("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>", stream)
}

// deflate packs for /FlateDecode; writing to memory cannot fail.
func deflate(data string) string {
	var packed bytes.Buffer
	w := zlib.NewWriter(&packed)
	_, err := w.Write([]byte(data))
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		panic(err)
	}
	return packed.String()
}

// FormsPDF nests forms that each draw the next one many times: times to the
// power of depth objects.
func FormsPDF(depth, times int) []byte {
	objects := []string{
		"<< /Type /Catalog /Pages 2 0 R >>",
		"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /XObject << /X 5 0 R >> >> >>",
		Stream("", "/X Do"),
	}
	for i := range depth {
		next := fmt.Sprintf("/Resources << /XObject << /X %d 0 R >> >>", 6+i)
		objects = append(objects, Stream("/Type /XObject /Subtype /Form /BBox [0 0 595 842] "+next, strings.Repeat("/X Do ", times)))
	}
	objects = append(objects, Stream("/Type /XObject /Subtype /Form /BBox [0 0 595 842]", "0 0 1 1 re f"))
	return PDF(objects...)
}

// CyclicPDF has a page tree whose nodes are each other's parents.
func CyclicPDF() []byte {
	return PDF("<< /Type /Catalog /Pages 2 0 R >>",
		"<< /Type /Pages /Count 3 /Kids [3 0 R] /Parent 3 0 R >>",
		"<< /Type /Pages /Count 3 /Kids [2 0 R] /Parent 2 0 R >>")
}

// SlowPDF has n lines of text, of which an engine reads some ten thousand a
// second.
func SlowPDF(n int) []byte {
	return Pages("BT /F1 1 Tf 50 700 Td " + strings.Repeat("(a) Tj 0 -1 Td ", n) + " ET")
}

// ScanPDF is a page of one picture of 2 by 2 points, drawn by content.
func ScanPDF(content string) []byte {
	return PDF("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /XObject << /I 5 0 R >> /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
		Stream("", content),
		Stream("/Type /XObject /Subtype /Image /Width 2 /Height 2 /BitsPerComponent 8 /ColorSpace /DeviceGray", "\x10\x80\xF0\x40"))
}

// EmbeddedPDF is a page with a file embedded in it.
func EmbeddedPDF(name, data string) []byte {
	return PDF(
		"<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles << /Names [("+name+") 6 0 R] >> >> >>",
		"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
		Stream("", Line(50, 700, "Sample Person")),
		Stream("/Type /EmbeddedFile", data),
		"<< /Type /Filespec /F ("+name+") /UF ("+name+") /EF << /F 5 0 R >> >>")
}
