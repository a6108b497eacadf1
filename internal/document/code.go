package document

import (
	"encoding/binary"
	"fmt"
	"math"
	"strings"
)

// A child answers with a Layout in this form, fields in the order of their types:
// numbers as unsigned varints, lengths before texts and lists, coordinates as the
// eight bytes of a float64, little endian. JSON took longer than the reading of a
// DOCX. Both ends are the same program, so there is no version.

// encodeLayout writes a Layout for the parent.
func encodeLayout(l *Layout) []byte {
	e := encoder{make([]byte, 0, 64<<10)}
	e.text(string(l.Format))
	e.flags(l.Tagged, l.Europass != nil)
	e.number(uint64(l.Hidden))
	e.floats(l.Damaged)
	e.text(l.Language)
	e.text(string(l.Europass)) // the one that may hold any bytes
	e.number(uint64(len(l.Pages)))
	for i := range l.Pages {
		e.page(&l.Pages[i])
	}
	return e.b
}

type encoder struct{ b []byte }

func (e *encoder) number(n uint64) { e.b = binary.AppendUvarint(e.b, n) }

func (e *encoder) text(s string) {
	e.number(uint64(len(s)))
	e.b = append(e.b, s...)
}

func (e *encoder) floats(list ...float64) {
	for _, f := range list {
		e.b = binary.LittleEndian.AppendUint64(e.b, math.Float64bits(f))
	}
}

func (e *encoder) flags(a, b bool) {
	var n byte
	if a {
		n |= 1
	}
	if b {
		n |= 2
	}
	e.b = append(e.b, n)
}

func (e *encoder) page(p *Page) {
	e.floats(p.Width, p.Height)
	e.number(uint64(len(p.Runs)))
	for i := range p.Runs {
		r := &p.Runs[i]
		e.text(r.Text)
		e.floats(r.X0, r.Y0, r.X1, r.Y1, r.Baseline, r.Size)
		e.text(r.Font)
		e.flags(r.Bold, r.Italic)
		e.number(uint64(r.Colour))
		e.text(r.Role)
		e.number(uint64(r.Block))
		e.text(r.Part)
	}
	e.number(uint64(len(p.Rules)))
	for _, r := range p.Rules {
		e.floats(r.X0, r.Y0, r.X1, r.Y1)
	}
	e.number(uint64(len(p.Links)))
	for _, l := range p.Links {
		e.floats(l.X0, l.Y0, l.X1, l.Y1)
		e.text(l.URL)
	}
}

// Least bytes of a page, run, rule and link: what a list says it holds is
// believed only as far as bytes are there.
const (
	leastPage = 2*8 + 3
	leastRun  = 6*8 + 7
	leastRule = 4 * 8
	leastLink = 4*8 + 1
)

// decodeLayout reads what encodeLayout wrote; the texts share its memory.
func decodeLayout(body []byte) (Layout, error) {
	d := decoder{s: string(body)}
	var l Layout
	l.Format = Format(d.text())
	var structured bool
	l.Tagged, structured = d.flags()
	l.Hidden = int(d.number())
	l.Damaged = d.float()
	l.Language = d.text()
	if s := d.take(d.number()); structured {
		l.Europass = []byte(s)
	}
	l.Pages = list(&d, leastPage, d.page)
	if d.bad || d.at != len(d.s) {
		return Layout{}, fmt.Errorf("read document: %w", errFrame)
	}
	return l, nil
}

// decoder reads from the front of s; once something is missing it is bad and
// gives zeros.
type decoder struct {
	s   string
	at  int
	bad bool
}

// take returns the next n bytes.
func (d *decoder) take(n uint64) string {
	if d.bad || n > uint64(len(d.s)-d.at) {
		d.bad = true
		return ""
	}
	d.at += int(n)
	return d.s[d.at-int(n) : d.at]
}

func (d *decoder) number() uint64 {
	var n uint64
	for shift := 0; shift < 64; shift += 7 {
		b := d.take(1)
		if d.bad {
			return 0
		}
		n |= uint64(b[0]&0x7f) << shift
		if b[0] < 0x80 {
			return n
		}
	}
	d.bad = true
	return 0
}

func (d *decoder) text() string { return strings.ToValidUTF8(d.take(d.number()), "\uFFFD") }

// float returns 0 for what is no finite number.
func (d *decoder) float() float64 {
	s := d.take(8)
	if d.bad {
		return 0
	}
	var n uint64
	for i := range 8 {
		n |= uint64(s[i]) << (8 * i)
	}
	f := math.Float64frombits(n)
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return 0
	}
	return f
}

func (d *decoder) flags() (a, b bool) {
	s := d.take(1)
	return !d.bad && s[0]&1 != 0, !d.bad && s[0]&2 != 0
}

// list reads a length and that many items of at least some bytes each; nil for
// none.
func list[T any](d *decoder, least int, item func() T) []T {
	n := d.number()
	if n > uint64((len(d.s)-d.at)/least) {
		d.bad = true
	}
	if d.bad || n == 0 {
		return nil
	}
	out := make([]T, n)
	for i := range out {
		out[i] = item()
	}
	return out
}

func (d *decoder) page() Page {
	p := Page{Width: d.float(), Height: d.float()}
	p.Runs = list(d, leastRun, d.run)
	p.Rules = list(d, leastRule, func() Rule { return Rule{d.float(), d.float(), d.float(), d.float()} })
	p.Links = list(d, leastLink, func() Link { return Link{d.float(), d.float(), d.float(), d.float(), d.text()} })
	return p
}

func (d *decoder) run() Run {
	r := Run{Text: d.text(), X0: d.float(), Y0: d.float(), X1: d.float(), Y1: d.float(), Baseline: d.float(), Size: d.float()}
	r.Font = d.text()
	r.Bold, r.Italic = d.flags()
	r.Colour, r.Role, r.Block, r.Part = uint32(d.number()), d.text(), int(d.number()), d.text()
	return r
}
