package document

import (
	"math"
	"slices"
	"strings"
	"unicode/utf16"
)

// PDFium's error codes (fpdfview.h).
const (
	pdfErrPassword = 4
	pdfErrSecurity = 5
)

// europassName is the one embedded file that is let through: the structured CV
// inside a PDF made by Europass.
const europassName = "attachment.xml"

// maxEuropass bounds that file, in bytes.
const maxEuropass = 4 << 20

// readPDF reads the text of a PDF. A refusal is a fault of Refuse; any other
// error means that the engine must be thrown away.
func (e *engine) readPDF(data []byte) (Layout, error) {
	var layout Layout
	err := e.withDocument(data, func(doc uint64) error {
		pages := e.count(fnPageCount, doc)
		switch {
		case pages == 0 && e.err == nil:
			return Refuse(Broken)
		case pages > MaxPages:
			return Refuse(TooManyPages)
		case e.foreignAttachment(doc):
			return Refuse(Unsupported)
		}
		reader := pdfReader{engine: e, doc: doc, faces: map[uint64]face{}, nameless: map[uint64]int{}}
		var err error
		layout, err = reader.read(pages)
		layout.Europass = e.europass(doc)
		return err
	})
	return layout, err
}

// withDocument opens data, calls use and closes everything again.
func (e *engine) withDocument(data []byte, use func(doc uint64) error) error {
	buffer := e.put(data)
	if buffer == 0 {
		return e.trapped()
	}
	defer e.call(fnFree, buffer)
	doc := e.call(fnLoadDocument, buffer, uint64(len(data)), 0)
	if doc == 0 {
		return e.refusal()
	}
	defer e.call(fnCloseDocument, doc)
	if err := use(doc); err != nil {
		return err
	}
	return e.trapped()
}

// refusal turns PDFium's last error into a verdict.
func (e *engine) refusal() error {
	code := e.call(fnLastError)
	switch {
	case e.err != nil:
		return e.trapped()
	case code == pdfErrPassword, code == pdfErrSecurity:
		return Refuse(Encrypted)
	}
	return Refuse(Broken)
}

// trapped returns the verdict on a document that brought the engine down, or
// nil when the engine is well. Running out of memory is what traps it.
func (e *engine) trapped() error {
	if e.err != nil {
		return Refuse(Bomb)
	}
	return nil
}

// foreignAttachment tells whether a document carries files, other than the one
// Europass puts there.
func (e *engine) foreignAttachment(doc uint64) bool {
	n := e.count(fnAttachmentCount, doc)
	if n == 0 {
		return false
	}
	attachment := e.call(fnAttachment, doc, 0)
	name := e.utf16(int(e.call(fnAttachmentName, attachment, e.at(0), scratchBytes)))
	fits := e.ok(fnAttachmentFile, attachment, 0, 0, e.at(0)) && e.uint32(0) <= maxEuropass
	return n > 1 || name != europassName || !fits
}

// europass returns the file that foreignAttachment let through, nil without one.
func (e *engine) europass(doc uint64) []byte {
	if e.count(fnAttachmentCount, doc) == 0 {
		return nil
	}
	attachment := e.call(fnAttachment, doc, 0)
	if !e.ok(fnAttachmentFile, attachment, 0, 0, e.at(0)) {
		return nil
	}
	size := e.uint32(0)
	buffer := e.call(fnMalloc, uint64(size))
	if buffer == 0 || size == 0 || size > maxEuropass {
		return nil
	}
	defer e.call(fnFree, buffer)
	if !e.ok(fnAttachmentFile, attachment, buffer, uint64(size), e.at(0)) || e.uint32(0) != size {
		return nil
	}
	data, _ := e.memory.Read(uint32(buffer), size)
	return slices.Clone(data)
}

// utf16 reads n bytes of UTF-16LE with its terminator from the scratch block.
func (e *engine) utf16(n int) string {
	b := e.bytes(n)
	units := make([]uint16, 0, len(b)/2)
	for i := 0; i+1 < len(b); i += 2 {
		if u := uint16(b[i]) | uint16(b[i+1])<<8; u != 0 {
			units = append(units, u)
		}
	}
	return string(utf16.Decode(units))
}

// metaText returns an entry of the information dictionary ("Producer").
func (e *engine) metaText(doc uint64, key string) string {
	tag := e.put(append([]byte(key), 0))
	defer e.call(fnFree, tag)
	return e.utf16(int(uint32(e.call(fnMetaText, doc, tag, e.at(0), scratchBytes))))
}

// pdfReader reads the pages of one open document.
type pdfReader struct {
	*engine
	doc   uint64
	faces map[uint64]face
	// nameless counts the ASCII letters of fonts without a name; cork tells that
	// such fonts speak T1, see decodeCork.
	nameless map[uint64]int
	cork     bool
	cyrillic map[face]bool // fonts of Russian, see decodeCyrillic
	blocks   int           // paragraphs seen so far in the structure tree
	tally
}

// tally counts what was seen over all pages.
type tally struct {
	chars, damaged, hidden int
	letters                int // visible characters without spaces
	images, drawings       int
}

func (r *pdfReader) read(pages int) (Layout, error) {
	layout := Layout{Format: PDF, Language: r.language()}
	readable := 0
	for i := range pages {
		page, ok := r.page(i, &layout)
		if r.err != nil {
			return Layout{}, r.trapped()
		}
		if r.chars > MaxChars {
			return Layout{}, Refuse(TooLarge)
		}
		if ok {
			readable++
		}
		layout.Pages = append(layout.Pages, page)
	}
	layout.Hidden = r.hidden
	if r.chars > 0 {
		layout.Damaged = float64(r.damaged) / float64(r.chars)
	}
	joinHyphens(&layout, r.hyphenates())
	return layout, r.verdict(readable)
}

// minLetters is how much text a page of pictures or outlines needs to count as
// a document with a text layer.
const minLetters = 100

// manyDrawings is how many filled shapes look like letters turned into outlines.
const manyDrawings = 150

func (r *pdfReader) verdict(readable int) error {
	switch {
	case readable == 0:
		return Refuse(Broken)
	case r.letters == 0,
		r.letters < minLetters && (r.images > 0 || r.drawings > manyDrawings):
		return Refuse(NoTextLayer)
	}
	return nil
}

func (r *pdfReader) language() string {
	return strings.TrimSpace(r.utf16(int(uint32(r.call(fnLanguage, r.doc, r.at(0), scratchBytes)))))
}

// hyphenates tells whether the producer breaks words at line ends by itself;
// browsers and word processors do not by default.
func (r *pdfReader) hyphenates() bool {
	producer := strings.ToLower(r.metaText(r.doc, "Producer") + " " + r.metaText(r.doc, "Creator"))
	for _, name := range []string{"tex", "indesign", "typst", "scribus"} {
		if strings.Contains(producer, name) {
			return true
		}
	}
	return false
}

// page reads one page; ok is false when PDFium cannot load it.
func (r *pdfReader) page(index int, layout *Layout) (page Page, ok bool) {
	handle := r.call(fnLoadPage, r.doc, uint64(index))
	if handle == 0 {
		return Page{}, false
	}
	defer r.call(fnClosePage, handle)
	frame := r.frame(handle)
	page.Width, page.Height = frame.width, frame.height
	scene := r.scene(handle, frame)
	page.Rules = scene.rules
	page.Links = r.links(handle, frame)
	tags := r.tags(handle)
	layout.Tagged = layout.Tagged || len(tags) > 0
	glyphs := r.glyphs(handle, frame, scene, tags)
	page.Runs = buildRuns(glyphs)
	return page, true
}

// frame maps the coordinates of a page, whose box may start anywhere and which
// may be shown rotated, to points from the top left corner.
type frame struct {
	left, top, right, bottom float64
	turns                    int // quarter turns clockwise
	width, height            float64
}

func (e *engine) frame(page uint64) frame {
	e.call(fnPageBox, page, e.at(0))
	f := frame{left: e.float(0), top: e.float(4), right: e.float(8), bottom: e.float(12)}
	f.turns = e.count(fnPageRotation, page) % 4
	f.width, f.height = math.Abs(f.right-f.left), math.Abs(f.top-f.bottom)
	if f.turns%2 == 1 {
		f.width, f.height = f.height, f.width
	}
	return f
}

func (f frame) point(x, y float64) (float64, float64) {
	switch f.turns {
	case 1:
		return y - f.bottom, x - f.left
	case 2:
		return f.right - x, y - f.bottom
	case 3:
		return f.top - y, f.right - x
	}
	return x - f.left, f.top - y
}

// direction turns a vector of page space (y up) into one of the frame (y down).
func (f frame) direction(x, y float64) (float64, float64) {
	x0, y0 := f.point(0, 0)
	x1, y1 := f.point(x, y)
	return x1 - x0, y1 - y0
}

// rect maps two opposite corners and puts them in order.
func (f frame) rect(x0, y0, x1, y1 float64) box {
	ax, ay := f.point(x0, y0)
	bx, by := f.point(x1, y1)
	return box{min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)}
}

// contains tells whether a point lies on the page.
func (f frame) contains(x, y float64) bool {
	return x >= 0 && y >= 0 && x <= f.width && y <= f.height
}

// box is a rectangle in points from the top left corner.
type box struct{ x0, y0, x1, y1 float64 }

func (b box) contains(x, y float64) bool {
	return x >= b.x0 && x <= b.x1 && y >= b.y0 && y <= b.y1
}
