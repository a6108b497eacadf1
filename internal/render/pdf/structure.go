package pdf

import (
	"bytes"
	"strconv"
)

// element is a node of the structure tree.
type element struct {
	tag    string
	parent *element
	kids   []kid
	object int
}

// kid is one child: an element, marked content on a page, or an annotation.
type kid struct {
	element *element
	link    *annotation
	page    *page
	mcid    int
}

// annotation is the clickable area of a link, in the coordinates of the file.
type annotation struct {
	object, key    int
	x0, y0, x1, y1 float64
	url            string
	owner          *element
}

// Begin opens an element: H1, H2, H3, P, L, LI, Lbl, LBody, Span, Link or
// Artifact.
func (w *Writer) Begin(tag string) {
	parent := w.open[len(w.open)-1]
	e := &element{tag: tag, parent: parent}
	if tag != Artifact {
		parent.kids = append(parent.kids, kid{element: e})
	}
	w.open = append(w.open, e)
}

// End closes the innermost element.
func (w *Writer) End() { w.open = w.open[:len(w.open)-1] }

// Link makes a rectangle of the current page lead to url; the open element
// must be a Link.
func (w *Writer) Link(x0, y0, x1, y1 float64, url string) {
	e := w.open[len(w.open)-1]
	a := &annotation{x0: x0, y0: w.info.Height - y1, x1: x1, y1: w.info.Height - y0, url: url, owner: e}
	w.page().links = append(w.page().links, a)
	e.kids = append(e.kids, kid{link: a, page: w.page()})
}

// mark makes sure that what is drawn next belongs to the open element.
func (w *Writer) mark() {
	e := w.open[len(w.open)-1]
	if w.marked == e {
		return
	}
	w.closeMarked()
	p := w.page()
	w.marked = e
	if e.tag == Artifact {
		p.content.WriteString("/Artifact BMC\n")
		return
	}
	mcid := len(p.parents)
	p.parents = append(p.parents, e)
	e.kids = append(e.kids, kid{page: p, mcid: mcid})
	p.content.WriteString("/" + e.tag + " <</MCID " + strconv.Itoa(mcid) + ">> BDC\n")
}

func (w *Writer) closeMarked() {
	if w.marked != nil {
		w.page().content.WriteString("EMC\n")
		w.marked = nil
	}
}

// structure writes the tree and returns the number of its root object.
func (w *Writer) structure() int {
	root := w.reserve()
	w.number(w.root)
	w.element(w.root, root)
	parents := w.parentTree()
	w.object(root, func(b *bytes.Buffer) {
		b.WriteString("<</Type /StructTreeRoot /K " + ref(w.root.object) + " /ParentTree " + ref(parents))
		b.WriteString(" /ParentTreeNextKey " + strconv.Itoa(w.lastKey()+1) + ">>")
	})
	return root
}

func (w *Writer) number(e *element) {
	e.object = w.reserve()
	for _, k := range e.kids {
		if k.element != nil {
			w.number(k.element)
		}
	}
}

func (w *Writer) element(e *element, parent int) {
	w.object(e.object, func(b *bytes.Buffer) {
		b.WriteString("<</S /" + e.tag + " /P " + ref(parent) + " /K [")
		for i, k := range e.kids {
			if i > 0 {
				b.WriteByte(' ')
			}
			writeKid(b, k)
		}
		b.WriteString("]>>")
	})
	for _, k := range e.kids {
		if k.element != nil {
			w.element(k.element, e.object)
		}
	}
}

func writeKid(b *bytes.Buffer, k kid) {
	switch {
	case k.element != nil:
		b.WriteString(ref(k.element.object))
	case k.link != nil:
		b.WriteString("<</Type /OBJR /Obj " + ref(k.link.object) + " /Pg " + ref(k.page.object) + ">>")
	default:
		b.WriteString("<</Type /MCR /Pg " + ref(k.page.object) + " /MCID " + strconv.Itoa(k.mcid) + ">>")
	}
}

// parentTree maps page numbers to their elements by MCID, and the key of each
// link annotation to its element.
func (w *Writer) parentTree() int {
	tree := w.reserve()
	w.object(tree, func(b *bytes.Buffer) {
		b.WriteString("<</Nums [")
		for i, p := range w.pages {
			b.WriteString(strconv.Itoa(i) + " [")
			for _, e := range p.parents {
				b.WriteString(ref(e.object) + " ")
			}
			b.WriteString("] ")
		}
		for _, p := range w.pages {
			for _, a := range p.links {
				b.WriteString(strconv.Itoa(a.key) + " " + ref(a.owner.object) + " ")
			}
		}
		b.WriteString("]>>")
	})
	return tree
}

func (w *Writer) lastKey() int {
	key := len(w.pages) - 1
	for _, p := range w.pages {
		key += len(p.links)
	}
	return key
}
