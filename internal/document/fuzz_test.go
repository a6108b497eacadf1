package document

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"strings"
	"testing"

	"jobops/internal/document/documenttest"
	"jobops/internal/fault"
)

// FuzzSniff: a file is accepted as what its name and its content say, or refused
// with a verdict.
func FuzzSniff(f *testing.F) {
	f.Add("cv.pdf", documenttest.CyclicPDF())
	f.Add("cv.docx", docx(para("Sample Person")))
	f.Add("cv.docx", ole())
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		format, err := Sniff(name, data)
		if err != nil && verdictOf(err) == "" {
			t.Errorf("Sniff(%q) = %v, want a verdict", name, err)
		}
		if err == nil && !strings.HasSuffix(strings.ToLower(name), "."+string(format)) {
			t.Errorf("Sniff(%q) = %q, which the name does not say", name, format)
		}
	})
}

// FuzzOpenDOCX reads archives as they come, where FuzzReadDOCX packs well.
func FuzzOpenDOCX(f *testing.F) {
	f.Add(docx(para("Sample Person")))
	f.Add(overlapping(f))
	for i := range 20 {
		f.Add(documenttest.NewMaker(1, []documenttest.File{{Name: "a.docx", Data: docx(para("Sample Person"))}}).File(i).Data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		l, err := readDOCX(data)
		if err != nil && verdictOf(err) == "" || err == nil && len(l.Pages) != 1 {
			t.Errorf("readDOCX = %d pages, %v, want one or a verdict", len(l.Pages), err)
		}
	})
}

// FuzzReadPDF reads through a pool, as the program does: the engine may trap
// and the child may die, the caller gets a layout or a verdict.
func FuzzReadPDF(f *testing.F) {
	f.Add(fixture(f, "latexot1.pdf"))
	f.Add(documenttest.CyclicPDF())
	f.Add(pdfPages(line(50, 700, "Sample Person")))
	f.Fuzz(func(t *testing.T, data []byte) {
		l, err := shared().Read(t.Context(), "a.pdf", data)
		if err != nil && verdictOf(err) == "" || err == nil && len(l.Pages) == 0 {
			t.Errorf("Read = %d pages, %v, want some or a verdict", len(l.Pages), err)
		}
	})
}

// FuzzRequest asks a child's engine for anything but a PDF, which FuzzReadPDF
// does: unknown kinds and short bodies are answered, too.
func FuzzRequest(f *testing.F) {
	f.Add(byte(frameDOCX), docx(para("Sample Person")))
	f.Add(byte(framePreview), []byte{0, 0})
	f.Add(byte('?'), []byte(nil))
	f.Fuzz(func(t *testing.T, kind byte, body []byte) {
		if kind == framePDF || kind == framePreview && len(body) >= previewHeader {
			return
		}
		answer, result := (&engine{}).answer(request{kind, body})
		if answer != frameResult && answer != frameVerdict {
			t.Errorf("answer(%q) = %q, want a result or a verdict", kind, answer)
		}
		if answer == frameVerdict && len(result) == 0 {
			t.Errorf("answer(%q) = a verdict without a code", kind)
		}
	})
}

// FuzzAnswer lets a child say anything: the parent gives a result, a fault or
// an error, and never more memory than was sent.
func FuzzAnswer(f *testing.F) {
	var b bytes.Buffer
	for kind, body := range map[byte]string{frameResult: "{}", frameVerdict: "upload.broken"} {
		if err := writeFrame(&b, kind, []byte(body)); err != nil {
			f.Fatal(err)
		}
	}
	f.Add(b.Bytes())
	f.Add([]byte{frameResult, 0x03, 0xFF, 0xFF, 0xFF})
	f.Fuzz(func(t *testing.T, said []byte) {
		p := &process{in: discard{}, out: bufio.NewReader(bytes.NewReader(said))}
		kind, body, err := p.ask(framePDF, nil)
		if err != nil {
			return
		}
		if len(body) != int(binary.BigEndian.Uint32(said[1:])) {
			t.Errorf("ask = %d bytes, want what the header says", len(body))
		}
		result, err := open(kind, body)
		if (result != nil) == (err != nil) && len(body) > 0 {
			t.Errorf("open(%q) = %q, %v, want one of the two", kind, result, err)
		}
		if code, _ := fault.CodeOf(err); err != nil && code == "" {
			t.Errorf("open(%q) = %v, want a code", kind, err)
		}
		_ = p.settled() // must return, whatever is left
	})
}

// discard takes what the parent sends.
type discard struct{}

func (discard) Write(b []byte) (int, error) { return len(b), nil }
func (discard) Close() error                { return nil }
