package documenttest

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"math/rand/v2"
	"regexp"
	"strings"
)

// Patterns of what a PDF is made of (ISO 32000-1, 7.3).
var (
	pdfObject  = regexp.MustCompile(`(?s)(\d+) 0 obj\s(.*?)\sendobj`)
	pdfStream  = regexp.MustCompile(`(?s)^(<<.*?>>)\s*stream\r?\n(.*?)\r?\nendstream`)
	pdfNumber  = regexp.MustCompile(`-?\b\d+(\.\d+)?\b`)
	pdfRef     = regexp.MustCompile(`\b\d+ 0 R\b`)
	pdfName    = regexp.MustCompile(`/[A-Za-z][A-Za-z0-9]*`)
	pdfFilter  = regexp.MustCompile(`/Filter\s*(/\w+|\[[^\]]*\])`)
	pdfLength  = regexp.MustCompile(`/Length \d+`)
	pdfDict    = regexp.MustCompile(`<<`)
	pdfXref    = regexp.MustCompile(`\d{10} \d{5} [nf]`)
	pdfSize    = regexp.MustCompile(`/Size \d+`)
	pdfStart   = regexp.MustCompile(`startxref\s+\d+`)
	pdfTrailer = regexp.MustCompile(`trailer\s*<<`)
	pdfBox     = regexp.MustCompile(`/MediaBox\s*\[[^\]]*\]`)
)

// Values that readers of numbers trip over.
var extremes = []string{
	"-1", "0", "1", "2", "65535", "65536", "2147483647", "2147483648", "-2147483648", "4294967295", "4294967296",
	"9223372036854775807", "99999999999999999999999999", "0.0000001", "1e308", "-.5", "3.4028235e38", "null", "true", "()", "[]", "<<>>",
}

var filters = []string{
	"/FlateDecode", "/LZWDecode", "/ASCII85Decode", "/ASCIIHexDecode", "/RunLengthDecode", "/CCITTFaxDecode",
	"/JBIG2Decode", "/DCTDecode", "/JPXDecode", "/Crypt", "/NoSuchDecode",
	"[/FlateDecode /FlateDecode]", "[/ASCIIHexDecode /FlateDecode]", "[" + strings.Repeat("/FlateDecode ", 40) + "]",
}

var operators = []string{
	"q", "Q", "cm", "BT", "ET", "Tf", "Td", "TD", "Tm", "T*", "Tj", "TJ", "'", "\"", "Tr", "Tz", "TL", "Ts", "Tc", "Tw",
	"re", "W", "W*", "n", "f", "S", "B", "m", "l", "c", "h", "Do", "gs", "sh", "BDC", "EMC", "BI", "ID", "EI", "rg", "g", "k", "scn", "cs", "d0", "d1", "BX", "EX",
}

// insertions are entries that may stand in any dictionary.
var insertions = []string{
	"/Type /Catalog", "/Type /Page", "/Kids [1 0 R 2 0 R 3 0 R]", "/Parent 1 0 R", "/Count -5", "/Length 999999999", "/Rotate 45", "/Rotate 90",
	"/UserUnit 1e30", "/Prev 0", "/Encrypt << /Filter /Standard /V 5 /R 6 /Length 256 /P -1 /O (x) /U (y) >>", "/DecodeParms << /Predictor 15 /Columns 2000000000 /Colors 32 >>",
	"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>", "/Names << /EmbeddedFiles << /Names [(a) 1 0 R] >> >>", "/Lang (" + strings.Repeat("x", 9000) + ")",
	"/Subtype /Type3 /FontMatrix [0 0 0 0 0 0]", "/ToUnicode 1 0 R", "/W [0 4294967295 1]", "/XRefStm 9", "/Extends 1 0 R", "/Resources 2 0 R", "/SMask 5 0 R", "/Contents [4 0 R 4 0 R 4 0 R]",
	"/Width 2147483647 /Height 2147483647", "/Width 65535 /Height 65535 /BitsPerComponent 16", "/BBox [0 0 1e30 1e30]", "/Matrix [1e20 0 0 1e20 0 0]",
}

var pdfChanges = []change{
	replaceSome("numbers", pdfNumber, func(r *rand.Rand, _ string) string { return pick(r, extremes) }),
	replaceSome("references", pdfRef, func(r *rand.Rand, _ string) string { return fmt.Sprintf("%d 0 R", r.IntN(20)) }),
	replaceSome("names", pdfName, func(r *rand.Rand, _ string) string {
		return pick(r, []string{"/Type", "/Page", "/Pages", "/Kids", "/Parent", "/Length", "/Filter", "/Font", "/XObject", "/Form", "/Type3", "/Type0", "/Image", "/" + strings.Repeat("N", 300)})
	}),
	replaceSome("filters", pdfFilter, func(r *rand.Rand, _ string) string { return "/Filter " + pick(r, filters) }),
	replaceSome("lengths", pdfLength, func(r *rand.Rand, _ string) string { return "/Length " + pick(r, extremes) }),
	replaceSome("entries", pdfDict, func(r *rand.Rand, _ string) string { return "<< " + pick(r, insertions) + " " }),
	replaceSome("xref", pdfXref, func(r *rand.Rand, _ string) string {
		return fmt.Sprintf("%010d %05d %c", r.Uint64N(10_000_000_000), r.IntN(65536), pick(r, []byte("nf")))
	}),
	replaceSome("size", pdfSize, func(r *rand.Rand, _ string) string { return "/Size " + pick(r, extremes) }),
	replaceSome("startxref", pdfStart, func(r *rand.Rand, _ string) string { return "startxref\n" + pick(r, extremes) }),
	replaceSome("trailer", pdfTrailer, func(r *rand.Rand, _ string) string {
		return fmt.Sprintf("trailer << /Prev %d /XRefStm %d ", r.IntN(50_000), r.IntN(50_000))
	}),
	replaceSome("page size", pdfBox, func(r *rand.Rand, _ string) string {
		return fmt.Sprintf("/MediaBox [%s %s %s %s]", pick(r, extremes), pick(r, extremes), pick(r, extremes), pick(r, extremes))
	}),
	rebuilt("drop an object", func(r *rand.Rand, objects []string) []string {
		objects[r.IntN(len(objects))] = "null"
		return objects
	}),
	rebuilt("swap objects", func(r *rand.Rand, objects []string) []string {
		i, j := r.IntN(len(objects)), r.IntN(len(objects))
		objects[i], objects[j] = objects[j], objects[i]
		return objects
	}),
	rebuilt("content operators", func(r *rand.Rand, objects []string) []string {
		return editStream(r, objects, func(s string) string { return spoilContent(r, s) })
	}),
	rebuilt("stream bytes", func(r *rand.Rand, objects []string) []string {
		return editStream(r, objects, func(s string) string {
			b := []byte(s)
			for range 1 + r.IntN(30) {
				if len(b) > 0 {
					b[r.IntN(len(b))] = byte(r.Uint32())
				}
			}
			return string(b)
		})
	}),
	rebuilt("stream numbers", func(r *rand.Rand, objects []string) []string {
		return editStream(r, objects, func(s string) string {
			return string(replaceN(r, []byte(s), pdfNumber, func(r *rand.Rand, _ string) string { return pick(r, extremes) }))
		})
	}),
	rebuilt("stream repeated", func(r *rand.Rand, objects []string) []string {
		return editStream(r, objects, func(s string) string { return strings.Repeat(s+"\n", 2+r.IntN(20)) })
	}),
	rebuilt("packed again", func(r *rand.Rand, objects []string) []string {
		return editStream(r, objects, func(s string) string { return deflate(s) })
	}),
}

// replaceSome replaces some matches of a pattern.
func replaceSome(name string, pattern *regexp.Regexp, with func(r *rand.Rand, old string) string) change {
	return bytesOnly(name, func(r *rand.Rand, data []byte) []byte { return replaceN(r, data, pattern, with) })
}

// maxMatches bounds the work on a large file.
const maxMatches = 20_000

func replaceN(r *rand.Rand, data []byte, pattern *regexp.Regexp, with func(r *rand.Rand, old string) string) []byte {
	found := pattern.FindAllIndex(data, maxMatches)
	if len(found) == 0 {
		return data
	}
	chosen := map[int]bool{}
	for range 1 + r.IntN(4) {
		chosen[r.IntN(len(found))] = true
	}
	var out []byte
	last := 0
	for i, at := range found {
		if chosen[i] {
			out = append(append(out, data[last:at[0]]...), with(r, string(data[at[0]:at[1]]))...)
			last = at[1]
		}
	}
	return append(out, data[last:]...)
}

// rebuilt takes a PDF apart, changes its objects and writes it again with a
// right cross-reference table, so that the change is reached. Files that do not
// come apart stay as they are.
func rebuilt(name string, edit func(r *rand.Rand, objects []string) []string) change {
	return bytesOnly(name, func(r *rand.Rand, data []byte) []byte {
		objects, root := takeApart(data)
		if len(objects) == 0 {
			return data
		}
		out := PDF(edit(r, objects)...)
		return bytes.Replace(out, []byte("/Root 1 0 R"), []byte("/Root "+root), 1)
	})
}

var pdfRoot = regexp.MustCompile(`/Root (\d+ 0 R)`)

// takeApart returns the objects of a PDF by number, from 1.
func takeApart(data []byte) (objects []string, root string) {
	const most = 5000
	for _, m := range pdfObject.FindAllSubmatch(data, most) {
		n := 0
		if _, err := fmt.Sscan(string(m[1]), &n); err != nil || n < 1 || n > most {
			continue
		}
		for len(objects) < n {
			objects = append(objects, "null")
		}
		objects[n-1] = string(m[2])
	}
	root = "1 0 R"
	if m := pdfRoot.FindSubmatch(data); m != nil {
		root = string(m[1])
	}
	return objects, root
}

// editStream changes the content of one stream, unpacked if it can be.
func editStream(r *rand.Rand, objects []string, edit func(string) string) []string {
	var streams []int
	for i, o := range objects {
		if pdfStream.MatchString(o) {
			streams = append(streams, i)
		}
	}
	if len(streams) == 0 {
		return objects
	}
	i := pick(r, streams)
	m := pdfStream.FindStringSubmatch(objects[i])
	dict, data := m[1], m[2]
	plain, packed := inflate(data)
	if !packed {
		plain = data
	}
	plain = edit(plain)
	if packed {
		plain = deflate(plain)
	}
	dict = pdfLength.ReplaceAllString(dict, fmt.Sprintf("/Length %d", len(plain)))
	objects[i] = dict + "\nstream\n" + plain + "\nendstream"
	return objects
}

func inflate(data string) (string, bool) {
	z, err := zlib.NewReader(strings.NewReader(data))
	if err != nil {
		return "", false
	}
	const most = 4 << 20
	plain, err := io.ReadAll(io.LimitReader(z, most))
	return string(plain), err == nil
}

// spoilContent drops, doubles and invents operators of a content stream.
func spoilContent(r *rand.Rand, content string) string {
	words := strings.Fields(content)
	for range 1 + r.IntN(40) {
		at := 0
		if len(words) > 0 {
			at = r.IntN(len(words))
		}
		added := []string{pick(r, extremes), pick(r, extremes), pick(r, operators)}
		words = append(words[:at:at], append(added[r.IntN(3):], words[at:]...)...)
	}
	return strings.Join(words, " ")
}
