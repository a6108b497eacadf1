package intake

import (
	"strings"

	"golang.org/x/net/html"
)

// fragment is marked-up text taken apart: paragraphs and list items. All other
// markup is dropped, and so is the text of scripts and styles.
type fragment struct{ paras, items []string }

func (f fragment) text() string { return strings.Join(f.paras, "\n") }

// markup reads the markup that editors keep descriptions in. Text without any
// is taken line by line.
func markup(s string) fragment {
	if !strings.ContainsAny(s, "<&") {
		text, items := marked(s)
		return fragment{lines(text), items}
	}
	var r markupReader
	z := html.NewTokenizer(strings.NewReader(s))
	for n := 0; n < maxValues; n++ {
		switch z.Next() {
		case html.ErrorToken:
			r.flush()
			return r.out
		case html.TextToken:
			r.words(string(z.Text()))
		case html.StartTagToken, html.SelfClosingTagToken:
			name, _ := z.TagName()
			r.open(string(name))
		case html.EndTagToken:
			name, _ := z.TagName()
			r.shut(string(name))
		}
	}
	r.flush()
	return r.out
}

// markupReader collects one block at a time.
type markupReader struct {
	out     fragment
	block   strings.Builder
	lists   int // open list items
	dropped int // open elements whose text nobody sees
}

func (r *markupReader) words(s string) {
	if r.dropped == 0 {
		r.block.WriteString(s)
	}
}

func (r *markupReader) open(tag string) {
	switch tag {
	case "li":
		r.flush()
		r.lists++
	case "script", "style", "template", "noscript", "iframe", "object", "textarea", "title":
		r.dropped++
	case "br":
		if r.lists > 0 {
			r.words(" ")
		} else {
			r.flush()
		}
	case "p", "div", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "blockquote", "section":
		if r.lists == 0 || tag == "ul" || tag == "ol" {
			r.flush()
		} else {
			r.words(" ")
		}
	}
}

func (r *markupReader) shut(tag string) {
	switch tag {
	case "li":
		r.flush()
		r.lists = max(r.lists-1, 0)
	case "script", "style", "template", "noscript", "iframe", "object", "textarea", "title":
		r.dropped = max(r.dropped-1, 0)
	case "p", "div", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "blockquote", "section":
		if r.lists == 0 {
			r.flush()
		}
	}
}

func (r *markupReader) flush() {
	text := line(strings.ReplaceAll(r.block.String(), "\u00a0", " "))
	r.block.Reset()
	switch {
	case text == "":
	case r.lists > 0:
		r.out.items = append(r.out.items, text)
	default:
		r.out.paras = append(r.out.paras, text)
	}
}
