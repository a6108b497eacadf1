package document

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
)

// Bounds of one XML part.
const (
	maxDepth  = 256
	maxTokens = 4_000_000
)

// namespaces gives the vocabularies that matter their usual prefix, whatever
// prefix a file uses (ECMA-376, transitional and strict).
var namespaces = map[string]string{
	"http://schemas.openxmlformats.org/wordprocessingml/2006/main":        "w:",
	"http://purl.oclc.org/ooxml/wordprocessingml/main":                    "w:",
	"http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r:",
	"http://purl.oclc.org/ooxml/officeDocument/relationships":             "r:",
	"http://schemas.openxmlformats.org/markup-compatibility/2006":         "mc:",
	"http://schemas.openxmlformats.org/package/2006/relationships":        "",
}

// cursor walks through XML without building a tree. It uses RawToken, which
// keeps no stack of elements: a million nested ones cost nothing until maxDepth
// stops them. Document type declarations are refused, so there are no entities.
type cursor struct {
	decoder  *xml.Decoder
	depth    int
	tokens   int
	prefixes map[string]string
	names    map[xml.Name]string
}

// element is a start tag.
type element struct {
	name  string // "w:p", with the prefix of namespaces
	attrs []xml.Attr
	c     *cursor
}

func newCursor(part []byte) *cursor {
	return &cursor{
		decoder:  xml.NewDecoder(bytes.NewReader(part)),
		prefixes: map[string]string{"xml": "xml:"},
		names:    map[xml.Name]string{},
	}
}

// attr returns the value of an attribute ("w:val"); ok tells whether it is there.
func (el element) attr(name string) (value string, ok bool) {
	for _, a := range el.attrs {
		if el.c.name(a.Name) == name {
			return a.Value, true
		}
	}
	return "", false
}

// val returns w:val.
func (el element) val() string {
	v, _ := el.attr("w:val")
	return v
}

// name gives a raw name the prefix of namespaces.
func (c *cursor) name(raw xml.Name) string {
	if n, ok := c.names[raw]; ok {
		return n
	}
	prefix, known := c.prefixes[raw.Space]
	if !known && raw.Space != "" {
		prefix = raw.Space + "?"
	}
	n := prefix + raw.Local
	c.names[raw] = n
	return n
}

// declare notes the namespace prefixes of a start tag.
func (c *cursor) declare(attrs []xml.Attr) {
	for _, a := range attrs {
		prefix := a.Name.Local
		switch {
		case a.Name.Space == "" && prefix == "xmlns":
			prefix = ""
		case a.Name.Space != "xmlns":
			continue
		}
		short, known := namespaces[a.Value]
		if !known {
			short = prefix + "?"
		}
		if c.prefixes[prefix] != short || short == "" {
			c.prefixes[prefix] = short
			clear(c.names)
		}
	}
}

// next returns the next token, nil at the end of the part. Start tags come as
// element.
func (c *cursor) next() (any, error) {
	token, err := c.decoder.RawToken()
	if errors.Is(err, io.EOF) && c.depth == 0 {
		return nil, nil
	}
	if err != nil {
		return nil, Refuse(Broken)
	}
	if c.tokens++; c.tokens > maxTokens {
		return nil, Refuse(Bomb)
	}
	switch t := token.(type) {
	case xml.StartElement:
		if c.depth++; c.depth > maxDepth {
			return nil, Refuse(Bomb)
		}
		c.declare(t.Attr)
		return element{name: c.name(t.Name), attrs: t.Attr, c: c}, nil
	case xml.EndElement:
		if c.depth--; c.depth < 0 {
			return nil, Refuse(Broken)
		}
	case xml.Directive:
		return nil, Refuse(Unsupported)
	}
	return token, nil
}

// children calls visit for each child of the element last started (or for the
// root, at the beginning). visit may walk into the child; what it leaves is
// skipped.
func (c *cursor) children(visit func(element) error) error {
	outer := c.depth
	for {
		token, err := c.next()
		if err != nil || token == nil || c.depth < outer {
			return err
		}
		el, ok := token.(element)
		if !ok {
			continue
		}
		if err := visit(el); err != nil {
			return err
		}
		if err := c.leave(outer); err != nil {
			return err
		}
	}
}

// leave skips to the end of everything deeper than depth.
func (c *cursor) leave(depth int) error {
	for c.depth > depth {
		if token, err := c.next(); err != nil || token == nil {
			return err
		}
	}
	return nil
}

// text returns the character data of the element last started.
func (c *cursor) text() (string, error) {
	outer := c.depth
	var b strings.Builder
	for {
		token, err := c.next()
		if err != nil || token == nil || c.depth < outer {
			return b.String(), err
		}
		if data, ok := token.(xml.CharData); ok {
			b.Write(data)
		}
	}
}
