package document

// lid is a picture or a filled shape that may hide the texts drawn before it.
type lid struct {
	object uint64
	image  bool
	box    box
	after  int // how many texts of the page come before it
}

// lid notes one, if there is text that it could hide.
func (s *scene) lid(object uint64, image bool, b box) {
	if len(s.texts) > 0 {
		s.lids = append(s.lids, lid{object, image, b, len(s.texts)})
	}
}

// maxLids bounds the look at what lies over text.
const maxLids = 500

// lay finds the texts that lie under something opaque.
func (r *pdfReader) lay(page uint64, f frame, s *scene) {
	if len(s.lids) == 0 {
		return
	}
	s.under = map[uint64]bool{}
	places := make([]box, s.lids[len(s.lids)-1].after)
	for i := range places {
		places[i] = r.bounds(s.texts[i], f)
	}
	for _, l := range s.lids[:min(len(s.lids), maxLids)] {
		opaque, known := false, false
		for i, b := range places[:l.after] {
			if !l.box.holds(b) {
				continue
			}
			if !known {
				opaque, known = r.opaque(page, l, f), true
			}
			if !opaque {
				break
			}
			s.under[s.texts[i]] = true
		}
	}
}

// holds tells whether o lies in b but for a hair.
func (b box) holds(o box) bool {
	const hair = 1
	return o.x1 > o.x0 && b.x0-hair <= o.x0 && b.y0-hair <= o.y0 && o.x1 <= b.x1+hair && o.y1 <= b.y1+hair
}

// rectangle is how many segments a path has at most that is nothing but one
// filled rectangle; frames and rounded shapes have more.
const rectangle = 5

// opaque tells whether a lid hides all that its box holds. What is clipped may
// be smaller than its box, so it counts as open.
func (r *pdfReader) opaque(page uint64, l lid, f frame) bool {
	if r.ok(fnTransparent, l.object) || r.clipped(l, f) {
		return false
	}
	if l.image {
		return r.opaqueImage(page, l.object)
	}
	if r.count(fnPathSegments, l.object) > rectangle || !r.ok(fnPathMode, l.object, r.at(0), r.at(4)) {
		return false
	}
	return r.uint32(0) != 0
}

// clipped tells whether a clip path cuts into a lid, or may.
func (r *pdfReader) clipped(l lid, f frame) bool {
	path := r.call(fnClip, l.object)
	if path == 0 {
		return false
	}
	for i := range min(r.count(fnClipCount, path), maxClips) {
		if area, ok := r.clipArea(path, i, f); !ok || !area.holds(l.box) {
			return true
		}
	}
	return false
}

// opaqueImage tells whether a picture has no transparent places, by a look at
// some pixels of it as it is drawn.
func (r *pdfReader) opaqueImage(page, object uint64) bool {
	bitmap := r.call(fnImageBitmap, r.doc, page, object)
	if bitmap == 0 {
		return false
	}
	defer r.call(fnBitmapFree, bitmap)
	start := uint32(r.call(fnBitmapBuffer, bitmap))
	size := r.count(fnBitmapStride, bitmap) * r.count(fnBitmapHeight, bitmap)
	pixels, ok := r.memory.Read(start, uint32(size))
	if !ok || size == 0 {
		return false
	}
	const looks, pixel, solid = 4096, 4, 250
	for i := 0; i < size; i += max(size/looks, 1) * pixel {
		if at := i/pixel*pixel + pixel - 1; at < size && pixels[at] < solid {
			return false
		}
	}
	return true
}
