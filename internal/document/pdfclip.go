package document

import "math"

// clip marks the style of a text object as gone when it stands wholly outside
// the area that its page lets it be drawn in. g is its first character; it is
// asked only where text begins anew, because browsers make an object of every
// letter.
func (r *pdfReader) clip(object uint64, g glyph, f frame) {
	if g.style.sight == gone {
		return
	}
	path := r.call(fnClip, object)
	if path == 0 {
		return
	}
	n := r.count(fnClipCount, path)
	if n == 0 {
		return
	}
	const slack = 2
	own := r.bounds(object, f)
	x, y := (g.box.x0+g.box.x1)/2, (g.box.y0+g.box.y1)/2
	if !own.grown(slack+g.style.size).contains(x, y) {
		return // inside a form, which has coordinates of its own
	}
	for i := range min(n, maxClips) {
		if area, ok := r.clipArea(path, i, f); ok && !area.grown(slack).meets(own) {
			g.style.sight = gone
			return
		}
	}
}

// Bounds of the look at clip paths.
const (
	maxClips    = 16
	maxSegments = 200
)

// clipArea is the box around one of the paths of a clip.
func (r *pdfReader) clipArea(path uint64, index int, f frame) (area box, ok bool) {
	n := r.count(fnClipSegments, path, uint64(index))
	if n == 0 || n > maxSegments {
		return box{}, false
	}
	area = box{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
	for i := range n {
		segment := r.call(fnClipSegment, path, uint64(index), uint64(i))
		if !r.ok(fnSegmentPoint, segment, r.at(0), r.at(4)) {
			return box{}, false
		}
		x, y := f.point(r.float(0), r.float(4))
		area = box{min(area.x0, x), min(area.y0, y), max(area.x1, x), max(area.y1, y)}
	}
	return area, true
}

func (b box) grown(by float64) box { return box{b.x0 - by, b.y0 - by, b.x1 + by, b.y1 + by} }

// meets tells whether two boxes share a point.
func (b box) meets(o box) bool {
	return b.x0 <= o.x1 && o.x0 <= b.x1 && b.y0 <= o.y1 && o.y0 <= b.y1
}
