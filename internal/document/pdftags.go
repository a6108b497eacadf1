package document

// tag is what the structure tree says about marked content.
type tag struct {
	role  string
	block int
}

// blockRoles are the structure types that make a paragraph, with the role
// that Run carries (ISO 32000-1, 14.8.4).
var blockRoles = map[string]string{
	"H": "H1", "H1": "H1", "H2": "H2", "H3": "H3", "H4": "H4", "H5": "H5", "H6": "H6",
	"Title": "Title", "P": "P", "LI": "LI", "TD": "TD", "TH": "TD",
	"Div": "", "Caption": "P", "BlockQuote": "P", "TOCI": "LI",
}

// Bounds of the walk over the structure tree.
const (
	maxTagDepth = 60
	maxTags     = 20_000
)

// tags maps marked-content ids of a page to roles and paragraphs; nil for a
// page without a structure tree.
func (r *pdfReader) tags(page uint64) map[int]tag {
	tree := r.call(fnTree, page)
	if tree == 0 {
		return nil
	}
	defer r.call(fnTreeClose, tree)
	w := tagWalk{pdfReader: r, out: map[int]tag{}}
	for i := range min(r.count(fnTreeCount, tree), maxTags) {
		w.element(r.call(fnTreeChild, tree, uint64(i)), tag{}, 0)
	}
	return w.out
}

type tagWalk struct {
	*pdfReader
	out  map[int]tag
	seen int
}

func (w *tagWalk) element(element uint64, parent tag, depth int) {
	if w.seen++; element == 0 || depth > maxTagDepth || w.seen > maxTags {
		return
	}
	own := w.enter(element, parent)
	for i := range min(w.count(fnElementCount, element), maxTags) {
		if child := w.call(fnElementChild, element, uint64(i)); child != 0 {
			w.element(child, own, depth+1)
			continue
		}
		if id := int(int32(w.call(fnElementID, element, uint64(i)))); id >= 0 {
			w.out[id] = own
		}
	}
}

// enter returns the tag of an element's content. Paragraphs inside a list item
// or a cell stay part of it by role.
func (w *tagWalk) enter(element uint64, parent tag) tag {
	n := int(uint32(w.call(fnElementType, element, w.at(0), scratchBytes)))
	role, isBlock := blockRoles[w.utf16(n)]
	if !isBlock {
		return parent
	}
	w.blocks++
	if role == "" || role == "P" && parent.role != "" {
		role = parent.role
	}
	return tag{role: role, block: w.blocks}
}
