package document

import (
	"archive/zip"
	"bytes"
	"path"
	"strings"
)

// Signatures of file types.
var (
	pdfMagic = []byte("%PDF-")
	zipMagic = []byte("PK\x03\x04")
	oleMagic = []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")
)

// sniffBytes is how far into a file a PDF may begin (ISO 32000-1, annex H).
const sniffBytes = 1024

// Sniff looks at a file before anything is stored or read: size, type by
// content, agreement with the extension of name, and the outer structure of a
// DOCX. It refuses files that are two types at once, carry macros or other
// files, or would inflate beyond the limits. Errors are faults of Refuse.
func Sniff(name string, data []byte) (Format, error) {
	if len(data) > MaxBytes {
		return "", Refuse(TooLarge)
	}
	want := extension(name)
	switch {
	case want == "":
		return "", Refuse(Unsupported)
	case bytes.HasPrefix(data, oleMagic):
		return "", Refuse(Encrypted)
	case bytes.Contains(head(data), pdfMagic):
		return sniffPDF(want, data)
	case bytes.HasPrefix(data, zipMagic):
		return sniffZIP(want, data)
	}
	return "", Refuse(Broken)
}

// extension returns the format a file name promises, "" for another type.
func extension(name string) Format {
	switch strings.ToLower(path.Ext(name)) {
	case ".pdf":
		return PDF
	case ".docx":
		return DOCX
	}
	return ""
}

func head(data []byte) []byte { return data[:min(len(data), sniffBytes)] }

func sniffPDF(want Format, data []byte) (Format, error) {
	tail := data[max(0, len(data)-sniffBytes):]
	if want != PDF || hasHTML(head(data)) || hasHTML(tail) || isPicture(data) || isZIP(data) {
		return "", Refuse(Unsupported)
	}
	return PDF, nil
}

// isPicture tells whether the data begin as a GIF, PNG or JPEG file, which a PDF
// behind them would make two types at once.
func isPicture(data []byte) bool {
	for _, magic := range []string{"GIF8", "\x89PNG", "\xff\xd8\xff"} {
		if bytes.HasPrefix(data, []byte(magic)) {
			return true
		}
	}
	return false
}

// hasHTML finds markup that a browser would run.
func hasHTML(b []byte) bool {
	b = bytes.ToLower(b)
	for _, mark := range []string{"<html", "<script", "<!doctype html", "<svg", "<iframe"} {
		if bytes.Contains(b, []byte(mark)) {
			return true
		}
	}
	return false
}

// isZIP tells whether an archive can be opened from the end of the data. The
// search for its signature comes first because it is cheap.
func isZIP(data []byte) bool {
	const longestTail = 22 + 1<<16
	if !bytes.Contains(data[max(0, len(data)-longestTail):], []byte("PK\x05\x06")) {
		return false
	}
	_, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	return err == nil
}

func sniffZIP(want Format, data []byte) (Format, error) {
	archive, err := openDOCX(data)
	if err != nil {
		return "", err
	}
	if want != DOCX {
		return "", Refuse(Unsupported)
	}
	return DOCX, archive.check()
}
