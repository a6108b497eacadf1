// Package pdftest checks the structure of PDF files that package pdf wrote,
// with a reader of its own and no outside tool.
//
// Open reads the objects of a file with a plain cross-reference table; Problems
// checks tagging, text and visibility. It is for tests.
package pdftest

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// Name, Ref and Dict are the PDF objects of the same names; strings are
// []byte, numbers float64, arrays []any.
type (
	Name string
	Ref  int
	Dict map[Name]any
)

// File is an opened file.
type File struct {
	Trailer Dict
	objects map[Ref]any
	streams map[Ref][]byte
}

// Open reads a file through its cross-reference table, so that a wrong offset
// is found too.
func Open(data []byte) (f *File, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("pdftest: %v", p)
		}
	}()
	f = &File{objects: map[Ref]any{}, streams: map[Ref][]byte{}}
	at := bytes.LastIndex(data, []byte("startxref"))
	start, _ := strconv.Atoi(strings.Fields(string(data[at:]))[1])
	r := &lexer{data: data, at: start}
	r.keyword("xref")
	r.token()
	count := int(r.value().(float64))
	for number := range count {
		offset, generation, use := r.value().(float64), r.value().(float64), r.token()
		if number == 0 || use != "n" || generation != 0 {
			continue
		}
		f.object(data, Ref(number), int(offset))
	}
	r.keyword("trailer")
	f.Trailer = r.value().(Dict)
	return f, nil
}

func (f *File) object(data []byte, number Ref, offset int) {
	r := &lexer{data: data, at: offset}
	if n := r.token(); n != strconv.Itoa(int(number)) {
		panic(fmt.Sprintf("object %d: offset %d holds %q", number, offset, n))
	}
	r.keyword("0")
	r.keyword("obj")
	f.objects[number] = r.value()
	if r.token() != "stream" {
		return
	}
	dict := f.objects[number].(Dict)
	body := data[r.at+1:][:int(dict["Length"].(float64))]
	if dict["Filter"] == Name("FlateDecode") {
		z, err := zlib.NewReader(bytes.NewReader(body))
		if err != nil {
			panic(err)
		}
		if body, err = io.ReadAll(z); err != nil {
			panic(err)
		}
	}
	f.streams[number] = body
}

// Get follows a reference.
func (f *File) Get(v any) any {
	if r, ok := v.(Ref); ok {
		return f.objects[r]
	}
	return v
}

// Dict follows a reference to a dictionary; nil when it is something else.
func (f *File) Dict(v any) Dict {
	d, _ := f.Get(v).(Dict)
	return d
}

// Array follows a reference to an array; nil when it is something else.
func (f *File) Array(v any) []any {
	a, _ := f.Get(v).([]any)
	return a
}

// Stream returns the decoded bytes of a stream.
func (f *File) Stream(v any) []byte {
	r, _ := v.(Ref)
	return f.streams[r]
}

// Root is the catalog.
func (f *File) Root() Dict { return f.Dict(f.Trailer["Root"]) }

// Pages lists the references of the pages in order.
func (f *File) Pages() []Ref {
	var pages []Ref
	for _, k := range f.Array(f.Dict(f.Root()["Pages"])["Kids"]) {
		pages = append(pages, k.(Ref))
	}
	return pages
}

// lexer reads PDF syntax (ISO 32000-1, 7.2 and 7.3).
type lexer struct {
	data []byte
	at   int
}

const delimiters = "()<>[]/% \t\r\n\x00\f"

func (r *lexer) space() {
	for r.at < len(r.data) && strings.IndexByte(" \t\r\n\x00\f", r.data[r.at]) >= 0 {
		r.at++
	}
}

// token reads a regular token; "" at a delimiter.
func (r *lexer) token() string {
	r.space()
	start := r.at
	for r.at < len(r.data) && strings.IndexByte(delimiters, r.data[r.at]) < 0 {
		r.at++
	}
	return string(r.data[start:r.at])
}

func (r *lexer) keyword(want string) {
	if got := r.token(); got != want {
		panic(fmt.Sprintf("offset %d: %q, want %q", r.at, got, want))
	}
}

func (r *lexer) peek(s string) bool {
	r.space()
	return bytes.HasPrefix(r.data[r.at:], []byte(s))
}

// operator is a word of a content stream.
type operator string

func (r *lexer) value() any {
	switch {
	case r.peek("<<"):
		return r.dict()
	case r.peek("["):
		return r.array()
	case r.peek("<"):
		return r.hex()
	case r.peek("("):
		return r.literal()
	case r.peek("/"):
		r.at++
		return Name(r.token())
	}
	t := r.token()
	n, err := strconv.ParseFloat(t, 64)
	switch {
	case t == "true" || t == "false":
		return t == "true"
	case err != nil:
		return operator(t)
	}
	back := r.at
	if r.token() != "" && r.token() == "R" {
		return Ref(n)
	}
	r.at = back
	return n
}

func (r *lexer) dict() Dict {
	r.at += 2
	d := Dict{}
	for !r.peek(">>") {
		key := r.value().(Name)
		d[key] = r.value()
	}
	r.at += 2
	return d
}

func (r *lexer) array() []any {
	r.at++
	a := []any{}
	for !r.peek("]") {
		a = append(a, r.value())
	}
	r.at++
	return a
}

func (r *lexer) hex() []byte {
	end := r.at + bytes.IndexByte(r.data[r.at:], '>')
	digits := strings.Join(strings.Fields(string(r.data[r.at+1:end])), "")
	r.at = end + 1
	out := make([]byte, len(digits)/2)
	for i := range out {
		v, err := strconv.ParseUint(digits[2*i:2*i+2], 16, 8)
		if err != nil {
			panic(err)
		}
		out[i] = byte(v)
	}
	return out
}

func (r *lexer) literal() []byte {
	var out []byte
	for r.at++; r.data[r.at] != ')'; r.at++ {
		if r.data[r.at] == '\\' {
			r.at++
		}
		out = append(out, r.data[r.at])
	}
	r.at++
	return out
}
