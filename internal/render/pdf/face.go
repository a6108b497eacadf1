package pdf

import (
	"bytes"
	_ "embed"
	"sync"

	"github.com/go-text/typesetting/font"
	sfnt "github.com/tdewolff/font"
)

// Style is a face, with Tabular added where digits must align and Spaced where
// letters stand apart.
type Style uint8

// The faces: Source Serif 4 and Source Sans 3, both under the SIL Open Font
// License 1.1 (texts beside the files), covering Latin, Greek and Cyrillic.
const (
	Serif Style = iota
	SerifItalic
	SerifSemibold
	Sans
	SansItalic
	SansSemibold
	faceCount = iota

	// Tabular asks for figures of equal width: Sans | Tabular.
	Tabular Style = 1 << 4
	// Spaced sets letters 0.06 em apart, for lines of capitals. It is less than
	// what readers take for a space.
	Spaced Style = 1 << 5
)

// tracking is the distance that Spaced adds, in 1/1000 em.
const tracking = 60

// unitsPerEm is the same for all embedded faces, and happens to be the unit of
// widths in PDF; load checks it.
const unitsPerEm = 1000

func (s Style) face() Style { return s &^ (Tabular | Spaced) }

// Other is the face of the second family, set alike: it stands in for a missing
// glyph.
func (s Style) Other() Style { return (s.face()+3)%faceCount | s&(Tabular|Spaced) }

// Serif tells whether the face has serifs.
func (s Style) Serif() bool { return s.face() < Sans }

// Italic tells whether the face is slanted.
func (s Style) Italic() bool { return s.face() == SerifItalic || s.face() == SansItalic }

// Semibold tells whether the face is heavier than running text.
func (s Style) Semibold() bool { return s.face() == SerifSemibold || s.face() == SansSemibold }

var (
	//go:embed fonts/SourceSerif4-Regular.ttf
	serif []byte
	//go:embed fonts/SourceSerif4-It.ttf
	serifItalic []byte
	//go:embed fonts/SourceSerif4-Semibold.ttf
	serifSemibold []byte
	//go:embed fonts/SourceSans3-Regular.ttf
	sans []byte
	//go:embed fonts/SourceSans3-It.ttf
	sansItalic []byte
	//go:embed fonts/SourceSans3-Semibold.ttf
	sansSemibold []byte
)

// face is one parsed font file: once for shaping, once for subsetting.
type face struct {
	name  string // PostScript name
	bold  bool
	serif bool
	shape *font.Font
	file  *sfnt.SFNT
}

// faces parses each file on first use. The embedded bytes are part of the
// program, so a failure is ours and a test meets it first.
var faces = [faceCount]func() *face{
	Serif:         load("SourceSerif4-Regular", serif),
	SerifItalic:   load("SourceSerif4-It", serifItalic),
	SerifSemibold: load("SourceSerif4-Semibold", serifSemibold),
	Sans:          load("SourceSans3-Regular", sans),
	SansItalic:    load("SourceSans3-It", sansItalic),
	SansSemibold:  load("SourceSans3-Semibold", sansSemibold),
}

func load(name string, ttf []byte) func() *face {
	return sync.OnceValue(func() *face {
		shape, err := font.ParseTTF(bytes.NewReader(ttf))
		if err != nil {
			panic("pdf: embedded face " + name + ": " + err.Error())
		}
		file, err := sfnt.ParseSFNT(ttf, 0)
		if err != nil {
			panic("pdf: embedded face " + name + ": " + err.Error())
		}
		if shape.Upem() != unitsPerEm {
			panic("pdf: embedded face " + name + ": units per em")
		}
		return &face{
			name:  name,
			bold:  file.OS2.UsWeightClass >= 600,
			serif: bytes.Contains([]byte(name), []byte("Serif")),
			shape: shape.Font,
			file:  file,
		}
	})
}
