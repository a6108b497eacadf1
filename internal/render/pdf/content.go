package pdf

import (
	"bytes"
	"strconv"
	"unicode/utf16"
)

// line sets one line of text at (x, y), y from the bottom of the page. It is
// one or more TJ operators: one for each stretch of a single face.
func (w *Writer) line(style Style, size, x, y float64, colour uint32, s string) {
	glyphs := w.lineGlyphs(style, s)
	c := &w.page().content
	w.use(glyphs)
	actual := !w.readable(glyphs)
	if actual {
		c.WriteString("/Span <</ActualText ")
		writeText(c, s)
		c.WriteString(">> BDC\n")
	}
	c.WriteString("BT ")
	writeColour(c, colour, "rg")
	c.WriteString("1 0 0 1 ")
	writeNumbers(c, x, y)
	c.WriteString("Tm\n")
	for len(glyphs) > 0 {
		n := stretchOf(glyphs)
		w.showGlyphs(c, size, glyphs[:n])
		glyphs = glyphs[n:]
	}
	c.WriteString("ET\n")
	if actual {
		c.WriteString("EMC\n")
	}
}

func (w *Writer) lineGlyphs(style Style, s string) []glyph {
	var glyphs []glyph
	for field, more := "", true; more; {
		field, s, more = cutSpace(s)
		glyphs = append(glyphs, w.shape(style, field).glyphs...)
		if more {
			glyphs = append(glyphs, w.shape(style, " ").glyphs...)
		}
	}
	return glyphs
}

// stretchOf counts the glyphs from the start that share face and height.
func stretchOf(glyphs []glyph) int {
	n := 1
	for n < len(glyphs) && glyphs[n].face == glyphs[0].face && glyphs[n].dy == glyphs[0].dy {
		n++
	}
	return n
}

// showGlyphs writes glyphs of one face and height with their kerning. A number
// in a TJ array moves the next glyph to the left.
func (w *Writer) showGlyphs(c *bytes.Buffer, size float64, glyphs []glyph) {
	font := w.fonts[glyphs[0].face]
	c.WriteString(font.resource)
	c.WriteByte(' ')
	writeNumbers(c, size)
	c.WriteString("Tf ")
	if glyphs[0].dy != 0 {
		writeNumbers(c, float64(glyphs[0].dy)*size/unitsPerEm)
		c.WriteString("Ts ")
	}
	c.WriteString("[<")
	shift := 0
	for _, g := range glyphs {
		if shift -= g.dx; shift != 0 {
			c.WriteByte('>')
			c.WriteString(strconv.Itoa(shift))
			c.WriteByte('<')
		}
		writeHex(c, uint16(font.numbers[g.id]))
		shift = font.width(g.id) - g.advance + g.dx
	}
	c.WriteByte('>')
	if shift != 0 {
		c.WriteString(strconv.Itoa(shift))
	}
	c.WriteString("] TJ\n")
	if glyphs[0].dy != 0 {
		c.WriteString("0 Ts\n")
	}
}

const hexDigits = "0123456789ABCDEF"

func writeHex(c *bytes.Buffer, v uint16) {
	c.Write([]byte{hexDigits[v>>12], hexDigits[v>>8&15], hexDigits[v>>4&15], hexDigits[v&15]})
}

// writeNumbers writes each value with at most three decimals and a space.
func writeNumbers(c *bytes.Buffer, values ...float64) {
	for _, v := range values {
		b := strconv.AppendFloat(c.AvailableBuffer(), v, 'f', 3, 64)
		b = bytes.TrimRight(bytes.TrimRight(b, "0"), ".")
		if len(b) == 0 || string(b) == "-0" || string(b) == "-" {
			b = append(b[:0], '0')
		}
		c.Write(append(b, ' '))
	}
}

func writeColour(c *bytes.Buffer, rgb uint32, operator string) {
	writeNumbers(c, float64(rgb>>16&255)/255, float64(rgb>>8&255)/255, float64(rgb&255)/255)
	c.WriteString(operator)
	c.WriteByte(' ')
}

// writeText writes a text string: a literal with ( ) \ escaped where s is
// printable ASCII, else UTF-16BE in hexadecimal (ISO 32000-1, 7.9.2.2).
func writeText(c *bytes.Buffer, s string) {
	if !printable(s) {
		c.WriteString("<FEFF")
		for _, u := range utf16.Encode([]rune(s)) {
			writeHex(c, u)
		}
		c.WriteByte('>')
		return
	}
	c.WriteByte('(')
	for i := range len(s) {
		if s[i] == '(' || s[i] == ')' || s[i] == '\\' {
			c.WriteByte('\\')
		}
		c.WriteByte(s[i])
	}
	c.WriteByte(')')
}

func printable(s string) bool {
	for i := range len(s) {
		if s[i] < 0x20 || s[i] > 0x7e {
			return false
		}
	}
	return true
}
