package intake

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"golang.org/x/net/html/charset"
)

// node is an element of an XML file; names are without their prefix.
type node struct {
	name, space string
	attributes  map[string]string
	kids        []*node
	text        string
	seen        bool
}

// readTree reads an XML file. A file with a document type is refused: it could
// define entities.
func readTree(data []byte) (*node, error) {
	d := xml.NewDecoder(bytes.NewReader(data))
	d.CharsetReader = charset.NewReaderLabel
	d.Strict = true
	root := &node{}
	open, texts := []*node{root}, []*strings.Builder{{}}
	for n := 0; ; n++ {
		t, err := d.Token()
		switch {
		case errors.Is(err, io.EOF) && len(open) == 1 && len(root.kids) == 1:
			return root.kids[0], nil
		case err != nil:
			return nil, ErrBroken
		case n > maxValues, len(open) > maxDepth:
			return nil, ErrBomb
		}
		top := open[len(open)-1]
		switch t := t.(type) {
		case xml.Directive:
			return nil, ErrBroken
		case xml.StartElement:
			kid := &node{name: t.Name.Local, space: t.Name.Space, attributes: map[string]string{}}
			for _, a := range t.Attr {
				kid.attributes[a.Name.Local] = a.Value
			}
			top.kids = append(top.kids, kid)
			open, texts = append(open, kid), append(texts, &strings.Builder{})
		case xml.EndElement:
			top.text = texts[len(texts)-1].String()
			open, texts = open[:len(open)-1], texts[:len(texts)-1]
		case xml.CharData:
			if len(open) > 1 {
				texts[len(texts)-1].Write(t)
			}
		}
	}
}

// all lists the elements of a name at any depth below n, outermost first. Those
// inside one of them are not listed.
func (n *node) all(names ...string) []*node {
	var out []*node
	if n == nil {
		return nil
	}
	for _, k := range n.kids {
		if hasName(k, names) {
			k.seen = true
			out = append(out, k)
			continue
		}
		out = append(out, k.all(names...)...)
	}
	return out
}

func hasName(n *node, names []string) bool {
	for _, name := range names {
		if strings.EqualFold(n.name, name) {
			return true
		}
	}
	return false
}

// one is the first element of the first name that there is one of; nil without
// any, which has no text and no kids.
func (n *node) one(names ...string) *node {
	for _, name := range names {
		if found := n.all(name); len(found) > 0 {
			return found[0]
		}
	}
	return nil
}

// words is the text of an element on one line.
func (n *node) words() string {
	if n == nil {
		return ""
	}
	return line(n.text)
}

// find is the text of the first element found.
func (n *node) find(names ...string) string { return n.one(names...).words() }

func (n *node) attribute(name string) string {
	if n == nil {
		return ""
	}
	return line(n.attributes[name])
}
