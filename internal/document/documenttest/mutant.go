package documenttest

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
)

// Maker changes good files into bad ones.
type Maker struct {
	seed  uint64
	seeds []File
}

// NewMaker returns a Maker over some files.
func NewMaker(seed uint64, seeds []File) *Maker { return &Maker{seed, seeds} }

// File returns changed file number i, always the same for one seed. Every
// file is changed once to three times.
func (m *Maker) File(i int) File {
	r := rand.New(rand.NewPCG(m.seed, uint64(i)))
	f := m.seeds[r.IntN(len(m.seeds))]
	name := f.Name
	var done []string
	for range 1 + r.IntN(3) {
		change := pick(r, changesOf(f))
		if r.IntN(rare) == 0 {
			change = pick(r, heavy)
		}
		f = change.apply(r, f, m)
		done = append(done, change.name)
		if len(f.Data) > maxFile {
			break
		}
	}
	f.Change = fmt.Sprintf("%s: %s", name, strings.Join(done, ", "))
	return f
}

const (
	maxFile = 11 << 20 // a little more than an upload may have
	rare    = 60       // one change in so many takes seconds to read
)

// change is one way to spoil a file.
type change struct {
	name  string
	apply func(r *rand.Rand, f File, m *Maker) File
}

// bytesOnly makes a change of one that needs nothing but the bytes.
func bytesOnly(name string, spoil func(r *rand.Rand, data []byte) []byte) change {
	return change{name, func(r *rand.Rand, f File, _ *Maker) File {
		f.Data = spoil(r, bytes.Clone(f.Data))
		return f
	}}
}

// changesOf lists what fits a file: what is blind to its type, and what knows
// it, each with the same weight as a group.
func changesOf(f File) []change {
	known := pdfChanges
	if f.isDOCX() {
		known = docxChanges
	}
	out := known
	for range 3 { // knowing changes reach deeper
		out = append(out[:len(out):len(out)], known...)
	}
	return append(out, blindChanges...)
}

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

// span draws the ends of a stretch of data.
func span(r *rand.Rand, data []byte) (from, to int) {
	if len(data) == 0 {
		return 0, 0
	}
	from = r.IntN(len(data))
	return from, min(len(data), from+1+r.IntN(1+r.IntN(4096)))
}

// blindChanges work on any file.
var blindChanges = []change{
	bytesOnly("flip bits", func(r *rand.Rand, data []byte) []byte {
		for range 1 + r.IntN(64) {
			if len(data) > 0 {
				data[r.IntN(len(data))] ^= 1 << r.IntN(8)
			}
		}
		return data
	}),
	bytesOnly("random bytes", func(r *rand.Rand, data []byte) []byte {
		for range 1 + r.IntN(200) {
			if len(data) > 0 {
				data[r.IntN(len(data))] = byte(r.Uint32())
			}
		}
		return data
	}),
	bytesOnly("truncate", func(r *rand.Rand, data []byte) []byte { return data[:r.IntN(len(data)+1)] }),
	bytesOnly("cut the front", func(r *rand.Rand, data []byte) []byte { return data[r.IntN(min(len(data), 2000)+1):] }),
	bytesOnly("cut out", func(r *rand.Rand, data []byte) []byte {
		from, to := span(r, data)
		return append(data[:from], data[to:]...)
	}),
	bytesOnly("repeat", func(r *rand.Rand, data []byte) []byte {
		from, to := span(r, data)
		return bytes.Join([][]byte{data[:to], data[from:to], data[from:]}, nil)
	}),
	bytesOnly("blank out", func(r *rand.Rand, data []byte) []byte {
		from, to := span(r, data)
		clear(data[from:to])
		return data
	}),
	bytesOnly("junk in front", func(r *rand.Rand, data []byte) []byte { return append(junk(r, 1+r.IntN(2000)), data...) }),
	bytesOnly("junk behind", func(r *rand.Rand, data []byte) []byte { return append(data, junk(r, 1+r.IntN(5000))...) }),
	bytesOnly("line ends", func(_ *rand.Rand, data []byte) []byte {
		return bytes.ReplaceAll(data, []byte("\n"), []byte("\r\n"))
	}),
	bytesOnly("high bits lost", func(_ *rand.Rand, data []byte) []byte {
		for i := range data {
			data[i] &= 0x7F
		}
		return data
	}),
	{"graft", func(r *rand.Rand, f File, m *Maker) File {
		other := pick(r, m.seeds).Data
		from, to := span(r, other)
		at := r.IntN(len(f.Data) + 1)
		f.Data = bytes.Join([][]byte{f.Data[:at], other[from:to], f.Data[at:]}, nil)
		return f
	}},
	{"two files in one", func(r *rand.Rand, f File, m *Maker) File {
		f.Data = append(bytes.Clone(f.Data), pick(r, m.seeds).Data...)
		return f
	}},
	{"wrong extension", func(r *rand.Rand, f File, _ *Maker) File {
		f.Name = pick(r, []string{"cv.docx", "cv.pdf", "cv.doc", "cv", "cv.pdf.exe", "..", "cv.PDF", "\x00.pdf"})
		return f
	}},
}

func junk(r *rand.Rand, n int) []byte {
	out := make([]byte, n)
	for i := range out {
		out[i] = byte(r.Uint32())
	}
	return out
}

// heavy are files that aim at time and memory.
var heavy = []change{
	swap("deflate bomb", "bomb.pdf", func(r *rand.Rand) []byte { return PDFBomb(1 << (24 + r.IntN(5))) }),
	swap("nested forms", "forms.pdf", func(r *rand.Rand) []byte { return FormsPDF(2+r.IntN(12), 2+r.IntN(10)) }),
	swap("endless text", "slow.pdf", func(r *rand.Rand) []byte { return SlowPDF(10_000 + r.IntN(300_000)) }),
	swap("many pages", "pages.pdf", func(r *rand.Rand) []byte { return Pages(make([]string, 1+r.IntN(3000))...) }),
	swap("deep arrays", "deep.pdf", func(r *rand.Rand) []byte {
		n := 1000 + r.IntN(500_000)
		return PDF("<< /Type /Catalog /Pages 2 0 R /X "+strings.Repeat("[", n)+" >>", "<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
			"<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>", Stream("", strings.Repeat("q ", n)))
	}),
	swap("blank part", "blank.docx", func(r *rand.Rand) []byte { return DOCX(strings.Repeat(" ", 1<<(18+r.IntN(7)))) }),
	swap("deep elements", "deep.docx", func(r *rand.Rand) []byte {
		return DOCX(strings.Repeat(pick(r, []string{"<w:p>", "<w:tbl><w:tr><w:tc>", "<w:sdt><w:sdtContent>", "<w:ins>"}), 10+r.IntN(200_000)))
	}),
	swap("many paragraphs", "long.docx", func(r *rand.Rand) []byte {
		return DOCX(strings.Repeat(Para(pick(r, []string{"a", "", prose})), 1000+r.IntN(100_000)))
	}),
	swap("many entries", "entries.docx", func(r *rand.Rand) []byte {
		parts := make([]Part, 1+r.IntN(5000))
		for i := range parts {
			parts[i] = Part{fmt.Sprintf("word/p%d.xml", i), ""}
		}
		return DOCX(Para(prose), parts...)
	}),
	swap("many attributes", "attributes.docx", func(r *rand.Rand) []byte {
		return DOCX("<w:p " + strings.Repeat(`w:a="b" `, 1+r.IntN(500_000)) + "/>" + Para(prose))
	}),
}

// swap puts another file in the place of the one to be changed.
func swap(name, file string, build func(r *rand.Rand) []byte) change {
	return change{name, func(r *rand.Rand, _ File, _ *Maker) File { return File{Name: file, Data: build(r)} }}
}
