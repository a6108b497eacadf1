package document

// PDFium's object types (fpdf_edit.h).
const (
	objectText    = 1
	objectPath    = 2
	objectImage   = 3
	objectShading = 4
	objectForm    = 5
)

// scene is what is drawn on a page beside text.
type scene struct {
	rules []Rule
	cover []box // areas that are not white: white text on them can be read
	texts []uint64
	lids  []lid           // what may hide text that was drawn before
	under map[uint64]bool // texts that something was drawn over
}

// covered tells whether something dark lies under a point.
func (s scene) covered(x, y float64) bool {
	for _, b := range s.cover {
		if b.contains(x, y) {
			return true
		}
	}
	return false
}

// maxObjects bounds the walk over the objects of a page.
const maxObjects = 50_000

// scene looks at the drawings of a page.
func (r *pdfReader) scene(page uint64, f frame) scene {
	var s scene
	for i := range min(r.count(fnCountObjects, page), maxObjects) {
		object := r.call(fnObject, page, uint64(i))
		switch r.call(fnObjectType, object) {
		case objectText:
			s.texts = append(s.texts, object)
		case objectPath:
			r.path(object, f, &s)
		case objectImage:
			r.images++
			s.cover = append(s.cover, r.bounds(object, f))
			s.lid(object, true, r.bounds(object, f))
		case objectShading:
			s.cover = append(s.cover, r.bounds(object, f))
		case objectForm:
			s.cover = append(s.cover, r.bounds(object, f))
			r.inForm(object, 0)
		}
	}
	r.lay(page, f, &s)
	return s
}

// inForm counts images and drawings inside a form, whose own coordinates are
// of no interest.
func (r *pdfReader) inForm(form uint64, depth int) {
	const maxDepth = 8
	if depth > maxDepth {
		return
	}
	for i := range min(r.count(fnFormCount, form), maxObjects) {
		object := r.call(fnFormObject, form, uint64(i))
		switch r.call(fnObjectType, object) {
		case objectPath:
			r.drawings++
		case objectImage:
			r.images++
		case objectForm:
			r.inForm(object, depth+1)
		}
	}
}

func (r *pdfReader) bounds(object uint64, f frame) box {
	if !r.ok(fnObjectBounds, object, r.at(0), r.at(4), r.at(8), r.at(12)) {
		return box{}
	}
	return f.rect(r.float(0), r.float(4), r.float(8), r.float(12))
}

// Sizes in points that make a drawing a rule.
const (
	ruleThick = 3
	ruleLong  = 20
)

// path sorts one drawing: a rule, a background, or decoration.
func (r *pdfReader) path(object uint64, f frame, s *scene) {
	r.drawings++
	b := r.bounds(object, f)
	w, h := b.x1-b.x0, b.y1-b.y0
	if min(w, h) > ruleThick {
		s.lid(object, false, b)
	}
	if max(w, h) < ruleLong || !r.inked(object) {
		return
	}
	if min(w, h) > ruleThick {
		s.cover = append(s.cover, b)
		return
	}
	s.rules = append(s.rules, Rule{X0: b.x0, Y0: b.y0, X1: b.x1, Y1: b.y1})
}

// inked tells whether a path leaves marks that are not white.
func (r *pdfReader) inked(object uint64) bool {
	if !r.ok(fnPathMode, object, r.at(0), r.at(4)) {
		return false
	}
	filled, stroked := r.uint32(0) != 0, r.uint32(4) != 0
	return filled && r.coloured(fnObjectFill, object) ||
		stroked && r.coloured(fnObjectStroke, object)
}

func (r *pdfReader) coloured(colour fn, object uint64) bool {
	if !r.ok(colour, object, r.at(0), r.at(4), r.at(8), r.at(12)) {
		return true // a pattern
	}
	rgb := r.uint32(0)&255<<16 | r.uint32(4)&255<<8 | r.uint32(8)&255
	return r.uint32(12) > 0 && !isWhite(rgb)
}
