package posting

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// looksLikeHTML reports whether a text is markup rather than prose about it.
func looksLikeHTML(text string) bool {
	head := strings.ToLower(text[:min(len(text), 4096)])
	if strings.Contains(head, "<!doctype html") || strings.Contains(head, "<html") {
		return true
	}
	n := 0
	for _, tag := range []string{"<p>", "<p ", "<li>", "<ul", "<br", "<div", "<h1", "<h2", "<h3", "<span", "</p>", "</li>", "</div>"} {
		if strings.Contains(head, tag) {
			n++
		}
	}
	return n >= 2
}

// unseen are elements whose text no reader sees, aside those around an ad.
var (
	unseen = map[atom.Atom]bool{atom.Script: true, atom.Style: true, atom.Noscript: true, atom.Template: true, atom.Svg: true}
	aside  = map[atom.Atom]bool{atom.Nav: true, atom.Footer: true, atom.Select: true, atom.Button: true, atom.Iframe: true, atom.Title: true}
)

// breaks are elements that begin and end a line.
var breaks = map[atom.Atom]bool{
	atom.P: true, atom.Div: true, atom.Li: true, atom.Ul: true, atom.Ol: true, atom.Br: true, atom.Tr: true,
	atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true, atom.H5: true, atom.H6: true,
	atom.Section: true, atom.Article: true, atom.Header: true, atom.Dt: true, atom.Dd: true, atom.Table: true, atom.Hr: true,
}

// fromHTML gives the text a reader sees, one block a line. Unclosed elements
// are allowed; the tokenizer never fails on a string. A text that has lines of
// its own beside a few tags keeps them. An element beside the ad that is never
// closed would hide all of it, so then those elements are read too.
func fromHTML(source string) string {
	text, open := textOf(source, func(a atom.Atom) bool { return unseen[a] || aside[a] })
	if open {
		text, _ = textOf(source, func(a atom.Atom) bool { return unseen[a] })
	}
	return text
}

// textOf is the text of a page without the elements that hides names; open
// tells of one that is never closed.
func textOf(source string, hides func(atom.Atom) bool) (text string, open bool) {
	z := html.NewTokenizer(strings.NewReader(source))
	var out strings.Builder
	lines := ownLines(source)
	hidden, veiled := 0, 0
	for {
		switch kind := z.Next(); kind {
		case html.ErrorToken:
			return tidy(out.String()), hidden > 0
		case html.TextToken:
			if hidden+veiled == 0 {
				out.WriteString(visible(string(z.Text()), lines))
			}
		case html.StartTagToken, html.EndTagToken, html.SelfClosingTagToken:
			name, more := z.TagName()
			tag := atom.Lookup(name)
			if hides(tag) {
				hidden = max(0, hidden+step(kind))
			}
			if !void[tag] && (veiled > 0 || kind == html.StartTagToken && more && veils(z)) {
				veiled += step(kind)
			}
			if breaks[tag] {
				out.WriteByte('\n')
			}
		}
	}
}

// visible is the text between two tags with its white space reduced, line by
// line where lines count.
func visible(text string, lines bool) string {
	if !lines {
		return strings.Join(fields(text), " ")
	}
	var out []string
	for l := range strings.SplitSeq(text, "\n") {
		out = append(out, strings.Join(fields(l), " "))
	}
	return strings.Join(out, "\n")
}

// ownLines tells whether a text is lines with a few tags in it, rather than
// markup that a program broke into lines.
func ownLines(source string) bool {
	lines, tagged := 0, 0
	for l := range strings.SplitSeq(source, "\n") {
		if l = strings.TrimSpace(l); l == "" {
			continue
		}
		lines++
		if strings.Contains(l, "<") {
			tagged++
		}
	}
	return tagged*2 < lines
}

// void are elements that have no end tag.
var void = map[atom.Atom]bool{
	atom.Br: true, atom.Hr: true, atom.Img: true, atom.Input: true, atom.Meta: true, atom.Link: true, atom.Wbr: true, atom.Col: true,
}

// veils tells whether an element's attributes keep it from being seen.
func veils(z *html.Tokenizer) bool {
	for {
		key, value, more := z.TagAttr()
		style := strings.ReplaceAll(strings.ToLower(string(value)), " ", "")
		switch string(key) {
		case "hidden":
			return true
		case "style":
			for _, way := range []string{"display:none", "visibility:hidden", "opacity:0;", "font-size:0"} {
				if strings.Contains(style+";", way) {
					return true
				}
			}
		}
		if !more {
			return false
		}
	}
}

func step(kind html.TokenType) int {
	switch kind {
	case html.StartTagToken:
		return 1
	case html.EndTagToken:
		return -1
	}
	return 0
}

// fields splits at white space but keeps a space at either end, since it parts
// words across inline elements.
func fields(s string) []string {
	f := strings.Fields(s)
	if s == "" {
		return f
	}
	if strings.TrimLeft(s, " \t\n\r") != s {
		f = append([]string{""}, f...)
	}
	if len(f) > 0 && strings.TrimRight(s, " \t\n\r") != s {
		f = append(f, "")
	}
	return f
}

// tidy drops empty lines beyond one in a row.
func tidy(s string) string {
	var out []string
	for l := range strings.SplitSeq(s, "\n") {
		l = strings.TrimSpace(l)
		if l == "" && (len(out) == 0 || out[len(out)-1] == "") {
			continue
		}
		out = append(out, l)
	}
	return strings.TrimSpace(strings.Join(out, "\n"))
}
